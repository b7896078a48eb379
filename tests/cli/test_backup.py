"""`panoh backup` by real processes."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Terminal


def test_backup_is_made_verified_and_damage_is_found(terminal: Terminal) -> None:
    stick = terminal.folder / "stick"
    stick.mkdir()
    made = json.loads(terminal.ok("backup", "create", "stick", "--json"))
    assert set(made) == {"bytes", "commits", "path"}
    verified = json.loads(terminal.ok("backup", "verify", "stick", "--json"))
    assert verified == {
        "commits": made["commits"],
        "findings": [],
        "path": made["path"],
        "sound": True,
    }
    assert terminal.ok("backup", "verify", made["path"]).splitlines()[0] == made["path"]
    (copy,) = Path(made["path"]).glob("*/vault.db")
    data = bytearray(copy.read_bytes())
    data[-3000] ^= 1
    copy.write_bytes(data)
    assert terminal.run("backup", "verify", "stick").status == 5


def test_backup_in_a_wrong_place_is_refused(terminal: Terminal) -> None:
    assert terminal.run("backup", "create", "nowhere").status == 2
    assert terminal.run("backup", "create", str(terminal.home)).status == 2
    assert terminal.run("backup", "verify", "nowhere").status == 4
