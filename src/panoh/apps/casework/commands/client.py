"""The client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.core.node import Node


def add_client(node: Node, values: Mapping[str, Any]) -> str:
    """Takes on a client and gives the new code. Empty values are enough.

    A programme needs `programme_agreed` and lapses on `programme_until` (a year ahead if unset).
    """
    raise NotImplementedError


def edit_client(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """Changes only the fields that are named; the code and the status cannot be set here."""
    raise NotImplementedError


def clear_programme(node: Node, ref: str) -> str:
    """Takes the programme off the client: lapsed, or no longer agreed."""
    raise NotImplementedError
