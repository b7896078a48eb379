"""Travel: what is not needed on a journey is taken out of the vault for real, not hidden.

Keys, entries, rows, index and attachments of the chosen spaces go, the file is rebuilt, and every
text they held is looked for in every page. A whole copy is made first, in a place that is not
carried: from it, or from another device of the same person, they come back (sync/homecoming.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from panoh.core import backup, canonical, erasing, increments, membership
from panoh.core.records.store import Place
from panoh.core.space.model import SpaceId
from panoh.core.space.store import SpaceRow
from panoh.core.vault import anchor, store
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.errors import Forbidden, NotFound
from panoh.storage import files
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

SINCE = increments.AWAY
_LEAST = 8
AWAY_ALREADY = N_("Something was left at home already. Bring it back first.")
NOTHING = N_("There is nothing to leave at home.")

_BY_SPACE = (
    "entry", "head", "equivocation", "fact", "handover", "channel_past", "channel_from",
    "told_seen", "placed", "assignment", "mention", "tombstone", "shown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Left:
    """What a leaving did. `looked` texts were searched for in every page, `found` were there."""

    spaces: int
    records: int
    entries: int
    looked: int
    found: int
    copy: Path


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody who searches the unlocked vault finds. Names of spaces as a person knows them;
    counts of records by label."""

    cases: tuple[str, ...]
    colleagues: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    devices: int
    hubs: tuple[str, ...]
    copies: tuple[str, ...]
    away: str | None


def cases(node: Node) -> list[SpaceRow]:
    """Main spaces that can be left at home: every case that is here."""
    return [row for row in node.spaces.of_home("case") if node.spaces.is_founded(row)]


def leave(node: Node, keep: Iterable[SpaceId], folder: Path) -> Left:
    """Take every case out that is not kept. A copy is made in `folder` first and read back.

    Raises Forbidden when something is away already or nothing would go; then nothing was changed.
    """
    if node.setting(SINCE):
        raise Forbidden(why=AWAY_ALREADY)
    kept = set(keep)
    going = [
        each
        for row in cases(node)
        if row.id not in kept
        for each in (*node.spaces.compartments(row), row)
    ]
    if not going:
        raise Forbidden(why=NOTHING)
    copy = backup.grow(node, folder)
    files.remove(node.place.upgrade_copy)
    files.remove_folder(store.unfinished(node.place.home, node.place.id).folder)
    told = _texts(node, going)
    node.anchor()  # what it says is what the note in the journal will explain
    records = entries = 0
    with node.writing() as work:
        work.set(SINCE, node.today().isoformat())
        work.flush()
        for row in going:
            more = _take_out(node, row)
            records, entries = records + more[0], entries + more[1]
        _forget_channels(node, {each.id for each in going})
        # Where this is cut off before the new anchor stands, the old one is still known.
        _rewrite_journal(node)
        node.spaces.forget_keys()
        node.views.forget()
    node.session.clear()
    if node.anchored:
        anchor.write(node.place, *node.log.journal(), node.person.sign_seed)
    node.database.vacuum()
    left = _left(node, told)
    return Left(len(going), records, entries, len(told), len(left), copy.path)


def _take_out(node: Node, row: SpaceRow) -> tuple[int, int]:
    execute = node.database.execute
    places = node.records.in_space(row.no)
    count = int(execute("SELECT count(*) FROM entry WHERE space = ?", (row.no,))[0][0])
    own = execute(
        "SELECT sequence FROM head WHERE space = ? AND device = ?", (row.no, node.person.device_no)
    )
    if own:
        execute(
            "INSERT OR REPLACE INTO left_home (space, sequence) VALUES (?, ?)",
            (name_of(row.id), own[0][0]),
        )
    positions = "SELECT position FROM entry WHERE space = ?"
    execute(f"DELETE FROM dropped WHERE position IN ({positions})", (row.no,))
    execute(f"DELETE FROM owed WHERE entry IN ({positions})", (row.no,))
    execute(f"DELETE FROM came WHERE position IN ({positions})", (row.no,))
    execute("DELETE FROM assignment WHERE space = ?", (row.no,))
    _forget_rows(node, row, places)
    for table in _BY_SPACE:
        execute(f"DELETE FROM {table} WHERE space = ?", (row.no,))
    execute("UPDATE space SET epoch = NULL WHERE no = ?", (row.no,))
    execute("DELETE FROM epoch WHERE space = ?", (row.no,))
    execute("DELETE FROM space WHERE no = ?", (row.no,))
    return len(places), count


def _forget_rows(node: Node, row: SpaceRow, places: Sequence[Place]) -> None:
    """Rows, index and names; also of records that a newer program wrote and nobody shows."""
    node.views.project((), places)
    for rtype in node.types.values():
        left = node.database.execute(f"SELECT id FROM {rtype.table} WHERE space = ?", (row.no,))
        gone = [Place(row.no, rtype.table, bytes.fromhex(each[0])) for each in left]
        node.views.project((), gone)


