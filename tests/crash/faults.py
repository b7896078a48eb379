"""Make the points, build each survivor, open it with the real code, and check it.

A *cut* is a place among the calls of one recorded run together with a way in which the disk
may treat what was on its way. A *refusal* is a run in which one call fails. Both are named by
`scenario:family:index:kind:seed`, which is what replays them.
"""

from __future__ import annotations

import os
import shutil
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Protocol

import pytest

from panoh.errors import PanohError
from panoh.storage import sqlite
from tests.crash.disk import KINDS, Disk, Start
from tests.crash.recorder import REFUSALS, Recorder, Refusal, meets, recorded

REPLAY = "PANOH_CRASH_POINT"  # run this one point
SEED = "PANOH_CRASH_SEED"  # other choices than the usual ones
TIMES = "PANOH_CRASH_TIMES"  # so many times the usual points
FIXED_SEED = "20261120"
# The count of tries may read as damaged after a refused removal: its owner waits a second.
CLEAR = ("storage-failed", "vault-damaged", "vault-busy", "too-many-tries", "hub-damaged")
_RANDOM_KINDS = ("sectors", "mix", "prefix", "zeros", "tear")


class World:
    """What a scenario acts on: its folder, and where it says what was promised."""

    def __init__(self, recorder: Recorder) -> None:
        self.folder = recorder.root
        self._recorder = recorder

    @contextmanager
    def step(self, what: object) -> Iterator[None]:
        """The act `what`: acknowledged when the block ends without an error."""
        self._recorder.marks.append((len(self._recorder.calls), "begun", what))
        yield
        self._recorder.marks.append((len(self._recorder.calls), "done", what))


class Scenario(Protocol):
    name: str

    def prepare(self, folder: Path) -> None:
        """The state before, made once, all of it durable."""

    def act(self, world: World) -> None:
        """The steps, by the real code; must close what it opened, also after an error."""

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        """Open the survivor; raise if an acknowledged act is missing or a pending one half."""


@dataclass(frozen=True)
class Point:
    scenario: str
    family: str  # cut | refusal
    index: int
    kind: str
    seed: int

    def __str__(self) -> str:
        return f"{self.scenario}:{self.family}:{self.index}:{self.kind}:{self.seed}"

    @classmethod
    def parse(cls, text: str) -> Point:
        scenario, family, index, kind, seed = text.split(":")
        return cls(scenario, family, int(index), kind, int(seed))

    def random(self) -> Random:
        return Random(str(self))


@dataclass
class Tally:
    """How many points ran, of which kinds, and which failed."""

    seed: int
    kinds: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[Point, str]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def points(self) -> int:
        return self.kinds.total()

    def __str__(self) -> str:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.kinds.items()))
        rate = self.points / self.seconds if self.seconds else 0
        head = f"{self.points} points (seed {self.seed}) in {self.seconds:.1f} s, {rate:.0f}/s"
        lines = [f"{head}: {kinds}"]
        for point, why in self.failures[:5]:
            lines.append(f"replay with {REPLAY}={point}\n{why}")
        return "\n".join(lines)


def assert_nothing_lost(scenario: Scenario, points: int, work: Path) -> None:
    """What a test of one scenario is: run, print the figures, fail with what replays a failure."""
    wanted = os.environ.get(REPLAY)
    if wanted and Point.parse(wanted).scenario != scenario.name:
        pytest.skip("another scenario is replayed")
    points = int(points * float(os.environ.get(TIMES, "1")))
    tally = run_points(scenario, points, int(os.environ.get(SEED, FIXED_SEED)), work)
    print(f"\n{scenario.name}: {tally}")
    assert not tally.failures, str(tally)
    assert wanted or tally.points >= points, f"{tally.points} points of {points}"


def run_points(scenario: Scenario, points: int, seed: int, work: Path) -> Tally:
    """`points` points of one scenario: every call at least once where they suffice."""
    tally = Tally(seed)
    began = time.perf_counter()
    base = work / f"{scenario.name}-base"
    base.mkdir(parents=True)
    scenario.prepare(base)
    recorder = _run(scenario, base, work / f"{scenario.name}-live", None)
    wanted = os.environ.get(REPLAY)
    if wanted:
        chosen = [point for point in [Point.parse(wanted)] if point.scenario == scenario.name]
    else:
        chosen = _choose(scenario.name, recorder, points, seed)
    for point, why in _cuts(scenario, recorder, chosen, work):
        _count(tally, point, why)
    for point in chosen:
        if point.family == "refusal":
            _count(tally, point, _refuse(scenario, recorder.start, point, work))
    shutil.rmtree(base)
    tally.seconds = time.perf_counter() - began
    return tally


def _count(tally: Tally, point: Point, why: str | None) -> None:
    tally.kinds[point.kind] += 1
    if why is not None:
        tally.failures.append((point, why))


