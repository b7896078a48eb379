"""Processes killed with the real signal while they save, two of them at once in one vault."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from panoh import bootstrap
from panoh.core import check
from panoh.core.node import Node
from panoh.core.vault import store
from tests.crash.saver import text
from tests.crash.vault_scenarios import PHRASES

ROOT = Path(__file__).parents[2]


class Saver:
    """One process, and what it acknowledged until it was killed."""

    def __init__(self, folder: Path, who: str, key: bytes) -> None:
        self.who = who
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.saver", str(folder), who],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        self.say(key.hex())
        self.lines: list[str] = []
        self.opened = threading.Event()
        self.saved = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.decode().strip())
            self.opened.set()
            if self.lines[-1].isdigit():
                self.saved.set()

    def kill(self) -> list[int]:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()
        return [int(line) for line in self.lines if line.isdigit()]


def _check(node: Node, who: str, acknowledged: list[int]) -> int:
    """All that was acknowledged is there in whole, and at most one save more."""
    rows = node.rows("SELECT name, value FROM core_setting WHERE name LIKE ? || '-%'", (who,))
    there = {int(row["name"].split("-")[-1]): row["value"] for row in rows}
    lost = set(acknowledged) - set(there)
    assert not lost, f"{who} lost {sorted(lost)}"
    assert len(there) <= len(acknowledged) + 1
    assert all(value == text(who, number) for number, value in there.items())
    return len(there)


def _anyhow() -> float:
    return 1.0


def kill_rounds(
    folder: Path, seed: int, rounds: int, until: Callable[[], float] = _anyhow
) -> tuple[int, int]:
    """Kills and saves of so many rounds, each with two savers; ends early when `until` is at 0."""
    place, key = bootstrap.create_vault(folder / "home", PHRASES[0], "Aida")
    random = Random(seed)
    saves = kills = 0
    for number in range(rounds):
        if number and until() <= 0:
            break
        savers = [Saver(folder, f"r{number}{who}", key) for who in "ab"]
        for saver in savers:
            assert saver.opened.wait(60)
        for saver in savers:
            saver.say("go")
        assert savers[0].saved.wait(60)
        time.sleep(random.uniform(0.0, 0.2))
        random.shuffle(savers)
        acknowledged = {saver.who: saver.kill() for saver in savers}
        kills += len(savers)
        node = bootstrap.open_node(store.pick(place.home), key)
        for who, numbers in acknowledged.items():
            saves += _check(node, who, numbers)
        assert node.database.check_pages() == []
        node.close()
    node = bootstrap.open_node(place, key)
    assert check.check(node, rebuild=True) == []
    assert node.database.execute("SELECT count(*) FROM core_setting") == [(saves,)]
    node.close()
    return kills, saves
