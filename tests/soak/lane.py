"""What every lane works with: its seed, its seconds, its folder; and what it has to tell."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "soak"
MOST_FAILURES = 25
"""A lane that failed this often stops: more of the same teaches nothing."""


@dataclass
class Result:
    """The figures of one lane's last run."""

    lane: str
    seed: int
    commit: str
    date: str
    asked: float
    seconds: float = 0.0
    counts: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """As it is printed."""
        head = f"── {self.lane}: seed {self.seed}, commit {self.commit}, {self.seconds:.0f} s"
        lines = [head, *(f"   {name}: {count}" for name, count in self.counts.items())]
        lines += [f"   {note}" for note in self.notes]
        lines += [f"   FAILED {failure}" for failure in self.failures]
        lines.append(f"   {len(self.failures)} failures" if self.failures else "   no failure")
        return "\n".join(lines)


class Run:
    """One lane at work."""

    def __init__(self, result: Result, folder: Path, found: Path, options: dict[str, str]) -> None:
        self.result = result
        self.seed = result.seed
        self.folder = folder
        self.found = found
        self.options = options
        self._began = time.monotonic()
        self._counts: dict[str, int] = {}

    @property
    def spent(self) -> float:
        return time.monotonic() - self._began

    def left(self, share: float = 1.0) -> float:
        """Seconds until `share` of the lane's time is used up."""
        return self.result.asked * share - self.spent

    def over(self, share: float = 1.0) -> bool:
        return self.left(share) <= 0 or len(self.result.failures) >= MOST_FAILURES

    def count(self, name: str, number: int = 1) -> None:
        self._counts[name] = self._counts.get(name, 0) + number
        self.result.counts[name] = f"{self._counts[name]:,}"

    def wanted(self, name: str) -> int:
        """How many of something were asked for by `-o NAME=N`: then the lane goes on until it has
        them, whatever the seconds say. 0 when nobody asked."""
        return int(self.options.get(name, "0"))

    def counted(self, name: str) -> int:
        return self._counts.get(name, 0)

    def tell(self, name: str, value: str) -> None:
        """A figure that is not a count."""
        self.result.counts[name] = value

    def note(self, line: str) -> None:
        self.result.notes.append(line)

    def fail(self, what: str, replay: str) -> None:
        self.result.failures.append(f"{what}\n      replay: {replay}")
        print(f"FAILED {what}\n      replay: {replay}", flush=True)

    def keep(self, name: str, data: bytes) -> Path:
        """Keep an input that failed, so that it can be played again."""
        self.found.mkdir(parents=True, exist_ok=True)
        path = self.found / f"{name}-{blake2b(data, digest_size=6).hexdigest()}"
        path.write_bytes(data)
        return path


Lane = Callable[[Run], None]


def without_fsync() -> None:
    """For this process: lanes that do not look at durability need not wait for the disk."""
    from panoh.storage import sqlite

    os.fsync = lambda _handle: None
    sqlite.SETTINGS["synchronous"] = ("OFF", 0)


def commit() -> str:
    """The commit of the checkout, with a plus when files differ from it."""
    found = _git("rev-parse", "--short=10", "HEAD").strip()
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", "src", "tests").strip()
    return (found or "unknown") + ("+" if changed else "")


def _git(*words: str) -> str:
    ran = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return ran.stdout


def new_result(lane: str, seed: int, seconds: float) -> Result:
    now = datetime.now(UTC).isoformat(timespec="minutes").replace("+00:00", "Z")
    return Result(lane, seed, commit(), now, seconds)


def save(result: Result, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(result), indent=1, ensure_ascii=False)
    (folder / f"{result.lane}.json").write_text(text, encoding="utf-8")


def load(lane: str, folder: Path) -> Result | None:
    path = folder / f"{lane}.json"
    if not path.exists():
        return None
    return Result(**json.loads(path.read_text(encoding="utf-8")))
