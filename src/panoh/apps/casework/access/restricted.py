"""What stands in a compartment is hidden until somebody chooses to show it, case by case.

Its key is open in an unlocked vault; hiding keeps it off a screen that others may see. That it was
shown is noted in the case (`commands.note_shown`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from panoh.apps.casework.access.case import Case, Goal, Note
from panoh.apps.casework.access.one import client
from panoh.core.app import Row
from panoh.core.node import Node

_SHOWN = "casework.shown"
"""Under this name the session keeps whose restricted lines are shown; forgotten on locking."""


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A case without the lines that are hidden, and what was left out."""

    case: Case
    hidden: frozenset[str]  # ids of hidden records
    lines: int  # how many of them are lines of the case page


def is_shown(node: Node, record: str) -> bool:
    """Whether the restricted lines of the client with this id are shown in this session."""
    return record in node.session.get(_SHOWN, ())


def set_shown(node: Node, record: str, shown: bool) -> None:
    held: set[str] = node.session.setdefault(_SHOWN, set())
    (held.add if shown else held.discard)(record)


def is_hidden(node: Node, row: Row) -> bool:
    """Whether a row is one of a compartment that was not shown."""
    of = row.get("client")
    if not of or is_shown(node, of):
        return False
    return bool(client(node, of)["space"] != row["space"])


def open_part(whole: Case, shown: bool) -> OpenPart:
    """The lines of the main space; with `shown` those of the compartments too."""
    main = whole.client["space"]
    hidden = frozenset(each["id"] for each in _rows(whole) if each["space"] != main and not shown)

    def kept(rows: Sequence[Row]) -> list[Row]:
        return [each for each in rows if each["id"] not in hidden]

    case = replace(
        whole,
        needs=kept(whole.needs),
        strengths=kept(whole.strengths),
        goals=[Goal(each.row, kept(each.steps)) for each in whole.goals if kept([each.row])],
        loose_steps=kept(whole.loose_steps),
        support=kept(whole.support),
        follow_ups=kept(whole.follow_ups),
        notes=[Note(each.row, kept(each.amendments)) for each in whole.notes if kept([each.row])],
        contacts=kept(whole.contacts),
        opened=kept(whole.opened),
    )
    lines = hidden - {each["id"] for each in whole.opened}
    return OpenPart(case, hidden, len(lines))


def _rows(case: Case) -> Iterator[Row]:
    """Every record of a case that can live in a compartment."""
    for goal in case.goals:
        yield goal.row
        yield from goal.steps
    for note in case.notes:
        yield note.row
        yield from note.amendments
    for rows in (case.needs, case.strengths, case.loose_steps, case.support, case.follow_ups):
        yield from rows
    yield from case.contacts
    yield from case.opened
