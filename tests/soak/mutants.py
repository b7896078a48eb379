"""A seeded sample of mutants, each against the tests that touch what was changed.

The copy lies in the lane's temporary folder; the checkout is only read. A map of which test touches
which line is made first, and kept for as long as program and tests stay the same. A mutant meets
the test that noticed it last time, then the tests of its own module, then the others. A test counts
when it fails with the change and passes without it, alone or in the same company.
Mutants of the web are only tried with `-o files=web/`: the promise is for crypto, core and storage.
"""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.soak.covering import Cover, folders, state
from tests.soak.lane import ROOT, Run
from tests.soak.mutation import Mutant, mutants, mutated
from tests.soak.ready import Ready
from tests.soak.warm import Told, Warm

SOURCES = ("crypto", "core", "storage")
WEB = ("web/gate.py", "web/session.py", "web/body.py")
ELSEWHERE = ("storage/postgres.py",)
"""Only a hub's server of databases runs it: tests/hub."""
LONG = 15.0
"""Seconds of work with a tracer, which are up to five without; a slower test is left out."""
ENOUGH = (30.0, 9.0)
"""Such seconds for the tests of its own module, and for all others that touch it."""
OF_WEB = ("hostile", "session", "body", "forms", "site")
EQUIVALENT = Path(__file__).parent / "equivalent.toml"


@dataclass(frozen=True)
class Step:
    tests: tuple[str, ...]
    seconds: float


def run(run: Run) -> None:
    copy = run.folder / "copy"
    _copy(copy)
    chosen = _chosen(run, copy)
    warm = Warm(copy, run.folder)
    try:
        _prove(warm, copy)
        cover = _cover(run, warm, copy)
        ready = Ready(copy, run.folder, sorted({each.split("::")[0] for each in cover.seconds}))
        try:
            _go_through(run, Trial(run, warm, ready, copy, cover), chosen)
        finally:
            ready.stop()
    finally:
        warm.stop()


def _copy(to: Path) -> None:
    """The tree as it is committed; files being changed at this moment would be half a change."""
    to.mkdir()
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(to, filter="data")


def _files(copy: Path, part: str) -> Iterator[Path]:
    for name in WEB if part.startswith("web") else SOURCES:
        at = copy / "src/panoh" / name
        found = [at] if at.is_file() else sorted(at.rglob("*.py"))
        yield from (each for each in found if not each.as_posix().endswith(ELSEWHERE))


def _chosen(run: Run, copy: Path) -> list[Mutant]:
    """All of them in an order that the seed gives, without those that change nothing."""
    every: list[Mutant] = []
    part = run.options.get("files", "")
    same = _equivalent()
    used: set[tuple[str, str, str]] = set()
    for path in _files(copy, part):
        file = path.relative_to(copy / "src/panoh").as_posix()
        if part in file:
            text = path.read_text(encoding="utf-8")
            lines = text.splitlines()
            for each in mutants(file, text):
                where = (file, lines[each.line - 1].strip(), each.what)
                used |= {where} & same.keys()
                if where not in same:
                    every.append(each)
    run.tell("mutants there are", f"{len(every):,}")
    run.tell("left out as equivalent, by tests/soak/equivalent.toml", f"{len(used)}")
    if not part and (gone := same.keys() - used):
        run.fail(f"equivalent.toml names what is not there: {sorted(gone)[0]}", "--lane mutants")
    if "one" in run.options:
        return [each for each in every if each.id in run.options["one"].split(",")]
    Random(run.seed).shuffle(every)
    return every[: int(run.options.get("most", len(every)))]


