"""Small real vaults for the core's tests: two people, one shared space, a clock one can turn."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from panoh.bootstrap import create_vault, open_node
from panoh.core.app import App, Registered, Row
from panoh.core.log import codec as log_codec
from panoh.core.node import Node
from panoh.core.records import own
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.core.space.model import Role, SpaceId
from panoh.core.space.store import SpaceRow
from panoh.core.vault import slots
from panoh.core.vault.model import VaultPlace
from panoh.crypto.derive import FLOOR

THING = RecordType(
    app="toy",
    name="thing",
    label="Thing",
    home="case",
    readers="whoever the case is shared with",
    fields=(
        Field("title", Kind.TEXT, "Title", search=True, index=True),
        Field("text", Kind.LONG, "Text", search=True, open_ended=True),
        Field("tags", Kind.CHOICES, "Tags", choices=(Choice("a", "A"), Choice("b", "B"))),
        Field("phone", Kind.PHONE, "Phone", search=True),
        Field("count", Kind.NUMBER, "Count"),
        Field("agreed", Kind.YES, "Agreed"),
        Field("day", Kind.DATE, "Day"),
        Field("hour", Kind.TIME, "Hour"),
        Field("other", Kind.LINK, "Other"),
        Field("names", Kind.NAMES, "Names"),
        Field("tongues", Kind.LANGUAGES, "Languages"),
        Field("secret", Kind.TEXT, "Secret", search=True, sensitivity=Sensitivity.QUIET),
    ),
)
LINE = RecordType(
    app="toy",
    name="line",
    label="Line",
    home="case",
    readers="whoever the case is shared with",
    append_only=True,
    fields=(Field("text", Kind.LONG, "Text", required=True, search=True),),
)


def toy_app(*types: RecordType, views: str = "") -> App:
    """An app that declares records and nothing else."""
    return App(
        name="toy",
        title="Toy",
        records=tuple(Registered(each, lambda node, record: {}) for each in types),
        views=views,
        today=lambda node, limit: [],
        search=lambda node, query: [],
        timeline=None,
        pages=(),
        navigation=(),
        command_line=lambda group: None,
        templates=Path(),
    )


TOY = toy_app(THING, LINE, views="CREATE VIEW toy_titles AS SELECT id, title FROM toy_thing;")

PHRASE = "orbit velvet canyon marble thicket lantern"


@dataclass
class Clock:
    """Stands still until told to go on."""

    at: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


_MOULDED: dict[tuple[str, str], tuple[VaultPlace, bytes]] = {}


@dataclass
class Vaults:
    """Makes vaults, quickly where a test may start from a copy of a fresh one."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    open_nodes: list[Node] = field(default_factory=list)
    moulds: Path | None = None
    """Where each person's fresh vault is kept, to be copied by the next test instead of made."""

    def make(self, name: str) -> tuple[VaultPlace, bytes]:
        home = self.folder / name.lower()
        if self.moulds is None:
            return create_vault(home, PHRASE, name, "en", cost=FLOOR, clock=self.clock)
        # A file that makes stretching cost nothing must leave no vaults to those that do not.
        way = (slots.stretch.__module__, name)
        if way not in _MOULDED:
            _MOULDED[way] = create_vault(
                self.moulds / ".".join(way).lower(), PHRASE, name, "en", cost=FLOOR,
                clock=self.clock,
            )  # fmt: skip
        place, key = _MOULDED[way]
        shutil.copytree(place.home, home)
        return VaultPlace(home, place.id), key

    def node(self, name: str = "Amina") -> Node:
        return self.open(*self.make(name))

    def open(self, place: VaultPlace, key: bytes, *, accept_restored: bool = False) -> Node:
        node = open_node(place, key, clock=self.clock, accept_restored=accept_restored)
        self.open_nodes.append(node)
        return node

    def close(self) -> None:
        for node in self.open_nodes:
            node.close()


def copy_vault(place: VaultPlace, to: Path) -> VaultPlace:
    """The vault's folder as somebody with the disk would copy it."""
    shutil.copytree(place.folder, to / place.id)
    return VaultPlace(to, place.id)


def put(node: Node, rtype: RecordType, record: str | None, **values: object) -> str:
    with node.writing() as work:
        return work.put(rtype, node.space(rtype.home), record, values)


def put_thing(node: Node, space: SpaceId, record: str | None = None, **values: object) -> str:
    with node.writing() as work:
        return work.put(THING, space, record, values)


def note_backup(node: Node, record: str | None = None, *, place: str) -> str:
    """Any record with a text: the core's own type for backups serves."""
    values: dict[str, object] = {"place": place}
    if record is None:
        values |= {"made": "2026-11-20T10:00", "journal": 1}
    return put(node, own.BACKUP, record, **values)


def backup(node: Node, record: str) -> Row:
    found = node.get(own.BACKUP, record)
    if found is None:
        raise LookupError(record)
    return found


def member(other: Node, role: Role = Role.WRITER) -> dict[str, object]:
    """The fact that makes somebody a member."""
    return {
        "k": "member",
        "person": other.person.id,
        "role": role.value,
        "certs": [other.person.certificate.encoded],
    }


def share(owner: Node, other: Node, space: SpaceId, role: Role = Role.WRITER) -> SpaceRow:
    """Make `other` a member of a space, with the keys of all its history."""
    row = owner.spaces.row(space)
    fact = member(other, role)
    epochs = sorted(owner.spaces.state(row).epochs.values(), key=lambda epoch: epoch.number)
    now = owner.milliseconds()
    with owner.writing():
        row = owner.log.state_facts(row, [fact], now=now)
        owner.log.state_facts(row, [owner.spaces.renew_key(row)], now=now)
    founding = owner.spaces.facts(row)[0].fact
    with other.writing():
        first = epochs[0]
        key = owner.spaces.key(row, first.id)
        adopted = other.spaces.adopt(founding, first.id, first.number, key, now=now)
        for each in epochs[1:]:
            key = owner.spaces.key(row, each.id)
            other.spaces.grant_key(adopted, each.id, each.number, key, now=now)
    return other.spaces.row(space)


def entries(node: Node, space: SpaceId, after: int = 0) -> list[bytes]:
    """The entries of a space as they would travel."""
    row = node.spaces.row(space)
    return [log_codec.encode(each.sealed) for each in node.log.entries(row, after=after)]
