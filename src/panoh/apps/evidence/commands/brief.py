"""Keeping a brief; building one writes nothing (`views.briefs`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.evidence import access, records
from panoh.apps.evidence.commands.shared import put, read_values
from panoh.core.node import Node


def save_brief(node: Node, values: Mapping[str, Any], ref: str | None = None) -> str:
    """A new brief, or a changed one. It may be unfinished; building is what refuses."""
    access.mount(node)
    record = access.brief(node, ref)["id"] if ref else None
    cleaned = read_values(node, records.BRIEF, values, whole=record is None)
    with node.writing() as work:
        return put(node, work, records.BRIEF, cleaned, record)
