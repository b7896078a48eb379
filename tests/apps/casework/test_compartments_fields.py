"""What no field and no command of a case asks, and that every type is in the matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from panoh.apps.casework import APP
from panoh.apps.casework.pages.restricted import OPEN_WHILE_HIDDEN
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.words import use_language
from tests.apps.casework.test_compartments import KEPT, OF_CASE

NAMES_AN_ABUSER = re.compile(
    r"abus|perpetrat|offend|aggress|attack|assail|batter|culprit|suspect|violent (?:person|man)"
    r"|who (?:hurt|hit|beat|did|threat|rap|forc|sold)|traffick(?:er|ers)\b|enem",
    re.IGNORECASE,
)


def words_of(rtype: RecordType) -> Iterator[str]:
    yield from (rtype.name, rtype.label, rtype.help)
    for field in rtype.fields:
        yield from (field.name, field.label, field.help)
        yield from (word for each in field.choices for word in (each.key, each.label))


def test_no_field_names_an_abuser(amina: Node) -> None:
    for table, rtype in amina.types.items():
        with use_language("en"):
            found = [each for each in words_of(rtype) if NAMES_AN_ABUSER.search(each)]
        assert not found, (table, found)
    assert NAMES_AN_ABUSER.search("Who hurt the client?")


def test_every_type_of_a_case_is_in_the_matrix() -> None:
    assert {each.name for each in OF_CASE} - {each.name for each in KEPT} == {"client", "opened"}
    assert {"person", "household", "tie", "child", "safety_plan", "case_contact"} <= {
        each.name for each in KEPT
    }
    assert len(OPEN_WHILE_HIDDEN) == 2


def test_no_command_joins_children_with_a_programme() -> None:
    root = click.Group("panoh")
    APP.command_line(root)
    groups = [each for each in root.commands.values() if isinstance(each, click.Group)]
    for group in groups:
        for command in group.commands.values():
            names = {each.name for each in command.params}
            assert not ("programme" in names and group.name == "child"), command.name
    listing = {each.name for each in root.commands["client"].commands["list"].params}  # type: ignore[attr-defined]
    assert not listing & {"programme", "age_band", "case_kind"}
