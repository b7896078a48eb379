"""What a vault remembers of carriers, boxes, invitations and what was wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from panoh.core import canonical
from panoh.core.log.model import Kept
from panoh.core.log.store import LogStore
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.storage.sqlite import Database
from panoh.sync import rules
from panoh.sync.model import View


@dataclass(slots=True)
class Cursor:
    """How far one is in a box; all zero for a carrier that remembers nothing."""

    carrier: int
    channel: int
    number: int = 0
    shown: bytes = b""
    through: int = 0
    dropped: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Invitation:
    """`offer` says what is opened; `state` is open, answered or refused."""

    no: int
    mine: bool
    channel: int
    offer: dict[str, Any]
    expires: int
    answer: bytes | None
    person: bytes | None
    state: str


class SyncStore:
    """All SQL of sync. `log` gives entries by position."""

    def __init__(self, database: Database, log: LogStore) -> None:
        self._database = database
        self._log = log
        self.again: set[int] = set()
        """Channels that are to be read from the beginning once more."""

    # ── carriers and cursors ────────────────────────────────────────────────────────────────

    def carrier(self, name: str, hub: bytes, line: bytes) -> tuple[int, bytes, bytes]:
        """Its number, and which hub and line it was before (the same for a new one)."""
        found = self._database.execute("SELECT no, hub, line FROM carrier WHERE name = ?", (name,))
        if found:
            return int(found[0][0]), bytes(found[0][1]), bytes(found[0][2])
        self._database.execute(
            "INSERT INTO carrier (name, hub, line, last) VALUES (?, ?, ?, 0)", (name, hub, line)
        )
        return int(self._database.execute("SELECT last_insert_rowid()")[0][0]), hub, line

    def known_carrier(self, name: str) -> int:
        """Its number; 0 when nothing was exchanged with it yet."""
        found = self._database.execute("SELECT no FROM carrier WHERE name = ?", (name,))
        return int(found[0][0]) if found else 0

    def last_with(self, name: str) -> int:
        """When a session with it last ended well; 0 for never."""
        found = self._database.execute("SELECT last FROM carrier WHERE name = ?", (name,))
        return int(found[0][0]) if found else 0

    def begin_anew(self, carrier: int, hub: bytes, line: bytes) -> None:
        """The carrier was put back or is another one: everything is asked for again."""
        self._database.execute(
            "UPDATE carrier SET hub = ?, line = ? WHERE no = ?", (hub, line, carrier)
        )
        for table in ("cursor", "came", "placed", "trace", "handed"):
            self._database.execute(f"DELETE FROM {table} WHERE carrier = ?", (carrier,))

    def ended_well(self, carrier: int, now: int) -> None:
        self._database.execute("UPDATE carrier SET last = ? WHERE no = ?", (now, carrier))

    def last_session(self) -> int:
        rows = self._database.execute("SELECT coalesce(max(last), 0) FROM carrier")
        return int(rows[0][0])

    def cursor(self, carrier: int, channel: int) -> Cursor:
        rows = self._database.execute(
            "SELECT number, shown, through, dropped, closed FROM cursor"
            " WHERE carrier = ? AND channel = ?",
            (carrier, channel),
        )
        if not rows:
            return Cursor(carrier, channel)
        number, shown, through, dropped, closed = rows[0]
        return Cursor(carrier, channel, number, bytes(shown), through, dropped, bool(closed))

    def keep(self, cursor: Cursor) -> None:
        self._database.execute(
            "INSERT OR REPLACE INTO cursor"
            " (carrier, channel, number, shown, through, dropped, closed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                cursor.carrier, cursor.channel, cursor.number, cursor.shown, cursor.through,
                cursor.dropped, cursor.closed,
            ),
        )  # fmt: skip

    def read_again(self, channel: int) -> None:
        """A key came that opens what could not be opened: ask for all of it once more."""
        self.again.add(channel)
        self._database.execute(
            "UPDATE cursor SET number = 0, shown = x'' WHERE channel = ?", (channel,)
        )
        self._database.execute("DELETE FROM trace WHERE channel = ?", (channel,))

    # ── what a box showed ───────────────────────────────────────────────────────────────────

    def note_shown(self, cursor: Cursor, shown: Sequence[tuple[int, bytes]]) -> None:
        place = (cursor.carrier, cursor.channel)
        self._database.many(
            "INSERT OR REPLACE INTO trace (carrier, channel, number, shown) VALUES (?, ?, ?, ?)",
            [(*place, *each) for each in shown[-rules.TRACE :]],
        )
        self._database.execute(
            "DELETE FROM trace WHERE carrier = ? AND channel = ? AND number <= ?",
            (*place, cursor.number - rules.TRACE),
        )

    def shown_at(self, cursor: Cursor, number: int) -> bytes | None:
        rows = self._database.execute(
            "SELECT shown FROM trace WHERE carrier = ? AND channel = ? AND number = ?",
            (cursor.carrier, cursor.channel, number),
        )
        return bytes(rows[0][0]) if rows else None

    def note_view(self, channel: int, view: View) -> None:
        self._database.execute(
            "INSERT OR IGNORE INTO view_told (hub, line, channel, number, shown)"
            " VALUES (?, ?, ?, ?, ?)",
            (view.hub, view.line, channel, view.number, view.digest),
        )
        self._database.execute(
            "DELETE FROM view_told WHERE hub = ? AND line = ? AND channel = ? AND number NOT IN"
            " (SELECT number FROM view_told WHERE hub = ? AND line = ? AND channel = ?"
            " ORDER BY number DESC LIMIT ?)",
            (view.hub, view.line, channel, view.hub, view.line, channel, rules.VIEWS),
        )

    def views_told(self, channel: int, hub: bytes) -> list[View]:
        return [
            View(bytes(each[0]), bytes(each[1]), each[2], bytes(each[3]))
            for each in self._database.execute(
                "SELECT hub, line, number, shown FROM view_told WHERE channel = ? AND hub = ?",
                (channel, hub),
            )
        ]

    def forget_view(self, channel: int, view: View) -> None:
        self._database.execute(
            "DELETE FROM view_told WHERE hub = ? AND line = ? AND channel = ? AND number = ?"
            " AND shown = ?",
            (view.hub, view.line, channel, view.number, view.digest),
        )

    def own_views(self, channel: int) -> list[View]:
        """What hubs have shown here, for others to compare."""
        return [
            View(bytes(each[0]), bytes(each[1]), each[2], bytes(each[3]))
            for each in self._database.execute(
                "SELECT r.hub, r.line, c.number, c.shown FROM cursor c"
                " JOIN carrier r ON r.no = c.carrier"
                " WHERE c.channel = ? AND c.number > 0 AND r.name LIKE 'http%'",
                (channel,),
            )
        ]

    # ── what is to be sent ──────────────────────────────────────────────────────────────────

    def note_came(self, cursor: Cursor, positions: Iterable[int]) -> None:
        self._database.many(
            "INSERT OR IGNORE INTO came (carrier, channel, position) VALUES (?, ?, ?)",
            [(cursor.carrier, cursor.channel, each) for each in positions],
        )

    def forget_came(self, cursor: Cursor) -> None:
        self._database.execute(
            "DELETE FROM came WHERE carrier = ? AND channel = ? AND position <= ?",
            (cursor.carrier, cursor.channel, cursor.through),
        )

    def to_send(self, cursor: Cursor, left: Sequence[int], until: int) -> Iterator[Kept]:
        """Entries that the box may lack, in the order they came here: those written since the last
        push; before, those of spaces that came into the channel since; and of spaces that left it,
        what tells where they went. `left` are spaces one is not in any more."""
        rows = self._database.execute(
            f"{_TO_SEND} SELECT position FROM lacking ORDER BY position",
            _named(cursor, left, until),
        )
        for (position,) in rows:
            yield self._log.at(position)

    def count_to_send(self, cursor: Cursor, left: Sequence[int], until: int) -> int:
        rows = self._database.execute(
            f"{_TO_SEND} SELECT count(*) FROM lacking", _named(cursor, left, until)
        )
        return int(rows[0][0])

    def sent(self, cursor: Cursor, until: int) -> None:
        """Everything up to this position lies there now."""
        cursor.through = max(cursor.through, until)
        self._database.execute(
            "INSERT OR REPLACE INTO placed (carrier, channel, space, through)"
            " SELECT :r, :c, f.space, f.since FROM channel_from f JOIN space s ON s.no = f.space"
            " WHERE s.channel = :c UNION SELECT :r, :c, space, until FROM channel_past"
            " WHERE channel = :c",
            {"r": cursor.carrier, "c": cursor.channel},
        )
        self._database.execute(
            "DELETE FROM came WHERE carrier = ? AND channel = ? AND position <= ?",
            (cursor.carrier, cursor.channel, cursor.through),
        )
        self.keep(cursor)

    def to_drop(self, cursor: Cursor) -> tuple[int, list[Kept]]:
        """Entries whose bodies were erased here since the carrier was last asked to drop them."""
        newest = int(self._database.execute("SELECT coalesce(max(no), 0) FROM dropped")[0][0])
        rows = self._database.execute(
            "SELECT d.position FROM dropped d JOIN entry e ON e.position = d.position"
            " JOIN space s ON s.no = e.space WHERE d.no > ? AND (s.channel = ? OR EXISTS"
            # In all that it left: somebody else may have sent there what was not sent from here.
            " (SELECT 1 FROM channel_past h WHERE h.space = s.no AND h.channel = ?)) ORDER BY d.no",
            (cursor.dropped, cursor.channel, cursor.channel),
        )
        return newest, [self._log.at(each[0]) for each in rows]

    def newest_position(self) -> int:
        return int(self._database.execute("SELECT coalesce(max(position), 0) FROM entry")[0][0])

    def channels_of_spaces(self) -> list[tuple[int, int]]:
        """Channel and space of all that is carried, at present and not long ago, the oldest channel
        first."""
        return [
            (int(channel), int(space))
            for channel, space in self._database.execute(
                "SELECT channel, no FROM space WHERE NOT retired UNION"
                " SELECT channel, space FROM channel_past h WHERE turn > (SELECT max(turn) - ?"
                " FROM channel_past o WHERE o.space = h.space) ORDER BY 1, 2",
                (rules.PAST_CHANNELS,),
            )
        ]

    def is_handed(self, carrier: int, what: bytes) -> bool:
        return bool(
            self._database.execute(
                "SELECT 1 FROM handed WHERE carrier = ? AND what = ?", (carrier, what)
            )
        )

    def note_handed(self, carrier: int, whats: Iterable[bytes]) -> None:
        self._database.many(
            "INSERT OR IGNORE INTO handed (carrier, what) VALUES (?, ?)",
            [(carrier, each) for each in whats],
        )

    # ── entries that came too early ─────────────────────────────────────────────────────────

    def wait(self, channel: int, entry: bytes) -> bool:
        """Keep an entry until what it builds on has come; False when there is no room for it."""
        count, size = self._database.execute(
            "SELECT count(*), coalesce(sum(length(entry)), 0) FROM waiting"
        )[0]
        if count >= rules.MOST_WAITING or size + len(entry) > rules.MOST_WAITING_BYTES:
            return False
        self._database.execute(
            "INSERT OR IGNORE INTO waiting (name, channel, entry) VALUES (?, ?, ?)",
            (digest(Label.CHANNEL_VIEW, entry), channel, entry),
        )
        return True

    def waiting(self) -> list[tuple[int, int, bytes]]:
        """Number, channel and entry, in the order they came."""
        return [
            (no, channel, bytes(entry))
            for no, channel, entry in self._database.execute(
                "SELECT no, channel, entry FROM waiting ORDER BY no"
            )
        ]

    def waits_no_more(self, numbers: Iterable[int]) -> None:
        self._database.many("DELETE FROM waiting WHERE no = ?", [(each,) for each in numbers])

    # ── invitations ─────────────────────────────────────────────────────────────────────────

    def invite(
        self, channel: int, offer: dict[str, Any], expires: int, *, answer: bytes | None = None
    ) -> None:
        """Keep an invitation given out, or one accepted together with its answer."""
        self._database.execute(
            "INSERT INTO invitation (mine, channel, offer, expires, answer, person, state)"
            " VALUES (?, ?, ?, ?, ?, NULL, 'open')",
            (answer is None, channel, canonical.encode(offer), expires, answer),
        )

    def invitations(
        self, *, mine: bool | None = None, state: str | None = None
    ) -> list[Invitation]:
        found = self._database.execute(
            "SELECT no, mine, channel, offer, expires, answer, person, state FROM invitation"
            " WHERE (:mine IS NULL OR mine = :mine) AND (:state IS NULL OR state = :state)"
            " ORDER BY no",
            {"mine": mine, "state": state},
        )
        return [
            Invitation(
                no, bool(own), channel, canonical.decode(offer), expires,
                bytes(answer) if answer else None, bytes(person) if person else None, said,
            )
            for no, own, channel, offer, expires, answer, person, said in found
        ]  # fmt: skip

    def settle_invitation(
        self, number: int, state: str, person: bytes | None = None, answer: bytes | None = None
    ) -> None:
        self._database.execute(
            "UPDATE invitation SET state = ?, person = coalesce(?, person),"
            " answer = coalesce(?, answer) WHERE no = ?",
            (state, person, answer, number),
        )

    # ── findings ────────────────────────────────────────────────────────────────────────────

    def note_findings(self, carrier: str, texts: Iterable[str], now: int) -> None:
        self._database.many(
            "INSERT INTO finding (text, carrier, first, last, times) VALUES (?, ?, ?, ?, 1)"
            " ON CONFLICT (text) DO UPDATE SET last = excluded.last, times = times + 1",
            [(each, carrier, now, now) for each in texts],
        )

    def findings(self) -> list[dict[str, Any]]:
        return self._database.columns("SELECT * FROM finding ORDER BY last DESC, text LIMIT 100")


def _named(cursor: Cursor, left: Sequence[int], until: int) -> dict[str, Any]:
    return {
        "c": cursor.channel,
        "r": cursor.carrier,
        "t": cursor.through,
        "u": until,
        "left": json.dumps(list(left)),
    }


_TO_SEND = """
WITH found (position, space) AS (
  SELECT e.position, e.space FROM entry e JOIN space s ON s.no = e.space
   WHERE s.channel = :c AND e.position > :t
  UNION
  SELECT e.position, e.space FROM channel_from f
    JOIN space s ON s.no = f.space JOIN entry e ON e.space = f.space
    LEFT JOIN placed p ON p.carrier = :r AND p.channel = :c AND p.space = f.space
   WHERE s.channel = :c AND e.position <= min(f.since, :t)
     AND coalesce(p.through, 0) < f.since
  UNION
  SELECT e.position, e.space FROM channel_past h JOIN entry e ON e.space = h.space
    LEFT JOIN placed p ON p.carrier = :r AND p.channel = :c AND p.space = h.space
   WHERE h.channel = :c AND e.position <= h.until AND e.position > coalesce(p.through, :t)
), lacking (position) AS (
SELECT position FROM found
 WHERE position <= :u AND space NOT IN (SELECT value FROM json_each(:left))
   AND NOT EXISTS (SELECT 1 FROM came c WHERE c.carrier = :r AND c.channel = :c
                   AND c.position = found.position)
)
"""
