"""The provider's own word on its entry: a form goes out, a practitioner decides on what comes back.

The form is a table with three columns, opened by any spreadsheet. It holds no link, nothing that
is ours alone, and no address. What came back waits as a proposal; the entry that stands is the only
live one until somebody approves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from panoh.apps.directory import access, records
from panoh.apps.directory.commands.service import apply, flat, read_form
from panoh.apps.directory.records.common import HOME
from panoh.apps.directory.records.form import BY_PROVIDER, FORM
from panoh.apps.directory.views.catalogue import catalogue
from panoh.core.node import Node
from panoh.core.records.model import Kind
from panoh.errors import Forbidden, Invalid
from panoh.sheets import read as sheet
from panoh.sheets import write
from panoh.words import N_, _

FILE_NAME = "form.csv"
_MARK = "id"
_LISTED = " | "


def form_file(node: Node, ref: str) -> bytes:
    """The form of one service, filled with what is known now."""
    entry = catalogue(node).entry(access.service(node, ref)["id"])
    now = flat(entry)
    heads = [_("Field"), _("What it is"), _("As we have it"), _("Write here what is right now")]
    rows = [{heads[0]: _MARK, heads[1]: _("Leave this line"), heads[2]: entry.row["ref"]}]
    for name in BY_PROVIDER:
        field = FORM.field(name)
        if field is not None:
            rows.append({heads[0]: name, heads[1]: _(field.label), heads[2]: _said(now[name])})
    return write.table(heads, rows)


def _said(value: Any) -> str:
    return _LISTED.join(map(str, value)) if isinstance(value, list) else str(value or "")


def take_form(node: Node, data: bytes, by: str = "") -> str:
    """What a provider wrote, kept as a proposal; its record id."""
    table = sheet.read(data)
    ref, given = "", {}
    for row in table.rows:
        name, typed = row.cell(0).text.strip(), row.cell(3).text.strip()
        if name == _MARK:
            ref = row.cell(2).text.strip()
        elif name in BY_PROVIDER and typed:
            given[name] = _typed(name, typed)
    if not ref:
        raise Invalid({"file": N_("This is no form of ours.")})
    held = access.service(node, ref)
    cleaned = read_form(given)
    now = flat(catalogue(node).entry(held["id"]))
    changes = {name: value for name, value in cleaned.items() if value != now[name]}
    if not changes:
        raise Invalid({"file": N_("Nothing in it differs from what we have.")})
    with node.writing() as work:
        return work.put(records.PROPOSAL, node.space(HOME), None, {
            "service": held["id"], "on": node.today().isoformat(), "by": by or None,
            "changes": json.dumps(changes, ensure_ascii=False),
        })  # fmt: skip


def _typed(name: str, text: str) -> Any:
    field = FORM.field(name)
    text = text.removeprefix("'")  # what keeps a spreadsheet from calculating
    if field is not None and field.kind is Kind.NAMES:
        return [each.strip() for each in text.replace("\n", "|").split("|") if each.strip()]
    return text


def changes_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a proposal would set."""
    try:
        held = json.loads(row["changes"])
    except (ValueError, TypeError):
        return {}
    return {k: v for k, v in held.items() if k in BY_PROVIDER} if isinstance(held, dict) else {}


def decide(node: Node, ref: str, result: str, why: str = "") -> None:
    """Approve a proposal, which changes the entry and counts as a verification, or decline it."""
    row = access.proposal(node, ref)
    if access.of(node, records.DECISION, "proposal", row["id"], "created_at"):
        raise Forbidden(why=N_("This was decided already."))
    entry = catalogue(node).entry(row["service"])
    changes = read_form(changes_of(row))
    before = {name: flat(entry)[name] for name in changes}
    with node.writing() as work:
        space = node.space(HOME)
        work.put(records.DECISION, space, None, {
            "proposal": row["id"], "result": result, "why": why or None,
            "before": json.dumps(before, ensure_ascii=False),
        })  # fmt: skip
        if result == "approved":
            apply(node, work, entry, changes)
            work.put(records.CHECK, space, None, {
                "service": entry.id, "on": node.today().isoformat(), "how": "provider",
                "result": "changed", "by": row["by"],
            })  # fmt: skip
