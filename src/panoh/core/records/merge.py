"""Merging as a pure function over values.

Each value of a field stands at a *dot*, the device and number of the entry that first said it, and
knows what its author had seen then. A value is dead once another one is known whose author had seen
it. An entry says one value, its own; a snapshot says again those that were live for its author,
each at its own dot: it vouches for them and kills nothing by itself, since whoever writes one may
know of entries whose words never reached them. Values may come in any causal order, and again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from panoh.core.log.rules import has_seen, meet

Dot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Value:
    """A live value. `vector` is what the author of its dot had seen, or more than that where a
    reader came later and knows the value from a snapshot only."""

    dot: Dot
    value: Any
    time: int
    vector: Mapping[int, int]
    stated: int
    """Position of the entry that states it."""


def merge(live: Iterable[Value], said: Iterable[Value]) -> tuple[Value, ...]:
    """The live values once `said` is known too. Idempotent, and alike in every causal order."""
    live, said = tuple(live), tuple(said)
    if not live and len(said) == 1:
        return said
    known = {value.dot: value for value in live}
    for value in said:
        held = known.get(value.dot)
        known[value.dot] = value if held is None else _vouched(held, value)
    found = (value for value in known.values() if not _superseded(value, known.values()))
    return tuple(sorted(found, key=lambda value: value.dot))


def _vouched(held: Value, again: Value) -> Value:
    """The same value heard twice: the later entry vouches for it. Its author had seen no more than
    what both say, so neither can take away what the other left standing."""
    vector = meet(held.vector, again.vector)
    return replace(held, vector=vector, stated=max(held.stated, again.stated))


def _superseded(value: Value, known: Iterable[Value]) -> bool:
    return any(each.dot != value.dot and has_seen(each.vector, *value.dot) for each in known)


def apart(values: Iterable[Value]) -> tuple[Value, ...]:
    """Values that one snapshot says are live together, none of which may then have seen another.

    Needed where their vectors are the snapshot's own, for want of the entries they come from.
    """
    several = tuple(values)
    return tuple(
        replace(value, vector=_without(value, (each.dot for each in several))) for value in several
    )


def _without(value: Value, dots: Iterable[Dot]) -> dict[int, int]:
    vector = dict(value.vector)
    for device, sequence in dots:
        if (device, sequence) != value.dot and vector.get(device, 0) >= sequence:
            vector[device] = sequence - 1
    return vector


def shown(values: Iterable[Value], device_ids: Mapping[int, bytes]) -> Value:
    """The one value a list shows when there are several: the same on every device.

    The clock only picks what is shown first; it supersedes nothing.
    """
    return max(values, key=lambda value: (value.time, device_ids[value.dot[0]], value.dot[1]))
