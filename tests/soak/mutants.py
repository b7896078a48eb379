"""A seeded sample of mutants, each against the tests of its own folder, in a copy of the tree.

The copy lies in the lane's temporary folder; the checkout is only read. Tests run in three steps,
each only if the one before let the mutant live: the module's own test files, its folder, and what
is built on it. Tests that took long on the unchanged code are left out of the first two.
"""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.soak.lane import ROOT, Run
from tests.soak.mutation import Mutant, mutants, mutated
from tests.soak.warm import Told, Warm

SOURCES = ("crypto", "core", "storage", "web/gate.py", "web/session.py", "web/body.py")
LEFT_OUT = "left out"
LONG = 2.0
"""Seconds of work; a slower test is not repeated for every mutant."""
ENOUGH = 8.0
"""Seconds of work in a step for the unchanged code; the slowest are left out until it fits."""


@dataclass(frozen=True)
class Step:
    """Which tests, and which of them not."""

    tests: tuple[str, ...]
    without: tuple[str, ...]
    seconds: float


def run(run: Run) -> None:
    copy = run.folder / "copy"
    _copy(copy)
    chosen = _chosen(run, copy)
    warm = Warm(copy, run.folder)
    try:
        _prove(run, warm, copy)
        _go_through(run, warm, copy, chosen)
    finally:
        warm.stop()


def _copy(to: Path) -> None:
    """The tree as it is committed; files being changed at this moment would be half a change."""
    to.mkdir()
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(to, filter="data")


def _files(copy: Path) -> Iterator[Path]:
    for name in SOURCES:
        at = copy / "src/panoh" / name
        yield from ([at] if at.is_file() else sorted(at.rglob("*.py")))


def _chosen(run: Run, copy: Path) -> list[Mutant]:
    """All of them in an order that the seed gives."""
    every: list[Mutant] = []
    for path in _files(copy):
        file = path.relative_to(copy / "src/panoh").as_posix()
        if run.options.get("files", "") in file:
            every += mutants(file, path.read_text(encoding="utf-8"))
    run.tell("mutants there are", f"{len(every):,}")
    if "one" in run.options:
        return [each for each in every if each.id == run.options["one"]]
    Random(run.seed).shuffle(every)
    return every[: int(run.options.get("most", len(every)))]


def _prove(run: Run, warm: Warm, copy: Path) -> None:
    """That the copy is what the tests import: else every mutant would live."""
    where = warm.imported()
    if not where.startswith(str(copy)):
        raise RuntimeError(f"the tests would import {where}, which is not the copy")
    path = copy / "src/panoh/core/canonical.py"
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace("return value\n", "return [value]\n"), encoding="utf-8")
    try:
        if warm.test(("tests/core/test_canonical.py",), (), 60).passed:
            raise RuntimeError("a broken module was not noticed")
    finally:
        path.write_text(source, encoding="utf-8")


def _go_through(run: Run, warm: Warm, copy: Path, chosen: list[Mutant]) -> None:
    plans = Plans(run, warm)
    score: dict[str, Counter[str]] = {}
    for mutant in chosen:
        if run.over(0.98):
            break
        died = _dies(warm, copy, mutant, plans)
        if died == LEFT_OUT:
            run.count("left out, as no test of theirs passes unchanged")
            continue
        part = "/".join(Path(mutant.file).parts[: 2 if mutant.file.startswith("core") else 1])
        score.setdefault(part, Counter())[died or "lived"] += 1
        if died is None:
            print(f"lived: {mutant}", flush=True)
            run.note(f"lived: `{mutant}` (`one={mutant.id}`)")
    _tell(run, score)


def _tell(run: Run, score: dict[str, Counter[str]]) -> None:
    whole: Counter[str] = sum(score.values(), Counter())
    tried, lived = whole.total(), whole["lived"]
    run.count("mutants tried", tried)
    run.count("noticed", tried - lived)
    if not tried:
        run.fail("no mutant was tried", f"--lane mutants --seed {run.seed}")
    else:
        run.tell("score", f"{100 * (tried - lived) / tried:.1f} %")
    run.tell("noticed in step", ", ".join(f"{k}: {v}" for k, v in sorted(whole.items())))
    for part, each in sorted(score.items()):
        run.tell(f"score of {part}", f"{each.total() - each['lived']} of {each.total()}")
    run.result.notes.sort()


