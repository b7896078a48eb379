"""Taking in sources and their text, marking passages, setting sentences aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.evidence import access, records
from panoh.apps.evidence.commands.shared import put, read_values
from panoh.core.node import Node


def add_source(node: Node, values: Mapping[str, Any]) -> str:
    """A source by what is known of it, without its text."""
    access.mount(node)
    cleaned = read_values(node, records.SOURCE, values)
    with node.writing() as work:
        return put(node, work, records.SOURCE, cleaned)


def change_source(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    row = access.own(node, records.SOURCE, ref)
    cleaned = read_values(node, records.SOURCE, values, whole=False)
    with node.writing() as work:
        return put(node, work, records.SOURCE, cleaned, row["id"])
