"""What every test gets: folders of its own, a watch on written files, a budget of seconds."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import budgets
from tests.support.audit import panoh_opened

# A shell that starts this in the background leaves Ctrl-C ignored; every child would inherit it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

AUDIT = Path(__file__).parent / "support" / "audit"
settings.register_profile("test", deadline=None, derandomize=True, max_examples=60)
settings.register_profile(
    "quick", deadline=None, derandomize=True, max_examples=10, suppress_health_check=HealthCheck
)
settings.register_profile("soak", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))


class Watch:
    """What was opened for writing where nothing may be written; one per worker."""

    def __init__(self) -> None:
        self.active = False
        self.seen: list[str] = []
        self.list: Path | None = None
        self.read_up_to = 0

    def start(self, base: Path) -> None:
        """Watch this process, and through the environment every Python it starts."""
        self.list = base / "opened-by-children.txt"
        for name in ("home", "state", "temporary"):
            (base / name).mkdir(mode=0o700, exist_ok=True)
        os.environ.setdefault("PANOH_HOME", str(base / "home"))
        os.environ.setdefault("PANOH_STATE", str(base / "state"))
        os.environ["PANOH_AUDIT_LIST"] = str(self.list)
        os.environ["PANOH_AUDIT_ROOTS"] = str(base)
        before = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(AUDIT), before]))
        # `panoh_opened` is a top-level name in the children; the same code serves both.
        panoh_opened.watch([str(base)], self.seen.append, lambda: self.active)

    def take(self) -> list[str]:
        """What was noticed since the last call, here and in children."""
        found, self.seen[:] = list(self.seen), []
        if self.list is not None and self.list.exists():
            with self.list.open("rb") as opened:
                opened.seek(self.read_up_to)
                new = opened.read()
            self.read_up_to += len(new)
            found += [part for part in new.decode(errors="replace").split("\n\n") if part.strip()]
        return found


_watch = Watch()


@pytest.fixture(scope="session", autouse=True)
def _folders_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> None:
    """PANOH_HOME and PANOH_STATE never are those of the person who runs the tests."""
    _watch.start(tmp_path_factory.getbasetemp())


@pytest.fixture(autouse=True)
def _nothing_written_outside(_folders_of_the_session: None) -> Iterator[None]:
    """Fails a test during which a file was opened for writing outside the allowed folders."""
    _watch.take()
    _watch.active = True
    yield
    _watch.active = False
    found = _watch.take()
    if found:
        pytest.fail("opened for writing outside PANOH_HOME:\n" + "\n".join(found), pytrace=False)


class Budget:
    """Adds up seconds by top folder; lives where the reports arrive (not in an xdist worker)."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        folder = budgets.folder_of(report.nodeid)
        share = report.duration / self.workers
        self.seconds[folder] = self.seconds.get(folder, 0.0) + share

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, None, None]:
        if budgets.exceeded(self.seconds) and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        yield

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.seconds:
            return
        spent = budgets.parts(self.seconds)
        terminalreporter.section("seconds by folder and budget")
        for folder, taken in sorted(self.seconds.items()):
            terminalreporter.write_line(f"{folder:12} {taken:7.1f} s  ({budgets.part_of(folder)})")
        for part, taken in sorted(spent.items()):
            terminalreporter.write_line(f"{part:12} {taken:7.1f} of {budgets.SECONDS[part]} s")
        for line in budgets.exceeded(self.seconds):
            terminalreporter.write_line(f"BUDGET EXCEEDED {line}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Count seconds once, in the process that prints."""
    if not hasattr(config, "workerinput"):
        workers = getattr(config.option, "numprocesses", None) or 1
        config.pluginmanager.register(Budget(int(workers)), "panoh-budget")