def _choose(name: str, recorder: Recorder, points: int, seed: int) -> list[Point]:
    """All refusals up to a quarter of the points; cuts at every call, then more seeds of them."""
    refusals = [
        Point(name, "refusal", index, kind, once)
        for index, what in enumerate(recorder.asked)
        for kind in REFUSALS
        if meets(what, kind)
        for once in (0, 1, 2, 3)
    ]
    random = Random(f"{seed}/{name}")
    if len(refusals) > points // 4:
        refusals = random.sample(refusals, points // 4)
    cuts = [
        Point(name, "cut", index, kind, seed)
        for index in range(len(recorder.calls) + 1)
        for kind in KINDS
    ]
    room = points - len(refusals)
    if len(cuts) > room:
        cuts = random.sample(cuts, room)
    more = seed
    while len(cuts) < room:
        more += 1
        again = [
            Point(name, "cut", index, kind, more)
            for index in range(len(recorder.calls) + 1)
            for kind in _RANDOM_KINDS
        ]
        cuts += random.sample(again, min(len(again), room - len(cuts)))
    return cuts + refusals


# ── cuts ────────────────────────────────────────────────────────────────────────────────────


def _cuts(
    scenario: Scenario, recorder: Recorder, chosen: list[Point], work: Path
) -> Iterator[tuple[Point, str | None]]:
    """Build the disk call by call; at each wanted place, one survivor for each point."""
    waiting = sorted(
        (point for point in chosen if point.family == "cut"), key=lambda point: point.index
    )
    disk = Disk(recorder.start, recorder.folders)
    made = 0
    for point in waiting:
        # The call at `index` is in flight: issued, and not known to have ended.
        while made < min(point.index + 1, len(recorder.calls)):
            if made == point.index and _is_sync(recorder, made):
                break
            disk.call(recorder.calls[made])
            made += 1
        done, pending = _promised(recorder, point.index)
        folder = work / "survivor"
        disk.put_down(folder, point.kind, point.random())
        yield point, _checked(scenario, folder, done, pending)


def _is_sync(recorder: Recorder, index: int) -> bool:
    return type(recorder.calls[index]).__name__ in ("Sync", "SyncFolder")


def _promised(recorder: Recorder, index: int) -> tuple[list[object], object | None]:
    """What was acknowledged before call `index` was issued, and what was being done."""
    done: list[object] = []
    pending: object | None = None
    for place, mark, what in recorder.marks:
        if place > index:
            break
        if mark == "begun":
            pending = what
        else:
            done.append(what)
            pending = None
    return done, pending


@contextmanager
def _in_memory() -> Iterator[None]:
    """Survivors are looked at once and thrown away: no need to wait for the real disk."""
    real, settings = os.fsync, dict(sqlite.SETTINGS)
    os.fsync = lambda handle: None
    sqlite.SETTINGS["synchronous"] = ("OFF", 0)
    try:
        yield
    finally:
        os.fsync = real
        sqlite.SETTINGS.update(settings)


def _checked(
    scenario: Scenario, folder: Path, done: list[object], pending: object | None
) -> str | None:
    try:
        with _in_memory():
            scenario.check(folder, done, pending)
    except Exception:  # noqa: BLE001 - whatever goes wrong with a survivor is the finding
        return f"done {done}, pending {pending}\n{traceback.format_exc(limit=-6)}"
    return None


# ── refusals ────────────────────────────────────────────────────────────────────────────────


def _run(scenario: Scenario, base: Path, live: Path, refusal: Refusal | None) -> Recorder:
    """One run in a copy of the base; a refused run may end in an error of ours."""
    shutil.copytree(base, live)
    recorder = Recorder(live, refusal)
    try:
        with recorded(recorder):
            scenario.act(World(recorder))
    except PanohError:
        if refusal is None:
            raise
    finally:
        shutil.rmtree(live, ignore_errors=refusal is not None)
    return recorder


def _refuse(scenario: Scenario, start: Start, point: Point, work: Path) -> str | None:
    """One call fails, once or lastingly; then the process dies, or the power goes as well."""
    lasting, power = bool(point.seed & 1), bool(point.seed & 2)
    live, survivor = work / "refused", work / "survivor"
    Disk(start, start.folders).put_down(live, "keep", point.random())
    recorder = Recorder(live, Refusal(point.index, point.kind, lasting))
    unclear = _act_refused(scenario, recorder)
    if power:
        disk = Disk(recorder.start, recorder.folders)
        for call in recorder.calls:
            disk.call(call)
        disk.put_down(survivor, "drop", point.random())
    else:
        survivor = live
    done, pending = _promised(recorder, len(recorder.calls))
    return unclear or _checked(scenario, survivor, done, pending)


def _act_refused(scenario: Scenario, recorder: Recorder) -> str | None:
    """What the code said of the refusal, if that is not one of the clear errors."""
    try:
        with recorded(recorder):
            scenario.act(World(recorder))
    except PanohError as problem:
        if problem.code not in CLEAR:
            return f"not a clear error\n{traceback.format_exc(limit=-6)}"
    except Exception:  # noqa: BLE001 - an error that is not ours is the finding
        return f"not a clear error\n{traceback.format_exc(limit=-6)}"
    return None
