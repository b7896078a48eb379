"""Exchanges that go on while pages are used: one at a time, with progress, to be stopped.

An exchange runs in a thread of its own and takes turns with the pages: it holds the turn while it
reads and writes the vault, and lets go of it while it waits for a hub, a neighbour or a stick. So
the vault is used by one thread at a time, and a page waits for a step, never for a line.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from panoh.errors import NotReached, PanohError
from panoh.sync import rules
from panoh.sync.model import Box, Carrier, Report
from panoh.wire.model import Blob, Page

if TYPE_CHECKING:
    from panoh.core.node import Node
    from panoh.sync.carriers.lan import LanBoxes

MINUTES_SETTING = "hub_minutes"
MINUTES_CHOICES = (0, 1, 5, 15, 60)
"""0: only when a person asks for it."""
MINUTES = 5
"""Once a hub is set, unless another time or none was chosen."""
FIRST_SECONDS = 10.0
MOST_SECONDS = 3600.0
PAUSE_SECONDS = 1.0

Open = Callable[["Node"], Carrier]


class Turns:
    """A lock that is handed out in the order it was asked for. The same thread may ask again."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._owner: int | None = None
        self._depth = 0

    def take(self) -> None:
        mine = threading.Lock()
        with self._guard:
            if self._owner == threading.get_ident():
                self._depth += 1
                return
            if self._owner is None and not self._waiting:
                self._owner, self._depth = threading.get_ident(), 1
                return
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # until whoever has the turn passes it on
        with self._guard:
            self._owner, self._depth = threading.get_ident(), 1

    def give(self) -> None:
        with self._guard:
            self._depth -= 1
            if self._depth:
                return
            self._owner = -1 if self._waiting else None  # nobody slips in before who waits
            if self._waiting:
                self._waiting.popleft().release()

    @contextmanager
    def turn(self) -> Iterator[None]:
        self.take()
        try:
            yield
        finally:
            self.give()

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Without the turn for a while, for who holds it once."""
        self.give()
        try:
            yield
        finally:
            self.take()


@dataclass(slots=True)
class Errand:
    """One exchange as a page shows it. `step` is fetching or sending; `address` is what a
    neighbour types; `error` is what ended it, an error's own words come from it."""

    way: str
    began: float
    step: str = ""
    done: int = 0
    total: int = 0
    address: str = ""
    report: Report = field(default_factory=Report)
    error: PanohError | None = None
    ended: bool = False
    stopping: bool = False


class Gone(Exception):
    """The vault was closed meanwhile; nothing more is read from it or written to it."""


