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
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.soak.covering import Tracer

_HELPER = "tests.soak.warm"
_TIME_UP = (signal.SIGXCPU, signal.SIGKILL)
WAIT = 6
"""So many seconds on the clock for one of work, before a run that waits is ended."""
_STRETCHING = ("tests/core/vault", "tests/crypto")
"""Tests that look at the stretching of phrases itself."""
_DISK = ("tests/storage", "tests/core/vault")
"""Tests that look at what is on the disk."""


@dataclass
class Told:
    """How a run ended."""

    passed: bool = False
    late: bool = False
    failed: list[str] = field(default_factory=list)
    durations: dict[str, float] = field(default_factory=dict)


class Warm:
    """The helper process, at work in `copy`."""

    def __init__(self, copy: Path, folder: Path) -> None:
        self._folder = folder
        self._base = folder / "base"
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
            [sys.executable, "-m", _HELPER], cwd=copy, env=environment, encoding="utf-8",
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

    def imported(self) -> str:
        """From where a run imports Panoh."""
        return str(self._ask({"imported": True}))

    def test(self, tests: Sequence[str], seconds: float) -> Told:
        """Run these tests in their order until the first fails; how long each took."""
        out = self._folder / "told.json"
        late = self._run(out, tests, seconds, ["-x"])
        if not out.exists():
            return Told(late=late)
        return Told(late=late, **json.loads(out.read_text(encoding="utf-8")))

    def follow(self, files: Sequence[str], out: Path, seconds: float) -> None:
        """Run all tests of these files, and note in `out` which lines each of them touches."""
        self._run(self._folder / "told.json", files, seconds, [], str(out))

    def _run(
        self, out: Path, tests: Sequence[str], seconds: float, more: list[str], lines: str = ""
    ) -> bool:
        shutil.rmtree(self._base, ignore_errors=True)
        out.unlink(missing_ok=True)
        files = dict.fromkeys(each.split("::")[0] for each in tests)
        question = {
            "out": str(out),
            "lines": lines,
            "seconds": seconds,
            "only": [each for each in tests if "::" in each],
            "arguments": [
                "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:playwright",
                "--no-header", f"--basetemp={self._base}", *more, *files,
            ],
        }  # fmt: skip
        return bool(self._ask(question))

    def stop(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


# ── in the helper ───────────────────────────────────────────────────────────────────────────


class _Note:
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

    def write(self, passed: bool) -> None:
        if self._tracer:
            self._tracer.write(self.durations, self.failed)
        told = {"passed": passed, "failed": self.failed, "durations": self.durations}
        fresh = self._out.with_suffix(".new")
        fresh.write_text(json.dumps(told), encoding="utf-8")
        fresh.replace(self._out)


def _no_wait(_handle: int) -> None:
    """Instead of fsync."""


def _worked() -> float:
    """Seconds of work by this process and its children: the same on a busy machine."""
    return sum(os.times()[:4])


def main() -> None:
    """One line of JSON asks, one answers; standard output belongs to that talk."""
    _load()
    talk = os.fdopen(os.dup(1), "w", encoding="utf-8")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    for line in sys.stdin:
        question = json.loads(line)
        answer = _imported() if "imported" in question else _run(question)
        talk.write(json.dumps(answer) + "\n")
        talk.flush()


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


def _run(question: dict[str, Any]) -> bool:
    """Whether the time was up; the rest stands in the file `out`."""
    child = os.fork()
    if child == 0:
        limit = int(question["seconds"]) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        os._exit(_in_child(question))
    until = time.monotonic() + WAIT * question["seconds"]
    while time.monotonic() < until:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            _end_group(child)
            return os.WIFSIGNALED(status) and os.WTERMSIG(status) in _TIME_UP
        time.sleep(0.01)
    _end_group(child)
    os.waitpid(child, 0)
    return True


def _end_group(child: int) -> None:
    """What the tests started and left, and the run itself if it lasts."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)


def _in_child(question: dict[str, Any]) -> int:
    os.setsid()
    if any(name == "panoh" or name.startswith("panoh.") for name in sys.modules):
        return 3  # loaded too early: the files of the copy would not be looked at
    tracer = Tracer(Path(question["lines"])) if question["lines"] else None
    note = _Note(Path(question["out"]), question["only"], tracer)
    status = pytest.main(question["arguments"], plugins=[note])
    note.write(passed=status == 0)
    return 0


if __name__ == "__main__":
    main()
