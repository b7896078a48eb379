"""People of a world: a vault in memory, a clock of their own, one of two program versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from panoh import bootstrap
from panoh.core.app import App
from panoh.core.identity import store as identity_store
from panoh.core.node import Node
from panoh.core.records.model import Field, Kind, RecordType
from panoh.core.vault.model import VaultPlace
from tests.core.support import LINE, toy_app
from tests.simulator.disk import MemoryDatabase

SMALL = RecordType(
    app="toy",
    name="thing",
    label="Thing",
    home="case",
    readers="whoever the case is shared with",
    fields=(Field("title", Kind.TEXT, "Title"), Field("count", Kind.NUMBER, "Count")),
)
LARGER = RecordType(
    app="toy",
    name="thing",
    label="Thing",
    home="case",
    readers="whoever the case is shared with",
    fields=(*SMALL.fields, Field("colour", Kind.TEXT, "Colour")),
)
OLDER, NEWER = toy_app(SMALL, LINE), toy_app(LARGER, LINE)
"""Two versions of the program: the older does not know a field."""
KEY = bytes(range(32))


@cache
def _template(app: App) -> bytes:
    """An empty vault with its tables."""
    database = MemoryDatabase()
    with database.write():
        bootstrap._apply_schema(database)
    return database.content()


@dataclass(eq=False)
class Person:
    """Somebody with a vault, a clock of their own and at times no power."""

    name: str
    now: Callable[[], datetime]
    app: App
    database: MemoryDatabase
    skew: timedelta = timedelta(0)
    node: Node = field(init=False)
    backup: bytes | None = None
    gone: bool = False

    def clock(self) -> datetime:
        return self.now() + self.skew

    def open(self) -> None:
        place = VaultPlace(self.database.path.parent.parent, self.name)
        person = identity_store.load(self.database, KEY)
        self.node = Node(place, self.database, person, (self.app,), KEY, self.clock, anchored=False)

    def restart(self) -> None:
        self.database.recover()
        self.open()

    def restore(self) -> None:
        """The last backup is put back, and goes on under a new device."""
        if self.backup is not None:
            self.database = MemoryDatabase(self.backup)
            with self.database.write():
                now = int(self.clock().timestamp() * 1000)
                identity_store.renew_device(self.database, KEY, issued=now)
            self.open()


def made(name: str, now: Callable[[], datetime], app: App) -> Person:
    """Somebody with a fresh vault."""
    database = MemoryDatabase(_template(app))
    person = Person(name, now, app, database)
    issued = int(person.clock().timestamp() * 1000)
    with database.write():
        identity_store.make(database, KEY, issued=issued)
    person.open()
    with database.write():
        person.node.views.make({app.name: app.views})
    with person.node.writing() as work:
        for each in bootstrap.FIRST_HOMES:
            work.new_space(each)
    return person
