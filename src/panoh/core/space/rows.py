"""Rows of spaces, read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from panoh.core.space.model import SpaceId
from panoh.errors import NotFound
from panoh.storage.sqlite import Database


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """A space as the vault keeps it. `began` is in milliseconds."""

    no: int
    id: SpaceId
    home: str
    parent: int | None
    restricted: str | None
    channel: int
    epoch: int
    began: int


T = TypeVar("T")


class Rows:
    """The part of the space store that only looks spaces up."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: dict[Any, Any] | None = None

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Inside one write, where nobody else can change anything: what was looked up once is not
        looked up again until this store changes something itself."""
        self._found = {}
        try:
            yield
        finally:
            self._found = None

    def _once(self, what: tuple[Any, ...], look: Callable[[], T]) -> T:
        if self._found is None:
            return look()
        if what not in self._found:
            self._found[what] = look()
        found: T = self._found[what]
        return found

    def _first(self, sql: str, space: int) -> Any:
        """The one value of a question about one space."""
        return self._once((sql, space), lambda: self._database.execute(sql, (space,))[0][0])

    def _changed(self) -> None:
        if self._found:
            self._found.clear()

    def row(self, space: SpaceId) -> SpaceRow:
        return self._once(("row", space), lambda: self._row("id = ?", space))

    def row_of(self, number: int) -> SpaceRow:
        return self._row("no = ?", number)

    def _row(self, where: str, value: bytes | int) -> SpaceRow:
        found = self._database.execute(
            "SELECT no, id, home, parent, restricted, channel, epoch, began FROM space WHERE "
            + where,
            (value,),
        )
        if not found:
            raise NotFound(what=value.hex() if isinstance(value, bytes) else str(value))
        return SpaceRow(*found[0])

    def of_home(self, home: str) -> list[SpaceRow]:
        """Main spaces of one class, oldest first."""
        return [
            SpaceRow(*each)
            for each in self._database.execute(
                "SELECT no, id, home, parent, restricted, channel, epoch, began FROM space"
                " WHERE home = ? AND parent IS NULL AND NOT retired ORDER BY no",
                (home,),
            )
        ]

    def beginning_with(self, digits: str) -> list[SpaceRow]:
        """Main spaces whose id begins with these hex digits, six at least."""
        if len(digits) < 6:
            return []
        found = self._database.execute(
            "SELECT no FROM space WHERE lower(hex(id)) LIKE ? || '%' AND parent IS NULL"
            " AND NOT retired",
            (digits.lower(),),
        )
        return [self.row_of(each[0]) for each in found]

    def compartments(self, row: SpaceRow) -> list[SpaceRow]:
        return [
            SpaceRow(*each)
            for each in self._database.execute(
                "SELECT no, id, home, parent, restricted, channel, epoch, began FROM space"
                " WHERE parent = ? ORDER BY no",
                (row.no,),
            )
        ]

    def all_present(self) -> list[SpaceRow]:
        """All but those that were left behind when this vault joined another."""
        found = self._database.execute("SELECT no FROM space WHERE NOT retired ORDER BY no")
        return [self.row_of(each[0]) for each in found]

    def all(self) -> list[SpaceRow]:
        return [
            SpaceRow(*each)
            for each in self._database.execute(
                "SELECT no, id, home, parent, restricted, channel, epoch, began FROM space"
                " ORDER BY no"
            )
        ]
