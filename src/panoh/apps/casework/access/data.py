"""A case as data, for `--json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from panoh.apps.casework import rules
from panoh.apps.casework.access.case import case
from panoh.apps.casework.access.one import programme
from panoh.apps.casework.access.restricted import is_shown, open_part
from panoh.apps.casework.access.timeline import timeline
from panoh.core.app import Row
from panoh.core.node import Node

_INNER = ("space", "client", "type", "newer")


def as_data(
    node: Node, ref: str, *, with_programme: bool = False, restricted: bool = False
) -> dict[str, Any]:
    """The case for `--json`: code, status, needs, strengths, goals, support, follow_ups, notes,
    timeline and more. The programme and restricted lines only on request (`hidden` says how many
    of these there are); faith as a strength never."""
    whole = case(node, ref)
    part = open_part(whole, restricted or is_shown(node, whole.client["id"]))
    found = part.case
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
        "reviews": _all(found.reviews),
        "closures": _all(found.closures),
        "reopenings": _all(found.reopenings),
        "opened": _all(found.opened),
        "timeline": [
            each.as_data() for each in timeline(node, ref) if each.record not in part.hidden
        ],
        "hidden": part.lines,
    }
    if with_programme:
        held = programme(node, ref)
        data["programme"] = {"key": held.key, "until": held.until} if held else None
    return data


def _plain(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _INNER}


def _all(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [_plain(row) for row in rows]
