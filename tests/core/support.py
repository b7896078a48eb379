"""Small real vaults for the core's tests: two people, one shared space, a clock one can turn."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from panoh.bootstrap import create_vault, open_node
from panoh.core.app import App, Registered, Row
from panoh.core.log import codec as log_codec
from panoh.core.log.model import EntryKind
from panoh.core.node import Node
from panoh.core.records import own
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.core.space.model import Role, SpaceId
from panoh.core.space.store import SpaceRow
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


@dataclass
class Vaults:
    """Makes vaults quickly: one is stretched and filled, the others are founded beside it."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    open_nodes: list[Node] = field(default_factory=list)

    def make(self, name: str) -> tuple[VaultPlace, bytes]:
        return create_vault(
            self.folder / name.lower(), PHRASE, name, "en", cost=FLOOR, clock=self.clock
        )

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


def share(owner: Node, other: Node, space: SpaceId) -> SpaceRow:
    """Make `other` a writer of a space, with the keys of all its history."""
    row = owner.spaces.row(space)
    fact = {
        "k": "member",
        "person": other.person.id,
        "role": Role.WRITER.value,
        "certs": [other.person.certificate.encoded],
    }
    epochs = sorted(owner.spaces.state(row).epochs.values(), key=lambda epoch: epoch.number)
    now = owner.milliseconds()
    with owner.writing():
        added = owner.log.append(row, EntryKind.FACT, {"facts": [fact]}, now=now)
        owner.spaces.note_facts(row, owner.person.device, added.kept.id, [fact], now=now)
        renewed = owner.spaces.renew_key(owner.spaces.row(space), now=now)
        sealed = owner.log.append(row, EntryKind.FACT, {"facts": [renewed]}, now=now)
        owner.spaces.note_facts(row, owner.person.device, sealed.kept.id, [renewed], now=now)
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
