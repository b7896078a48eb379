"""Goals, steps, support given, follow-ups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.core.node import Node


def add_goal(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`text` in the client's words; `need` links what it answers."""
    raise NotImplementedError


def edit_goal(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    raise NotImplementedError


def add_step(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`text`, `owner`, `due`, `goal`, `need`; the need of its goal if none is given."""
    raise NotImplementedError


def edit_step(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    raise NotImplementedError


def finish_step(node: Node, ref: str, done_on: str | None = None) -> str:
    raise NotImplementedError


def add_support(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`text`, `sort`, `given_on` (today if unset), `given_by`, `need`."""
    raise NotImplementedError


def add_follow_up(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`span` (24h, 72h, 2w) or an own `due` date, and `what`."""
    raise NotImplementedError


def edit_follow_up(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    raise NotImplementedError


def finish_follow_up(node: Node, ref: str, outcome: str = "reached", text: str = "") -> str:
    raise NotImplementedError
