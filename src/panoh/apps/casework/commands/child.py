"""A child's own case: its main space is of the class of children, so nothing of it is in a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access, rules
from panoh.apps.casework.commands.client import new_code
from panoh.apps.casework.commands.shared import keep_caseload, read_values
from panoh.apps.casework.records import CHILD, CLIENT
from panoh.core.node import Node


def add_child(node: Node, values: Mapping[str, Any]) -> str:
    """Takes on a child and gives the new code; empty values are enough. Nothing comes from a
    parent's case, and no programme can be noted."""
    cleaned = read_values(CHILD, values)
    rules.check_child(cleaned)
    with node.writing() as work:
        code = new_code(node)
        space = work.new_space("case", restricted="child")
        standing = {"code": code, "status": "open", "case_kind": "child"}
        age = rules.CHILD_AGE.get(str(cleaned.get("age_band")))
        record = work.put(CLIENT, space, None, {**standing, **({"age_band": age} if age else {})})
        work.put(CHILD, space, None, {**cleaned, "client": record})
        keep_caseload(node, work, {**standing, "id": record})
    return code


def edit_child(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """Changes what is known of the child, by its client's code or record id. When it is no longer
    safe to ask the person who looks after the child, what was kept of that person is taken away."""
    client = access.client(node, ref)
    row = access.child_of(node, client["id"])
    cleaned = read_values(CHILD, values)
    after = {**row, **cleaned}
    if not rules.may_ask_carer(after):
        cleaned.update({name: None for name in rules.CARER_FIELDS if not cleaned.get(name)})
    rules.check_child({**after, **cleaned})
    age = rules.CHILD_AGE.get(str(cleaned.get("age_band")))
    space = node.space_id(client["space"])
    with node.writing() as work:
        if age:
            work.put(CLIENT, space, client["id"], {"age_band": age})
        return work.put(CHILD, space, row["id"], cleaned)
