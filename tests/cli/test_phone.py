"""`panoh phone` by real processes: on and off, a code, the list, shutting out."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.conftest import Running, Terminal
from tests.web.phone import Offer, Phone


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory, made_vault: Path) -> Iterator[Terminal]:
    """A terminal without a phrase beside a running, unlocked Panoh."""
    terminal = Terminal(tmp_path_factory.mktemp("phones"))
    shutil.copytree(made_vault, terminal.home)
    running = Running(terminal, "start")
    running.unlock()
    yield terminal
    running.end()


def answers(address: str) -> bool:
    try:
        found = urlsplit(address)
        socket.create_connection((found.hostname, found.port), timeout=2).close()
    except OSError:
        return False
    return True


def test_from_switching_on_to_switching_off(there: Terminal) -> None:
    def told(*words: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(there.ok("phone", *words, "--json", phrase=False))
        return found

    assert told("status") == {"on": False, "address": "", "fingerprint": ""}
    refused = there.run("phone", "pair", phrase=False)
    assert (refused.status, "switch it on first" in refused.err) == (8, True)
    asked = there.run("phone", "on", "--address", "127.0.0.1", phrase=False, stdin=b"n\n")
    assert asked.status != 0
    assert "sees what you see on it" in asked.err  # said before anything is asked
    assert told("status")["on"] is False
    on = told("on", "--address", "127.0.0.1", "--yes")
    address = str(on["address"])
    assert answers(address)
    code = told("pair")
    assert code["fingerprint"] == on["fingerprint"]
    phone = Phone(address, str(on["fingerprint"]))
    made = Offer(str(code["place"]), str(code["code"]), str(on["fingerprint"]))
    assert phone.pair(made, "Nokia").status == 303
    assert phone.get("/today").status == 200
    (listed,) = json.loads(there.ok("phone", "list", "--json", phrase=False))
    assert (listed["called"], listed["out"]) == ("Nokia", False)
    assert "Nokia" in there.ok("phone", "list", phrase=False)
    there.ok("phone", "revoke", "Nokia", "--yes", phrase=False)
    assert phone.get("/today").status == 403
    assert "shut out" in there.ok("phone", "list", phrase=False)
    assert there.run("phone", "revoke", "Motorola", "--yes", phrase=False).status == 7
    assert told("off") == {"on": False}
    assert not answers(address)


def test_without_an_open_panoh_nothing_is_switched_on(terminal: Terminal) -> None:
    ran = terminal.run("phone", "on", "--yes")
    assert ran.status == 8
    assert "stands open in the browser" in ran.err
    assert json.loads(terminal.ok("phone", "status", "--json"))["on"] is False
