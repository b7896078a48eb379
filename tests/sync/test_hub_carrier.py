"""A session speaks to a hub over one connection, and says nothing twice."""

from __future__ import annotations

import http.client

import pytest

from panoh.crypto.seal import new_key
from panoh.sync import codec
from panoh.sync.carriers.hub import HubCarrier
from tests.hub.running import blobs


def test_each_request_goes_once_over_one_connection(
    hub_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, sent = [], []
    connect, request = http.client.HTTPConnection.connect, http.client.HTTPConnection.request

    def connecting(self: http.client.HTTPConnection) -> None:
        opened.append(self)
        connect(self)

    def requesting(self: http.client.HTTPConnection, method: str, path: str, *rest: object) -> None:
        sent.append(path)
        request(self, method, path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(http.client.HTTPConnection, "connect", connecting)
    monkeypatch.setattr(http.client.HTTPConnection, "request", requesting)
    carrier, box = HubCarrier(hub_url), codec.box_of(0, new_key())
    carrier.greet()
    for _ in range(3):
        carrier.append(box, blobs(2))
    page = carrier.fetch(box, 0)
    carrier.leave()
    assert page is not None
    assert len(page.blobs) == 6
    assert len(opened) == 1
    asked = ["hello", "append", "create", "append", "append", "append", "fetch"]
    assert sent == [f"/1/{each}" for each in asked]
