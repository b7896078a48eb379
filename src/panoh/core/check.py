"""`vault check`: every page, every entry, every chain, and with `rebuild` every derived row.

Findings are sentences for a person. An empty list means: what the log holds is whole, signed by
whom it says, in one unbroken order, and everything shown follows from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from panoh.core import canonical
from panoh.core.identity import store as identity_store
from panoh.core.identity.model import Certificate
from panoh.core.log import admit
from panoh.core.log import codec as log_codec
from panoh.core.log import rules as log_rules
from panoh.core.log.model import EntryId, EntryKind, Header, Kept, Vector
from panoh.core.records import codec as records_codec
from panoh.core.records.store import Place, RecordStore
from panoh.core.space.model import SignedFact
from panoh.core.space.rules import in_order
from panoh.core.space.store import SpaceRow
from panoh.core.vault import anchor
from panoh.core.vault.model import Anchor
from panoh.core.views import names
from panoh.core.views import rules as view_rules
from panoh.core.views.store import ViewStore
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.errors import NotFound, NotOpened, Refused, VaultDamaged, VaultRolledBack

if TYPE_CHECKING:
    from panoh.core.node import Node

Progress = Callable[[str, int, int], None]
"""What is being looked at, how many are done, of how many."""

_MOST = 50
"""Findings told; what follows a break is seldom worth more lines."""


def check(node: Node, *, rebuild: bool = False, progress: Progress | None = None) -> list[str]:
    """Look at everything; findings in the order they were made."""
    tell = progress or _silent
    findings = node.database.check_pages(lambda done, total: tell("pages", done, total))
    if findings:
        return findings[:_MOST]
    node.spaces.forget_keys()
    # The anchor is read before the vault: another process that writes meanwhile only adds to it.
    anchored = _anchor(node)
    with node.database.reading():
        chains = _Chains(node, tell)
        findings = chains.check()
        findings += _journal(node, anchored)
        findings += _facts(node, chains.facts)
        findings += _twofold(node)
        if rebuild and not findings:
            findings += _rebuilt(node, tell)
    return findings[:_MOST]


def _silent(_what: str, _done: int, _total: int) -> None:
    """Nobody is watching."""


class _Chains:
    """Walks the log in order and holds every entry against the ones before it."""

    def __init__(self, node: Node, tell: Progress) -> None:
        self._node = node
        self._tell = tell
        self._certificates: dict[int, Certificate] = {}
        self._heads: dict[tuple[int, int], tuple[int, EntryId, Vector]] = {}
        self._erasing: list[Kept] = []
        self._bodiless: list[Kept] = []
        self._untold: set[int] = set()
        self.facts: dict[int, list[SignedFact]] = {}
        self.findings: list[str] = []

    def check(self) -> list[str]:
        total = int(self._node.database.execute("SELECT count(*) FROM entry")[0][0])
        for done, kept in enumerate(self._node.log.entries(), 1):
            try:
                self._entry(kept)
            except (Refused, NotOpened, NotFound, VaultDamaged) as error:
                self.findings.append(f"entry {kept.position}: {error}")
            if len(self.findings) >= _MOST:
                return self.findings
            if done % 500 == 0 or done == total:
                self._tell("entries", done, total)
        self._compare_heads()
        self._compare_erasures()
        return self.findings

    def _entry(self, kept: Kept) -> None:
        node = self._node
        row = node.spaces.row_of(kept.space)
        opens = node.spaces.header_key(row, kept.sealed.epoch)
        header, identity, signed, signature = log_codec.open_header_with(kept.sealed, opens)
        certificate = self._certificate(kept.device)
        if header.device != certificate.device:
            raise Refused(finding="it stands under another device's name")
        log_codec.check_signature(kept.sealed, signed, signature, certificate.sign_public)
        if identity != kept.id or header.kind != kept.kind or header.time != kept.time:
            raise Refused(finding="its row does not match what was signed")
        place = (kept.space, kept.device)
        last = self._heads.get(place)
        log_rules.check_next(header, (last[0], last[1]) if last else None, identity)
        closed = not node.spaces.has_key(row, kept.sealed.epoch)
        body = None if closed else node.log.open(kept).body
        if not closed:
            admit.check_body(header.kind, body)
        if body is not None:
            self._vector(kept, header, body, last[2] if last else {})
        self._heads[place] = (header.sequence, identity, kept.vector)
        if kept.kind == EntryKind.FACT and isinstance(body, dict):
            self.facts.setdefault(kept.space, []).extend(
                SignedFact(header.device, each, kept.device, kept.sequence, kept.vector)
                for each in admit.stated(body)
            )
        if closed:  # from before one joined: nobody promised its body
            if kept.kind == EntryKind.ERASE:
                self._untold.add(kept.space)
            return
        if body is None:
            self._bodiless.append(kept)
        elif kept.kind == EntryKind.ERASE:
            self._erasing.append(kept)

    def _vector(self, kept: Kept, header: Header, body: object, before: Vector) -> None:
        state = self._node.spaces.state(self._node.spaces.row_of(kept.space))
        epoch = state.epochs.get(kept.sealed.epoch)
        if epoch is None:
            raise Refused(finding="it stands under a key that no fact states")
        vector = dict(before)
        for device, last in admit.heads(header, body, epoch.readers):
            number = identity_store.number_of(self._node.database, device)
            seen = self._node.database.execute(
                "SELECT vector FROM entry WHERE space = ? AND device = ? AND sequence = ?"
                " AND position < ?",
                (kept.space, number, last, kept.position),
            )
            if not seen:
                raise Refused(finding="it builds on an entry that is missing")
            vector = log_rules.join(vector, canonical.decode(seen[0][0]))
        if log_rules.join(vector, {kept.device: kept.sequence}) != kept.vector:
            raise Refused(finding="what it had seen does not match its row")

    def _certificate(self, number: int) -> Certificate:
        if number not in self._certificates:
            self._certificates[number] = identity_store.device(self._node.database, number)
        return self._certificates[number]

    def _compare_heads(self) -> None:
        kept = {
            (space, device): (sequence, bytes(entry))
            for space, device, sequence, entry in self._node.database.execute(
                "SELECT space, device, sequence, entry FROM head"
            )
        }
        walked = {place: (last[0], last[1]) for place, last in self._heads.items()}
        for place in sorted(set(kept) | set(walked)):
            if kept.get(place) != walked.get(place):
                expected = kept.get(place, (0, b""))[0]
                found = walked.get(place, (0, b""))[0]
                self.findings.append(
                    f"space {place[0]}, device {place[1]}: the chain ends at number {found},"
                    f" but {expected} were written"
                )

    def _compare_erasures(self) -> None:
        """A body may be missing only where an erasure names its entry, or was made apart from it
        (then it was erased on arrival); anything else was withheld. Where one joined later, an
        erasure of before may have named it."""
        named: dict[int, set[bytes]] = {}
        erasures: dict[int, list[Kept]] = {}
        for kept in self._erasing:
            opened = self._node.log.open(kept)
            erasures.setdefault(kept.space, []).append(kept)
            named.setdefault(kept.space, set()).update(records_codec.entries_of(opened.body))
        for kept in self._bodiless:
            apart = any(_are_apart(kept, other) for other in erasures.get(kept.space, []))
            told = kept.space not in self._untold and _is_in(self._node, kept.space)
            if told and kept.id not in named.get(kept.space, set()) and not apart:
                self.findings.append(
                    f"entry {kept.position}: its body is missing and nobody erased it"
                )


def withheld(node: Node) -> int:
    """How many entries came without the body that nobody erased: somebody on the way kept it, or
    was asked to drop it by one who had no right to."""
    count = 0
    for position in node.log.without_bodies():
        kept = node.log.at(position)
        if not _is_in(node, kept.space):
            continue
        erasures = [node.log.at(each) for each in node.log.of_kind(kept.space, EntryKind.ERASE)]
        count += not any(
            _are_apart(kept, other) or other.sealed.body_slot is None for other in erasures
        )
    return count


def _is_in(node: Node, space: int) -> bool:
    """Whether this device still reads a space: who left is not told what was erased since."""
    return node.person.device in node.spaces.state(node.spaces.row_of(space)).devices


def _are_apart(first: Kept, second: Kept) -> bool:
    return not log_rules.has_seen(
        first.vector, second.device, second.sequence
    ) and not log_rules.has_seen(second.vector, first.device, first.sequence)


def _anchor(node: Node) -> Anchor | VaultDamaged | None:
    """A backup has none: it is meant to be older than the vault it was made from."""
    if not node.anchored:
        return None
    try:
        return anchor.read(node.place, node.person.certificate.sign_public)
    except VaultDamaged as error:
        return error


def _journal(node: Node, held: Anchor | VaultDamaged | None) -> list[str]:
    findings: list[str] = []
    brought = node.database.rows("SELECT journal, id FROM entry ORDER BY journal, position")
    entries = {
        number: [bytes(entry) for _, entry in group]
        for number, group in groupby(brought, key=lambda row: int(row[0]))
    }
    running, last = b"", 0
    for number, kept_digest in node.database.rows("SELECT no, digest FROM journal ORDER BY no"):
        running = digest(Label.JOURNAL, running, *entries.pop(number, []))
        if number != last + 1 or running != bytes(kept_digest):
            findings.append(f"commit {number}: its entries are not the ones that were written")
            return findings
        last = number
    if entries:
        findings.append(f"{sum(map(len, entries.values()))} entries belong to no commit")
    if isinstance(held, VaultDamaged):
        return [*findings, str(held)]
    try:
        anchor.check(held, last, lambda at: node.log.journal_at(at) or b"")
    except VaultRolledBack:
        findings.append("the vault is older than the one last used on this computer")
    return findings


def _facts(node: Node, carried: Mapping[int, list[SignedFact]]) -> list[str]:
    """Membership follows from facts, and the facts from the entries that carried them."""
    findings = []
    for row in node.spaces.all():
        if not _follow(node.spaces.facts(row), carried.get(row.no, []), node, row):
            findings.append(f"space {row.no}: its facts are not those of its log")
            continue
        try:
            state = node.spaces.state(row)
        except Refused as error:
            findings.append(f"space {row.no}: {error}")
            continue
        parent = node.spaces.row_of(row.parent).id if row.parent else None
        same = (state.id, state.home, state.restricted) == (row.id, row.home, row.restricted)
        current = node.spaces.epoch_id(row)
        if not same or state.parent != parent or current not in state.epochs:
            findings.append(f"space {row.no}: its row does not follow from its facts")
        findings += [f"space {row.no}: a fact without effect: {why}" for _, why in state.refused]
    return findings


def _follow(held: list[SignedFact], carried: list[SignedFact], node: Node, row: SpaceRow) -> bool:
    """Whether the facts are those of the log. Others were told by whoever let us in: of entries
    that cannot be opened, or that have not come."""
    if held == in_order(carried):
        return True
    return all(each in held for each in carried) and not any(
        _is_open(node, row, each) for each in held if each not in carried
    )


def _is_open(node: Node, row: SpaceRow, fact: SignedFact) -> bool:
    """Whether the entry that stated a fact is here and can be read."""
    kept = node.log.numbered(row.no, fact.device, fact.sequence)
    return kept is not None and node.spaces.has_key(row, kept.sealed.epoch)


def _twofold(node: Node) -> list[str]:
    """A record is written in the space it was made in; who repeats its id elsewhere means harm."""
    return [
        f"space {space}: a {kind} is written under the id of one that lives in space {shown}"
        for space, kind, shown in node.database.execute(
            "SELECT DISTINCT m.space, m.type, s.space FROM mention m JOIN shown s"
            " ON s.record = m.record AND s.type = m.type AND s.space <> m.space"
        )
    ]


# ── rebuilding ──────────────────────────────────────────────────────────────────────────────

# `stated` and `vector` of a value are left out: a snapshot that once vouched for it may have lost
# its body since (it spoke of an erased record too), and what remains vouches for the same value.
_MIDDLE = {
    "assignment": "record, type, space, field, device, sequence, time, value",
    "mention": "record, type, space, entry",
    "tombstone": "record, type, space, entry",
}


def _rebuilt(node: Node, tell: Progress) -> list[str]:
    """Derive everything again from the log in memory, and compare row by row."""
    database = node.database
    for name in _MIDDLE:
        database.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM main.{name} WHERE 0")
    database.execute(
        "CREATE UNIQUE INDEX temp.rebuilt_key"
        " ON assignment (record, type, space, field, device, sequence)"
    )
    database.execute(
        "CREATE UNIQUE INDEX temp.rebuilt_mention ON mention (record, type, space, entry)"
    )
    database.execute(
        "CREATE UNIQUE INDEX temp.rebuilt_gone ON tombstone (record, type, space, entry)"
    )
    for rtype in node.types.values():
        for statement in view_rules.table_sql(rtype, "temp"):
            database.execute(statement)
    again = names.NameIndex(database, "temp")
    again.make()
    try:
        _replay(node, tell)
        findings = []
        for name, columns in _MIDDLE.items():
            findings += _difference(node, name, columns)
        for name in node.types:
            findings += _difference(node, name, "*")
        for name, rows in names.COMPARED.items():
            findings += _compared(node, name, rows.format("main"), rows.format("temp"))
        return findings
    finally:
        again.drop()
        for name in (*_MIDDLE, *node.types):
            database.execute(f"DROP TABLE IF EXISTS temp.{name}")


def _replay(node: Node, tell: Progress) -> None:
    records = RecordStore(node.database, "temp", node.written_once())
    views = ViewStore(node.database, records, node.types.values(), "temp")
    total = int(node.database.execute("SELECT count(*) FROM entry")[0][0])
    changed: set[Place] = set()
    for done, kept in enumerate(node.log.entries(), 1):
        touched = records.apply(kept, node.log.open(kept))
        changed.update(touched.records)
        changed -= touched.gone
        if done % 500 == 0 or done == total:
            tell("rebuild", done, total)
    views.project(changed)


def _difference(node: Node, name: str, columns: str) -> list[str]:
    rows = f"SELECT {columns} FROM {{}}.{name}"
    return _compared(node, name, rows.format("main"), rows.format("temp"))


def _compared(node: Node, name: str, held: str, derived: str) -> list[str]:
    """What two queries that must give the same rows do not share."""
    counts = [
        int(node.database.execute(f"SELECT count(*) FROM ({one} EXCEPT {other})")[0][0])
        for one, other in ((held, derived), (derived, held))
    ]
    if not any(counts):
        return []
    return [f"{name}: {counts[0]} rows do not follow from the log, {counts[1]} are missing"]
