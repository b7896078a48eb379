"""Processes die at any moment; what was acknowledged is there, once, without a gap."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from panoh.wire.model import Blob
from panoh.wire.problems import Problem
from tests.hub import cluster
from tests.hub.cluster import Cluster
from tests.hub.running import Member, Refused, Running, blobs, hub

SECONDS = 15.0
WRITERS = 6
SEED = 4


class Writing(threading.Thread):
    """A member who appends, again and again until it is acknowledged."""

    def __init__(self, url: str, mailbox: Member, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.member = mailbox.again()
        self.member.url = url
        self.stop = stop
        self.acknowledged: dict[int, Blob] = {}
        self.lost_answers = 0
        self.problem: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                mine = blobs(3)
                numbers = self.insist(mine)
                for number, each in zip(numbers, mine, strict=True):
                    assert self.acknowledged.setdefault(number, each) == each
        except BaseException as problem:  # noqa: BLE001 - told by the test
            self.problem = problem

    def insist(self, mine: list[Blob]) -> list[int]:
        for _ in range(200):
            try:
                return self.member.append(mine)
            except (OSError, http.client.HTTPException):
                self.lost_answers += 1
            except Refused as refused:
                if refused.problem is not Problem.BUSY:
                    raise
            time.sleep(0.02)
        raise AssertionError("the hub did not come back")


def gather(members: list[Member], writers: list[Writing]) -> None:
    """What every writer was told is what everybody reads."""
    for writer in writers:
        if writer.problem is not None:
            raise writer.problem
    assert all(writer.acknowledged for writer in writers)
    for member in members:
        there = member.again().everything()
        assert len({each.name for each in there}) == len(there), "a blob stands twice"
        for writer in writers:
            if writer.member.mailbox == member.mailbox:
                for number, each in writer.acknowledged.items():
                    assert there[number - 1] == each, number


def kill_now_and_then(running: Running, chance: random.Random, seconds: float) -> int:
    """SIGKILL to one of the serving processes, at random moments."""
    killed = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.05, 0.8))
        with contextlib.suppress(ProcessLookupError, IndexError):
            os.kill(chance.choice(running.children()), signal.SIGKILL)
            killed += 1
    return killed


def test_any_of_four_processes_may_be_killed_at_any_time(postgres: Cluster) -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    with hub(postgres.database(), "--processes", "4") as running:
        assert len(running.children()) == 4
        members = [Member(running.url) for _ in range(2)]
        for member in members:
            member.create()
        stop = threading.Event()
        writers = [Writing(running.url, members[n % 2], stop) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        killed = kill_now_and_then(running, chance, SECONDS)
        stop.set()
        for writer in writers:
            writer.join(60)
        assert killed >= 10
        assert sum(writer.lost_answers for writer in writers) > 0
        gather(members, writers)
        assert running.stop() == 0


def test_a_killed_hub_on_sqlite_goes_on_where_it_was(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    member, told = None, {}
    for _ in range(6):
        with hub(url) as running:
            if member is None:
                member = Member(running.url)
                member.create()
            member = member.again()
            member.url = running.url
            stop = threading.Event()
            writer = Writing(running.url, member, stop)
            killing = threading.Timer(chance.uniform(0.1, 0.6), running.process.kill)
            killing.start()
            with contextlib.suppress(OSError, http.client.HTTPException):
                while True:
                    mine = blobs(2)
                    told.update(zip(writer.member.append(mine), mine, strict=True))
            running.process.wait(10)
    assert member is not None
    with hub(url) as running:
        member = member.again()
        member.url = running.url
        there = member.everything()
    assert len(told) >= 12
    assert all(there[number - 1] == each for number, each in told.items())
    assert len({each.name for each in there}) == len(there)


@pytest.fixture(scope="module")
def own() -> Iterator[Cluster]:
    """A server that a test may stop."""
    with cluster.running() as running:
        yield running


def test_a_database_that_is_away_is_told_and_nothing_is_acknowledged(own: Cluster) -> None:
    with hub(own.database()) as running:
        member = Member(running.url)
        member.create()
        assert member.append(blobs(1)) == [1]
        own.process.send_signal(signal.SIGINT)
        own.process.wait(15)
        with pytest.raises(Refused) as refused:
            member.append(blobs(1))
        assert refused.value.problem is Problem.BUSY
        assert member.ask("GET", "/health")[0] == 503
