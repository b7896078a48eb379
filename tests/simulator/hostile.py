"""A hub that means harm: each strategy is a name and what it does to one answer.

It cannot open anything, so it has only what lies in the boxes, sizes, order and time. It sees which
connection asks, which an honest hub does not look at.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from panoh.errors import NotReached
from panoh.sync.carriers.memory import Mailbox, MemoryCarrier
from panoh.sync.model import Box
from panoh.wire.model import Blob, Page


@dataclass
class Hub:
    """What a hostile hub knows: its honest state, copies of before, and one state for each whom it
    shows another."""

    honest: MemoryCarrier
    random: Random
    before: dict[bytes, Mailbox] = field(default_factory=dict)
    apart: dict[str, MemoryCarrier] = field(default_factory=dict)
    deviated: int = 0
    asked: int = 0

    def keep(self) -> None:
        self.before = copy.deepcopy(self.honest.boxes)

    def foreign(self, box: Box) -> list[Blob]:
        """Blobs of other boxes."""
        return [
            blob
            for mailbox, held in sorted(self.honest.boxes.items())
            if mailbox != box.mailbox
            for blob in held.blobs
        ]

    def for_(self, who: str) -> MemoryCarrier:
        """A state of its own for one asker, from the moment it first differs."""
        if who not in self.apart:
            self.apart[who] = copy.deepcopy(self.honest)
        return self.apart[who]


Answer = Callable[[Hub, str, Box, int, Page], Page]
Keep = Callable[[Hub, str, Box, Sequence[Blob]], "list[int] | None"]


@dataclass(frozen=True)
class Strategy:
    """`fetch` bends an answer, `append` what is kept. `must_tell`: once people meet elsewhere, it
    has to have been noticed."""

    name: str
    fetch: Answer | None = None
    append: Keep | None = None
    forks: bool = False
    ignores_drops: bool = False
    lines: bool = False
    must_tell: bool = False


class HostileCarrier:
    """One person's connection to a hostile hub."""

    remembers = True
    place = b""

    def __init__(self, hub: Hub, strategy: Strategy, who: str) -> None:
        self.name = "http://hub"
        self._hub = hub
        self._strategy = strategy
        self._who = who

    def _state(self) -> MemoryCarrier:
        return self._hub.for_(self._who) if self._strategy.forks else self._hub.honest

    def greet(self) -> tuple[bytes, bytes]:
        hub, line = self._hub.honest.greet()
        return (hub, self._hub.random.randbytes(16)) if self._strategy.lines else (hub, line)

    def fetch(self, box: Box, after: int) -> Page | None:
        self._hub.asked += 1
        if self._hub.asked > 100_000:
            raise AssertionError("a node that never gives up")
        page = self._state().fetch(box, after)
        if page is None or self._strategy.fetch is None:
            return page
        bent = self._strategy.fetch(self._hub, self._who, box, after, page)
        self._hub.deviated += bent != page
        return bent

    def append(self, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
        if self._strategy.append is not None:
            self._hub.deviated += 1
            return self._strategy.append(self._hub, self._who, box, blobs)
        return self._state().append(box, blobs)

    def drop(self, box: Box, names: Sequence[bytes]) -> None:
        if not self._strategy.ignores_drops:
            self._state().drop(box, names)

    def close_box(self, box: Box, successor: bytes) -> None:
        self._state().close_box(box, successor)

    def finish(self) -> None:
        """Nothing to do."""

    def leave(self) -> None:
        """Nothing is open."""


# ── what it does to an answer ───────────────────────────────────────────────────────────────


def _with(page: Page, blobs: Sequence[Blob]) -> Page:
    return replace(page, blobs=tuple(blobs))


def _some(hub: Hub, page: Page, change: Callable[[Blob], Blob]) -> Page:
    blobs = [change(each) if hub.random.random() < 0.3 else each for each in page.blobs]
    return _with(page, blobs)


def _flipped(hub: Hub, data: bytes) -> bytes:
    at = hub.random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << hub.random.randrange(8)]) + data[at + 1 :]