def _equivalent() -> dict[tuple[str, str, str], str]:
    """What was looked at and found to change nothing: file, line and change → reason."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("mutant", [])
    return {(each["file"], each["line"], each["what"]): each["why"] for each in listed}


def _prove(warm: Warm, copy: Path) -> None:
    """That the copy is what the tests import: else every mutant would live."""
    where = warm.imported()
    if not where.startswith(str(copy)):
        raise RuntimeError(f"the tests would import {where}, which is not the copy")
    path = copy / "src/panoh/core/canonical.py"
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace("return value\n", "return [value]\n"), encoding="utf-8")
    try:
        if warm.test(("tests/core/test_canonical.py",), 60).passed:
            raise RuntimeError("a broken module was not noticed")
    finally:
        path.write_text(source, encoding="utf-8")


def _cover(run: Run, warm: Warm, copy: Path) -> Cover:
    """The map, from what is kept of earlier runs and for the rest by running the tests."""
    kept = run.found.parent / "cover"
    kept.mkdir(parents=True, exist_ok=True)
    cover = Cover()
    only = run.options.get("tests", "")  # a part of the tests, for a quick look
    for files in folders(copy, run.options.get("files", "")):
        if not files[0].startswith(only):
            continue
        out = kept / f"{state(copy, files)}.json"
        if not out.exists():
            print(f"mapping {len(files)} files beside {files[0]}", flush=True)
            warm.follow(files, out, 300)
            if not out.exists():
                print(f"left out, as they do not end: {files[0]} and beside", flush=True)
                continue
        cover.add(json.loads(out.read_text(encoding="utf-8")))
    run.tell("tests that are mapped", f"{len(cover.seconds):,}")
    run.tell("seconds until the first mutant", f"{run.spent:.0f}")
    for each in cover.failed:
        print(f"left out, as it fails unchanged: {each}", flush=True)
    return cover


def _go_through(run: Run, trial: Trial, chosen: list[Mutant]) -> None:
    score: dict[str, Counter[str]] = {}
    for mutant in chosen:
        if run.over(0.98):
            break
        died = trial.dies(mutant)
        part = "/".join(Path(mutant.file).parts[: 2 if mutant.file.startswith("core") else 1])
        score.setdefault(part, Counter())[died or "lived"] += 1
        if died is None:
            print(f"lived: {mutant}", flush=True)
            run.note(f"lived: `{mutant}` (`one={mutant.id}`)")
        _tell(run, score)
        tried = sum(each.total() for each in score.values())
        if tried % 20 == 0:
            print(f"{tried} tried after {run.spent:.0f} s", flush=True)


def _tell(run: Run, score: dict[str, Counter[str]]) -> None:
    whole: Counter[str] = sum(score.values(), Counter())
    tried, lived = whole.total(), whole["lived"]
    run.tell("mutants tried", f"{tried:,}")
    run.tell("noticed", f"{tried - lived:,}")
    run.tell("score", f"{100 * (tried - lived) / tried:.1f} %")
    run.tell("noticed by", ", ".join(f"{k}: {v}" for k, v in sorted(whole.items())))
    for part, each in sorted(score.items()):
        run.tell(f"score of {part}", f"{each.total() - each['lived']} of {each.total()}")
    run.result.notes.sort()


class Trial:
    """Tries one mutant after the other; remembers what noticed each, to ask it first next time."""

    def __init__(self, run: Run, warm: Warm, ready: Ready, copy: Path, cover: Cover) -> None:
        self._warm = warm
        self._ready = ready
        self._copy = copy
        self._cover = cover
        self._order = {name: number for number, name in enumerate(cover.seconds)}
        self._remembered = run.found.parent / "noticed.json"
        self._sound: dict[str, bool] = {}
        self._known: dict[str, str] = {}
        if self._remembered.exists():
            self._known = json.loads(self._remembered.read_text(encoding="utf-8"))

    def dies(self, mutant: Mutant) -> str | None:
        """What noticed it; None when all tests passed."""
        path = self._copy / "src/panoh" / mutant.file
        source = path.read_text(encoding="utf-8")
        changed = mutated(source, mutant)
        try:
            for name, step in self._steps(mutant):
                path.write_text(changed, encoding="utf-8")
                told = self._test(step, mutant, changed)
                if told.passed:
                    continue
                if told.late and not told.failed:
                    return "too long a time"
                failed = told.failed[:1] or ["at loading"]
                alone = Step((failed[0],), self._cover.seconds.get(failed[0], 1.0))
                noticed = (
                    failed == ["at loading"]
                    or len(step.tests) == 1
                    or not self._test(alone, mutant, changed).passed
                )
                path.write_text(source, encoding="utf-8")
                if self._passes(alone if noticed else step, mutant):
                    self._remember(mutant, failed[0])
                    return name
                print(f"not counted, as it fails unchanged: {failed[0]}", flush=True)
                self._cover.failed += failed
        finally:
            path.write_text(source, encoding="utf-8")
        return None

    def _test(self, step: Step, mutant: Mutant, source: str = "") -> Told:
        seconds = 3 * step.seconds + 6
        if not mutant.anew:
            path = self._copy / "src/panoh" / mutant.file
            told = self._ready.test(step.tests, seconds, path, source)
            if not told.anew:
                return told
        return self._warm.test(step.tests, seconds)

    def _passes(self, step: Step, mutant: Mutant) -> bool:
        """Unchanged; asked once where it is one test."""
        if step.tests == ("at loading",):
            return True
        if len(step.tests) > 1:
            return self._test(step, mutant).passed
        if step.tests[0] not in self._sound:
            self._sound[step.tests[0]] = self._test(step, mutant).passed
        return self._sound[step.tests[0]]

    def _remember(self, mutant: Mutant, failed: str) -> None:
        self._known[mutant.id] = failed
        self._remembered.write_text(json.dumps(self._known, indent=1), encoding="utf-8")

    def _steps(self, mutant: Mutant) -> Iterator[tuple[str, Step]]:
        before = self._known.get(mutant.id, "")
        if before in self._cover.seconds:
            name = "tests of its module" if _is_own(mutant.file, before) else "other tests"
            yield name, Step((before,), self._cover.seconds[before])
        near, wide = self._touching(mutant)
        seconds = self._cover.seconds
        quick = [each for each in near | wide if seconds[each] <= LONG]
        quick.sort(key=lambda each: (_far(each), each not in near, seconds[each]))
        own = [each for each in quick if _is_own(mutant.file, each)]
        others = [each for each in quick if not _is_own(mutant.file, each)]
        for name, tests, enough in (
            ("tests of its module", own, ENOUGH[0]),
            ("other tests", others, ENOUGH[1]),
        ):
            step = self._fitting(tests, enough)
            if step.tests:
                yield name, step

    def _fitting(self, tests: list[str], enough: float) -> Step:
        """As many as fit; those of one file together, as they share what a fixture made."""
        chosen: list[str] = []
        seconds = 0.0
        for each in tests:
            if seconds + self._cover.seconds[each] > enough:
                break
            chosen.append(each)
            seconds += self._cover.seconds[each]
        files = {name: number for number, name in reversed(list(enumerate(map(_file, chosen))))}
        chosen.sort(key=lambda each: (files[_file(each)], self._order[each]))
        return Step(tuple(chosen), seconds)

    def _touching(self, mutant: Mutant) -> tuple[set[str], set[str]]:
        """Tests of its very line, and those of its function, or its file."""
        if mutant.file.startswith("web"):
            own = tuple(f"tests/web/test_{each}.py" for each in OF_WEB)
            return {each for each in self._cover.seconds if each.startswith(own)}, set()
        around = None if mutant.function is None else (mutant.function,)
        wide = self._cover.tests(mutant.file, around) or self._cover.tests(mutant.file, None)
        near = set() if mutant.lines is None else self._cover.tests(mutant.file, mutant.lines)
        return near, wide


def _file(test: str) -> str:
    return test.split("::")[0]


def _far(test: str) -> int:
    """Tests of the parts themselves are more exact than those of whole programs."""
    return 0 if test.startswith(("tests/core", "tests/crypto", "tests/storage")) else 1


def _is_own(file: str, test: str) -> bool:
    """tests/core/log/test_store.py and test_store_*.py are of core/log/store.py."""
    at = Path(file)
    return _file(test).startswith(f"tests/{at.parent.as_posix()}/test_{at.stem}")
