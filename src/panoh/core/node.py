"""An unlocked vault: what pages and commands hold.

Reading goes through rows and the timeline; writing through `writing()`, which is one transaction:
everything put into one space in it becomes one signed entry, merged, projected and journalled
before the block returns, and the anchor outside the vault follows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from panoh.core import membership
from panoh.core.app import App, Event, Row
from panoh.core.identity.model import Certificate, Person
from panoh.core.log.model import EntryKind
from panoh.core.log.store import LogStore
from panoh.core.records import own
from panoh.core.records.merge import Value
from panoh.core.records.model import RecordType
from panoh.core.records.rules import restored
from panoh.core.records.store import RecordStore
from panoh.core.space.model import Role, SpaceId
from panoh.core.space.store import SpaceRow, SpaceStore
from panoh.core.vault import anchor
from panoh.core.vault.model import VaultPlace
from panoh.core.views import rules as view_rules
from panoh.core.views.names import NameHit
from panoh.core.views.store import Hit, ViewStore
from panoh.core.work import Erased, Work
from panoh.errors import Forbidden, NotFound, StorageFailed
from panoh.storage.sqlite import Database
from panoh.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from panoh.core import phones

__all__ = ["Erased", "Node", "Work"]

PRACTICE = "practice"
ANCHOR_SECONDS = 2.0
"""The anchor follows at most this often while one keeps writing, and always at closing: a vault
put back by somebody is older by far more, and two more fsyncs a save would be felt."""
ERASE_PROOF_LEAST = 8
"""Bytes. Shorter texts are not searched for after an erasure: they stand elsewhere by chance, and
what a page's end cuts in two is found from this length on."""


