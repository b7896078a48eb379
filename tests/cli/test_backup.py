"""`panoh backup` by real processes."""

from __future__ import annotations

import json
import os
import shutil
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


def put_back(copy: Path, home: Path) -> None:
    """What docs/restore.md says to do by hand."""
    (vault,) = (each for each in copy.iterdir() if each.is_dir())
    home.mkdir()
    shutil.copytree(vault, home / vault.name)


def test_a_copy_goes_on_at_a_computer_that_never_held_the_vault(terminal: Terminal) -> None:
    (terminal.folder / "stick").mkdir()
    code = terminal.ok("client", "add").strip()
    made = Path(terminal.ok("backup", "create", "stick").strip())
    shutil.rmtree(terminal.home)
    shutil.rmtree(terminal.state)
    put_back(made, terminal.home)
    assert terminal.run("client", "list").status == 5
    terminal.ok("vault", "open-restored", "--yes")
    assert code in terminal.ok("client", "list")
    terminal.ok("vault", "check", "--rebuild")
    terminal.ok("client", "add")


def test_a_copy_asks_who_put_it_back_on_the_computer_that_knew_more(terminal: Terminal) -> None:
    (terminal.folder / "stick").mkdir()
    before = terminal.ok("client", "add").strip()
    made = Path(terminal.ok("backup", "create", "stick").strip())
    after = terminal.ok("client", "add").strip()
    shutil.rmtree(terminal.home)
    put_back(made, terminal.home)
    refused = terminal.run("client", "list")
    assert refused.status == 5
    assert "panoh vault open-restored" in refused.err
    terminal.ok("vault", "open-restored", "--yes")
    listed = terminal.ok("client", "list")
    assert before in listed
    assert after not in listed
    terminal.ok("client", "add")
    assert "Nothing is off." in terminal.ok("vault", "check", "--rebuild")


def test_a_folder_without_a_copy_is_told_so(terminal: Terminal) -> None:
    (terminal.folder / "stick").mkdir()
    ran = terminal.run("backup", "verify", "stick")
    assert (ran.status, ran.err) == (4, "No copy of a vault is in this folder.\n")


def test_backup_is_not_made_where_it_could_not_be_named_later(terminal: Terminal) -> None:
    """After an erasure the copies that still hold what was erased are named."""
    for name in (b"two\nlines", b"\xffbytes", "turned \u202eround".encode(), b"\x1b[2J"):
        folder = terminal.folder / os.fsdecode(name)
        folder.mkdir()
        ran = terminal.run("backup", "create", str(folder))
        assert (ran.status, ran.out) == (2, ""), ran
        assert "cannot be noted" in ran.err
        assert list(folder.iterdir()) == []
