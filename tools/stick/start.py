"""Install and start Panoh from this folder, with Python alone and without a network.

    python3 start.py                 install at the first call, then open Panoh
    python3 start.py vault check     any command of Panoh instead
    python3 start.py --check         only compare every file with the list MANIFEST.json
    python3 start.py --update FOLDER take over a newer folder; vaults are not touched

It writes to this folder only (`app`: the program; `state`: what tells a vault put back from a
copy) and to the folder of the vaults. Standard library only, and readable by an old Python 3, so
that an old one gets a clear answer.
"""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MANIFEST = "MANIFEST.json"
SIGNATURE = "MANIFEST.sig"
LABEL_AND_CHECK = """
import sys
from pathlib import Path
from panoh.crypto.labels import Label
from panoh.crypto.sign import verify
signer, signature = Path(sys.argv[2]).read_text().split()
verify(Label.DIST, bytes.fromhex(signer), bytes.fromhex(signature), Path(sys.argv[1]).read_bytes())
"""


class Stopped(Exception):
    """Something is wrong; the text says what, where and what to do."""


def manifest(folder: Path) -> "dict[str, Any]":
    """The list of a folder: version, platform, files with their hashes, wheels by Python."""
    found = {}  # type: dict[str, Any]
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name in ("version", "platform", "wheels", "files"):
            found[name]
    except (OSError, ValueError, KeyError, TypeError):
        raise Stopped(
            str(folder) + " holds no readable " + MANIFEST + ". Copy the whole folder again."
        ) from None
    return found


def check(folder: Path, listed: "dict[str, Any]") -> None:
    """Compare every listed file; nothing is installed from a folder that differs."""
    for name, wanted in sorted(listed["files"].items()):
        path = (folder / name).resolve()
        if folder.resolve() not in path.parents or not path.is_file():
            raise Stopped(name + " is missing. Copy the whole folder again.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            raise Stopped(
                name + " is not the file that was made. Nothing was installed. "
                "Get the folder again from somebody you trust."
            )


def fingerprint(folder: Path) -> "tuple[str, str]":
    """What two people compare: the maker's key, and the hash of this very list."""
    signer = (folder / SIGNATURE).read_text(encoding="ascii").split()[0]
    return signer, hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def spaced(text: str, length: int = 32) -> str:
    """Groups of four that can be read aloud."""
    return " ".join(text[i : i + 4] for i in range(0, length, 4))


def wheels_for(listed: "dict[str, Any]") -> "list[str]":
    """The wheels for this Python on this processor."""
    python = "%d.%d" % sys.version_info[:2]  # noqa: UP031 - readable by an old Python
    machine = platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine)
    found = listed["wheels"].get(machine + "/" + python)  # type: list[str] | None
    if not found:
        raise Stopped(
            "This folder is for "
            + listed["platform"]
            + " with Python "
            + ", ".join(sorted(listed["wheels"]))
            + "; this is "
            + platform.system()
            + " "
            + machine
            + " with Python "
            + python
            + ". Install one of these, or make a folder for this machine."
        )
    return found


def install(folder: Path, listed: "dict[str, Any]") -> None:
    """Unpack beside the present program, then change places: a torn copy is never started."""
    lib, fresh, old = HERE / "app", HERE / "app.new", HERE / "app.old"
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    for name in wheels_for(listed):
        with zipfile.ZipFile(folder / name) as archive:
            for each in archive.namelist():
                if each.startswith(("/", "\\")) or ".." in each.replace("\\", "/").split("/"):
                    raise Stopped(name + " would write outside this folder.")
            archive.extractall(fresh)
    for data in fresh.glob("*.data"):  # what a wheel keeps apart: only its modules are of use here
        for part in ("purelib", "platlib"):
            if (data / part).is_dir():
                shutil.copytree(data / part, fresh, dirs_exist_ok=True)
        shutil.rmtree(data)
    shutil.copyfile(folder / SIGNATURE, fresh / SIGNATURE)
    signed(fresh, folder)
    (fresh / "installed").write_text(stamp(folder), encoding="ascii")
    if lib.exists():
        lib.rename(old)
    fresh.rename(lib)
    shutil.rmtree(old, ignore_errors=True)


def stamp(folder: Path) -> str:
    """Another list or another Python means installing again."""
    whole = (folder / MANIFEST).read_bytes() + sys.version.encode()
    return hashlib.sha256(whole).hexdigest()


