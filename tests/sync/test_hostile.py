"""What a hub does wrong is told in plain words, once people have met elsewhere."""

from __future__ import annotations

import copy
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from panoh.core import sharing
from panoh.core.node import Node
from panoh.core.space.model import SpaceId
from panoh.errors import NotReached, PanohError, Refused
from panoh.sync import session as said
from panoh.sync.carriers import hub as hub_module
from panoh.sync.carriers.hub import HubCarrier
from panoh.sync.carriers.memory import MemoryCarrier
from panoh.sync.model import Report
from panoh.sync.session import Session
from tests.core.support import put_thing
from tests.simulator.network import Stick
from tests.sync.test_session import case, share, title


@pytest.fixture
def hub() -> MemoryCarrier:
    return MemoryCarrier("http://hub")


Shared = tuple[SpaceId, str]


@pytest.fixture
def shared(hub: MemoryCarrier, amina: Node, bo: Node) -> Shared:
    space, record = case(amina, title="a")
    share(lambda: hub, amina, bo, space)
    return space, record


def run(node: Node, carrier: object) -> Report:
    return Session(node, carrier).run()  # type: ignore[arg-type]  # a carrier of any kind


def meet(*nodes: Node) -> None:
    stick = Stick()
    for _ in range(2):
        for each in nodes:
            run(each, stick)


def test_fork_is_told_once_views_meet(
    hub: MemoryCarrier, amina: Node, bo: Node, shared: Shared
) -> None:
    space, record = shared
    other = copy.deepcopy(hub)  # from now on each is shown a hub of their own
    for number in range(3):
        put_thing(amina, space, record, title=f"a{number}")
        put_thing(bo, space, record, title=f"b{number}")
        assert run(amina, hub).findings == []
        assert run(bo, other).findings == []
    assert title(amina, record) == "a2"
    meet(amina, bo)
    found = [run(amina, hub).findings, run(bo, other).findings]
    assert said.FORKED in found[0]
    assert said.FORKED in found[1]
    assert title(amina, record) == title(bo, record)


def test_rollback_is_told_by_who_saw_more(
    hub: MemoryCarrier, amina: Node, bo: Node, shared: Shared
) -> None:
    space, record = shared
    before = copy.deepcopy(hub.boxes)
    put_thing(amina, space, record, title="b")
    run(amina, hub)
    hub.boxes = before
    found = run(amina, hub)
    assert said.SHORTER in found.findings
    assert run(bo, hub).findings == []  # it saw nothing of it
    assert title(bo, record) == "b"  # Amina sent it again


def test_rollback_that_was_filled_up_is_told_once_views_meet(
    hub: MemoryCarrier, amina: Node, bo: Node, shared: Shared
) -> None:
    space, record = shared
    before = copy.deepcopy(hub.boxes)
    put_thing(amina, space, record, title="hidden from Bo")
    run(amina, hub)
    hub.boxes = before
    put_thing(bo, space, record, text="Bo's, in its place")
    run(bo, hub)
    put_thing(bo, space, record, text="Bo's, in its place, again")
    run(bo, hub)
    # Bo's view lies in the box: Amina needs no other way.
    assert said.FORKED in run(amina, hub).findings
    assert run(bo, hub).received
    assert title(bo, record) == "hidden from Bo"


def test_holding_back_is_told_once_views_meet(
    hub: MemoryCarrier, amina: Node, bo: Node, shared: Shared
) -> None:
    space, record = shared
    stale = copy.deepcopy(hub)
    put_thing(amina, space, record, title="b")
    run(amina, hub)
    assert run(bo, stale).findings == []
    meet(amina, bo)
    assert said.HELD_BACK in run(bo, stale).findings


def test_withheld_removal_is_told_and_what_was_written_meanwhile_stands(
    hub: MemoryCarrier, amina: Node, bo: Node, chen: Node, shared: Shared
) -> None:
    space, record = shared
    share(lambda: hub, amina, chen, space)
    run(bo, hub)
    stale = copy.deepcopy(hub)
    with amina.writing():
        sharing.remove(amina, space, chen.person.id)
    put_thing(amina, space, record, title="not for Chen")
    run(amina, hub)
    put_thing(bo, space, record, text="Bo did not know")
    run(bo, stale)
    run(chen, stale)
    meet(amina, bo)
    assert said.HELD_BACK in run(bo, stale).findings
    assert chen.person.id not in bo.spaces.state(bo.spaces.row(space)).members
    put_thing(bo, space, record, title="nor this")
    for each in (bo, amina, chen, amina):
        run(each, hub)
    assert title(chen, record) == "a"
    assert title(amina, record) == "nor this"


def test_body_dropped_without_an_erasure_is_told(
    hub: MemoryCarrier, amina: Node, bo: Node, shared: Shared
) -> None:
    space, record = shared
    put_thing(amina, space, record, title="kept away")
    run(amina, hub)
    box = max(hub.boxes.values(), key=lambda each: len(each.blobs))
    for held in hub.boxes.values():
        held.drop([held.blobs[-2].name, held.blobs[-1].name])
    assert box
    found = run(bo, hub).findings
    assert said.EMPTY in found
    meet(amina, bo)
    assert title(bo, record) == "kept away"
    assert said.EMPTY not in run(bo, hub).findings


# ── answers that no honest hub gives, over a real line ──────────────────────────────────────


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Whatever is asked, `answer` is what comes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.recv(65536)
                answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()


def _endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(bytes(1 << 20))


def _giant(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n" + bytes(100))
    _endless(connection)


def _drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def _silent(connection: socket.socket) -> None:
    time.sleep(3)


def _headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X: " + bytes(1000) + b"\r\n")


def _page(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>")


def _moved(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n\r\n")


@pytest.mark.parametrize(
    "answer", [_endless, _giant, _drip, _silent, _headers, _page, _moved], ids=lambda f: f.__name__
)
def test_bad_answers_end_the_session_soon_and_change_nothing(
    amina: Node, answer: Callable[[socket.socket], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "WAIT_SECONDS", 0.4)
    monkeypatch.setattr(hub_module, "ANSWER_SECONDS", 0.8)
    before = amina.database.execute("SELECT count(*) FROM entry")
    with answering(answer) as url:
        began = time.monotonic()
        with pytest.raises((NotReached, Refused)) as caught:
            run(amina, HubCarrier(url))
        assert time.monotonic() - began < 20
    assert isinstance(caught.value, PanohError)
    assert amina.database.execute("SELECT count(*) FROM entry") == before
    assert amina.database.execute("SELECT count(*) FROM waiting") == [(0,)]


def test_plain_http_beyond_this_computer_is_refused() -> None:
    with pytest.raises(PanohError):
        HubCarrier("http://hub.example.org")
