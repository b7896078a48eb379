"""Practices and what is known of them, outcome by outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.evidence import access, records
from panoh.apps.evidence.commands.shared import put, read_values
from panoh.core.node import Node
from panoh.errors import Invalid
from panoh.words import N_


def add_practice(node: Node, values: Mapping[str, Any]) -> str:
    access.mount(node)
    cleaned = read_values(node, records.PRACTICE, values)
    with node.writing() as work:
        return put(node, work, records.PRACTICE, cleaned)


def add_finding(node: Node, values: Mapping[str, Any]) -> str:
    """What is known of one outcome. Without a place to read it, it is not assessed."""
    access.mount(node)
    cleaned = read_values(node, records.FINDING, values)
    shown = cleaned.get("passage") or (cleaned.get("source") and cleaned.get("locator"))
    if not shown and (cleaned.get("grade") or cleaned.get("state") == "assessed"):
        raise Invalid({"locator": N_("A grade needs the place where it can be read.")})
    if not cleaned.get("state"):
        cleaned["state"] = "assessed" if shown and cleaned.get("grade") else "not_assessed"
    if cleaned["state"] == "assessed" and not cleaned.get("grade"):
        raise Invalid({"grade": N_("Say how certain it is.")})
    if cleaned["state"] != "assessed" and cleaned.get("grade"):
        raise Invalid({"grade": N_("What was not assessed has no grade.")})
    with node.writing() as work:
        return put(node, work, records.FINDING, cleaned)
