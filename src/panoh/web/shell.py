"""What the shell is given (`Shell`) and what one child process holds (`Held`).

`bootstrap` builds the Shell: the apps' pages and navigation, their template folders, and the few
functions that open, make and copy vaults. The shell itself imports no app.

One worker thread runs every page, one at a time: the database belongs to one thread at a time, and
the loop stays free, so that lock works while a long page is still busy. An exchange with a hub, a
neighbour or a stick goes on in another thread, which takes turns with that one.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from panoh.core.phones import both_clocks, since
from panoh.sync.background import Background, Turns
from panoh.web.page import Page
from panoh.web.session import Session
from panoh.web.waiting import Waiting

if TYPE_CHECKING:
    from panoh.core.backup import Verified
    from panoh.core.node import Node
    from panoh.core.vault.model import VaultPlace
    from panoh.sync.homecoming import Back
    from panoh.web.phone.doorway import Doorway

T = TypeVar("T")

IDLE_MINUTES = 5
IDLE_CHOICES = (1, 2, 3, 5)
IDLE_SETTING = "idle_minutes"
PAPER_SETTING = "paper_key"  # "none": knows that with the phrase all is lost
CLOSE_SECONDS = 0.3
WORK_SECONDS = 1800.0
"""A page that works longer than this (a copy to a slow stick) no longer keeps the vault open."""
LATER_SECONDS = 2.0
"""After unlocking: what nobody waits for begins when Today has been shown."""
LOCKED_EXIT = 75
DEMO_PHRASE = "PANOH_DEMO_PHRASE"
"""Names the environment's entry by which `panoh demo` hands its invented vault's phrase on."""


class Navigation(Protocol):
    """The shape of an app's NavItem."""

    @property
    def title(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def order(self) -> int: ...
    @property
    def part(self) -> str: ...
    @property
    def shown(self) -> Callable[[Node], bool] | None: ...
    @property
    def tour(self) -> str: ...


def around(
    navigation: Sequence[Navigation], path: str, node: Node | None = None
) -> list[Navigation]:
    """What stands on top of a page: the entries of its part, or those that belong to no part.

    An app that stands apart has no link to the others and they have none to it. An entry that is
    shown only in some vaults is left out while none is open.
    """
    parts = {each.part for each in navigation if each.part}
    here = next((each for each in parts if path == each or path.startswith(each + "/")), "")
    ours = (each for each in navigation if each.part == here)
    seen = (each for each in ours if each.shown is None or (node is not None and each.shown(node)))
    return sorted(seen, key=lambda each: each.order)


def doors(navigation: Sequence[Navigation]) -> list[Navigation]:
    """The first entry of each part that stands apart."""
    found: dict[str, Navigation] = {}
    for each in sorted(navigation, key=lambda each: each.order):
        if each.part and each.shown is None:
            found.setdefault(each.part, each)
    return list(found.values())


@dataclass(frozen=True)
class Doors:
    """What the vault pages ask of `bootstrap`; everything else they take from `core.vault`."""

    open_node: Callable[[VaultPlace, bytes], Node]
    open_restored: Callable[[VaultPlace, bytes], Node]  # accepts a copy that was put back
    create_vault: Callable[[Path, str, str, str], tuple[VaultPlace, bytes]]
    backup_verify: Callable[[Path, str], Verified]
    come_home: Callable[[Node, Path, str], Back]


@dataclass(frozen=True)
class Shell:
    home: Path
    doors: Doors
    pages: tuple[Page, ...] = ()
    navigation: Sequence[Navigation] = ()
    templates: Mapping[str, Path] = field(default_factory=dict)  # app name → its folder
    banner: str = ""  # a message key shown on top of every page ("Practice data: nothing is real")
    on_unlock: Callable[[Node, Held], None] | None = None
    on_lock: Callable[[Node], None] | None = None
    begins_with: Callable[[], Node] | None = None
    """A vault to hold from the start, until the first lock: the demo's, whose phrase is printed."""


class Held:
    """At most one unlocked vault, and everything in memory that dies with it."""

    def __init__(self, shell: Shell, session: Session) -> None:
        self.shell = shell
        self.session = session
        self.node: Node | None = None
        self.waiting = Waiting()
        self.fresh_key: bytes | None = None  # of a vault made a moment ago, for its paper key
        self.language = ""  # chosen on Welcome, before any vault says its own
        self.idle_seconds = 60 * IDLE_MINUTES
        self.leave: Callable[[], None] = leave_hard
        self.turns = Turns()
        """Pages and the exchanges that go on beside them use the vault one after the other."""
        self.background: Background | None = None
        self.phones: Doorway | None = None
        """What shows pages to phones; only in the process that serves them."""
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages")
        self._busy = 0
        self._counting = threading.Lock()  # pages count in the loop, commands in their thread
        self._touched = self._desk = both_clocks()
        self._away = False

    async def run(self, work: Callable[[], T], *, counts: bool = True) -> T:
        """Run `work` in the pages' thread and wait for it without blocking the loop. `counts`:
        whether it shows that somebody is here who may be, so that the vault stays open."""
        self._begin(counts)
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._worker, self._in_turn, work
            )
        finally:
            self._end(counts)

    def call(self, work: Callable[[], T]) -> T:
        """The same from another thread (the terminal's local socket); waits for its turn."""
        self._begin()
        try:
            return self._worker.submit(self._in_turn, work).result()
        finally:
            self._end()

    def later(self, node: Node, work: Callable[[], object]) -> None:
        """In the pages' thread once the first page of `node` is answered; not if it is locked by
        then. It does not count as use."""

        def begin() -> None:
            with suppress(RuntimeError):  # the process ends
                self._worker.submit(self._in_turn, lambda: work() if self.node is node else None)

        waiting = threading.Timer(LATER_SECONDS, begin)
        waiting.daemon = True
        waiting.start()

    def _in_turn(self, work: Callable[[], T]) -> T:
        with self.turns.turn():
            return work()

    def _begin(self, counts: bool = True) -> None:
        with self._counting:
            self._busy += 1
        if counts:
            self.touch()

    def _end(self, counts: bool = True) -> None:
        with self._counting:
            self._busy -= 1
        if counts:
            self.touch()

    def open(self, node: Node) -> None:
        """Hold an unlocked vault; the caller renews the cookie."""
        self.waiting.clear()
        self.node = node
        self.settle()
        self.touch()
        self.background = Background(node, self.turns)
        self.background.watch()
        node.phones = self.phones
        self.back_at_desk()
        if self.shell.on_unlock is not None:
            self.shell.on_unlock(node, self)

    def touch(self) -> None:
        self._touched = both_clocks()

    def at_desk(self) -> None:
        """Somebody is at the computer itself, not only on a phone."""
        self.touch()
        self._desk = both_clocks()

    def back_at_desk(self) -> None:
        """The phrase was said there."""
        self._away = False
        self.at_desk()

    def left_alone(self) -> bool:
        """Whether the computer lay untouched while a phone kept the vault open: its own pages then
        ask for the phrase, as they would if it had locked."""
        if self.node is not None and self.phones is not None and self.phones.address:
            self._away |= since(self._desk, both_clocks()) >= self.idle_seconds
        return self._away

    def settle(self) -> None:
        """Read the idle limit: five minutes, or less if the person wants. In the pages' thread."""
        wanted = self.node.setting(IDLE_SETTING) if self.node is not None else None
        known = {str(each): each for each in IDLE_CHOICES}
        self.idle_seconds = 60 * known.get(str(wanted), IDLE_MINUTES)

    def idle_over(self) -> bool:
        """True when it lay too long. Both clocks count: one of them stands still in sleep."""
        if self.node is None:
            return False
        limit = WORK_SECONDS if self._busy else self.idle_seconds
        return since(self._touched, both_clocks()) >= limit

    def lock(self) -> None:
        """Close what can be closed in a third of a second, then end this process hard.

        Python cannot wipe its memory; the end of the process can (security.md B10). The parent
        starts a fresh one on the same socket.
        """
        self.waiting.clear()
        self.fresh_key = None
        node, self.node = self.node, None
        background, self.background = self.background, None
        if background is not None:
            background.close()
        if node is not None and self.shell.on_lock is not None:
            on_lock = self.shell.on_lock
            _within(self._worker.submit(self._in_turn, lambda: on_lock(node)), CLOSE_SECONDS)
        self.leave()


def _within(closing: Future[None], seconds: float) -> None:
    try:
        closing.result(timeout=seconds)
    except Exception:  # noqa: BLE001 - nothing may keep the lock from happening
        sys.stderr.write("panoh: ended without closing the vault; it is safe\n")


def leave_hard() -> None:
    os._exit(LOCKED_EXIT)
