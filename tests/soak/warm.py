"""Runs pytest quickly many times: libraries are loaded once, each run is a fresh split of that.

Nothing of Panoh is loaded before the split, so every run sees the files as they are then.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import pytest

from tests.soak.covering import Tracer

ARGUMENTS = (
    "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:playwright", "--no-header",
)  # fmt: skip
_TIME_UP = (signal.SIGXCPU, signal.SIGKILL)
WAIT = 40
"""So many seconds on the clock for one of work, before a run that waits is ended."""
IDLE = 25.0
"""A run that does nothing for so many seconds waits for what does not come."""
_STRETCHING = ("tests/core/vault", "tests/crypto")
"""Tests that look at the stretching of phrases itself."""
_DISK = ("tests/storage", "tests/core/vault")
"""Tests that look at what is on the disk."""


@dataclass
class Told:
    """How a run ended."""

    passed: bool = False
    late: bool = False
    anew: bool = False
    """Not run: the change takes effect at loading."""
    failed: list[str] = field(default_factory=list)
    durations: dict[str, float] = field(default_factory=dict)


class Helper:
    """A process that runs tests in splits of itself, in `copy`; asked and answering in lines."""

    def __init__(self, module: str, copy: Path, folder: Path) -> None:
        self.folder = folder
        (folder / "tmp").mkdir(exist_ok=True)
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(copy / "src"), str(copy)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HYPOTHESIS_PROFILE": "quick",
            "TMPDIR": str(folder / "tmp"),
        }
        for name in ("PANOH_HOME", "PANOH_STATE", "PANOH_AUDIT_LIST", "PANOH_AUDIT_ROOTS"):
            environment.pop(name, None)
        self._process = subprocess.Popen(
            [sys.executable, "-m", module], cwd=copy, env=environment, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def _ask(self, question: dict[str, Any]) -> Any:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the helper that runs tests ended")
        return json.loads(line)

    def stop(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Warm(Helper):
    """Loads program and tests anew in every split."""

    def __init__(self, copy: Path, folder: Path) -> None:
        super().__init__("tests.soak.warm", copy, folder)

    def imported(self) -> str:
        """From where a run imports Panoh."""
        return str(self._ask({"imported": True}))

    def test(self, tests: Sequence[str], seconds: float) -> Told:
        """Run these tests in their order until the first fails; how long each took."""
        out = self.folder / "told.json"
        return told(out, late=self._run(out, tests, seconds, ["-x"]))

    def follow(self, files: Sequence[str], out: Path, seconds: float) -> None:
        """Run all tests of these files, and note in `out` which lines each of them touches."""
        self._run(self.folder / "told.json", files, seconds, [], str(out))

    def _run(
        self, out: Path, tests: Sequence[str], seconds: float, more: list[str], lines: str = ""
    ) -> bool:
        base = self.folder / "base"
        shutil.rmtree(base, ignore_errors=True)
        out.unlink(missing_ok=True)
        files = dict.fromkeys(each.split("::")[0] for each in tests)
        question = {
            "out": str(out),
            "lines": lines,
            "seconds": seconds,
            "only": [each for each in tests if "::" in each],
            "arguments": [*ARGUMENTS, f"--basetemp={base}", *more, *files],
        }
        return bool(self._ask(question))


def told(out: Path, late: bool) -> Told:
    if not out.exists():
        return Told(late=late)
    return Told(late=late, **json.loads(out.read_text(encoding="utf-8")))


# ── in the helper ───────────────────────────────────────────────────────────────────────────


class Note:
    """Seconds of work, and failures, by test."""

    def __init__(self, out: Path, only: list[str], tracer: Tracer | None) -> None:
        self._out = out
        self._only = {name: number for number, name in enumerate(only)}
        self._tracer = tracer
        self._before = _worked()
        self.durations: dict[str, float] = {}
        self.failed: list[str] = []
        self._real: tuple[Any, Any] | None = None
        self._file = ""

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        if self._only:
            items[:] = [each for each in items if each.nodeid in self._only]
            items.sort(key=lambda each: self._only[each.nodeid])

    def pytest_runtest_setup(self, item: Any) -> None:
        """Argon2id and the disk cost most of the time of tests that look at something else."""
        from panoh.core.vault import slots
        from tests.crash.conftest import quick_stretch

        if self._real is None:
            self._real = slots.stretch, os.fsync
        name = item.nodeid
        self._file = name.split("::")[0]
        asks = name.startswith(_STRETCHING)
        slots.stretch = self._real[0] if asks else quick_stretch  # type: ignore[assignment]
        os.fsync = self._real[1] if name.startswith(_DISK) else _no_wait  # type: ignore[assignment]
        if self._tracer:
            self._tracer.begin()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, Any, Any]:
        if self._tracer is None or fixturedef.scope == "function":
            return (yield)
        before = self._tracer.aside(self._file)
        try:
            return (yield)
        finally:
            self._tracer.resume(before)

    def pytest_runtest_logreport(self, report: Any) -> None:
        name = report.nodeid
        now = _worked()
        self.durations[name] = self.durations.get(name, 0.0) + now - self._before
        self._before = now
        if report.failed and name not in self.failed:
            self.failed.append(name)
        if report.when == "teardown":
            if self._tracer:
                self._tracer.end(name)
            else:
                self.write(passed=False)  # should the time be up before the end

    def write(self, passed: bool, anew: bool = False) -> None:
        if self._tracer:
            self._tracer.write(self.durations, self.failed)
        told = {
            "passed": passed, "failed": self.failed, "durations": self.durations, "anew": anew,
        }  # fmt: skip
        fresh = self._out.with_suffix(".new")
        fresh.write_text(json.dumps(told), encoding="utf-8")
        fresh.replace(self._out)


def _no_wait(_handle: int) -> None:
    """Instead of fsync."""


def _worked() -> float:
    """Seconds of work by this process and its children: the same on a busy machine."""
    return sum(os.times()[:4])


def apart() -> tuple[TextIO, Iterator[str]]:
    """Where the talk goes on, once standard input and output lead nowhere."""
    talk = os.fdopen(os.dup(1), "w", encoding="utf-8")
    lines = os.fdopen(os.dup(0), encoding="utf-8")
    null = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(null, each)
    return talk, iter(lines.readline, "")


def answer(talk: TextIO, said: object) -> None:
    talk.write(json.dumps(said) + "\n")
    talk.flush()


def main() -> None:
    """One line of JSON asks, one answers."""
    _load()
    talk, lines = apart()
    for line in lines:
        question = json.loads(line)
        answer(talk, _imported() if "imported" in question else split(question, _in_child))


def _load() -> None:
    import apsw  # noqa: F401
    import cbor2  # noqa: F401
    import h11  # noqa: F401
    import hypothesis.stateful  # noqa: F401
    import jinja2  # noqa: F401
    import nacl.bindings  # noqa: F401
    import starlette.applications  # noqa: F401


def _imported() -> str:
    ran = subprocess.run(
        [sys.executable, "-c", "import panoh; print(panoh.__file__)"],
        capture_output=True, text=True, check=False, cwd=Path.cwd(),
    )  # fmt: skip
    return ran.stdout.strip()


def limit_to(seconds: float) -> None:
    limit = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))


def split(question: dict[str, Any], run: Callable[[dict[str, Any]], int]) -> bool:
    """Whether the time was up; the rest stands in the file `out`."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(run(question))
        except BaseException:  # noqa: BLE001 - a split must never go on as its parent
            traceback.print_exc()
            os._exit(3)
    until = time.monotonic() + WAIT * question["seconds"]
    worked, since = -1, time.monotonic()
    while time.monotonic() < until and time.monotonic() - since < IDLE:
        if (now := _ticks(child)) != worked:
            worked, since = now, time.monotonic()
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            _end_group(child)
            return os.WIFSIGNALED(status) and os.WTERMSIG(status) in _TIME_UP
        time.sleep(0.02)
    _end_group(child)
    os.waitpid(child, 0)
    return True


def _ticks(child: int) -> int:
    """How much it worked until now; without /proc it never seems to stand still."""
    try:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        fields = ["R"]
    if fields[0] in "RD":
        return time.monotonic_ns()  # it would work if the machine let it
    return sum(map(int, fields[11:15]))


def _end_group(child: int) -> None:
    """What the tests started and left, and the run itself if it lasts."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)


def _in_child(question: dict[str, Any]) -> int:
    limit_to(question["seconds"])
    os.setsid()
    if any(name == "panoh" or name.startswith("panoh.") for name in sys.modules):
        return 3  # loaded too early: the files of the copy would not be looked at
    tracer = Tracer(Path(question["lines"])) if question["lines"] else None
    note = Note(Path(question["out"]), question["only"], tracer)
    status = pytest.main(question["arguments"], plugins=[note])
    note.write(passed=status == 0)
    return 0


if __name__ == "__main__":
    main()
