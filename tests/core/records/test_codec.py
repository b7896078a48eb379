from __future__ import annotations

from typing import Any

import pytest

from panoh.core.records import codec
from panoh.errors import Refused

RECORD = bytes(range(16))


def test_changes_read_back_as_they_were_put() -> None:
    change = ("toy_thing", RECORD, {"title": "x", "count": 3})
    assert list(codec.assigned(codec.assign([change]))) == [change]


def test_erasure_names_records_and_entries() -> None:
    body = codec.erase([("toy_thing", RECORD)], [b"e" * 32])
    assert codec.erased(body) == [("toy_thing", RECORD)]
    assert body["x"] == [b"e" * 32]


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"r": 5},
        {"r": [["toy_thing", RECORD]]},
        {"r": [["toy_thing", b"short", {}]]},
        {"r": [["", RECORD, {}]]},
        {"r": [["x" * 65, RECORD, {}]]},
        {"r": [["toy_thing", RECORD, []]]},
        {"r": [["toy_thing", RECORD, {5: "x"}]]},
    ],
)
def test_malformed_changes_are_refused(body: Any) -> None:
    with pytest.raises(Refused):
        list(codec.assigned(body))


@pytest.mark.parametrize("body", [None, {"e": 1}, {"e": [["t"]]}, {"e": [["t", b"short"]]}])
def test_malformed_erasures_are_refused(body: Any) -> None:
    with pytest.raises(Refused):
        codec.erased(body)
