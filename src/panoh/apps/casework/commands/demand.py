"""What an authority asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access
from panoh.apps.casework.commands.shared import put_new, read_values
from panoh.apps.casework.records import DEMAND
from panoh.core.node import Node
from panoh.errors import Invalid
from panoh.words import N_


def add_demand(node: Node, values: Mapping[str, Any], client_ref: str | None = None) -> str:
    """Notes a demand in a client's case, or in the practice where it is about no single case.

    `authority`, `asked_for`; `asked_on` is today if unset. What was given must be said exactly,
    and why the client was not told.
    """
    cleaned = read_values(DEMAND, values)
    cleaned["asked_on"] = cleaned.get("asked_on") or node.today().isoformat()
    _check(cleaned, in_case=client_ref is not None)
    if client_ref is None:
        with node.writing() as work:
            return work.put(DEMAND, node.space("practice"), None, cleaned)
    client = access.client(node, client_ref)
    with node.writing() as work:
        return put_new(node, work, DEMAND, client, cleaned)


def edit_demand(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """What became known later: what was given, whether the client was told."""
    row = access.demand(node, ref)
    cleaned = read_values(DEMAND, values)
    if cleaned.get("restricted", row["restricted"]) != row["restricted"]:
        raise Invalid(
            {"restricted": N_("Who may see it is decided when it is added. Add it anew.")}
        )
    _check({**row, **cleaned}, in_case=bool(row["client"]))
    with node.writing() as work:
        return work.put(DEMAND, node.space_id(row["space"]), row["id"], cleaned)


def _check(values: Mapping[str, Any], *, in_case: bool) -> None:
    problems: dict[str, str] = {}
    for name in ("authority", "asked_for"):
        if not values.get(name):
            problems[name] = N_("This is needed.")
    if values.get("given") in ("part", "all", "taken") and not values.get("given_what"):
        problems["given_what"] = N_("Say exactly what.")
    if values.get("client_told") == "no" and not values.get("told_why_not"):
        problems["told_why_not"] = N_("Say why the client was not told.")
    if values.get("restricted") and not in_case:
        problems["restricted"] = N_("Only in a case.")
    if problems:
        raise Invalid(problems)
