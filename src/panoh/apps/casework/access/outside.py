"""What may leave the vault of a case: the open part, and the classes asked for by name; for
somebody else than the client and ourselves only what a consent, or an override, says today."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from panoh.apps.casework import rules
from panoh.apps.casework.access.case import Case, Goal, Note
from panoh.apps.casework.access.one import find
from panoh.apps.casework.access.restricted import OpenPart, emptied, open_part
from panoh.apps.casework.access.shown import only
from panoh.apps.casework.records import CONSENT, OVERRIDE, TAKEN_OUT
from panoh.apps.casework.rules.consent import FIELDS_OF, HOLDS, Item, begin_of
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.errors import Invalid
from panoh.words import N_
from panoh.words.dates import show_date

NOTHING_AGREED = N_("No consent that holds today lets this recipient have any of it.")


def taken_out(node: Node, ref: str) -> Row:
    """One thing that was printed or exported."""
    row = find(node, TAKEN_OUT, ref)
    return {**row, "what": rules.what_left(row)}


def part_of_classes(whole: Case, classes: Collection[str]) -> OpenPart:
    """The case without its restricted lines, but with those of the named classes."""
    return open_part(whole, classes)


def head_of(case: Case, today: date) -> str:
    """What stands under a title: the code and the day; the day alone where the code is not told."""
    return " · ".join(each for each in (case.code, show_date(today)) if each)


# ── for somebody else ───────────────────────────────────────────────────────────────────────


def recipients(part: Case) -> list[Row]:
    """Consents and overrides of this part that hold today, the newest for each recipient."""
    found: dict[str, Row] = {}
    for each in _held(part):
        if each["state"] == HOLDS and each["recipient"]:
            found.setdefault(" ".join(str(each["recipient"]).split()).casefold(), each)
    return list(found.values())


def _held(part: Case) -> list[Row]:
    return [each for each in part.agreements if each["type"] in (CONSENT.name, OVERRIDE.name)]


@dataclass(frozen=True, slots=True)
class Shared:
    """What of a case one recipient may have, and the consents or overrides it rests on."""

    case: Case
    rests_on: list[Row]


def part_for(part: Case, recipient: str, day: date) -> Shared:
    """What `recipient` may have of an open part on `day`, by `rules.may_share`, item by item.
    Raises Invalid where that is nothing."""
    asked = _Asked(part, recipient, day)
    fields = [name for kind, names in FIELDS_OF.items() if asked.kind(kind) for name in names]
    goals = [
        Goal(each.row, asked.steps(each.steps))
        for each in part.goals
        if asked.one("goal", each.row)
    ]
    empty = emptied(part)
    found = replace(
        empty,
        client=only(part.client, ("id", "space", "type", *fields)),
        needs=[each for each in part.needs if asked.one("need", each)],
        strengths=[each for each in part.strengths if asked.one("strength", each)],
        goals=goals,
        loose_steps=asked.steps(part.loose_steps),
        support=[each for each in part.support if asked.one("support", each)],
        notes=[Note(each.row, []) for each in part.notes if asked.one("note", each.row)],
    )
    if not asked.rests_on:
        raise Invalid({"whom": NOTHING_AGREED})
    return Shared(found, list(asked.rests_on.values()))


class _Asked:
    """Asks of each item whether it may go, and keeps what the answers rest on."""

    def __init__(self, part: Case, recipient: str, day: date) -> None:
        self._part = part
        self._held = _held(part)
        self._recipient = recipient
        self._day = day
        self.rests_on: dict[str, Row] = {}

    def _may(self, item: Item) -> bool:
        row: Any = rules.may_share(self._held, self._recipient, item, self._day)
        if row is not None:
            self.rests_on[row["id"]] = row
        return row is not None

    def kind(self, kind: str) -> bool:
        """Of the client's own record; as it stood when it was agreed to."""
        client = self._part.client
        closed = self._part.classes.get(client["space"], "")
        return self._may(Item(kind, "", str(client["changed_at"]), closed))

    def one(self, kind: str, row: Row) -> bool:
        return self._may(Item(kind, row["id"], str(row["changed_at"]), self._class(row)))

    def steps(self, rows: Iterable[Row]) -> list[Row]:
        """Those agreed to with goals as a kind, or with their own goal as it stood then."""
        return [each for each in rows if self.one("goal", each) or self._with_goal(each)]

    def _with_goal(self, step: Row) -> bool:
        item = Item("goal", str(step["goal"] or ""), "", self._class(step))
        row = rules.may_share(self._held, self._recipient, item, self._day)
        return row is not None and str(step["changed_at"])[:10] <= begin_of(row)

    def _class(self, row: Row) -> str:
        return self._part.classes.get(row["space"], "")
