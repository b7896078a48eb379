"""Real vaults exchange spaces by a carrier in memory and by a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import cast

import pytest

from panoh.core.check import check
from panoh.core.node import Node
from panoh.core.space.model import History, Role, SpaceId
from panoh.errors import NotReached, Refused
from panoh.sync import invitations
from panoh.sync.carriers.file import FileCarrier
from panoh.sync.carriers.hub import HubCarrier
from panoh.sync.carriers.lan import LanBoxes, PeerCarrier, Serving
from panoh.sync.carriers.memory import MemoryCarrier
from panoh.sync.invitations import Offer
from panoh.sync.model import Carrier, Report
from panoh.sync.session import Session
from tests.core.support import LINE, THING, put_thing

Way = Callable[[], Carrier]


@pytest.fixture(params=["memory", "file", "hub", "lan"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    """One of the carriers, all real but the one in memory."""
    if request.param == "lan":
        serving = Serving(LanBoxes(), "127.0.0.1")
        yield lambda: PeerCarrier(serving.address)
        serving.stop()
    else:
        yield _way(request, tmp_path)


def _way(request: pytest.FixtureRequest, tmp_path: Path) -> Way:
    if request.param == "file":
        return lambda: FileCarrier(tmp_path / "stick")
    if request.param == "hub":
        url: str = request.getfixturevalue("hub_url")
        return lambda: HubCarrier(url)
    hub = MemoryCarrier("http://hub")
    return lambda: hub


def sync(way: Way, *nodes: Node, times: int = 2) -> list[Report]:
    return [Session(node, way()).run() for _ in range(times) for node in nodes]


def case(node: Node, **values: object) -> tuple[SpaceId, str]:
    with node.writing() as work:
        space = work.new_space("case")
        return space, work.put(THING, space, None, values)


def share(
    way: Way,
    owner: Node,
    other: Node,
    *spaces: SpaceId,
    role: Role = Role.WRITER,
    history: History = History.CURRENT,
    notes: bool = False,
) -> list[Report]:
    code = invitations.invite(owner, Offer(spaces, role, history, notes))
    invitations.join(other, code)
    return sync(way, owner, other)


def title(node: Node, record: str) -> object:
    row = node.get(THING, record)
    return row["title"] if row else None


@pytest.mark.parametrize("history", list(History))
def test_two_syncs_each_and_both_have_the_case(
    way: Way, amina: Node, bo: Node, history: History
) -> None:
    space, record = case(amina, title="a", text="first")
    put_thing(amina, space, record, title="b")
    with amina.writing() as work:
        note = work.put(LINE, space, None, {"text": "a note"})
    code = invitations.invite(amina, Offer((space,), Role.WRITER, history))
    invitations.join(bo, code)
    reports = sync(way, amina, bo)
    reports += sync(way, amina, bo)
    assert [each.findings for each in reports] == [[]] * 8
    wanted = None if history is History.NONE else "b"
    assert title(bo, record) == wanted
    assert (bo.get(LINE, note) is not None) == (history is History.ALL)
    put_thing(bo, space, record, title="by Bo")
    sync(way, bo, amina, times=1)
    assert title(amina, record) == "by Bo"
    put_thing(amina, space, record, title="by Amina")
    sync(way, amina, bo, times=1)
    assert title(bo, record) == "by Amina"
    for node in (amina, bo):
        assert check(node, rebuild=True) == []


def bodiless(hub: MemoryCarrier) -> int:
    """Entries at a hub whose bodies went; heads of views are shorter."""
    blobs = [blob for box in hub.boxes.values() for blob in box.blobs]
    return sum(blob.body is None and len(blob.head) > 200 for blob in blobs)


def test_erased_body_goes_from_the_hub_and_every_replica(amina: Node, bo: Node) -> None:
    hub = MemoryCarrier("http://hub")
    space, record = case(amina, title="a")
    share(lambda: hub, amina, bo, space)
    with amina.writing() as work:
        note = work.put(LINE, space, None, {"text": "to be unsaid"})
    sync(lambda: hub, amina, bo)
    before = bodiless(hub)
    with amina.writing() as work:
        work.erase(LINE, note)
    sync(lambda: hub, amina, bo)
    assert bodiless(hub) == before + 1
    assert bo.get(LINE, note) is None
    assert bo.prove_absent(["to be unsaid"])
    for node in (amina, bo):
        assert check(node, rebuild=True) == []
    assert title(bo, record) == "a"


def test_erased_body_goes_from_a_stick_too(tmp_path: Path, amina: Node, bo: Node) -> None:
    stick = tmp_path / "stick"
    space, _ = case(amina, title="a")
    share(lambda: FileCarrier(stick), amina, bo, space)
    with amina.writing() as work:
        note = work.put(LINE, space, None, {"text": "ab" * 1950})
    sync(lambda: FileCarrier(stick), amina, bo)
    size = stick.stat().st_size
    with bo.writing() as work:
        work.erase(LINE, note)
    sync(lambda: FileCarrier(stick), bo, amina)
    assert stick.stat().st_size < size
    assert amina.get(LINE, note) is None


def test_sessions_that_change_nothing_send_and_leave_nothing(amina: Node, bo: Node) -> None:
    hub = MemoryCarrier("http://hub")
    space, _ = case(amina, title="a")
    share(lambda: hub, amina, bo, space)
    sync(lambda: hub, amina, bo)
    count = sum(len(box.blobs) for box in hub.boxes.values())
    rows = _rows(amina)
    assert [each.moved for each in sync(lambda: hub, amina, bo, times=3)] == [0] * 6
    assert sum(len(box.blobs) for box in hub.boxes.values()) == count
    assert _rows(amina) == rows


def _rows(node: Node) -> list[int]:
    tables = ("came", "cursor", "placed", "trace", "waiting", "handed", "view_told", "entry")
    return [node.database.execute(f"SELECT count(*) FROM {each}")[0][0] for each in tables]


class Failing:
    """A hub whose line breaks after so many requests."""

    remembers = True
    place = b""

    def __init__(self, inner: MemoryCarrier, requests: int) -> None:
        self.name = inner.name
        self._inner = inner
        self._left = requests

    def __getattr__(self, name: str) -> object:
        self._left -= 1
        if self._left < 0 and name not in ("leave", "finish"):
            raise NotReached(where="the hub", reason="the line broke")
        return getattr(self._inner, name)


def test_failed_tries_leave_nothing_and_the_next_goes_on(amina: Node, bo: Node) -> None:
    hub = MemoryCarrier("http://hub")
    space, record = case(amina, title="a")
    share(lambda: hub, amina, bo, space)
    for number in range(30):
        put_thing(amina, space, record, text=f"{number}")
    rows = _rows(amina)
    for requests in range(1, 8):
        with suppress(NotReached):
            Session(amina, cast(Carrier, Failing(hub, requests))).run()
    assert _rows(amina)[4:5] == rows[4:5]  # nothing waits
    sync(lambda: hub, amina, bo)
    row = bo.get(THING, record)
    assert row is not None
    assert row["text"] == "29"
    assert check(bo, rebuild=True) == []


def test_torn_stick_is_taken_as_far_as_it_goes_and_made_whole(
    tmp_path: Path, amina: Node, bo: Node
) -> None:
    stick = tmp_path / "stick"
    space, record = case(amina, title="a")
    share(lambda: FileCarrier(stick), amina, bo, space)
    put_thing(amina, space, record, title="b")
    Session(amina, FileCarrier(stick)).run()
    whole = stick.read_bytes()
    for cut in (len(whole) - 1, len(whole) // 2, 40, 8):
        stick.write_bytes(whole[:cut])
        sync(lambda: FileCarrier(stick), amina, bo)
        assert title(bo, record) == "b"
        assert stick.stat().st_size >= len(whole) - 2000
    assert not list(tmp_path.glob("stick.*"))


def test_other_file_is_refused_and_left_as_it_is(tmp_path: Path, amina: Node) -> None:
    other = tmp_path / "letter.odt"
    other.write_bytes(b"something of somebody's")
    with pytest.raises(Refused):
        Session(amina, FileCarrier(other)).run()
    assert other.read_bytes() == b"something of somebody's"
