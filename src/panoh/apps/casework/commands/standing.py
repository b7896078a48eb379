"""Review, closing, reopening, and who opened the case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from panoh.apps.casework import access
from panoh.apps.casework.commands.shared import in_main, keep_caseload, put_new, read_values
from panoh.apps.casework.commands.term import begin_term
from panoh.apps.casework.records import CLIENT, CLOSURE, OPENED, REOPENING, REVIEW
from panoh.core.node import Node
from panoh.errors import Invalid
from panoh.words import N_

_SEEN = "casework.opened"
"""Under this name the session keeps which cases were opened; it is forgotten on locking."""


def review(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`held_on` (today if unset), `text`, `client_says`, `next_on`."""
    cleaned = read_values(REVIEW, values)
    client = access.client(node, ref)
    cleaned["held_on"] = cleaned.get("held_on") or node.today().isoformat()
    earlier = node.rows(
        "SELECT record FROM casework_due WHERE client = ? AND space = ? AND kind = 'review'",
        (client["id"], client["space"]),
    )
    own = in_main(node, client, cleaned)
    with node.writing() as work:
        record = put_new(node, work, REVIEW, client, cleaned)
        dues: dict[str, str | None] = {row["record"]: None for row in earlier if own}
        dues.update({record: cleaned.get("next_on")} if own else {})
        keep_caseload(node, work, client, dues=dues)
    return record


def close(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`reason` and `write_again` (may we ever write again?), `text`, `closed_on` (today)."""
    cleaned = read_values(CLOSURE, values)
    client = access.client(node, ref)
    if client["status"] == "closed":
        raise Invalid({"status": N_("This case is closed already.")})
    if not cleaned.get("reason"):
        raise Invalid({"reason": N_("Say why the case is closed.")})
    cleaned["closed_on"] = cleaned.get("closed_on") or node.today().isoformat()
    with node.writing() as work:
        record = put_new(node, work, CLOSURE, client, cleaned)
        work.put(CLIENT, node.space_id(client["space"]), client["id"], {"status": "closed"})
        begin_term(node, work, client, cleaned["closed_on"])
        keep_caseload(node, work, client, status="closed")
    return record


def reopen(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`text` says why; `reopened_on` is today if unset."""
    cleaned = read_values(REOPENING, values)
    client = access.client(node, ref)
    if client["status"] == "open":
        raise Invalid({"status": N_("This case is open.")})
    cleaned["reopened_on"] = cleaned.get("reopened_on") or node.today().isoformat()
    with node.writing() as work:
        record = put_new(node, work, REOPENING, client, cleaned)
        work.put(CLIENT, node.space_id(client["space"]), client["id"], {"status": "open"})
        keep_caseload(node, work, client, status="open")
    return record


def note_opened(node: Node, ref: str) -> None:
    """Notes in the case that this person opened it: once for each unlocked session and case. Who
    may only read cannot write that either."""
    client = access.client(node, ref)
    seen: set[str] = node.session.setdefault(_SEEN, set())
    if client["id"] in seen or not node.may_write(node.space_id(client["space"])):
        return
    with node.writing() as work:
        put_new(node, work, OPENED, client, {"opened_at": node.now().strftime("%Y-%m-%dT%H:%M")})
    seen.add(client["id"])


def note_shown(node: Node, ref: str, classes: Collection[str]) -> list[str]:
    """Notes in each of these compartments that this person had its lines shown: every time. Gives
    the classes that there were."""
    client = access.client(node, ref)
    main = node.spaces.row_of(client["space"])
    held = [each for each in (main, *node.spaces.compartments(main)) if each.restricted in classes]
    values = {"client": client["id"], "opened_at": node.now().strftime("%Y-%m-%dT%H:%M")}
    with node.writing() as work:
        for each in [one for one in held if node.may_write(one.id)]:
            work.put(OPENED, each.id, None, values)
    return sorted({each.restricted for each in held if each.restricted})
