"""Make .venv from pinned hashes: `python3 tools/install.py [--dev]`.

Standard library only, and readable by an old Python 3, so that an old one gets a clear answer.
Nothing outside the checkout is written. The installer itself lives in a throw-away environment
beside .venv and is removed at the end: what stays on the laptop is Panoh and what it runs on, and
nothing that only an installation needs. A stamp per requirement file makes a second call a no-op.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
THROW_AWAY = ROOT / ".pip"
NEEDED = (3, 11)


def interpreter() -> Path:
    """The Python inside .venv."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(*names: str) -> str:
    """What the stamp records: the content, so that a fresh clone or a new checkout is no news."""
    digest = hashlib.sha256(sys.version.encode())
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def up_to_date(stamp: Path, wanted: str) -> bool:
    """True when this very set was installed here before."""
    return interpreter().exists() and stamp.exists() and stamp.read_text() == wanted


def pip(*arguments: str) -> None:
    """Run the throw-away pip on .venv; made at first use."""
    python = THROW_AWAY / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(THROW_AWAY)], check=True)
    command = [str(python), "-m", "pip", "--python", str(interpreter()), "install"]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-compile"]
    environment = dict(os.environ, PIP_ROOT_USER_ACTION="ignore")
    subprocess.run([*command, *quiet, *arguments], check=True, env=environment, cwd=ROOT)


def install_run() -> None:
    """.venv with the run-time packages and Panoh itself (editable)."""
    stamp = VENV / "panoh-run.stamp"
    wanted = fingerprint("requirements/run.txt", "pyproject.toml")
    if up_to_date(stamp, wanted):
        return
    print("Making .venv from requirements/run.txt …", flush=True)
    if not interpreter().exists():
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)
    pip("--require-hashes", "-r", "requirements/run.txt")
    # No network in this step: nothing is built in isolation and nothing else is looked up.
    pip("--no-index", "--no-deps", "--no-build-isolation", "--editable", ".")
    stamp.write_text(wanted)


def install_dev() -> None:
    """The tools that check and test, into the same .venv."""
    stamp = VENV / "panoh-dev.stamp"
    wanted = fingerprint("requirements/run.txt", "requirements/dev.txt")
    if up_to_date(stamp, wanted):
        return
    print("Adding requirements/dev.txt …", flush=True)
    pip("--require-hashes", "-r", "requirements/dev.txt")
    stamp.write_text(wanted)


def main() -> int:
    """Exit 0 when .venv is as the requirement files say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="add what checks and tests need")
    options = parser.parse_args()
    if sys.version_info < NEEDED:
        have = "%d.%d" % sys.version_info[:2]  # noqa: UP031 - readable by an old Python
        print(
            "Panoh needs Python 3.11 or newer; this is "
            + have
            + ". Install a newer one, then: make setup PYTHON=python3.11",
            file=sys.stderr,
        )
        return 2
    try:
        install_run()
        if options.dev:
            install_dev()
    except subprocess.CalledProcessError as failed:
        print(
            "Setup stopped: " + " ".join(map(str, failed.cmd)) + " failed. "
            "On Debian and Ubuntu the package python3-venv is needed.",
            file=sys.stderr,
        )
        return 1
    finally:
        shutil.rmtree(THROW_AWAY, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