def environment(lib: Path) -> "dict[str, str]":
    """Panoh finds itself in `lib`, nobody else's packages, and writes nowhere else."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    kept["PYTHONPATH"] = str(lib)
    kept["PYTHONNOUSERSITE"] = "1"
    kept["PYTHONSAFEPATH"] = "1"
    kept.setdefault("PANOH_STATE", str(HERE / "state"))
    return kept


def signed(lib: Path, folder: Path) -> None:
    """Stops unless the list is signed by the key it names; checked by the program in `lib`."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            LABEL_AND_CHECK,
            str(folder / MANIFEST),
            str(folder / SIGNATURE),
        ],
        env=environment(lib),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise Stopped("The signature of " + str(folder / MANIFEST) + " does not hold.")


def update(newer: Path) -> None:
    """Take over a newer folder of the same maker. The program that is here checks it first."""
    if newer == HERE:
        raise Stopped("Name the newer folder, not this one.")
    if not (HERE / "app" / SIGNATURE).is_file():
        raise Stopped("Start this folder once before it is updated.")
    listed = manifest(newer)
    check(newer, listed)
    signed(HERE / "app", newer)
    ours = (HERE / "app" / SIGNATURE).read_text(encoding="ascii").split()[0]
    theirs, _ = fingerprint(newer)
    if ours != theirs:
        raise Stopped(
            "The newer folder was made with another key ("
            + spaced(theirs)
            + ") than this one ("
            + spaced(ours)
            + "). Nothing was changed. Ask who gave it to you; if they are right, "
            "start the newer folder by itself: it opens the same vaults."
        )
    before = manifest(HERE)
    if numbers(listed["version"]) < numbers(before["version"]):
        raise Stopped(
            "The other folder is older ("
            + listed["version"]
            + ") than this one ("
            + before["version"]
            + "). Nothing was changed."
        )
    # Wheels first, the list last: a copy that is torn leaves a folder that still starts as it was.
    for name in listed["files"]:
        if name.startswith("wheels"):
            (HERE / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(newer / name, HERE / name)
    install(newer, listed)
    for name in [*sorted(set(listed["files"])), SIGNATURE, MANIFEST]:
        if not name.startswith("wheels"):
            shutil.copyfile(newer / name, HERE / name)
    for name in sorted(set(before["files"]) - set(listed["files"])):
        (HERE / name).unlink(missing_ok=True)
    (HERE / "app" / "installed").write_text(stamp(HERE), encoding="ascii")
    print("Panoh is now " + listed["version"] + ". The vaults were not touched.")


def numbers(version: str) -> "tuple[int, ...]":
    """0.10.1 → (0, 10, 1)."""
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def run(arguments: "list[str]") -> int:
    """Install if needed, then hand over to Panoh."""
    listed = manifest(HERE)
    if arguments[:1] == ["--update"]:
        if len(arguments) != 2:
            raise Stopped("Say which folder: python3 start.py --update FOLDER")
        update(Path(arguments[1]).resolve())
        return 0
    lib = HERE / "app"
    mark = lib / "installed"
    current = mark.is_file() and mark.read_text(encoding="ascii") == stamp(HERE)
    if arguments[:1] == ["--check"] or not current:
        check(HERE, listed)
        signer, content = fingerprint(HERE)
        print("Panoh " + listed["version"] + " for " + listed["platform"])
        print("maker   " + spaced(signer))
        print("content " + spaced(content))
        print("Compare both lines with the person who gave you this folder.", flush=True)
        if arguments[:1] == ["--check"]:
            return 0
        install(HERE, listed)
    command = [sys.executable, "-m", "panoh", *(arguments or ["start"])]
    return subprocess.run(command, env=environment(lib), check=False).returncode


def main() -> int:
    """Exit as Panoh exits; 2 when the folder cannot be used."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an old one gets a clear answer
        have = "%d.%d" % sys.version_info[:2]  # noqa: UP031 - readable by an old Python
        print("Panoh needs Python 3.11 or newer; this is " + have + ".", file=sys.stderr)
        return 2
    try:
        return run(sys.argv[1:])
    except Stopped as stopped:
        print(str(stopped), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    except OSError as failed:
        print("Stopped: " + str(failed) + ". Is the stick full or read-only?", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
