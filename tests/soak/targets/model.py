"""What a target is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from panoh.core import canonical


@dataclass
class Target:
    """`feed` says whether the input was taken; it raises on anything but a declared refusal."""

    name: str
    valid: Sequence[bytes]
    feed: Callable[[bytes], bool]
    is_cbor: bool = False
    finish: Callable[[], list[str]] = list
    values: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.is_cbor:
            self.values = [canonical.decode(each) for each in self.valid]


class TwoEncodingsError(AssertionError):
    """Bytes were taken that their value is not encoded as."""


def same(first: object, second: object, what: str) -> None:
    if first != second:
        raise TwoEncodingsError(f"{what}: {first!r:.300} is not {second!r:.300}")
