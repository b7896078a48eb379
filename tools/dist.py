"""Make a signed folder for a stick: `python tools/dist.py PLATFORM [--key FILE] [--python 3.12]…`.

PLATFORM is linux, windows or macos. The wheels are fetched by the ordinary client, by the hashes
of requirements/run.txt, for every Python that Panoh runs on; what has no wheel stops the build.
The folder is build/dist/panoh-VERSION-PLATFORM; its size is printed. `--key FILE` holds the
maker's signing key (32 bytes as hex), made there if the file is missing; without it a key is made
and forgotten, and a later folder cannot be told to come from the same maker.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from flit_core import buildapi  # type: ignore[import-untyped]

from panoh import __version__
from panoh.crypto.labels import Label
from panoh.crypto.sign import new_signing_key, sign, verify_key

ROOT = Path(__file__).resolve().parent.parent
STICK = ROOT / "tools" / "stick"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# Wheel tags by platform and processor. There is no Intel Mac: cbor2 has no wheel for it.
TAGS: dict[str, dict[str, tuple[str, ...]]] = {
    "linux": {
        "x86_64": (
            "manylinux1_x86_64",
            "manylinux_2_5_x86_64",
            "manylinux2014_x86_64",
            "manylinux_2_17_x86_64",
            "manylinux_2_28_x86_64",
        ),
        "aarch64": ("manylinux2014_aarch64", "manylinux_2_17_aarch64", "manylinux_2_28_aarch64"),
    },
    "windows": {"x86_64": ("win_amd64",)},
    "macos": {"aarch64": ("macosx_10_9_universal2", "macosx_11_0_arm64", "macosx_12_0_arm64")},
}
NOT_CARRIED = ("flit_core-",)
"""Needed to build, never to run."""


def fetch(pip: Path, tags: tuple[str, ...], python: str, into: Path) -> list[Path]:
    """The wheels of run.txt for one Python on one processor."""
    with tempfile.TemporaryDirectory(dir=into) as folder:
        command: list[str] = [str(pip), "-m", "pip", "download", "--quiet"]
        command += ["--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
        command += ["--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")]
        command += [part for tag in tags for part in ("--platform", tag)]
        command += ["--python-version", python, "--implementation", "cp", "--dest", folder]
        subprocess.run(command, check=True, env=dict(os.environ, PIP_ROOT_USER_ACTION="ignore"))
        kept = []
        for wheel in sorted(Path(folder).iterdir()):
            if not wheel.name.startswith(NOT_CARRIED):
                kept.append(wheel.replace(into / wheel.name))
        return kept


def client(folder: Path) -> Path:
    """The ordinary client, in an environment that is thrown away."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def own_wheel(into: Path) -> Path:
    """Panoh itself; flit-core builds it here, without a network."""
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        return into / str(buildapi.build_wheel(str(into)))
    finally:
        os.chdir(before)


def maker(key: Path | None) -> bytes:
    """The signing key: from the file, made there, or made and forgotten."""
    if key is None:
        print("No --key: this folder's maker cannot be recognised again.", file=sys.stderr)
        return new_signing_key()
    if not key.exists():
        key.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(new_signing_key().hex())
        print(f"A new key was made in {key.name}; keep it away from the stick.", file=sys.stderr)
    try:
        seed = bytes.fromhex(key.read_text(encoding="ascii").strip())
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise SystemExit(f"{key.name} holds no signing key: 64 hex digits are needed.")
    return seed


def build(
    platform: str, pythons: tuple[str, ...], machines: tuple[str, ...], seed: bytes, into: Path
) -> Path:
    """The whole folder `into`/panoh-VERSION-PLATFORM; an earlier one is replaced at the end."""
    name = f"panoh-{__version__}-{platform}"
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into) as scratch:
        made = Path(scratch) / name
        wheels = made / "wheels"
        wheels.mkdir(parents=True)
        pip = client(Path(scratch) / "client")
        own = own_wheel(wheels)
        by_python = {}
        for machine in machines:
            for python in pythons:
                print(f"{platform} {machine} Python {python} …", flush=True)
                found = fetch(pip, TAGS[platform][machine], python, wheels)
                by_python[f"{machine}/{python}"] = sorted(
                    f"wheels/{wheel.name}" for wheel in [*found, own]
                )
        for each in STICK.iterdir():
            if each.is_file():
                shutil.copyfile(each, made / each.name)
        shutil.copyfile(ROOT / "LICENSE", made / "LICENSE.txt")
        shutil.copyfile(ROOT / "NOTICE", made / "NOTICE.txt")
        seal(made, platform, by_python, seed)
        shutil.rmtree(into / name, ignore_errors=True)
        made.rename(into / name)
    return into / name


def seal(
    made: Path,
    platform: str,
    wheels: dict[str, list[str]],
    seed: bytes,
    version: str = __version__,
) -> None:
    """The list of every file, and the maker's signature over it."""
    listed = {
        "version": version,
        "platform": platform,
        "wheels": wheels,
        "files": {
            path.relative_to(made).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(made.rglob("*"))
            if path.is_file()
        },
    }
    text = json.dumps(listed, indent=1, sort_keys=True).encode() + b"\n"
    (made / "MANIFEST.json").write_bytes(text)
    signature = sign(Label.DIST, seed, text)
    (made / "MANIFEST.sig").write_text(f"{verify_key(seed).hex()}\n{signature.hex()}\n")


def main() -> int:
    """Exit 0 with the folder and its size printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("platform", choices=sorted(TAGS))
    parser.add_argument("--python", action="append", choices=PYTHONS, help="default: all")
    parser.add_argument("--machine", action="append", help="default: all of the platform")
    parser.add_argument("--key", type=Path, help="the maker's signing key")
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "dist")
    options = parser.parse_args()
    machines = tuple(options.machine or TAGS[options.platform])
    if unknown := set(machines) - set(TAGS[options.platform]):
        parser.error(f"no wheels are known for {', '.join(sorted(unknown))}")
    try:
        made = build(
            options.platform,
            tuple(options.python or PYTHONS),
            machines,
            maker(options.key),
            options.into.absolute(),
        )
    except subprocess.CalledProcessError:
        print("A wheel could not be fetched: see above. No folder was made.", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    shown = made.relative_to(ROOT) if ROOT in made.parents else made.name
    print(f"{shown}: {size / 1e6:.1f} MB")
    print("content " + hashlib.sha256((made / "MANIFEST.json").read_bytes()).hexdigest()[:32])
    return 0


if __name__ == "__main__":
    sys.exit(main())
