"""Real vaults exchange spaces by a carrier in memory and by a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from panoh.core.check import check
from panoh.core.node import Node
from panoh.core.space.model import History, Role, SpaceId
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
