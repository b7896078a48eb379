"""Channels in the vault: under which key the entries of a space are carried, and to whom keys are
still to be handed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from panoh.core.identity.model import DeviceId
from panoh.core.space import rules
from panoh.core.space.rows import Rows, SpaceRow
from panoh.crypto.derive import digest, random
from panoh.crypto.labels import Label
from panoh.crypto.seal import new_key, open_sealed, seal
from panoh.storage.sqlite import Database

_ID = 16
_LONGEST_HANDOVER = 90 * 24 * 3600 * 1000
"""Milliseconds for which keys are handed over again by whatever carrier comes along."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A device that was let into a space (local number) and has no key of it yet."""

    no: int
    space: int
    device: DeviceId
    route: bytes | None


class Channels(Rows):
    """The part of the space store that knows how entries travel."""

    def __init__(self, database: Database, wrap_key: bytes) -> None:
        super().__init__(database)
        self._wrap_key = wrap_key

    def own_channel(self) -> int:
        """The channel of what one shares with nobody: that of the personal space."""
        held = self._database.execute(
            "SELECT channel FROM space WHERE home = ? AND NOT retired ORDER BY no LIMIT 1",
            (rules.PERSONAL,),
        )
        return int(held[0][0]) if held else self.channel_of(new_key())

    def channel_of(self, key: bytes) -> int:
        """The local number of a channel, kept from now on."""
        name = digest(Label.CHANNEL, key)
        found = self._database.execute("SELECT no FROM channel WHERE name = ?", (name,))
        if found:
            return int(found[0][0])
        identity = random(_ID)
        sealed = seal(Label.CHANNEL, self._wrap_key, key, identity)
        self._database.execute(
            "INSERT INTO channel (id, name, sealed) VALUES (?, ?, ?)", (identity, name, sealed)
        )
        return int(self._database.execute("SELECT last_insert_rowid()")[0][0])

    def channel_key(self, channel: int) -> bytes:
        identity, sealed = self._database.execute(
            "SELECT id, sealed FROM channel WHERE no = ?", (channel,)
        )[0]
        return open_sealed(Label.CHANNEL, self._wrap_key, sealed, identity)

    def carried_apart(self) -> list[SpaceRow]:
        """Spaces that do not go by one's own channel."""
        found = self._database.execute(
            "SELECT no FROM space WHERE channel <> ? AND NOT retired ORDER BY no",
            (self.own_channel(),),
        )
        return [self.row_of(each[0]) for each in found]

    def lacking(self) -> list[SpaceRow]:
        """Spaces in which some device has to be told what stands where it cannot look."""
        found = self._database.execute(
            "SELECT no FROM space WHERE lacking AND NOT retired ORDER BY no"
        )
        return [self.row_of(each[0]) for each in found]

    def carried_by(self, channel: int) -> list[SpaceRow]:
        found = self._database.execute(
            "SELECT no FROM space WHERE channel = ? AND NOT retired ORDER BY no", (channel,)
        )
        return [self.row_of(each[0]) for each in found]

    def also_look_in(self, row: SpaceRow, channel: int) -> None:
        """A channel by which somebody else carries a space: looked into, and nothing is sent."""
        if row.channel != channel:
            self._database.execute(
                "INSERT OR IGNORE INTO channel_past (space, channel, until, turn)"
                " SELECT ?, ?, 0, count(*) + 1 FROM channel_past WHERE space = ?",
                (row.no, channel, row.no),
            )

    def channels_of(self, row: SpaceRow) -> list[int]:
        """The channel of a space and those it left."""
        rows = self._database.execute("SELECT channel FROM channel_past WHERE space = ?", (row.no,))
        return sorted({row.channel, *(int(each[0]) for each in rows)})

    # ── keys to hand over ───────────────────────────────────────────────────────────────────

    def owe_keys(
        self, space: int, devices: Iterable[DeviceId], route: bytes | None, *, now: int
    ) -> None:
        self._database.many(
            # Replaced, not changed: under its new number it goes to every carrier once more.
            "INSERT OR REPLACE INTO handover (space, device, route, since, position)"
            " VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), 0) FROM entry))",
            [(space, device, route, now) for device in devices],
        )

    def owed_keys(self) -> list[Handover]:
        rows = self._database.execute("SELECT no, space, device, route FROM handover ORDER BY no")
        return [Handover(*each) for each in rows]

    def settle_handovers(self, now: int) -> None:
        """Forget keys whose device has written since, and those nobody fetched for long."""
        self._database.execute(
            "DELETE FROM handover WHERE abs(? - since) > ? OR EXISTS (SELECT 1 FROM entry e"
            " JOIN device d ON d.no = e.device WHERE e.space = handover.space"
            " AND d.id = handover.device AND e.position > handover.position)",
            (now, _LONGEST_HANDOVER),
        )
