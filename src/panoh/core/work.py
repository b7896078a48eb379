"""One act of writing: collects what an app puts and turns it into entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panoh.core.log.model import EntryKind
from panoh.core.log.store import Appended
from panoh.core.records import codec, own
from panoh.core.records.model import Answer, Field, Kind, RecordType
from panoh.core.records.rules import clean_all, stored
from panoh.core.records.store import Touched
from panoh.core.space.model import SpaceId
from panoh.crypto.derive import random
from panoh.errors import Forbidden, Invalid, NotFound
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node


@dataclass(slots=True)
class Erased:
    """What an erasure did. `backups` are copies made before it that still hold the record.

    `proved` is set when the write is over: nothing of it was found in any page of the vault.
    """

    entries: int
    backups: tuple[str, ...]
    proved: bool = False


class Work:
    """Handed out by `Node.writing`. Reads inside the block see what was flushed only."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._pending: dict[SpaceId, dict[tuple[str, bytes], dict[str, Any]]] = {}
        self._needles: list[str] = []
        self._erased: list[Erased] = []

    def new_space(
        self, home: str, *, parent: SpaceId | None = None, restricted: str | None = None
    ) -> SpaceId:
        """Found a space of one: a case, or with `parent` and `restricted` a compartment of it."""
        now = self._node.milliseconds()
        row, facts = self._node.spaces.found(home, parent=parent, restricted=restricted, now=now)
        return self._node.log.found_space(row, facts, now=now).id

    def compartment(self, main: SpaceId, restricted: str) -> SpaceId:
        """The compartment of a main space for a restricted class, founded at first need."""
        row = self._node.spaces.row(main)
        for each in self._node.spaces.compartments(row):
            if each.restricted == restricted:
                return each.id
        return self.new_space(row.home, parent=main, restricted=restricted)

    def put(
        self, rtype: RecordType, space: SpaceId, record: str | None, values: Mapping[str, Any]
    ) -> str:
        """Set fields of a record (a new one when `record` is None); its id, 32 hex digits.

        Raises Invalid naming each refused field, Forbidden on changing an append-only record.
        """
        self._check_home(rtype, space)
        cleaned = clean_all(rtype, values, whole=record is None)
        if record is None:
            identity = random(codec.RECORD_BYTES)
            cleaned = {name: value for name, value in cleaned.items() if value is not None}
        else:
            identity = bytes.fromhex(record)
            if rtype.append_only:
                raise Forbidden(why=N_("What was written stays as it was; add a new one to it."))
            if self._node.records.is_erased(identity):
                raise NotFound(what=record)
        if not cleaned and record is None:
            raise Invalid({rtype.name: N_("There is nothing to save.")})
        changes = {name: stored(value) for name, value in cleaned.items()}
        self._pending.setdefault(space, {}).setdefault((rtype.table, identity), {}).update(changes)
        return identity.hex()

    def _check_home(self, rtype: RecordType, space: SpaceId) -> None:
        home = self._node.spaces.row(space).home
        if home not in rtype.home.split():
            raise Forbidden(why=f"A {rtype.name} does not live in a {home} space.")

    def flush(self) -> None:
        """Write what was put so far, one entry a space, so that reads see it."""
        for space, records in self._pending.items():
            body = codec.assign([(table, rid, values) for (table, rid), values in records.items()])
            self._append(space, EntryKind.ASSIGN, body)
        self._pending.clear()

    def _append(self, space: SpaceId, kind: EntryKind, body: Any) -> Appended:
        row = self._node.spaces.row(space)
        appended = self._node.log.append(row, kind, body, now=self._node.milliseconds())
        self.applied(self._node.records.apply(appended.kept, appended.opened))
        return appended

    def applied(self, touched: Touched) -> None:
        """Project what an entry changed and drop the bodies it makes obsolete."""
        self._node.views.project(touched.records, touched.gone, touched.left)
        if touched.late:
            self._node.log.drop_bodies(touched.late)
            self._node.records.forget_entries(touched.late)

    def set(self, name: str, value: str | None) -> None:
        """A setting in the personal space."""
        held = self._node.database.execute("SELECT id FROM core_setting WHERE name = ?", (name,))
        record = held[0][0] if held else None
        self.put(own.SETTING, self._node.space("personal"), record, {"name": name, "value": value})

    def erase(self, rtype: RecordType, record: str, *, moved: bool = False) -> Erased:
        """Unsay a record: bodies out of the log, values, rows and search index.

        Other records that shared an entry with it are restated first with their origins.
        `moved`: the same words live on in another record of this very write, so their absence
        is not to be proved.
        """
        self.flush()
        node, identity = self._node, bytes.fromhex(record)
        values = node.records.values(identity)
        if not values:
            raise NotFound(what=record)
        positions = node.records.mentions(identity)
        space = node.spaces.row_of(node.records.space_of(identity)).id
        if not moved:
            self._collect(rtype, identity, positions)
        self.restate(space, node.records.others_in(positions, [identity]))
        dropped = [node.log.at(position).id for position in positions]
        self._append(space, EntryKind.ERASE, codec.erase([(rtype.table, identity)], dropped))
        done = Erased(len(positions), self._backups())
        if not moved:
            self._erased.append(done)
        return done

    def restate(self, space: SpaceId, records: Sequence[bytes]) -> None:
        """State again the live values of records whose entries are about to lose their bodies."""
        rows = [list(each) for other in records if (each := self._node.records.restate(other))]
        if rows:
            self._append(space, EntryKind.SNAPSHOT, {"r": rows})

    def _collect(self, rtype: RecordType, identity: bytes, positions: list[int]) -> None:
        """Every text somebody typed into the record, to prove afterwards that none is left.

        Choices, dates and links stand in other records too and prove nothing.
        """
        from panoh.core.node import text_of

        for position in positions:
            opened = self._node.log.open(self._node.log.at(position))
            if opened.body is None or "r" not in opened.body:
                continue
            for _, rid, values in opened.body["r"]:
                if rid == identity:
                    told = (v for name, v in values.items() if _is_told(rtype.field(name)))
                    self._needles.extend(text for value in told for text in text_of(value))

    def _backups(self) -> tuple[str, ...]:
        rows = self._node.database.execute(
            "SELECT made || ' ' || place FROM core_backup ORDER BY made"
        )
        return tuple(str(each[0]) for each in rows)

    def settle(self) -> None:
        """After the commit: prove that what was erased is gone from every page."""
        if self._erased:
            proved = self._node.prove_absent(self._needles)
            for each in self._erased:
                each.proved = proved
            self._needles.clear()


def _is_told(field: Field | None) -> bool:
    return field is None or field.kind in (Kind.TEXT, Kind.LONG, Kind.PHONE, Kind.NAMES)


__all__ = ["Answer", "Erased", "Work"]
