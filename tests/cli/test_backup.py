"""`panoh backup` by real processes."""

from __future__ import annotations

import json
import os
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


def test_backup_is_not_made_where_it_could_not_be_named_later(terminal: Terminal) -> None:
    """After an erasure the copies that still hold what was erased are named."""
    for name in (b"two\nlines", b"\xffbytes", "turned \u202eround".encode(), b"\x1b[2J"):
        folder = terminal.folder / os.fsdecode(name)
        folder.mkdir()
        ran = terminal.run("backup", "create", str(folder))
        assert (ran.status, ran.out) == (2, ""), ran
        assert "cannot be noted" in ran.err
        assert list(folder.iterdir()) == []
