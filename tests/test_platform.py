"""Folders, core dumps, swap and sockets, as the platform at hand lets them be looked at."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from panoh import platform
from panoh.errors import StorageFailed

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and limits of POSIX")


def test_given_folders_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANOH_HOME", str(tmp_path / "h"))
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "s"))
    assert platform.data_folder() == tmp_path / "h"
    assert platform.state_folder() == tmp_path / "s"


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_state_is_never_inside_the_vaults_folder(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vault folder put back from a copy must not bring its anchor along."""
    for name in ("PANOH_HOME", "PANOH_STATE", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", system)
    data, state = platform.data_folder(), platform.state_folder()
    assert data.is_absolute()
    assert not state.is_relative_to(data)
    assert not data.is_relative_to(state)


@POSIX
def test_a_relative_xdg_folder_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PANOH_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert platform.data_folder() == Path.home() / ".local" / "share" / "panoh"


@POSIX
def test_a_private_folder_keeps_others_out(tmp_path: Path) -> None:
    folder = platform.private_folder(tmp_path / "a" / "b")
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o755)
    platform.private_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageFailed):
        platform.private_folder(tmp_path / "file")


@POSIX
def test_core_dumps_are_off() -> None:
    """In a process of its own: it stays off."""
    code = (
        "import resource\nfrom panoh.platform import no_core_dumps\n"
        "assert no_core_dumps()\nprint(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0)"


def test_a_folder_can_be_flushed(tmp_path: Path) -> None:
    platform.fsync_folder(tmp_path)


def test_swap_is_told_or_said_to_be_unknown() -> None:
    assert platform.swap_in_use() in (True, False, None)


@POSIX
def test_a_link_in_the_temporary_folder_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "/".join(["deep"] * 20)))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    mine = tmp_path / "mine"
    mine.mkdir(0o755)
    (tmp_path / f"panoh-{os.getuid()}").symlink_to(mine)
    assert platform.local_socket_path("0badcafe") is None
    assert mine.stat().st_mode & 0o777 == 0o755


@POSIX
@pytest.mark.parametrize("depth", [0, 20])
def test_a_local_socket_can_be_bound_however_long_the_home(
    depth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "/".join(["deep"] * depth)))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    path = platform.local_socket_path("0badcafe")
    if path is None or len(os.fsencode(path)) > platform.SOCKET_PATH_LIMIT:
        pytest.skip("the temporary folder's own path is too long")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
    assert path.parent.stat().st_mode & 0o077 == 0
    path.unlink()
