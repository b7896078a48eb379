"""Records by their ids; absent and unclear look alike."""

from __future__ import annotations

import pytest

from panoh.apps.evidence import access, commands, records
from panoh.core.node import Node
from panoh.errors import NotFound


def test_a_packs_row_is_found_by_its_own_id_and_by_its_record_id(four: Node) -> None:
    row = access.claim(four, "C001")
    assert access.claim(four, row["id"])["ref"] == "C001"
    assert row["pack"] == "four-documents"


@pytest.mark.parametrize("ref", ["", "C999", "x" * 40, "../etc", "0" * 32, "C001'--", "%"])
def test_what_is_not_there_is_not_found(four: Node, ref: str) -> None:
    with pytest.raises(NotFound):
        access.claim(four, ref)


def test_a_claim_is_no_figure(four: Node) -> None:
    with pytest.raises(NotFound):
        access.figure(four, access.claim(four, "C001")["id"])


def test_an_own_record_is_found_by_the_beginning_of_its_id(amina: Node) -> None:
    made = commands.add_source(amina, {"title": "A report"})
    assert access.source(amina, made[:8])["title"] == "A report"


def test_a_population_is_named_only_while_a_pack_is_held(amina: Node) -> None:
    assert access.factor_label(amina, "O03") == "O03"
    commands.add_pack(amina, commands.offered())
    assert access.factor_label(amina, "O03") == "Labour or survival out-migration"
    commands.remove_pack(amina, "four-documents")
    assert access.factor_label(amina, "O03") == "O03"


def test_every_type_has_its_access_function() -> None:
    for rtype in records.ALL:
        assert callable(getattr(access, rtype.access))
