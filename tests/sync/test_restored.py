"""An old copy put back beside a vault that lives on: two devices, no fork, everything on both."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from panoh import bootstrap
from panoh.crypto.derive import FLOOR
from tests.cli.conftest import PHRASE, Terminal


def _terminal(folder: Path) -> Terminal:
    folder.mkdir()
    return Terminal(folder)


def test_old_copy_beside_a_living_vault_forks_nothing(hub_url: str, tmp_path: Path) -> None:
    alive, other = _terminal(tmp_path / "alive"), _terminal(tmp_path / "other")
    bootstrap.create_vault(alive.home, PHRASE, "Amina", cost=FLOOR)
    stick = str(tmp_path / "stick")
    Path(stick).mkdir()
    code = alive.ok("client", "add").strip()
    scheduled = json.loads(alive.ok("backup", "schedule", stick, "--json"))
    assert scheduled["written"] > 0
    (listed,) = json.loads(alive.ok("backup", "list", "--json"))
    assert (listed["path"], listed["there"]) == (scheduled["made"], True)
    assert "Nothing is off." in alive.ok("backup", "verify", stick)
    # Written after the copy: what the restored vault does not know, under the same old device.
    alive.ok("note", "add", code, "--text", "after the copy")
    restored = json.loads(other.ok("restore", stick, "--json"))
    assert restored["id"] == json.loads(alive.ok("vault", "list", "--json"))[0]["id"]
    other.ok("note", "add", code, "--text", "on the restored one")
    assert other.run("restore", stick).status == 2
    for each in (alive, other, alive, other, alive):
        found = json.loads(each.ok("sync", "--hub", hub_url, "--json"))
        assert not found.get("findings"), found
    for each in (alive, other):
        notes = {n["text"] for n in json.loads(each.ok("case", "show", code, "--json"))["notes"]}
        assert notes == {"after the copy", "on the restored one"}
        assert "Nothing is off." in each.ok("vault", "check", "--rebuild")
        assert len(json.loads(each.ok("device", "list", "--json"))) == 2
    # The old one can be shut out from the new one when it turns out to be lost.
    devices = json.loads(other.ok("device", "list", "--json"))
    old = next(each["id"] for each in devices if not each["this"])
    other.ok("device", "revoke", old, "--yes")


def test_copy_made_by_hand_restores_and_a_wrong_phrase_leaves_nothing(tmp_path: Path) -> None:
    alive, other = _terminal(tmp_path / "alive"), _terminal(tmp_path / "other")
    bootstrap.create_vault(alive.home, PHRASE, "Amina", cost=FLOOR)
    stick = tmp_path / "stick"
    stick.mkdir()
    code = alive.ok("client", "add").strip()
    alive.ok("backup", "create", str(stick))
    shutil.rmtree(alive.home)
    other.phrase = "violet otter seldom paints the southern bridge"
    assert other.run("restore", str(stick)).status == 3
    assert not other.home.exists() or not list(other.home.iterdir())
    other.phrase = PHRASE
    other.ok("restore", str(stick))
    assert code in other.ok("client", "list")
    assert other.run("restore", str(tmp_path)).status == 4
