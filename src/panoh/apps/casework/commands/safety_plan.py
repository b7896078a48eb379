"""The safety plan, and the practice's own text on whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access, rules
from panoh.apps.casework.commands.people import erase
from panoh.apps.casework.commands.shared import own_class, put_new, read_values
from panoh.apps.casework.records import CRISIS, SAFETY_PLAN
from panoh.apps.casework.records.safety_plan import PLAN_TEXTS
from panoh.core.app import Row
from panoh.core.node import Erased, Node
from panoh.errors import Invalid, NotFound
from panoh.words import N_

USUAL = "violence"
"""The class of a plan when nobody says one and the case has none yet."""


def edit_safety_plan(node: Node, ref: str, values: Mapping[str, Any], *, new: bool = False) -> str:
    """Writes the plan of a class, or changes the one that is there; gives its id.

    `restricted` says which class, else the one that the case has. `talked_only` notes that it was
    talked through and that nothing is written: then nothing else may be. With `new` a plan that is
    there already, and perhaps hidden from whoever writes, is left alone and said to be there.
    """
    cleaned = read_values(SAFETY_PLAN, values)
    client = access.client(node, ref)
    chosen = str(cleaned.pop("restricted", None) or _class_of(node, client))
    held = _held(node, client, chosen)
    if held is not None and new:
        raise Invalid({"restricted": N_("There is a plan of this sort. Open it to change it.")})
    _check(held or {}, cleaned)
    cleaned["talked_on"] = cleaned.get("talked_on") or node.today().isoformat()
    with node.writing() as work:
        if held is None:
            return put_new(node, work, SAFETY_PLAN, client, {**cleaned, "restricted": chosen})
        return work.put(SAFETY_PLAN, node.space_id(held["space"]), held["id"], cleaned)


def _check(held: Row | dict[str, Any], cleaned: dict[str, Any]) -> None:
    after = {**held, **cleaned}
    written = [name for name in (*PLAN_TEXTS, "copy_where") if after.get(name)]
    if cleaned.get("talked_only"):
        if written:
            raise Invalid({"talked_only": N_("Something is written. Erase the plan first.")})
    elif written:
        cleaned["talked_only"] = False
    elif not after.get("talked_only"):
        raise Invalid({"": N_("Write a line, or say that it was talked through.")})


def _class_of(node: Node, client: Row) -> str:
    """The class somebody most likely means: one that asks for safety and has no plan yet."""
    whole = access.case(node, client["id"])
    planned = {whole.classes.get(each["space"]) for each in whole.safety_plans}
    asking = [each for each in whole.restricted if each in rules.ASK_SAFETY]
    waiting = [each for each in asking if each not in planned]
    return (waiting or asking or [own_class(node, client) or USUAL])[0]


def _held(node: Node, client: Row, restricted: str) -> Row | None:
    try:
        return access.safety_plan_of(node, client["id"], restricted)
    except NotFound:
        return None


def erase_safety_plan(node: Node, ref: str) -> Erased:
    """Erases a plan at once, by its id or by the client's code."""
    return erase(node, SAFETY_PLAN, access.safety_plan(node, ref))


def set_whom_to_call(node: Node, values: Mapping[str, Any]) -> str:
    """The practice's own text: `whom`, `where`, and when and by whom it was last tried."""
    cleaned = read_values(CRISIS, values)
    held = access.whom_to_call(node)
    if held is None and not cleaned.get("whom"):
        raise Invalid({"whom": N_("Write whom to call.")})
    with node.writing() as work:
        return work.put(CRISIS, node.space("practice"), held["id"] if held else None, cleaned)
