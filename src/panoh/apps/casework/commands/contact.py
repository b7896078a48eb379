"""Contacts without a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.core.node import Node


def add_contact(node: Node, values: Mapping[str, Any]) -> str:
    """Saves a contact on the desk and gives its id. Without `held_at` it is now."""
    raise NotImplementedError


def edit_contact(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    raise NotImplementedError


def finish_contact(node: Node, ref: str) -> str:
    """Nothing more is to do: off Today, still in the month's tally."""
    raise NotImplementedError


def hand_over(node: Node, ref: str, to: str, look_again_on: str | None = None) -> str:
    """Notes to whom the contact was handed; it stays open until somebody finishes it."""
    raise NotImplementedError


def attach(node: Node, ref: str, code: str) -> str:
    """Moves a contact into a client's case: a new record there, the one on the desk erased.

    Gives the id of the new record.
    """
    raise NotImplementedError
