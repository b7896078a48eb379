"""The first half of a session: greet, fetch what is new, hold it against what others saw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from panoh.core.intake import Fate, take_each
from panoh.core.log import codec as log_codec
from panoh.core.log.model import Sealed
from panoh.errors import Refused, TooEarly
from panoh.sync import codec, invitations, letters, rules
from panoh.sync.model import Box, Carrier, Event, Report, View, What
from panoh.sync.store import Cursor, SyncStore
from panoh.wire.model import Page
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

PUT_BACK = N_(
    "The hub was put back to an older state, or hides what it had shown before. What you wrote is"
    " safe here and is sent again."
)
SHORTER = N_("The hub shows less than it did before. It may hide something.")
FORKED = N_(
    "The hub showed somebody else another history than you. Compare by a stick or on the same"
    " network, and do not trust this hub."
)
HELD_BACK = N_("The hub has shown others more than it shows you. It may hold something back.")
MISSING = N_(
    "Something builds on entries that did not come. They may be on their way, or held back."
)
FOREIGN = N_("Something lay in the box that nobody of you wrote. It was left there.")
NOT_TAKEN = N_(
    "An entry was refused: its seal or its signature does not hold, or its author had no right to"
    " it."
)
TWOFOLD = N_(
    "A device wrote two different histories. Nothing more is taken from it; ask whose it is."
)
EMPTY = N_("Entries came without their text, though nobody erased it.")
ENDLESS = N_("The hub says that there is more, and gives nothing.")
TOO_MUCH = N_("Too much came before what it builds on. The rest is left for later.")

Progress = Callable[[str, int, int], None]


_WRONG = {Fate.REFUSED: NOT_TAKEN, Fate.TWOFOLD: TWOFOLD}


class Pulling:
    """What a session knows, and how it takes in what a carrier shows."""

    def __init__(
        self,
        node: Node,
        carrier: Carrier,
        *,
        progress: Progress | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> None:
        self._node = node
        self._carrier = carrier
        self._store = SyncStore(node.database, node.log)
        self._tell = progress or _quiet
        self._stopped = stopped or (lambda: False)
        self._number = 0
        self._hub = self._line = b""
        self._cursors: dict[int, Cursor] = {}
        self._there: dict[int, dict[bytes, bool]] = {}
        self._early_letters: list[tuple[Box, bytes | None, letters.OnPaper | None]] = []
        self._news = False
        self._rounds = 0
        self.report = Report()

    # ── greet ───────────────────────────────────────────────────────────────────────────────

    def _greet(self) -> Event:
        self._hub, self._line = self._carrier.greet()
        if self._carrier.remembers:
            with self._node.database.write():
                number, hub, line = self._store.carrier(self._carrier.name, self._hub, self._line)
                if (hub, line) != (self._hub, self._line):
                    self.report.find(PUT_BACK)
                    self._store.begin_anew(number, self._hub, self._line)
            self._number = number
        return Event.OK

    def _cursor(self, channel: int) -> Cursor:
        if self._carrier.remembers:
            return self._store.cursor(self._number, channel)
        return self._cursors.setdefault(channel, Cursor(0, channel))

    def _keep(self, cursor: Cursor) -> None:
        if self._carrier.remembers:
            self._store.keep(cursor)

    def _boxes(self) -> list[Box]:
        """The boxes to look into: of spaces one is in, of those they left, of invitations."""
        key = self._node.spaces.channel_key
        place = self._carrier.place
        return [codec.box_of(each, key(each), place) for each in self._channels()]

    def _channels(self) -> list[int]:
        return letters.channels(self._node, self._store, all_of_them=self._carrier.remembers)

    # ── pull ────────────────────────────────────────────────────────────────────────────────

    def _pull(self) -> Event:
        self._rounds += 1
        self._news = False
        self._store.again.clear()
        boxes = self._boxes()
        for done, box in enumerate(boxes):
            self._tell("fetching", done, len(boxes))
            self._pull_box(box)
            if self._stopped():
                break
        self._take_waiting()
        looked = {box.channel for box in boxes}
        if not looked.issuperset(self._channels()):
            self._news = True  # something moved: what was written there since is fetched as well
        return Event.OK

    def _pull_box(self, box: Box) -> None:
        cursor = self._cursor(box.channel)
        while True:
            page = self._carrier.fetch(box, cursor.number)
            if page is None:
                self._look_at_nothing(cursor)
                return
            if not self._is_sound(page, cursor):
                return
            self._take_page(box, cursor, page)
            if cursor.number >= page.last or self._store.again or self._stopped():
                break
        self._compare_views(cursor)

    def _look_at_nothing(self, cursor: Cursor) -> None:
        if cursor.number:
            self.report.find(SHORTER)
            self._start_over(cursor)

    def _start_over(self, cursor: Cursor) -> None:
        """What it held is sent again; what it shows now is looked at from the beginning."""
        with self._node.database.write():
            cursor.number, cursor.shown, cursor.through, cursor.dropped = 0, b"", 0, 0
            cursor.closed = False
            self._keep(cursor)

    def _is_sound(self, page: Page, cursor: Cursor) -> bool:
        if page.line != self._line:
            self.report.find(PUT_BACK)
            with self._node.database.write():
                self._line = page.line
                self._store.begin_anew(self._number, self._hub, self._line)
            cursor.number, cursor.shown, cursor.through, cursor.dropped = 0, b"", 0, 0
            return False
        if page.last < cursor.number:
            self.report.find(SHORTER)
            self._start_over(cursor)
            return False
        if not page.blobs and page.last > cursor.number:
            self.report.find(ENDLESS)
            return False
        cursor.closed = page.closed
        return True

    def _take_page(self, box: Box, cursor: Cursor, page: Page) -> None:
        entries: list[Sealed] = []
        shown: list[tuple[int, bytes]] = []
        there = self._there.setdefault(box.channel, {})
        number, digest = cursor.number, cursor.shown
        for blob in page.blobs:
            name = blob.name
            number, digest = number + 1, rules.running(digest, name)
            shown.append((number, digest))
            if not self._carrier.remembers:
                there[name] = blob.body is not None
            try:
                what, head, body = codec.unwrap(box, blob, name)
                if what is What.ENTRY:
                    entries.append(log_codec.decode(head + (body or b"")))
                    if len(entries) >= rules.TAKE:
                        self._take(cursor, entries)
                        entries = []
                else:
                    self._take_other(box, cursor, what, head, body)
            except Refused:
                self.report.find(FOREIGN)
        self._take(cursor, entries)
        with self._node.database.write():
            cursor.number, cursor.shown = number, digest
            if self._carrier.remembers:
                self._store.note_shown(cursor, shown)
            self._look_again()
            if cursor.channel in self._store.again:
                cursor.number, cursor.shown = 0, b""
            self._keep(cursor)

    def _take(self, cursor: Cursor, entries: Sequence[Sealed]) -> None:
        if not entries:
            return
        came = partial(self._note_came, cursor) if self._carrier.remembers else None
        early: list[Sealed] = []
        for entry, arrival in zip(entries, take_each(self._node, entries, came), strict=True):
            if arrival.fate is Fate.EARLY:
                early.append(entry)
            elif arrival.fate in _WRONG:
                self.report.find(_WRONG[arrival.fate])
            else:
                self.report.received += arrival.fate is Fate.NEW
        if not early:
            return
        with self._node.database.write():
            kept = [self._store.wait(cursor.channel, log_codec.encode(each)) for each in early]
            if not all(kept):
                self.report.find(TOO_MUCH)

    def _note_came(self, cursor: Cursor, came: Sequence[tuple[Sealed, int]]) -> None:
        positions = [position for entry, position in came if self._lies_whole(entry, position)]
        self._store.note_came(cursor, positions)

    def _lies_whole(self, sealed: Sealed, position: int) -> bool:
        """Whether nothing is to be added to what lies there: who joined late hands on what they
        have, and that may be without the text which is here."""
        return sealed.body_slot is not None or self._node.log.at(position).sealed.body_slot is None

    def _take_other(
        self, box: Box, cursor: Cursor, what: What, head: bytes, body: bytes | None
    ) -> None:
        if what is What.VIEW:
            self._look_at_view(cursor, codec.read_view(head))
        elif what is What.LETTER:
            on_paper = self._node.session.get(letters.PAPER)
            if codec.is_for(head, self._node.person.certificate.box_public):
                self._read_letter(box, body)
            elif on_paper and codec.is_for(head, on_paper.box_public):
                self._read_letter(box, body, on_paper)
        elif what is What.ANSWER:
            person = invitations.take_answer(self._node, self._store, box, body, self.report)
            if person is not None:
                self.report.let_in.append(person.hex())
                self._news = True

    def _read_letter(
        self, box: Box, body: bytes | None, on_paper: letters.OnPaper | None = None
    ) -> None:
        try:
            opened = letters.read(self._node, self._store, box, body, self.report.find, on_paper)
        except TooEarly:
            if len(self._early_letters) < rules.MOST_EARLY_LETTERS:
                self._early_letters.append((box, body, on_paper))
            return
        self.report.joined += [each.hex() for each in opened]
        self._news = self._news or bool(opened)

    def _take_waiting(self) -> None:
        """Try again what came too early, as long as that brings something on."""
        early, self._early_letters = self._early_letters, []
        for box, body, on_paper in early:
            try:
                self._read_letter(box, body, on_paper)
            except Refused:
                self.report.find(FOREIGN)
        self._look_again()
        while held := self._store.waiting():
            arrivals = take_each(self._node, [log_codec.decode(entry) for _, _, entry in held])
            done = [
                number
                for (number, _, _), arrival in zip(held, arrivals, strict=True)
                if arrival.fate is not Fate.EARLY
            ]
            for arrival in arrivals:
                self.report.received += arrival.fate is Fate.NEW
                if arrival.fate in _WRONG:
                    self.report.find(_WRONG[arrival.fate])
            if not done:
                return
            with self._node.database.write():
                self._store.waits_no_more(done)

    def _look_again(self) -> None:
        """Boxes that a key just opened are read from their beginning in another round."""
        self._news = self._news or bool(self._store.again)
        for channel in self._store.again & set(self._cursors):
            self._cursors[channel].number, self._cursors[channel].shown = 0, b""

    # ── views ───────────────────────────────────────────────────────────────────────────────

    def _look_at_view(self, cursor: Cursor, view: View) -> None:
        """Somebody else says what a hub showed them: it must be what it showed here."""
        for known in self._store.own_views(cursor.channel):
            if (known.hub, known.line) == (view.hub, view.line):
                with self._node.database.write():
                    self._store.note_view(cursor.channel, view)

    def _compare_views(self, cursor: Cursor) -> None:
        if not self._carrier.remembers:
            return
        for view in self._store.views_told(cursor.channel, self._hub):
            if view.line != self._line or view.number > cursor.number:
                if view.line == self._line:
                    self.report.find(HELD_BACK)
                continue
            mine = self._store.shown_at(cursor, view.number)
            with self._node.database.write():
                self._store.forget_view(cursor.channel, view)
            if mine is not None and mine != view.digest:
                self.report.find(FORKED)
                self._start_over(cursor)  # what it shows others may hold what was never fetched
                return


def _quiet(_step: str, _done: int, _total: int) -> None:
    """Nobody is watching."""
