"""The real program in processes of its own: its commands, and `panoh start`."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-m", "panoh"]


@dataclass
class Panoh:
    """One person's folders and phrase."""

    folder: Path
    phrase: str = ""

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def environment(self) -> dict[str, str]:
        found = {
            **os.environ,
            "PANOH_HOME": str(self.home),
            "PANOH_STATE": str(self.folder / "state"),
            "TMPDIR": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        for name in ("PANOH_PASSPHRASE_FILE", "PANOH_TRACE", "XDG_RUNTIME_DIR", "LANGUAGE"):
            found.pop(name, None)
        if self.phrase:
            file = self.folder / "phrase"
            if not file.exists():
                file.touch(0o600)
                file.write_text(self.phrase + "\n", "utf-8")
            found["PANOH_PASSPHRASE_FILE"] = str(file)
        return found

    def run(self, *words: str) -> str:
        """One command; what it printed."""
        done = subprocess.run(
            [*COMMAND, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=self.environment(),
            cwd=self.folder,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, (words, done.stdout.decode(), done.stderr.decode())
        return done.stdout.decode().strip()

    def read(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))

    def start(self) -> Started:
        """`panoh start`, as somebody types it."""
        process = subprocess.Popen(
            [*COMMAND, "start", "--no-browser"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=self.environment(),
            cwd=self.folder,
            start_new_session=True,
        )
        if process.stdout is None:
            raise RuntimeError
        address = process.stdout.readline().strip()
        found = re.fullmatch(r"(http://([^/]+))/open/\S+", address)
        if found is None:
            process.kill()
            raise RuntimeError("did not start: " + address)
        return Started(process, address, found[1])


@dataclass
class Started:
    process: subprocess.Popen[str]
    address: str
    """Opens once."""
    origin: str

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(10)
