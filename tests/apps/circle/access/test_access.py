"""The only doors: shut without a pack, and never a way to a person."""

from __future__ import annotations

import pytest

from panoh.apps.circle import access, records
from panoh.core.node import Node
from panoh.errors import Forbidden, NotFound
from panoh.lexicon import factors


def test_without_a_pack_there_is_no_map(without_pack: Node) -> None:
    assert not access.is_there(without_pack)
    for door in (lambda: access.find_map(without_pack, "pooled"),
                 lambda: access.answer(without_pack, "0" * 32)):  # fmt: skip
        with pytest.raises(Forbidden):
            door()


def test_the_pooled_map_cites_every_arrow(four: Node) -> None:
    key, of = access.find_map(four, "pooled")
    claims = access.claims(four)
    assert key == "pooled"
    assert len(of.links) > 50
    assert of.assumed() == 0
    assert all(claim in claims for link in of.links for claim in link.supports)
    assert sum(len(link.supports) for link in of.links) == 67  # 68 claims, one of no effect
    names = of.labels()
    assert all(names[key] != key for key in names)


def test_each_document_has_its_map_by_name_and_by_id(four: Node) -> None:
    names = access.story_names(four)
    assert sorted(names.values()) == ["S0", "S1", "S2", "S3"]
    for record, name in names.items():
        assert access.find_map(four, record)[1] == access.find_map(four, name)[1]


def test_what_is_not_there_is_not_found(four: Node) -> None:
    for ref in ("nothing", "abcdef", "0" * 32, "../pooled"):
        with pytest.raises(NotFound):
            access.find_map(four, ref)


def test_a_population_is_never_a_factor_of_a_person(four: Node) -> None:
    held = [each["id"] for each in four.offered("populations")]
    assert len(held) == 12
    for key in held:
        with pytest.raises(Forbidden):
            factors.factor(key)


def test_no_record_of_it_can_hold_a_client() -> None:
    for rtype in records.ALL:
        assert rtype.home == "personal"
        assert not {"client", "case", "contact"} & {each.name for each in rtype.fields}
