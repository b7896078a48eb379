"""What happened in a case, from its log: main space and compartments together."""

from __future__ import annotations

from dataclasses import dataclass

from panoh.core.node import Node


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline. Times are aware; `text` is translated and holds no quiet field."""

    time: str  # ISO, to the minute
    by: str
    act: str  # added, changed, erased, opened, closed, reopened
    type: str  # record type name: need, note, …
    record: str
    text: str
    changes: dict[str, object]  # field name → value, quiet ones left out


def timeline(node: Node, ref: str) -> list[Moment]:
    """Newest first."""
    raise NotImplementedError
