"""A vault's database in memory: quick to make, to copy and to lose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw

from panoh.storage.sqlite import Database, Params


class Crash(BaseException):
    """The power went. Not an error that anybody may catch."""


class MemoryDatabase(Database):
    """As the vault's, without file and cipher. `crash_after` statements the power goes."""

    def __init__(self, content: bytes | None = None) -> None:
        connection = apsw.Connection(":memory:", statementcachesize=200)
        if content is not None:
            connection.deserialize("main", content)
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, 1)
        super().__init__(connection, Path("sim/home/vault/vault.db"), bytes(32))
        self.crash_after: int | None = None

    def content(self) -> bytes:
        return bytes(self._connection.serialize("main") or b"")

    def recover(self) -> None:
        """What was not committed is gone."""
        self.crash_after = None
        self._roll_back()

    def _count(self) -> None:
        if self.crash_after is not None:
            self.crash_after -= 1
            if self.crash_after < 0:
                raise Crash

    def execute(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        self._count()
        return super().execute(sql, params)

    def rows(self, sql: str, params: Params = ()) -> Iterator[tuple[Any, ...]]:
        self._count()
        yield from super().rows(sql, params)

    def many(self, sql: str, params: Iterable[Params]) -> None:
        self._count()
        super().many(sql, params)

    def check_pages(self, progress: Callable[[int, int], None] | None = None) -> list[str]:
        return []

    def find_bytes(self, needles: Sequence[bytes]) -> list[bytes]:
        return []

    def checkpoint(self) -> None:
        """There is no journal."""

    def vacuum(self) -> None:
        """There are no pages to give back."""