class Node:
    """Assembled in bootstrap; used from one thread at a time."""

    def __init__(
        self,
        place: VaultPlace,
        database: Database,
        person: Person,
        apps: tuple[App, ...],
        wrap_key: bytes,
        clock: Callable[[], datetime] | None = None,
        *,
        language: str = "en",
        anchored: bool = True,
        become: Callable[[Certificate, bytes | None], Person] | None = None,
    ) -> None:
        self._become = become
        self.place = place
        self.language = language
        self.anchored = anchored
        self._unanchored = False
        self._anchored_at = 0.0
        self.database = database
        self.person = person
        self.apps = apps
        self._clock = clock or (lambda: datetime.now().astimezone())
        registered = [each.type for app in apps for each in app.records]
        self.types: dict[str, RecordType] = {
            rtype.table: rtype for rtype in (*own.OWN, *registered)
        }
        self._access = {each.type.table: each.access for app in apps for each in app.records}
        self._hidden = {each.type.table: each.hidden for app in apps for each in app.records}
        self.spaces = SpaceStore(database, wrap_key, person)
        self.log = LogStore(database, self.spaces, person)
        self.records = RecordStore(database, written_once=self.written_once())
        self.views = ViewStore(database, self.records, self.types.values())
        self.session: dict[str, Any] = {}
        """What lives as long as the vault is open, such as which cases were opened."""
        self.phones: phones.Door | None = None
        """What serves pages to a phone, in the process that serves pages."""

    def become(self, certificate: Certificate, root_seed: bytes | None = None) -> None:
        """Go on as a device of the person who certified this one: call inside a write. The first
        spaces of this vault, empty still, are left behind."""
        if self._become is None:
            raise Forbidden(why=N_("This vault cannot join another one."))
        self.person = self._become(certificate, root_seed)
        self.spaces.goes_on_as(self.person)
        self.log.goes_on_as(self.person)
        self.spaces.retire_all()

    def written_once(self) -> frozenset[str]:
        """Tables of the record types that are never changed, only added to."""
        return frozenset(name for name, rtype in self.types.items() if rtype.append_only)

    def notes(self) -> frozenset[str]:
        """Of these, the ones that tell what was, not how things stand."""
        once = self.written_once()
        return frozenset(name for name in once if not self.types[name].stands)

    # ── time, spaces, settings ──────────────────────────────────────────────────────────────

    def now(self) -> datetime:
        """Aware local time."""
        return self._clock()

    @contextmanager
    def dated(self, clock: Callable[[], datetime]) -> Iterator[None]:
        """Another clock for a while: a demo tells of past months. Order never follows a clock."""
        before, self._clock = self._clock, clock
        try:
            yield
        finally:
            self._clock = before

    def today(self) -> date:
        return self.now().date()

    def milliseconds(self) -> int:
        return int(self.now().timestamp() * 1000)

    def space(self, home: str) -> SpaceId:
        """The one space of a class that has one: personal, practice, desk. Of several practices
        the one that this person works in (`membership.present_practice`)."""
        found = self.spaces.of_home(home)
        if not found:
            raise NotFound(what=home)
        if len(found) > 1 and home == PRACTICE:
            return membership.present_practice(self, found).id
        return found[0].id

    def setting(self, name: str) -> Any:
        """A setting of this person, None when never set."""
        rows = self.database.execute(
            "SELECT value FROM core_setting WHERE name = ? ORDER BY changed_at DESC, id", (name,)
        )
        return rows[0][0] if rows else None

    def find_space(self, ref: str) -> SpaceId:
        """The main space that a person names: by a code, by its class (practice), or by the
        beginning of its id."""
        if ref in ("practice", "desk"):
            return self.space(ref)
        for app in self.apps:
            if app.space_of is not None:
                with suppress(NotFound):
                    return app.space_of(self, ref)
        found = self.spaces.beginning_with(ref)
        if len(found) != 1:
            raise NotFound(what=ref)
        return found[0].id

    def may_write(self, space: SpaceId) -> bool:
        state = self.spaces.state(self.spaces.row(space))
        writes = state.members.get(self.person.id) in (Role.WRITER, Role.MANAGER)
        return writes and self.person.device not in state.revoked

    def before_sharing(self, row: SpaceRow) -> list[str]:
        """What must be said before somebody is let into a space, in words."""
        main = self.spaces.row_of(row.parent) if row.parent else row
        asked = [each.before_sharing for each in self.apps if each.before_sharing is not None]
        return [words for each in asked for words in each(self, main.no)]

    def name_of(self, row: SpaceRow) -> str:
        """What a person calls a space: the code of its case, its class, or its id's beginning."""
        main = self.spaces.row_of(row.parent) if row.parent else row
        for app in self.apps:
            if app.name_of is not None and (name := app.name_of(self, main.no)):
                return name
        return main.home if main.home != "case" else main.id.hex()[:8]

    def is_hidden(self, rtype: RecordType, row: Row) -> bool:
        """Whether a row is not to be shown at this moment."""
        hidden = self._hidden.get(rtype.table)
        return hidden is not None and hidden(self, row)

    def author(self, device_no: int) -> str:
        """The working name behind a device, as the practice knows it; empty when unknown."""
        rows = self.database.execute(
            "SELECT m.working_name FROM device d JOIN core_member m"
            " ON m.person = lower(hex(d.person)) WHERE d.no = ?",
            (device_no,),
        )
        return str(rows[0][0]) if rows else ""

    # ── reading ─────────────────────────────────────────────────────────────────────────────

    def get(self, rtype: RecordType, record: str) -> Row | None:
        """Current values of a record, lists and answers decoded."""
        found = self.database.columns(f"SELECT * FROM {rtype.table} WHERE id = ?", (record,))
        return view_rules.decoded(rtype, found[0]) if found else None

    def all(self, rtype: RecordType, where: str = "1", params: Sequence[Any] = ()) -> list[Row]:
        """Decoded rows of one type; `where` names only columns of its table."""
        found = self.database.columns(f"SELECT * FROM {rtype.table} WHERE {where}", params)
        return [view_rules.decoded(rtype, each) for each in found]

    def rows(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Rows of an app's own tables and views; JSON columns as text."""
        return self.database.columns(sql, params)

    def read(self, table: str, record: str) -> Row:
        """Any record by type name, always through its owner's access function."""
        access = self._access.get(table)
        if access is None:
            raise NotFound(what=table)
        return access(self, record)

    def offered(self, name: str) -> list[Row]:
        """What an app offers to others under this name; nothing when no app here offers it."""
        for app in self.apps:
            if name in app.offers:
                return app.offers[name](self)
        return []

    def find_text(self, query: str, types: Sequence[str] = (), limit: int = 50) -> list[Hit]:
        return self.views.find(query, types, limit)

    def find_names(
        self, text: str, fields: Sequence[tuple[str, str]] = (), limit: int = 50, *,
        begun: bool = False,
    ) -> list[NameHit]:  # fmt: skip
        """Records with a name like `text`, however it is spelled: candidates, never one person."""
        return self.views.names.find(text, fields, limit, begun=begun)

    def names_sounding(
        self, texts: Sequence[str], fields: Sequence[tuple[str, str]]
    ) -> list[NameHit]:  # fmt: skip
        """Records in these (type, field) pairs with a name that sounds exactly so."""
        return self.views.names.sounding(texts, fields)

    def two_values(self, record: str) -> dict[str, list[Value]]:
        """Fields of a record with several live values that differ."""
        found: dict[str, list[Value]] = {}
        for place in self.views.places(bytes.fromhex(record)):
            rtype = self.types.get(place.type)
            for name, each in self.records.values(place).items():
                field = rtype.field(name) if rtype else None
                if view_rules.differ(each):
                    found[name] = [
                        value
                        for value in each
                        if field is None or view_rules.fits(field, value.value)
                    ]
        return found

    def space_id(self, number: int) -> SpaceId:
        """The id behind a row's `space` column."""
        return self.spaces.row_of(number).id

    def history(self, space: SpaceId) -> list[Event]:
        """Every change in a space from its log, in causal order, oldest first."""
        events: list[Event] = []
        for kept in self.log.entries(self.spaces.row(space)):
            opened = self.log.open(kept)
            when = datetime.fromtimestamp(kept.time / 1000, UTC).astimezone()
            common = (when, self.author(kept.device))
            kind = EntryKind(kept.kind).name.lower() if kept.kind in _KINDS else "newer"
            if opened.body is None:
                events.append(Event(*common, "", "", {}, opened.id.hex(), True, kind))
                continue
            if kept.kind == EntryKind.ASSIGN:
                for table, record, values in opened.body["r"]:
                    changes = self._changes(table, values)
                    events.append(
                        Event(*common, table, record.hex(), changes, opened.id.hex(), False, kind)
                    )
            else:
                events.append(Event(*common, "", "", {}, opened.id.hex(), False, kind))
        return events

    def _changes(self, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """What an entry says of a record, without values that their fields cannot hold."""
        rtype = self.types.get(table)
        return {
            name: restored(value)
            for name, value in values.items()
            if rtype is None
            or (field := rtype.field(name)) is None
            or view_rules.fits(field, value)
        }

    # ── writing ─────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """One transaction. When the block raises, nothing of it remains."""
        if self.database.in_write:
            raise RuntimeError("a write inside a write")  # and the outer one is left as it is
        work = Work(self)
        try:
            with self.database.write():
                yield work
                work.flush()
                committed = self.log.close_commit()
        except BaseException:
            self.log.abandon()
            self.views.forget()
            raise
        if committed is not None:
            self._unanchored = True
            if time.monotonic() - self._anchored_at >= ANCHOR_SECONDS:
                with suppress(StorageFailed):  # the save stands; closing tries, and tells
                    self.anchor()
        work.settle()

    def anchor(self) -> None:
        """Say outside the vault how far it has come. It may lag behind, never run ahead."""
        if self.anchored and self._unanchored:
            anchor.write(self.place, *self.log.journal(), self.person.sign_seed)
            self._unanchored = False
            self._anchored_at = time.monotonic()

    def prove_absent(self, needles: Sequence[str | bytes]) -> bool:
        """Whether none of these texts or bytes is left in any page of the opened vault.

        Free space is rebuilt when a first look finds something there. Where all of them are too
        short to be looked for, nothing is proved.
        """
        coded = [e.encode() if isinstance(e, str) else e for e in dict.fromkeys(needles)]
        looked = [each for each in coded if len(each) >= ERASE_PROOF_LEAST]
        if coded and not looked:
            return False
        if not self.database.find_bytes(looked):
            return True
        self.database.vacuum()
        return not self.database.find_bytes(looked)

    def texts_left(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> list[str]:
        """Those of these texts that stand in some page of the opened vault, though no record
        says them any more; free space is rebuilt first where that helps."""
        coded = [each.encode() for each in dict.fromkeys(texts)]
        coded = [each for each in coded if len(each) >= ERASE_PROOF_LEAST]
        found = self.database.find_bytes(coded, progress)
        found = [each for each in found if not self.records.holds_bytes(each)]
        if found:
            self.database.vacuum()
            found = self.database.find_bytes(found)
        return [each.decode() for each in found]

    def close(self) -> None:
        try:
            self.anchor()
        finally:
            self.session.clear()
            self.spaces.forget_keys()
            self.database.close()


_KINDS = frozenset(int(each) for each in EntryKind)


def text_of(value: Any) -> list[str]:
    """The texts inside a value, for proving that they are gone."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, (list, tuple)):
        return [text for each in value for text in text_of(each)]
    return []
