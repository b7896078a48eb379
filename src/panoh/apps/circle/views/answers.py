"""Answers that are kept, with the map they were asked of."""

from __future__ import annotations

import json
from typing import Any

from panoh.apps.circle import access, records
from panoh.apps.circle.rules.model import Map
from panoh.apps.circle.views.told import lever_words
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.errors import NotFound
from panoh.words import _


def listed(node: Node) -> list[Row]:
    """The newest first."""
    access.need(node)
    rows = node.all(records.ANSWER, "1 ORDER BY created_at DESC, id")
    return [
        {name: each[name] for name in ("id", "title", "map", "hash", "seed", "created_at")}
        for each in rows
    ]


def read(node: Node, ref: str) -> tuple[Row, dict[str, Any], Map]:
    """The record, what it holds, and the map for its words: the one of now, or an empty one when
    it is not here any more."""
    row = access.answer(node, ref)
    try:
        body = json.loads(row["body"])
    except ValueError:
        raise NotFound(what=ref) from None
    return row, body, _map(node, row)


def _map(node: Node, row: Row) -> Map:
    try:
        return access.find_map(node, row["map"])[1]
    except NotFound:
        return Map.of("", (), ())


def is_stale(node: Node, row: Row) -> bool:
    """Whether the map is another one now than when it was asked."""
    return _map(node, row).hash != str(row["hash"])


def asked(of: Map, body: dict[str, Any]) -> list[str]:
    """The question in words."""
    spec = body["spec"]
    found = [lever_words(of, each) for each in spec["levers"]]
    found += [_("In both: {what}").format(what=lever_words(of, each)) for each in spec["world"]]
    return found
