"""Goals, steps, support given, follow-ups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access, rules
from panoh.apps.casework.commands.shared import (
    in_main,
    inherit_class,
    keep_caseload,
    put_new,
    read_values,
    resolve_links,
)
from panoh.apps.casework.records import FOLLOW_UP, GOAL, STEP, SUPPORT
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.errors import Invalid
from panoh.words import N_

DECIDED = N_("Who may see it is decided when it is added. Add it anew.")


def add_goal(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`text` in the client's words; `need` links what it answers."""
    cleaned = read_values(GOAL, values)
    return _add(node, ref, GOAL, {**cleaned, "state": cleaned.get("state") or "open"})


def edit_goal(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    cleaned = read_values(GOAL, values)
    if "state" in cleaned and "state_on" not in cleaned:
        cleaned["state_on"] = node.today().isoformat()
    return _edit(node, access.goal(node, ref), GOAL, cleaned)


def add_step(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`text`, `owner`, `due`, `goal`, `need`; the need of its goal if none is given."""
    cleaned = read_values(STEP, values)
    if cleaned.get("goal") and not cleaned.get("need"):
        cleaned["need"] = access.goal(node, cleaned["goal"])["need"]
    return _add(node, ref, STEP, cleaned)


def edit_step(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    return _edit(node, access.step(node, ref), STEP, read_values(STEP, values))


def finish_step(node: Node, ref: str, done_on: str | None = None) -> str:
    return edit_step(node, ref, {"done": True, "done_on": done_on or node.today().isoformat()})


def add_support(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`text`, `sort`, `given_on` (today if unset), `given_by`, `need`."""
    cleaned = read_values(SUPPORT, values)
    cleaned["given_on"] = cleaned.get("given_on") or node.today().isoformat()
    return _add(node, ref, SUPPORT, cleaned)


def add_follow_up(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`span` (24h, 72h, 2w) or an own `due` date, and `what`."""
    return _add(node, ref, FOLLOW_UP, _timed(node, read_values(FOLLOW_UP, values)))


def _timed(node: Node, cleaned: dict[str, Any]) -> dict[str, Any]:
    """With the day on which it is due."""
    due = rules.due_date(cleaned.get("span"), cleaned.get("due"), node.today())
    if due is None:
        raise Invalid({"due": N_("Say when: 24 hours, 72 hours, 2 weeks or a date.")})
    cleaned["span"] = "own" if cleaned.get("due") else cleaned["span"]
    return {**cleaned, "due": due}


def edit_follow_up(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    return _edit(node, access.follow_up(node, ref), FOLLOW_UP, read_values(FOLLOW_UP, values))


def finish_follow_up(
    node: Node,
    ref: str,
    outcome: str = "reached",
    text: str = "",
    following: Mapping[str, Any] | None = None,
) -> str:
    """Done today. `following` sets the next one in the same write: for the same need, and under
    the key of the same class."""
    row = access.follow_up(node, ref)
    client = access.client(node, row["client"])
    today = node.today().isoformat()
    done = {"done": True, "done_on": today, "outcome": outcome, "outcome_text": text}
    values = read_values(FOLLOW_UP, done)
    after = _timed(node, read_values(FOLLOW_UP, following)) if following else None
    dues: dict[str, str | None] = {row["id"]: None}
    with node.writing() as work:
        work.put(FOLLOW_UP, node.space_id(row["space"]), row["id"], values)
        if after is not None:
            held = {name: row[name] for name in ("need", "restricted") if row[name]}
            after = resolve_links(node, client, {**held, **after})
            new = put_new(node, work, FOLLOW_UP, client, after)
            dues.update({new: after["due"]} if in_main(node, client, after) else {})
        keep_caseload(node, work, client, dues=dues)
    return str(row["id"])


def _add(node: Node, ref: str, rtype: RecordType, values: dict[str, Any]) -> str:
    client = access.client(node, ref)
    values = resolve_links(node, client, values)
    with node.writing() as work:
        record = put_new(node, work, rtype, client, values)
        dues = _dues(rtype, record, values) if in_main(node, client, values) else {}
        keep_caseload(node, work, client, dues=dues)
    return record


def _edit(node: Node, row: Row, rtype: RecordType, values: dict[str, Any]) -> str:
    client = access.client(node, row["client"])
    values = resolve_links(node, client, values)
    if values.get("restricted", row["restricted"]) != row["restricted"]:
        raise Invalid({"restricted": DECIDED})
    for name in ("need", "goal"):
        # From the open part of a case nothing may point into a compartment.
        if values.get(name) and inherit_class(node, {name: values[name]}, {}) not in (
            None,
            row["restricted"],
        ):
            raise Invalid({name: DECIDED})
    with node.writing() as work:
        work.put(rtype, node.space_id(row["space"]), row["id"], values)
        own = row["space"] == client["space"]
        dues = _dues(rtype, row["id"], {**row, **values}) if own else {}
        keep_caseload(node, work, client, dues=dues)
    return str(row["id"])


def _dues(rtype: RecordType, record: str, values: Mapping[str, Any]) -> dict[str, str | None]:
    if rtype not in (STEP, FOLLOW_UP):
        return {}
    return {record: None if values.get("done") else values.get("due")}
