"""The folder for a stick: made for real, and tried with Python alone and no network."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from panoh.crypto.sign import new_signing_key
from tools import dist

PYTHON = "{}.{}".format(*sys.version_info[:2])
MACHINE = {"amd64": "x86_64", "arm64": "aarch64"}.get(
    platform.machine().lower(), platform.machine().lower()
)
SYSTEM = {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]
PHRASE = "amber basket candle dolphin ember forest"


@pytest.fixture(scope="module")
def key() -> bytes:
    return new_signing_key()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, key: bytes) -> Path:
    """The folder as `make dist` makes it, for this Python and processor only."""
    into = tmp_path_factory.mktemp("dist")
    return dist.build(SYSTEM, (PYTHON,), (MACHINE,), key, into)


@pytest.fixture
def stick(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its path is short: a long one has no room for the socket, which then lies in a temp folder."""
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("s") / "stick"))


@pytest.fixture(scope="module")
def without_network() -> list[str]:
    """What to put before a command so that it has no network; nothing where that is not allowed."""
    tried = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False)
    return ["unshare", "-n"] if tried.returncode == 0 else []


class Machine:
    """A home without anything, in which only this Python exists."""

    def __init__(self, tmp_path: Path, before: list[str]) -> None:
        self.home, self.vaults, self.temp = (tmp_path / name for name in ("home", "vaults", "temp"))
        for each in (self.home, self.temp):
            each.mkdir()
        self.phrase = tmp_path / "phrase"
        self.phrase.write_text(PHRASE + "\n")
        self.phrase.chmod(0o600)
        self.before = before

    def start(self, stick: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "HOME": str(self.home),
            "TMPDIR": str(self.temp),
            "PANOH_HOME": str(self.vaults),
            "PANOH_PASSPHRASE_FILE": str(self.phrase),
            "LANG": "C.UTF-8",
        }
        command = [*self.before, sys.executable, str(stick / "start.py"), *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=120
        )


@pytest.fixture
def machine(tmp_path: Path, without_network: list[str]) -> Machine:
    return Machine(tmp_path, without_network)


def test_installs_with_python_alone_and_writes_nowhere_else(stick: Path, machine: Machine) -> None:
    created = machine.start(stick, "vault", "create", "--name", "x")
    assert created.returncode == 0, created.stderr
    assert "Compare both lines" in created.stdout
    added = machine.start(stick, "client", "add", "--name", "Раҳмат", "--json")
    assert json.loads(added.stdout)["code"]
    assert "Compare both lines" not in added.stdout
    assert machine.start(stick, "vault", "check").returncode == 0
    assert list(machine.home.rglob("*")) == []
    assert list(machine.temp.rglob("*")) == []
    assert (stick / "app" / "panoh").is_dir()
    assert (stick / "state").is_dir()


def test_newer_folder_is_taken_over_and_the_vault_is_not_touched(
    stick: Path, machine: Machine, made: Path, key: bytes, tmp_path: Path
) -> None:
    assert machine.start(stick, "vault", "create", "--name", "x").returncode == 0
    before = _content(machine.vaults)
    newer = _resealed(made, tmp_path / "newer", key, "99.0.0")
    done = machine.start(stick, "--update", str(newer))
    assert done.returncode == 0, done.stderr
    assert "99.0.0" in done.stdout
    assert _content(machine.vaults) == before
    assert "newer" in (stick / "READ-ME.txt").read_text()
    assert machine.start(stick, "vault", "check").returncode == 0
    older = machine.start(stick, "--update", str(made))
    assert older.returncode == 2
    assert "is older" in older.stderr


def test_folder_of_another_maker_is_refused(
    stick: Path, machine: Machine, made: Path, tmp_path: Path
) -> None:
    assert machine.start(stick, "--help").returncode == 0
    before = _content(stick / "wheels"), (stick / "MANIFEST.json").read_bytes()
    newer = _resealed(made, tmp_path / "newer", new_signing_key(), "99.0.0")
    done = machine.start(stick, "--update", str(newer))
    assert done.returncode == 2
    assert "another key" in done.stderr
    assert (_content(stick / "wheels"), (stick / "MANIFEST.json").read_bytes()) == before


def test_changed_file_is_refused_and_nothing_is_installed(stick: Path, machine: Machine) -> None:
    wheel = next(stick.glob("wheels/panoh-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"x")
    done = machine.start(stick, "--help")
    assert done.returncode == 2
    assert wheel.name in done.stderr
    assert not (stick / "app").exists()


def test_changed_list_is_refused_by_its_signature(stick: Path, machine: Machine) -> None:
    text = (stick / "READ-ME.txt").read_bytes() + b"x"
    (stick / "READ-ME.txt").write_bytes(text)
    listed = json.loads((stick / "MANIFEST.json").read_text())
    listed["files"]["READ-ME.txt"] = hashlib.sha256(text).hexdigest()
    (stick / "MANIFEST.json").write_text(json.dumps(listed))
    done = machine.start(stick, "--help")
    assert done.returncode == 2
    assert "signature" in done.stderr
    assert not (stick / "app").exists()


def test_other_python_is_told_what_the_folder_is_for(stick: Path, machine: Machine) -> None:
    listed = json.loads((stick / "MANIFEST.json").read_text())
    listed["wheels"] = {"sparc/3.11": []}
    (stick / "MANIFEST.json").write_text(json.dumps(listed))
    done = machine.start(stick, "--help")
    assert done.returncode == 2
    assert "sparc/3.11" in done.stderr
    assert PYTHON in done.stderr


def test_no_index_and_no_other_file_is_carried(made: Path) -> None:
    listed = json.loads((made / "MANIFEST.json").read_text())
    found = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    assert found == set(listed["files"]) | {"MANIFEST.json", "MANIFEST.sig"}
    assert not [name for name in found if "evidence" in name or "flit" in name]


def _resealed(made: Path, into: Path, key: bytes, version: str) -> Path:
    shutil.copytree(made, into)
    for name in ("MANIFEST.json", "MANIFEST.sig"):
        (into / name).unlink()
    (into / "READ-ME.txt").write_text("newer\n")
    wheels = json.loads((made / "MANIFEST.json").read_text())["wheels"]
    dist.seal(into, SYSTEM, wheels, key, version)
    return into


def _content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
