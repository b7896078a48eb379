"""Needs and strengths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.core.node import Node


def add_need(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """Adds a need (or whatever `kind` says) to the client's case and gives its id.

    `factor` or `own_words`; the level follows the factor. A factor of a restricted class, or a
    chosen `restricted`, puts the record into a compartment with its own key.
    """
    raise NotImplementedError


def add_strength(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    raise NotImplementedError


def edit_need(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`kind`, `priority`, `state` and the words may change; a changed `state` is dated today."""
    raise NotImplementedError