def _forget_channels(node: Node, gone: set[SpaceId]) -> None:
    """Boxes that no space uses any more, invitations that are over, and what waited for keys."""
    execute = node.database.execute
    routes = {each.route for each in node.spaces.owed_keys()}
    for no, channel, state, offer in execute("SELECT no, channel, state, offer FROM invitation"):
        content = canonical.decode(bytes(offer))
        opens = content.get("spaces", [])
        stays = [each for each in opens if bytes(each) not in gone]
        # By an answered one the keys of what stays may still have to go.
        over = state != "open" and int(channel).to_bytes(8, "big") not in routes
        if over or (opens and not stays):
            execute("DELETE FROM invitation WHERE no = ?", (no,))
        elif stays != opens:
            kept = canonical.encode({**content, "spaces": stays})
            execute("UPDATE invitation SET offer = ? WHERE no = ?", (kept, no))
    execute("DELETE FROM waiting")
    unused = (
        "no NOT IN (SELECT channel FROM space UNION SELECT channel FROM channel_past"
        " UNION SELECT channel FROM invitation)"
    )
    for table in ("cursor", "came", "placed", "trace", "view_told"):
        execute(f"DELETE FROM {table} WHERE channel IN (SELECT no FROM channel WHERE {unused})")
    execute(f"DELETE FROM channel WHERE {unused}")


def _rewrite_journal(node: Node) -> None:
    """The running digest over what is left; the numbers stay. The last digest of before is noted,
    so that an anchor that still speaks of it is not taken for a rollback."""
    execute = node.database.execute
    number, last = node.log.journal()
    entries: dict[int, list[bytes]] = {}
    for at, identity in execute("SELECT journal, id FROM entry ORDER BY journal, position"):
        entries.setdefault(int(at), []).append(bytes(identity))
    running = b""
    for (at,) in execute("SELECT no FROM journal ORDER BY no"):
        running = digest(Label.JOURNAL, running, *entries.get(at, []))
        execute("UPDATE journal SET digest = ? WHERE no = ?", (running, at))
    execute("INSERT INTO left_home (space, sequence) VALUES (?, ?)", (last, number))


def stood_before(node: Node, count: int) -> bytes | None:
    """The digest that the journal had at `count` when something was left at home."""
    rows = node.database.execute(
        "SELECT space FROM left_home WHERE sequence = ? AND length(space) = 32", (count,)
    )
    return bytes(rows[0][0]) if rows else None


def name_of(space: SpaceId) -> bytes:
    """How a space that is away is known: by a digest, which names nothing."""
    return digest(Label.SPACE, space, size=16)


def is_away(node: Node) -> bool:
    return bool(node.setting(SINCE))


def came_back(node: Node) -> None:
    """Forget that something was away, once it is here again."""
    with node.writing() as work:
        work.set(SINCE, "")
    with node.database.write():
        node.database.execute("DELETE FROM left_home")


def _texts(node: Node, rows: Iterable[SpaceRow]) -> list[str]:
    """Everything somebody typed there, to look for afterwards."""
    found: dict[str, None] = {}
    for row in rows:
        for kept in node.log.entries(row):
            try:
                body = node.log.open(kept).body
            except NotFound:
                continue
            found.update(dict.fromkeys(erasing.texts_of(node, body)))
    return [each for each in found if len(each.encode()) >= _LEAST]


def _left(node: Node, texts: Sequence[str]) -> list[str]:
    """Those that are still somewhere though no record that stayed says them."""
    found = node.database.find_bytes([each.encode() for each in texts])
    return [each.decode() for each in found if not node.records.holds_bytes(each)]


# ── what a search finds ─────────────────────────────────────────────────────────────────────


def seen(node: Node) -> Seen:
    counts: dict[str, int] = {}
    for row in node.spaces.all_present():
        for label, count in erasing.counted(node, row.no).items():
            counts[label] = counts.get(label, 0) + count
    people = {
        membership.name_of(node, person)
        for row in node.spaces.all_present()
        if node.spaces.is_founded(row)
        for person in node.spaces.state(row).members
        if person != node.person.id
    }
    people |= {
        str(each["working_name"]) for each in node.rows("SELECT working_name FROM core_member")
    }
    personal = node.spaces.state(node.spaces.row(node.space("personal")))
    hubs = node.database.execute("SELECT name FROM carrier ORDER BY name")
    return Seen(
        cases=tuple(sorted(node.name_of(row) for row in cases(node))),
        colleagues=tuple(sorted(people)),
        kinds=tuple(sorted(counts.items())),
        devices=len(personal.devices),
        hubs=tuple(str(each[0]) for each in hubs),
        copies=tuple(str(each.path) for each in backup.listed(node)),
        away=node.setting(SINCE) or None,
    )
