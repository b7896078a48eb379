"""Neighbours: the fingerprint decides, and a stranger on the network gets nothing."""

from __future__ import annotations

import http.client
import os
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from panoh.core.node import Node
from panoh.crypto import certificate
from panoh.errors import NotReached, WrongUsage
from panoh.sync.carriers.lan import LanBoxes, PeerCarrier, Serving
from panoh.sync.session import Session
from tests.sync.test_session import case, share, title


@pytest.fixture
def serving() -> Iterator[Serving]:
    made = Serving(LanBoxes(), "127.0.0.1")
    yield made
    made.stop()


def test_other_fingerprint_gets_nothing(serving: Serving, amina: Node) -> None:
    other = certificate.make(datetime.now(UTC))[1]
    address = serving.address.split("#")[0] + "#" + other
    boxes = serving._server.boxes
    with pytest.raises(NotReached, match="fingerprint"):
        Session(amina, PeerCarrier(address)).run()
    assert boxes.boxes == {}


@pytest.mark.parametrize("address", ["https://127.0.0.1:1/", "http://127.0.0.1:1/#A", "x"])
def test_address_without_what_was_compared_is_refused(address: str) -> None:
    with pytest.raises(WrongUsage):
        PeerCarrier(address)


def test_key_of_the_connection_does_not_stay_on_the_disk(serving: Serving) -> None:
    state = Path(os.environ["PANOH_STATE"])
    assert not list(state.rglob("*.pem"))


def test_stranger_on_the_network_gets_nothing(serving: Serving, amina: Node, bo: Node) -> None:
    space, record = case(amina, title="a")
    share(lambda: PeerCarrier(serving.address), amina, bo, space)
    assert title(bo, record) == "a"
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    port = serving._server.server_port
    for method, path, body in (
        ("GET", "/", b""),
        ("GET", "/1/fetch", b""),
        ("POST", "/1/fetch", b""),
        ("POST", "/1/fetch", bytes(200)),
        ("POST", "/1/append", bytes(500)),
        ("POST", "/2/fetch", bytes(119)),
        ("PUT", "/1/fetch", b"x"),
    ):
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=10)
        connection.request(method, path, body)
        answer = connection.getresponse()
        assert answer.status >= 400
        assert len(answer.read()) < 1000
        connection.close()
    assert Session(bo, PeerCarrier(serving.address)).run().findings == []


def test_certificates_differ_and_their_fingerprints_too() -> None:
    made = [certificate.make(datetime.now(UTC)) for _ in range(20)]
    assert len({pem for pem, _ in made}) == len({mark for _, mark in made}) == 20
    assert all(len(mark) == 27 for _, mark in made)