def leave_out(hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    kept = [each for each in page.blobs if hub.random.random() < 0.7]
    return replace(page, blobs=tuple(kept), last=page.last - len(page.blobs) + len(kept))


def leave_out_unsaid(hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return _with(page, [each for each in page.blobs if hub.random.random() < 0.7])


def leave_out_last(_hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return replace(page, blobs=page.blobs[:-1], last=max(0, page.last - 1))


def leave_out_small(_hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    """Membership is often short: what has one length stays away."""
    kept = [each for each in page.blobs if len(each.body or b"") > 800]
    return replace(page, blobs=tuple(kept), last=page.last - len(page.blobs) + len(kept))


def leave_out_letters(_hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    """Heads of letters are shorter than those of entries."""
    kept = [each for each in page.blobs if len(each.head) > 200]
    return replace(page, blobs=tuple(kept), last=page.last - len(page.blobs) + len(kept))


def hide_all(_hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return replace(page, blobs=(), last=0)


def twice(_hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    blobs = [each for blob in page.blobs for each in (blob, blob)]
    return replace(page, blobs=tuple(blobs), last=page.last + len(page.blobs))


def replay_all(hub: Hub, _who: str, box: Box, _after: int, page: Page) -> Page:
    old = hub.honest.boxes[box.mailbox].blobs
    return replace(page, blobs=(*page.blobs, *old), last=page.last + len(old))


def backwards(_hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return _with(page, page.blobs[::-1])


def shuffled(hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return _with(page, hub.random.sample(page.blobs, len(page.blobs)))


def put_back(hub: Hub, _who: str, box: Box, after: int, page: Page) -> Page:
    """What it was some time ago, as if nothing had come since."""
    if not hub.before or hub.random.random() < 0.3:
        hub.keep()
    held = hub.before.get(box.mailbox)
    if held is None:
        return page
    return held.page(page.line, min(after, len(held.blobs)), 8 * 1024)


def put_back_and_grown(hub: Hub, _who: str, box: Box, after: int, page: Page) -> Page:
    """An older state, filled up with something else to the same length."""
    blobs = [Blob(hub.random.randbytes(355), hub.random.randbytes(700)) for _ in page.blobs]
    return _with(page, blobs) if after > 3 else page


def new_line(hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return replace(page, line=hub.random.randbytes(16)) if hub.random.random() < 0.3 else page


def other_box(hub: Hub, _who: str, box: Box, _after: int, page: Page) -> Page:
    foreign = hub.foreign(box)[: len(page.blobs)]
    return _with(page, foreign) if foreign else page


def other_box_too(hub: Hub, _who: str, box: Box, _after: int, page: Page) -> Page:
    foreign = hub.foreign(box)[:20]
    return replace(page, blobs=(*page.blobs, *foreign), last=page.last + len(foreign))


def invented(hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    made = [Blob(hub.random.randbytes(355), hub.random.randbytes(749)) for _ in range(3)]
    return replace(page, blobs=(*made, *page.blobs), last=page.last + 3)


def bodies_swapped(_hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    bodies = [each.body for each in page.blobs]
    turned = bodies[1:] + bodies[:1]
    pairs = zip(page.blobs, turned, strict=True)
    return _with(page, [Blob(each.head, body) for each, body in pairs])


def bodies_away(_hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return _with(page, [Blob(each.head, None) for each in page.blobs])


def some_bodies_away(hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return _some(hub, page, lambda each: Blob(each.head, None))


def bodies_cut(hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return _some(hub, page, lambda each: Blob(each.head, (each.body or b"xx")[:-1]))


def bodies_longer(hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return _some(hub, page, lambda each: Blob(each.head, (each.body or b"") + bytes(64)))


def heads_flipped(hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return _some(hub, page, lambda each: Blob(_flipped(hub, each.head), each.body))


def bodies_flipped(hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return _some(hub, page, lambda each: Blob(each.head, _flipped(hub, each.body or b"x")))


def heads_swapped(hub: Hub, who: str, box: Box, after: int, page: Page) -> Page:
    blobs = bodies_swapped(hub, who, box, after, page).blobs
    return _with(page, [Blob(a.head, b.body) for a, b in zip(page.blobs, blobs, strict=True)])


def says_more(_hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return replace(page, last=page.last + 1_000)


def says_endless(_hub: Hub, _who: str, _box: Box, after: int, page: Page) -> Page:
    return replace(page, last=max(page.last, after) + 1, blobs=page.blobs)


def says_less(_hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return replace(page, last=page.last // 2, blobs=page.blobs[: page.last // 2])


def says_closed(_hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    return replace(page, closed=True)


def stalls(hub: Hub, _who: str, _box: Box, _after: int, page: Page) -> Page:
    if hub.random.random() < 0.5:
        raise NotReached(where="hub", reason="stalled")
    return page


def holds_one_back(hub: Hub, who: str, box: Box, after: int, page: Page) -> Page:
    """One person never hears of what comes from now on."""
    if who != "p1":
        return page
    held = hub.before.setdefault(box.mailbox, copy.deepcopy(hub.honest.boxes[box.mailbox]))
    return held.page(page.line, min(after, len(held.blobs)), 8 * 1024)


# ── what it does with what it is given ──────────────────────────────────────────────────────


def keeps_nothing(hub: Hub, _who: str, box: Box, blobs: Sequence[Blob]) -> list[int]:
    held = hub.honest.boxes.setdefault(box.mailbox, Mailbox())
    return [len(held.blobs) + at for at in range(1, len(blobs) + 1)]


def keeps_half(hub: Hub, _who: str, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
    kept = [each for each in blobs if hub.random.random() < 0.5]
    hub.honest.append(box, kept)
    held = hub.honest.boxes[box.mailbox] if box.mailbox in hub.honest.boxes else Mailbox()
    return [max(1, len(held.blobs) - len(blobs)) + at for at in range(1, len(blobs) + 1)]


def keeps_bodies_away(hub: Hub, _who: str, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
    return hub.honest.append(box, [Blob(each.head, None) for each in blobs])


def keeps_shuffled(hub: Hub, _who: str, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
    hub.honest.append(box, hub.random.sample(list(blobs), len(blobs)))
    return hub.honest.append(box, blobs)


def numbers_wrong(hub: Hub, _who: str, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
    given = hub.honest.append(box, blobs) or []
    return [each + hub.random.choice((0, 1, 7)) for each in given]


def numbers_all_one(hub: Hub, _who: str, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
    hub.honest.append(box, blobs)
    return [1] * len(blobs)


def refuses(_hub: Hub, _who: str, _box: Box, _blobs: Sequence[Blob]) -> None:
    return None


STRATEGIES = (
    Strategy("leave-out", leave_out),
    Strategy("leave-out-unsaid", leave_out_unsaid),
    Strategy("leave-out-last", leave_out_last),
    Strategy("leave-out-small", leave_out_small),
    Strategy("leave-out-letters", leave_out_letters),
    Strategy("hide-all", hide_all),
    Strategy("hold-one-back", holds_one_back, must_tell=True),
    Strategy("twice", twice),
    Strategy("replay-all", replay_all),
    Strategy("backwards", backwards),
    Strategy("shuffled", shuffled),
    Strategy("put-back", put_back),
    Strategy("put-back-and-grown", put_back_and_grown),
    Strategy("new-line", new_line),
    Strategy("new-line-always", lines=True),
    Strategy("fork", forks=True, must_tell=True),
    Strategy("other-box", other_box),
    Strategy("other-box-too", other_box_too),
    Strategy("invented", invented),
    Strategy("bodies-swapped", bodies_swapped),
    Strategy("heads-swapped", heads_swapped),
    Strategy("bodies-away", bodies_away),
    Strategy("some-bodies-away", some_bodies_away),
    Strategy("bodies-cut", bodies_cut),
    Strategy("bodies-longer", bodies_longer),
    Strategy("bodies-flipped", bodies_flipped),
    Strategy("heads-flipped", heads_flipped),
    Strategy("says-more", says_more),
    Strategy("says-endless", says_endless),
    Strategy("says-less", says_less),
    Strategy("says-closed", says_closed),
    Strategy("stalls", stalls),
    Strategy("keeps-nothing", append=keeps_nothing),
    Strategy("keeps-half", append=keeps_half),
    Strategy("keeps-bodies-away", append=keeps_bodies_away),
    Strategy("keeps-shuffled", append=keeps_shuffled),
    Strategy("numbers-wrong", append=numbers_wrong),
    Strategy("numbers-all-one", append=numbers_all_one),
    Strategy("refuses", append=refuses),
    Strategy("drops-ignored", ignores_drops=True),
)
