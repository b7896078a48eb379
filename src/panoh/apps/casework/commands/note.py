"""Notes: written once, amended by a new one, or erased at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.core.node import Erased, Node


def add_note(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`text`, and `restricted` to put it into a compartment."""
    raise NotImplementedError


def amend_note(node: Node, ref: str, text: str) -> str:
    """A new note that puts an earlier one right; both stay readable. Gives the new id."""
    raise NotImplementedError


def erase_note(node: Node, ref: str) -> Erased:
    """Erases the note at once: log body, views, index, write-ahead log.

    What amends it stays. `Erased.backups` names the backups that still hold it.
    """
    raise NotImplementedError
