"""Review, closing, reopening, and who opened the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.core.node import Node


def review(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`held_on` (today if unset), `text`, `client_says`, `next_on`."""
    raise NotImplementedError


def close(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`reason` and `write_again` (may we ever write again?), `text`, `closed_on` (today)."""
    raise NotImplementedError


def reopen(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`text` says why; `reopened_on` is today if unset."""
    raise NotImplementedError


def note_opened(node: Node, ref: str) -> None:
    """Notes in the case that this person opened it: once for each unlocked session and case."""
    raise NotImplementedError
