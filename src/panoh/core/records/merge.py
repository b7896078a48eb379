"""Merging as a pure function over statements.

A *statement* says of one field of one record: these are its live values, as far as I had seen.
An ordinary assignment states one value, its own; a snapshot restates those that stood, each under
the place (*dot*: device and number) where it was first written. A value is dead once some author
had seen it and stated others. Statements may arrive in any causal order with the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from panoh.core.log.rules import has_seen, join

Dot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Value:
    """A live value. `vector` is what the author of the entry that states it had seen."""

    dot: Dot
    value: Any
    time: int
    vector: Mapping[int, int]
    stated: int
    """Position of the entry that states it."""


@dataclass(frozen=True, slots=True)
class Statement:
    values: tuple[Value, ...]
    vector: Mapping[int, int]
    dot: Dot
    """Where the statement itself stands."""


def merge(live: Iterable[Value], statement: Statement) -> tuple[Value, ...]:
    """The live values once `statement` is known. Idempotent, and alike in every causal order."""
    held = tuple(live)
    stated = {value.dot: value for value in statement.values}
    kept = []
    for value in held:
        again = stated.get(value.dot)
        if again is not None and again.stated != value.stated:
            # Restated: what either had seen is settled; the later entry now vouches for it.
            vector = join(value.vector, again.vector)
            kept.append(replace(value, vector=vector, stated=max(value.stated, again.stated)))
        elif again is not None or not has_seen(statement.vector, *value.dot):
            kept.append(value)
    present = {value.dot for value in kept}
    added = [
        value
        for value in statement.values
        if value.dot not in present and not _superseded(value, held)
    ]
    return tuple(sorted((*kept, *added), key=lambda value: value.dot))


def _superseded(value: Value, held: Iterable[Value]) -> bool:
    """Whether somebody who had seen `value` has since stated another."""
    return any(has_seen(other.vector, *value.dot) for other in held)


def shown(values: Iterable[Value], device_ids: Mapping[int, bytes]) -> Value:
    """The one value a list shows when there are several: the same on every device.

    The clock only picks what is shown first; it supersedes nothing.
    """
    return max(values, key=lambda value: (value.time, device_ids[value.dot[0]], value.dot[1]))
