"""Exchanges beside the pages: turns, stopping, tries that reach nobody, locking."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from panoh.core import sharing
from panoh.core.node import Node
from panoh.core.space.model import History, Role
from panoh.errors import NotReached
from panoh.sync import background, invitations, running, state
from panoh.sync.background import Background, Turns
from panoh.sync.carriers.hub import HubCarrier
from panoh.sync.carriers.memory import MemoryCarrier
from panoh.sync.model import Box
from panoh.wire.model import Page
from tests.core.support import THING, Vaults

NOBODY = "http://127.0.0.1:9"
SECONDS = 20.0


def ended(beside: Background) -> None:
    until = time.monotonic() + SECONDS
    while beside.busy:
        assert time.monotonic() < until, beside.errand
        time.sleep(0.005)


def case(node: Node, title: str = "first") -> bytes:
    with node.writing() as work:
        space = work.new_space("case")
        work.put(THING, space, None, {"title": title})
    return space


class Slow(MemoryCarrier):
    """A hub that answers when it is told to."""

    def __init__(self) -> None:
        super().__init__("http://slow")
        self.asked = threading.Event()
        self.answer = threading.Event()

    def fetch(self, box: Box, after: int) -> Page | None:
        self.asked.set()
        assert self.answer.wait(SECONDS)
        return super().fetch(box, after)


def test_turns_come_in_the_order_they_were_asked_for() -> None:
    turns = Turns()
    order: list[int] = []
    threads = []
    turns.take()
    for number in range(5):

        def work(number: int = number) -> None:
            with turns.turn(), turns.turn():  # the same thread may ask again
                order.append(number)

        threads.append(threading.Thread(target=work))
        threads[-1].start()
        until = time.monotonic() + SECONDS
        while len(turns._waiting) <= number and time.monotonic() < until:
            time.sleep(0.001)
    assert order == []
    with turns.apart():  # all that wait go first
        pass
    assert order == [0, 1, 2, 3, 4]
    turns.give()
    for each in threads:
        each.join(SECONDS)


def test_pages_go_on_while_a_hub_is_silent(amina: Node) -> None:
    space = case(amina)
    beside = Background(amina, Turns())
    hub = Slow()
    assert beside.start("hub", lambda _node: hub)
    assert not beside.start("hub", lambda _node: hub)  # one at a time
    assert hub.asked.wait(SECONDS)
    with beside._turns.turn(), amina.writing() as work:  # what a page does meanwhile
        work.put(THING, space, None, {"title": "meanwhile"})
    assert beside.errand is not None
    assert beside.errand.step == "fetching"
    hub.answer.set()
    ended(beside)
    assert beside.errand.error is None
    assert beside.errand.report.sent > 0


def test_stopping_keeps_what_was_done_and_the_next_one_goes_on(amina: Node) -> None:
    case(amina)
    beside = Background(amina, Turns())
    hub = Slow()
    beside.start("hub", lambda _node: hub)
    assert hub.asked.wait(SECONDS)
    beside.stop()
    hub.answer.set()
    ended(beside)
    assert beside.errand is not None
    assert beside.errand.report.sent == 0
    beside.start("hub", lambda _node: hub)
    ended(beside)
    assert beside.errand.report.sent > 0


def test_tries_that_reach_nobody_grow_nothing(amina: Node) -> None:
    case(amina)
    running.remember_hub(amina, NOBODY)
    beside = Background(amina, Turns())
    tables = [
        each for (each,) in amina.database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
    ]  # fmt: skip

    def grown() -> list[int]:
        counts = [amina.database.execute(f'SELECT count(*) FROM "{each}"')[0][0] for each in tables]
        return [*counts, amina.database.execute("PRAGMA page_count")[0][0]]

    before = grown()
    waiting = state.unsent(amina, NOBODY)
    for _ in range(25):
        beside.start("hub", running.carrier, by_itself=True)
        ended(beside)
        assert beside.errand is not None
        assert isinstance(beside.errand.error, NotReached)
    assert grown() == before
    assert state.unsent(amina, NOBODY) == waiting > 0
    assert beside._failed == 25


def test_the_pause_doubles_up_to_an_hour() -> None:
    assert [background.pause(5, failed) for failed in (0, 1, 2, 3)] == [300, 600, 1200, 2400]
    assert background.pause(5, 4) == background.pause(60, 1000) == 3600
    assert background.pause(0, 0) == 30  # looked at again, nothing is sent


def test_off_until_there_is_a_hub(amina: Node) -> None:
    assert background.minutes(amina) == 0
    running.remember_hub(amina, NOBODY)
    assert background.minutes(amina) == background.MINUTES
    with amina.writing() as work:
        work.set(background.MINUTES_SETTING, "0")
    assert background.minutes(amina) == 0
    running.set_hub(amina, "")
    with amina.writing() as work:
        work.set(background.MINUTES_SETTING, "1")
    assert background.minutes(amina) == 0


def test_by_itself_once_there_is_a_hub(amina: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    case(amina)
    hub = MemoryCarrier("http://127.0.0.1:9")
    monkeypatch.setattr(background, "_to_hub", lambda _node: hub)
    monkeypatch.setattr(background, "PAUSE_SECONDS", 0.001)
    beside = Background(amina, Turns())
    beside.watch(first=0.0)
    time.sleep(0.1)
    assert beside.errand is None  # nothing was set
    with beside._turns.turn():
        running.remember_hub(amina, NOBODY)
    until = time.monotonic() + SECONDS
    while not hub.boxes and time.monotonic() < until:
        time.sleep(0.01)
    assert hub.boxes
    beside.close()


def test_nothing_is_touched_after_locking(vaults: Vaults) -> None:
    place, key = vaults.make("Amina")
    node = vaults.open(place, key)
    case(node)
    beside = Background(node, Turns())
    hub = Slow()
    beside.watch(first=0.0)
    beside.start("hub", lambda _node: hub)
    assert hub.asked.wait(SECONDS)
    beside.close()
    with beside._turns.turn():  # it is free while the hub is silent
        node.close()
    hub.answer.set()
    ended(beside)
    assert beside.errand is not None
    assert beside.errand.error is None
    assert not beside.start("hub", lambda _node: hub)
    again = vaults.open(place, key)
    assert [each["title"] for each in again.all(THING)] == ["first"]


def test_what_is_not_sent_yet_is_counted(amina: Node, bo: Node, hub_url: str) -> None:
    assert state.unsent(amina, "") == 0
    case(amina)
    running.remember_hub(amina, hub_url)
    assert state.unsent(amina, hub_url) > 0
    assert state.last_with(amina, hub_url) == 0
    running.run(amina, HubCarrier(hub_url))
    assert state.unsent(amina, hub_url) == 0
    assert state.last_with(amina, hub_url) > 0
    space = case(amina, "second")
    assert state.unsent(amina, hub_url) == 2  # its founding and what stands in it
    code = invitations.invite(amina, invitations.Offer((space,), Role.WRITER, History.CURRENT))
    invitations.join(bo, code)
    for each in (bo, amina, bo, amina):
        running.run(each, HubCarrier(hub_url))
    assert state.unsent(amina, hub_url) == state.unsent(bo, hub_url) == 0
    with bo.writing() as work:
        work.put(THING, space, None, {"title": "by Bo"})
    running.run(bo, HubCarrier(hub_url))
    running.run(amina, HubCarrier(hub_url))
    assert state.unsent(amina, hub_url) == 0  # what came from there does not go back


def test_a_neighbour_comes_and_stopping_ends_it(
    amina: Node, bo: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    from panoh.sync.carriers.lan import LanBoxes, PeerCarrier

    monkeypatch.setattr(background, "PAUSE_SECONDS", 0.1)
    space = case(amina)
    code = invitations.invite(amina, invitations.Offer((space,), Role.WRITER, History.CURRENT))
    invitations.join(bo, code)
    beside = Background(amina, Turns())
    beside.start("serve", lambda _node: LanBoxes())
    _until(lambda: bool(beside.errand and beside.errand.address))
    assert beside.errand is not None
    address = beside.errand.address
    opened: Sequence[str] = ()
    until = time.monotonic() + SECONDS
    while not opened and time.monotonic() < until:
        opened = running.run(bo, PeerCarrier(address)).joined
        time.sleep(0.2)
    assert opened == [space.hex()]
    assert [bytes.fromhex(each) for each in beside.errand.report.let_in] == [bo.person.id]
    with beside._turns.turn(), amina.writing() as work:  # pages go on while it waits
        work.put(THING, space, None, {"title": "meanwhile"})
    beside.stop()
    ended(beside)
    with pytest.raises(NotReached):
        running.run(bo, PeerCarrier(address))


def _until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_stick_that_is_not_there_is_told(amina: Node, bo: Node, tmp_path: Path) -> None:
    from panoh.sync.carriers.file import FileCarrier

    space = case(amina)
    with amina.writing() as work:  # what one shares with nobody stays away from sticks
        sharing.let_in(amina, work, space, [bo.person.certificate], Role.READER)
    beside = Background(amina, Turns())
    beside.start("file", lambda _node: FileCarrier(tmp_path / "gone" / "stick"))
    ended(beside)
    assert beside.errand is not None
    assert beside.errand.error is not None
    beside.start("file", lambda _node: FileCarrier(tmp_path / "stick"))
    ended(beside)
    assert beside.errand.error is None
    assert (tmp_path / "stick").exists()
