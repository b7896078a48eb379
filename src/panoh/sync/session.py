"""One session with one carrier, step by step along the table of `rules`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from panoh.core.check import withheld
from panoh.core.sharing import tell_newcomers
from panoh.core.space.rules import closed_to
from panoh.errors import Forbidden
from panoh.sync import codec, letters, post, rules
from panoh.sync.model import Box, Event, Report, State, View
from panoh.sync.pulling import (
    EMPTY,
    FORKED,
    HELD_BACK,
    MISSING,
    PUT_BACK,
    SHORTER,
    Progress,
    Pulling,
)
from panoh.sync.store import Cursor
from panoh.wire.model import Blob


class Session(Pulling):
    """Moves along `rules.TABLE` until it is done. Any error ends it where it stands."""

    def run(self) -> Report:
        acts = {
            State.GREET: self._greet,
            State.PULL: self._pull,
            State.SETTLE: self._settle,
            State.PUSH: self._push,
            State.FINISH: self._finish,
        }
        state = State.GREET
        try:
            while state is not State.DONE:
                event = acts[state]()
                if self._stopped() and (state, Event.STOP) in rules.TABLE:
                    event = Event.STOP
                state = rules.next_state(state, event)
        finally:
            self._carrier.leave()
            self._keep_findings()
        return self.report

    # ── settle ──────────────────────────────────────────────────────────────────────────────

    def _settle(self) -> Event:
        """Tell newcomers what they should know; look again where keys came."""
        node = self._node
        for row in node.spaces.lacking():
            state = node.spaces.state(row)
            if node.person.device in state.devices and closed_to(state):
                # What it builds on may still be on its way: then somebody else, or next time.
                with suppress(Forbidden), node.writing() as work:
                    tell_newcomers(node, work, row)
        again = self._news and self._rounds < rules.MOST_ROUNDS
        return Event.NEWS if again else Event.OK

    # ── push ────────────────────────────────────────────────────────────────────────────────

    def _push(self) -> Event:
        boxes = self._boxes()
        left = letters.left_spaces(self._node)
        with self._node.database.write():
            self._node.spaces.settle_handovers(self._node.milliseconds())
        letters_out = post.Post(
            self._node, self._store, self._number if self._carrier.remembers else None
        )
        for done, box in enumerate(boxes):
            self._tell("sending", done, len(boxes))
            self._push_box(box, left, letters_out)
            if self._stopped():
                break
        return Event.OK

    def _push_box(self, box: Box, left: Sequence[int], outgoing: post.Post) -> None:
        cursor = self._cursor(box.channel)
        if cursor.closed:
            return
        until = self._store.newest_position()
        there = self._there.get(box.channel, {})
        batch: list[Blob] = []
        positions: list[int] = []
        size = 0
        for kept in self._store.to_send(cursor, left, until):
            blob = codec.wrap_entry(box, kept.sealed)
            if blob.name in there and (there[blob.name] or blob.body is None):
                continue
            length = len(blob.head) + len(blob.body or b"")
            if batch and (size + length > rules.BATCH_BYTES or len(batch) >= rules.BATCH_BLOBS):
                if not self._append(box, cursor, batch, positions):
                    return
                batch, positions, size = [], [], 0
            batch.append(blob)
            positions.append(kept.position)
            size += length
        mail = outgoing.for_box(box)
        others = [blob for blob in mail.blobs if blob.name not in there]
        last = [*batch, *others, *self._own_view(box, cursor, bool(batch))]
        if last and not self._append(box, cursor, last, positions):
            return
        self._drop(box, cursor)
        with self._node.database.write():
            outgoing.sent(mail)
            if self._carrier.remembers:
                self._store.sent(cursor, until)

    def _own_view(self, box: Box, cursor: Cursor, writes: bool) -> list[Blob]:
        """What one was shown. To a hub it goes along with what one writes, never by itself: nobody
        is told that something was received."""
        if self._carrier.remembers:
            if not writes or not cursor.number:
                return []
            views = [View(self._hub, self._line, cursor.number, cursor.shown)]
        else:
            views = self._store.own_views(box.channel)
        there = self._there.get(box.channel, {})
        blobs = [codec.wrap_view(box, view) for view in views]
        return [each for each in blobs if each.name not in there]

    def _append(
        self, box: Box, cursor: Cursor, blobs: Sequence[Blob], positions: Sequence[int]
    ) -> bool:
        """Send blobs, of which the first are the entries at these positions; False when closed."""
        numbers = self._carrier.append(box, blobs)
        if numbers is None:
            cursor.closed = True
            with self._node.database.write():
                self._keep(cursor)
            return False
        self.report.sent += len(positions)
        if not self._carrier.remembers:
            return True
        shown = []
        if numbers == list(range(cursor.number + 1, cursor.number + 1 + len(blobs))):
            # Nobody wrote in between: what one sent oneself need not be fetched.
            for number, blob in zip(numbers, blobs, strict=True):
                cursor.number, cursor.shown = number, rules.running(cursor.shown, blob.name)
                shown.append((number, cursor.shown))
        with self._node.database.write():
            self._keep(cursor)
            self._store.note_came(cursor, positions)
            self._store.note_shown(cursor, shown)
        return True

    def _drop(self, box: Box, cursor: Cursor) -> None:
        """Ask that bodies erased here go there too."""
        newest, gone = self._store.to_drop(cursor)
        names = [codec.name_of(box, kept.sealed) for kept in gone]
        if not self._carrier.remembers:
            there = self._there.get(box.channel, {})
            names = [each for each in names if there.get(each)]
        if names:
            self._carrier.drop(box, names)
            self.report.erased += len(names)
        cursor.dropped = newest

    # ── finish ──────────────────────────────────────────────────────────────────────────────

    def _finish(self) -> Event:
        self._carrier.finish()
        self.report.waiting = len(self._store.waiting())
        if self.report.waiting:
            self.report.find(MISSING)
        if withheld(self._node):
            self.report.find(EMPTY)
        if self._carrier.remembers:
            with self._node.database.write():
                self._store.ended_well(self._number, self._node.milliseconds())
        return Event.OK

    def _keep_findings(self) -> None:
        if self.report.findings:
            with self._node.database.write():
                self._store.note_findings(
                    self._carrier.name, self.report.findings, self._node.milliseconds()
                )


__all__ = ["EMPTY", "FORKED", "HELD_BACK", "MISSING", "PUT_BACK", "SHORTER", "Progress", "Session"]
