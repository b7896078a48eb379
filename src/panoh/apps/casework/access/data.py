"""A case as data, for `--json`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from panoh.apps.casework import rules
from panoh.apps.casework.access.case import case
from panoh.apps.casework.access.consent import consents, overrides
from panoh.apps.casework.access.one import programme
from panoh.apps.casework.access.outside import part_for
from panoh.apps.casework.access.restricted import open_part
from panoh.apps.casework.access.shown import shown_classes
from panoh.apps.casework.access.term import term
from panoh.apps.casework.access.timeline import timeline
from panoh.apps.casework.records import DEMAND
from panoh.core.app import Row
from panoh.core.node import Node

_INNER = ("space", "client", "type", "newer", "pair")


def as_data(
    node: Node,
    ref: str,
    *,
    with_programme: bool = False,
    restricted: bool | Collection[str] = (),
    classes: Collection[str] | None = None,
    recipient: str = "",
) -> dict[str, Any]:
    """The case for `--json`: code, status, needs, strengths, goals, support, follow_ups, notes,
    people, household, ties, safety_plan, timeline and more. The programme and restricted lines
    only on request: `restricted` names the classes (True: all), those shown in this session come
    too, `hidden` says how many lines stay away. With `classes` these alone, and no timeline, as
    what leaves the vault has it; with a `recipient` only what was agreed to be shared. Faith as a
    strength and demands by authorities never."""
    whole = case(node, ref)
    if classes is not None:
        restricted = set(classes)
    elif restricted is not True:
        restricted = {*(restricted or ()), *shown_classes(node, whole.client["id"])}
    part = open_part(whole, restricted)
    found, kept = part.case, term(node, ref)
    if recipient:
        found, kept = part_for(found, recipient, node.today()).case, None
    data: dict[str, Any] = {
        **_plain(found.client),
        "needs": _all(each for each in found.needs if rules.exported(each["factor"])),
        "strengths": _all(each for each in found.strengths if rules.exported(each["factor"])),
        "goals": [{**_plain(each.row), "steps": _all(each.steps)} for each in found.goals],
        "steps": _all(found.loose_steps),
        "support": _all(found.support),
        "follow_ups": _all(found.follow_ups),
        "notes": [
            {**_plain(each.row), "amendments": _all(each.amendments)} for each in found.notes
        ],
        "contacts": _all(found.contacts),
        "people": _all(found.people),
        "household": _first(found.household),
        "ties": _all(found.ties),
        "safety_plan": _first(found.safety_plans),
        "child": _first(found.child),
        "reviews": _all(found.reviews),
        "closures": _all(found.closures),
        "reopenings": _all(found.reopenings),
        "opened": _all(found.opened),
        "taken_out": _all(found.taken_out),
        "second_looks": _all(found.second_looks),
        "second_look_answers": _all(found.second_look_answers),
        "timeline": _moments(node, ref, restricted) if classes is None else [],
        "cards_used": _all(found.cards_used),
        "keep_until": kept.keep_until.isoformat() if kept else None,
        "keeping": found.kept.as_data(),
        "consents": [_agreed(each) for each in consents(found.agreements)],
        "overrides": [_agreed(each) for each in overrides(found.agreements)],
        "hidden": part.lines,
    }
    if with_programme:
        held = programme(node, ref)
        data["programme"] = {"key": held.key, "until": held.until} if held else None
    return data


def _moments(node: Node, ref: str, restricted: bool | Collection[str]) -> list[dict[str, Any]]:
    return [each.as_data() for each in timeline(node, ref, restricted) if each.type != DEMAND.name]


def _plain(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _INNER}


def _agreed(row: Row) -> dict[str, Any]:
    """A consent or an override; the single entries that it names as a list of ids."""
    return {**_plain(row), "records": str(row["records"] or "").split()}


def _all(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [_plain(row) for row in rows]


def _first(rows: list[Row]) -> dict[str, Any] | None:
    return _plain(rows[0]) if rows else None