class Background:
    """The exchanges of one open vault; `close` when it is locked. `turns` are the pages' own."""

    def __init__(self, node: Node, turns: Turns) -> None:
        self._node = node
        self._turns = turns
        self._closed = threading.Event()
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._starting = threading.Lock()
        self.errand: Errand | None = None
        self._failed = 0
        self._next: float | None = None

    # ── by itself ───────────────────────────────────────────────────────────────────────────

    def watch(self, first: float = FIRST_SECONDS) -> None:
        """Exchange with the hub from time to time, if there is one and the person wants it."""
        self._next = time.monotonic() + first
        threading.Thread(target=self._watch, name="exchange-watch", daemon=True).start()

    def settle(self) -> None:
        """The hub or the interval was changed: count from now."""
        self._failed = 0
        self._next = time.monotonic() + FIRST_SECONDS
        self._wake.set()

    def _watch(self) -> None:
        while not self._closed.is_set():
            due = self._next or 0.0
            left = due - time.monotonic()
            if left > 0:
                self._wake.wait(min(left, PAUSE_SECONDS * 30))
                self._wake.clear()
                continue
            try:
                wanted = self._wanted()
            except PanohError:
                wanted = 0  # a busy vault: looked at again soon
            except Exception:  # noqa: BLE001 - closed by whoever holds it
                return
            if wanted:
                self.start("hub", _to_hub, by_itself=True, wait=True)
            # Looked at again after half a minute where there is no hub or the time is not wanted.
            self._next = time.monotonic() + pause(wanted, self._failed)

    def _wanted(self) -> int:
        with self._turns.turn():
            return 0 if self._closed.is_set() else minutes(self._node)

    # ── asked for ───────────────────────────────────────────────────────────────────────────

    def start(
        self, way: str, open_way: Open, *, by_itself: bool = False, wait: bool = False
    ) -> bool:
        """Begin an exchange; False when one is under way."""
        with self._starting:
            if self.busy or self._closed.is_set():
                return False
            errand = Errand(way, time.time())
            self._stop.clear()
            self.errand = errand
        work = threading.Thread(
            target=self._run, args=(errand, open_way, by_itself), name="exchange", daemon=True
        )
        work.start()
        if wait:
            work.join()
        return True

    @property
    def busy(self) -> bool:
        return self.errand is not None and not self.errand.ended

    def stop(self) -> None:
        """End after the step that is under way; what was done stays done."""
        if self.errand is not None:
            self.errand.stopping = True
        self._stop.set()

    def close(self) -> None:
        """The vault is being locked: nothing of it is touched from now on."""
        self._closed.set()
        self.stop()
        self._wake.set()

    def _run(self, errand: Errand, open_way: Open, by_itself: bool) -> None:
        from panoh.sync.carriers.lan import LanBoxes

        try:
            with self._turns.turn():
                self._still_open()
                way = open_way(self._node)
                if isinstance(way, LanBoxes):
                    self._serve(errand, way)
                else:
                    self._session(errand, way)
            if by_itself:
                self._failed = 0
        except Gone:
            pass
        except PanohError as error:
            errand.error = error
            if by_itself and isinstance(error, NotReached):
                self._failed += 1
        except Exception:  # noqa: BLE001 - a fault here must end neither the pages nor the watch
            if not self._closed.is_set():
                errand.error = PanohError()
        finally:
            errand.ended = True

    def _session(self, errand: Errand, way: Carrier) -> None:
        from panoh.sync.session import Session

        def tell(step: str, done: int, total: int) -> None:
            errand.step, errand.done, errand.total = step, done, total
            self._breathe()

        carrier = _Apart(way, self._turns, self._node, self._still_open)
        session = Session(self._node, carrier, progress=tell, stopped=self._stop.is_set)
        before = errand.report
        session.report = merged = Report()
        try:
            session.run()
        finally:
            errand.report = _together(before, merged)

    def _serve(self, errand: Errand, boxes: LanBoxes) -> None:
        """Let a neighbour come until somebody says stop."""
        from panoh.sync.carriers.lan import Serving

        self._session(errand, boxes)
        errand.step = ""
        serving = Serving(boxes)
        try:
            errand.address = serving.address
            while not self._stop.is_set():
                self._wait_for(boxes)
                if boxes.changed.is_set() and not self._stop.is_set():
                    boxes.changed.clear()
                    self._session(errand, boxes)
                    errand.step = ""
        finally:
            with self._turns.apart():
                serving.stop()

    def _wait_for(self, boxes: LanBoxes) -> None:
        """Until a neighbour has written something and is silent for a moment."""
        with self._turns.apart():
            while not boxes.changed.wait(PAUSE_SECONDS) and not self._stop.is_set():
                continue
            seen = -1
            while seen != boxes.size and not self._stop.wait(PAUSE_SECONDS):
                seen = boxes.size
        self._still_open()

    def _breathe(self) -> None:
        """Let a page in that waits."""
        with self._turns.apart():
            pass
        self._still_open()

    def _still_open(self) -> None:
        if self._closed.is_set():
            raise Gone


class _Apart:
    """A carrier that is asked without the turn. In the middle of a write the turn is kept."""

    def __init__(self, way: Carrier, turns: Turns, node: Node, look: Callable[[], None]) -> None:
        self._way, self._turns, self._node, self._look = way, turns, node, look
        self.name, self.remembers, self.place = way.name, way.remembers, way.place

    @contextmanager
    def _asking(self) -> Iterator[None]:
        if self._node.database.in_write:
            yield
            return
        with self._turns.apart():
            yield
        self._look()

    def greet(self) -> tuple[bytes, bytes]:
        with self._asking():
            return self._way.greet()

    def fetch(self, box: Box, after: int) -> Page | None:
        with self._asking():
            return self._way.fetch(box, after)

    def append(self, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
        with self._asking():
            return self._way.append(box, blobs)

    def drop(self, box: Box, names: Sequence[bytes]) -> None:
        with self._asking():
            self._way.drop(box, names)

    def close_box(self, box: Box, successor: bytes) -> None:
        with self._asking():
            self._way.close_box(box, successor)

    def finish(self) -> None:
        with self._asking():
            self._way.finish()

    def leave(self) -> None:
        self._way.leave()


def minutes(node: Node) -> int:
    """How often to exchange with the hub; 0 without one, or when only asked for."""
    from panoh.sync.running import HUB_SETTING

    if not node.setting(HUB_SETTING):
        return 0
    chosen = str(node.setting(MINUTES_SETTING) or MINUTES)
    known = {str(each): each for each in MINUTES_CHOICES}
    return known.get(chosen, MINUTES)


def pause(wanted: int, failed: int) -> float:
    """Seconds until the next try: the chosen time, doubled for each try that reached nobody."""
    if not wanted:
        return PAUSE_SECONDS * 30
    return float(min(MOST_SECONDS, wanted * 60 * 2 ** min(failed, rules.MOST_ROUNDS)))


def _to_hub(node: Node) -> Carrier:
    from panoh.sync.running import carrier

    return carrier(node)


def _together(one: Report, two: Report) -> Report:
    return Report(
        one.received + two.received,
        one.sent + two.sent,
        one.erased + two.erased,
        two.waiting,
        [*one.joined, *two.joined],
        [*one.let_in, *two.let_in],
        [*one.findings, *(each for each in two.findings if each not in one.findings)],
    )


__all__ = ["Background", "Errand", "Turns", "minutes", "pause"]
