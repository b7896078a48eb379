"""Slows down guessing at the screen: five free tries, then a wait that doubles, across restarts.

At most ten tries in the first minute and fewer in any later one. Whoever holds the files guesses
without this program; against them there is only the cost of stretching and the phrase itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from panoh import platform
from panoh.core import canonical
from panoh.core.vault.model import VaultPlace
from panoh.errors import PanohError, TooManyTries
from panoh.storage import files

Clock = Callable[[], float]

FREE = 5
LONGEST_WAIT = 300
_LIMIT = 64
_AFTER_DAMAGE = FREE

_one_at_a_time = threading.Lock()
_remembered: dict[Path, _Tries] = {}


@dataclass(frozen=True, slots=True)
class _Tries:
    count: int
    last: int
    """Whole seconds of the wall clock."""


def path(place: VaultPlace) -> Path:
    return platform.state_folder() / "tries" / place.id


def wait_after(count: int) -> int:
    """Seconds to wait after `count` wrong tries in a row."""
    if count < FREE:
        return 0
    return min(LONGEST_WAIT, 1 << min(count - FREE, 30))


def claim(place: VaultPlace, clock: Clock = time.time) -> None:
    """Counts a try before it is made, so that a process killed in the middle wins nothing."""
    with _one_at_a_time:
        tries = _load(place, clock)
        wait = wait_after(tries.count)
        # A clock set back must not lock anyone out for longer than the wait itself.
        left = min(wait, tries.last + wait - int(clock()))
        if left > 0:
            raise TooManyTries(seconds=left)
        _keep(place, _Tries(tries.count + 1, int(clock())))


def give_back(place: VaultPlace, clock: Clock = time.time) -> None:
    """The try failed for another reason than the phrase."""
    with _one_at_a_time:
        tries = _load(place, clock)
        _keep(place, _Tries(max(0, tries.count - 1), tries.last))


def clear(place: VaultPlace) -> None:
    """The phrase was right."""
    with _one_at_a_time:
        _remembered.pop(path(place), None)
        try:
            files.remove(path(place))
        except PanohError:
            return  # a disk that refuses must not keep the owner out; the count stays


def _load(place: VaultPlace, clock: Clock) -> _Tries:
    where = path(place)
    known = _remembered.get(where, _Tries(0, 0))
    if not where.exists():
        return known
    try:
        fields = canonical.decode(files.read(where, _LIMIT), _LIMIT)
        count, last = fields["count"], fields["last"]
        if type(count) is not int or type(last) is not int or count < 0:
            raise ValueError
    except (PanohError, ValueError, TypeError, KeyError):
        # Scribbling over the file must not buy free tries.
        return max(known, _Tries(_AFTER_DAMAGE, int(clock())), key=lambda tries: tries.count)
    return max(known, _Tries(count, last), key=lambda tries: tries.count)


def _keep(place: VaultPlace, tries: _Tries) -> None:
    where = path(place)
    _remembered[where] = tries
    try:
        if not where.parent.is_dir():
            files.private_folder(where.parent)
        files.write_atomically(where, canonical.encode({"count": tries.count, "last": tries.last}))
    except PanohError:
        return  # a full disk must not keep the owner out; this process still counts
