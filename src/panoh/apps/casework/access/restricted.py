"""A case without the lines of classes that were not shown.

A compartment's key is open in an unlocked vault; hiding keeps it off a screen that others may see.
That it was shown is noted in the case (`commands.note_shown`). A child's case is a compartment as a
whole: until it is shown, nothing of it is seen but its code.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from panoh.apps.casework.access.case import Case, Goal, Note
from panoh.apps.casework.access.consent import Kept
from panoh.apps.casework.access.shown import code_only
from panoh.apps.casework.rules.consent import NOT_ASKED
from panoh.core.app import Row


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A case without the lines that are hidden, and what was left out."""

    case: Case
    hidden: frozenset[str]  # ids of hidden records
    lines: int  # how many of them are lines of the case page
    classes: frozenset[str]  # classes that are hidden


def open_part(whole: Case, shown: bool | Collection[str]) -> OpenPart:
    """The open lines and those of the classes in `shown`; True stands for all of them."""
    away = frozenset(
        each for each in whole.classes.values() if shown is not True and each not in (shown or ())
    )
    main = whole.client["space"]
    closed = whole.classes.get(main) in away
    spaces = {each for each, restricted in whole.classes.items() if closed or restricted in away}
    hidden = frozenset(each["id"] for each in _rows(whole) if closed or each["space"] in spaces)

    def kept(rows: Sequence[Row]) -> list[Row]:
        return [each for each in rows if each["id"] not in hidden]

    several: dict[str, Any] = {
        name: kept(value)
        for name in Case.__dataclass_fields__
        if isinstance(value := getattr(whole, name), list) and name not in ("goals", "notes")
    }
    case = replace(
        whole,
        **several,
        kept=NOT_SAID if closed else whole.kept,
        client=code_only(whole.client) if closed else whole.client,
        goals=[Goal(each.row, kept(each.steps)) for each in whole.goals if kept([each.row])],
        notes=[Note(each.row, kept(each.amendments)) for each in whole.notes if kept([each.row])],
    )
    lines = hidden - {each["id"] for each in (*whole.opened, *whole.taken_out)}
    return OpenPart(case, hidden, len(lines), away)


NOT_SAID = Kept(NOT_ASKED, None, ())
"""What is told of consent to keep where the case as a whole is hidden."""


def emptied(case: Case) -> Case:
    """The case with nothing in it but its client."""
    lists = [name for name in Case.__dataclass_fields__ if isinstance(getattr(case, name), list)]
    empty: dict[str, Any] = {name: [] for name in lists}
    return replace(case, **empty, kept=NOT_SAID)


def lines_by_class(whole: Case) -> dict[str, int]:
    """How many lines each class of the case has, those without any left out but a child's."""
    found = dict.fromkeys(sorted(set(whole.classes.values())), 0)
    opened = {each["id"] for each in whole.opened}
    for each in _rows(whole):
        restricted = whole.classes.get(each["space"])
        if restricted and each["id"] not in opened:
            found[restricted] += 1
    return found


def _rows(case: Case) -> Iterator[Row]:
    """Every record of a case."""
    for goal in case.goals:
        yield goal.row
        yield from goal.steps
    for note in case.notes:
        yield note.row
        yield from note.amendments
    for name in Case.__dataclass_fields__:
        value = getattr(case, name)
        if isinstance(value, list) and name not in ("goals", "notes"):
            yield from value