def _dies(warm: Warm, copy: Path, mutant: Mutant, plans: Plans) -> str | None:
    """The step that noticed it; None when all tests passed."""
    path = copy / "src/panoh" / mutant.file
    source = path.read_text(encoding="utf-8")
    tried = False
    for number, tests in enumerate(_tests_of(copy, mutant.file), 1):
        step = plans.step(tests) if number <= plans.most else None
        if step is None:
            continue
        tried = True
        path.write_text(mutated(source, mutant), encoding="utf-8")
        try:
            told = warm.test(step.tests, step.without, 4 * step.seconds + 8)
        finally:
            path.write_text(source, encoding="utf-8")
        if told.late:
            return f"{number} (too long)"
        if not told.passed:
            return f"{number}"
    return None if tried else LEFT_OUT


# ── which tests ─────────────────────────────────────────────────────────────────────────────


class Plans:
    """Steps as they pass on the unchanged code; each is tried when it is first needed.

    Which tests are slow is remembered between runs, so that only the first run measures it.
    """

    def __init__(self, run: Run, warm: Warm) -> None:
        self._run = run
        self._warm = warm
        self._remembered = run.found.parent / "steps.json"
        self.most = int(run.options.get("steps", 3))
        self._steps: dict[tuple[str, ...], Step | None] = {}
        self._known: dict[str, list[str]] = {}
        if self._remembered.exists():
            self._known = json.loads(self._remembered.read_text(encoding="utf-8"))

    def step(self, tests: tuple[str, ...]) -> Step | None:
        """None when they do not pass on the unchanged code, or not in time."""
        if tests not in self._steps:
            self._steps[tests] = self._again(tests) or self._measured(tests)
        return self._steps[tests]

    def _again(self, tests: tuple[str, ...]) -> Step | None:
        without = self._known.get(" ".join(tests))
        if without is None:
            return None
        told = self._warm.test(tests, tuple(without), 4 * ENOUGH + 8)
        worked = sum(told.durations.values())
        return Step(tests, tuple(without), worked) if told.passed else None

    def _measured(self, tests: tuple[str, ...]) -> Step | None:
        seconds = max(20.0, min(90.0, self._run.left() / 3))
        told = self._warm.test(tests, (), seconds, whole=True)
        if not told.durations:
            print(f"left out: {' '.join(tests)}", flush=True)
            return None
        step = _step(tests, told)
        if told.late:
            # Too slow as a whole: those that came to an end in time will do.
            names = tuple(name for name in told.durations if name not in step.without)
            return Step(names, (), step.seconds) if names else None
        self._known[" ".join(tests)] = list(step.without)
        self._remembered.parent.mkdir(parents=True, exist_ok=True)
        self._remembered.write_text(json.dumps(self._known, indent=1), encoding="utf-8")
        return step


def _step(tests: tuple[str, ...], told: Told) -> Step:
    slow = sorted(told.durations.items(), key=lambda each: -each[1])
    without = [name for name, seconds in slow if seconds > LONG]
    rest = sum(seconds for _, seconds in slow) - sum(told.durations[each] for each in without)
    for name, seconds in slow[len(without) :]:
        if rest <= ENOUGH:
            break
        without.append(name)
        rest -= seconds
    return Step(tests, (*without, *told.failed), rest)


def _tests_of(copy: Path, file: str) -> Iterator[tuple[str, ...]]:
    at = Path(file)
    folder = Path("tests") / at.parent
    own = sorted(copy.glob(f"{folder.as_posix()}/test_{at.stem}*.py"))
    if own:
        yield tuple(each.relative_to(copy).as_posix() for each in own)
    if at.parts[0] == "web":
        yield ("tests/web/test_hostile.py", "tests/web/test_session.py", "tests/web/test_body.py",
               "tests/web/test_forms.py", "tests/web/test_site.py")  # fmt: skip
        return
    if len(at.parts) > 2 or at.parts[0] != "core":
        yield (folder.as_posix(),)
    yield from _built_on(copy, at)


def _built_on(copy: Path, at: Path) -> Iterator[tuple[str, ...]]:
    if at.parts[0] == "core":
        whole = sorted(copy.glob("tests/core/test_*.py"))
        yield tuple(each.relative_to(copy).as_posix() for each in whole)
    elif at.parts[0] == "storage":
        yield ("tests/core/vault", "tests/core/test_node.py")
    else:
        yield ("tests/core/log", "tests/core/vault", "tests/core/identity", "tests/core/space")
