"""What waits in memory between a POST and the page it leads to.

Only here, bounded, under random ids, gone on lock: a form that came back with problems would stay
in the browser's session files if it were sent in answer to the POST itself (core.md §7).
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from panoh.web.page import Form

ONCE_LIMIT = 64
KEPT_LIMIT = 64
LETTER_LIMIT = 4 * 1024 * 1024
"""Letters that wait on one shelf; the oldest go first."""
_ID_BYTES = 16


class Waiting:
    """Two shelves: `once` is taken by the first look, `kept` stays until it is the oldest."""

    def __init__(self, once_limit: int = ONCE_LIMIT, kept_limit: int = KEPT_LIMIT) -> None:
        self._once: OrderedDict[str, Mapping[str, Any]] = OrderedDict()
        self._kept: OrderedDict[str, Mapping[str, Any]] = OrderedDict()
        self._once_limit = once_limit
        self._kept_limit = kept_limit

    def put(self, state: Mapping[str, Any]) -> str:
        return _shelve(self._once, state, self._once_limit)

    def take(self, name: str) -> Mapping[str, Any] | None:
        return self._once.pop(name, None)

    def keep(self, state: Mapping[str, Any]) -> str:
        return _shelve(self._kept, state, self._kept_limit)

    def kept(self, name: str) -> Mapping[str, Any] | None:
        found = self._kept.get(name)
        if found is not None:
            self._kept.move_to_end(name)
        return found

    def clear(self) -> None:
        self._once.clear()
        self._kept.clear()

    def __len__(self) -> int:
        return len(self._once) + len(self._kept)


def _shelve(
    shelf: OrderedDict[str, Mapping[str, Any]], state: Mapping[str, Any], limit: int
) -> str:
    name = secrets.token_hex(_ID_BYTES)
    shelf[name] = state
    while len(shelf) > limit or (len(shelf) > 1 and _letters(shelf) > LETTER_LIMIT):
        shelf.popitem(last=False)
    return name


def _letters(shelf: OrderedDict[str, Mapping[str, Any]]) -> int:
    return sum(_weight(each) for state in shelf.values() for each in state.values())


def _weight(value: Any) -> int:
    if isinstance(value, Form):
        return value.letters()
    if isinstance(value, Mapping):
        return sum(map(_weight, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(_weight, value))
    return len(value) if isinstance(value, str) else 1
