"""What every verb of a case needs."""

from __future__ import annotations

import pytest

from panoh.apps.casework.commands.shared import read_values
from panoh.apps.casework.records import CLIENT, NEED
from panoh.core.records.model import Answer
from panoh.errors import Forbidden, Invalid


def test_values_are_read_as_forms_give_them_or_already_clean() -> None:
    raw = {"names": "Анвар\n\nAnvar", "danger_tonight": "?declined", "goes_by": " A "}
    clean = {"names": ["Анвар", "Anvar"], "danger_tonight": Answer.DECLINED, "goes_by": "A"}
    assert read_values(CLIENT, raw) == clean
    assert read_values(CLIENT, clean) == clean


def test_links_to_the_client_are_not_typed() -> None:
    with pytest.raises(Invalid):
        read_values(NEED, {"client": "0" * 32})


def test_what_is_forbidden_stands_out_before_what_is_merely_wrong() -> None:
    with pytest.raises(Forbidden):
        read_values(NEED, {"priority": "enormous", "factor": "O02"})
