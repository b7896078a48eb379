"""A vault at the lowest allowed cost, and a terminal of one's own to drive it by real processes."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from panoh import bootstrap
from panoh.crypto.derive import FLOOR

PHRASE = "violet otter seldom paints the northern bridge"
COMMAND = [sys.executable, "-m", "panoh"]


Answer = str | Callable[[str], str] | None
"""What is typed: a text, a text made from what is shown, or nothing."""


@dataclass
class Terminal:
    """One person's folders, and commands typed there without a controlling terminal."""

    folder: Path
    phrase: str | None = PHRASE
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def phrase_file(self) -> Path:
        return self.folder / "phrase"

    def environment(self, phrase: bool = True) -> dict[str, str]:
        found = dict(os.environ, PANOH_HOME=str(self.home), PANOH_STATE=str(self.state))
        found["TMPDIR"] = str(self.folder)
        for name in ("PANOH_PASSPHRASE_FILE", "PANOH_TRACE", "XDG_RUNTIME_DIR", "LANGUAGE"):
            found.pop(name, None)
        if phrase and self.phrase is not None:
            if not self.phrase_file.exists():
                self.phrase_file.touch(0o600)
            self.phrase_file.write_text(self.phrase + "\n", "utf-8")
            found["PANOH_PASSPHRASE_FILE"] = str(self.phrase_file)
        return {**found, **self.settings}

    def run(
        self, *words: str, phrase: bool = True, stdin: bytes = b"", cwd: Path | None = None
    ) -> Ran:
        """A command in a process of its own, whose interpreter is warm already."""
        names = [self.folder / f"stream-{name}" for name in ("in", "out", "err")]
        names[0].write_bytes(stdin)
        request = {
            "words": words,
            "environment": self.environment(phrase),
            "folder": str(cwd or self.folder),
        }
        with names[0].open("rb") as given, names[1].open("wb") as out, names[2].open("wb") as err:
            status = zygote().command(request, [given.fileno(), out.fileno(), err.fileno()])
        return Ran(status, *(name.read_text("utf-8") for name in names[1:]))

    def fresh(self, *words: str, phrase: bool = True) -> Ran:
        """A command in an interpreter that starts from nothing."""
        done = subprocess.run(
            [*COMMAND, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=self.environment(phrase),
            cwd=self.folder,
            start_new_session=True,
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def ok(self, *words: str, **more: object) -> str:
        ran = self.run(*words, **more)  # type: ignore[arg-type]  # passed on as they are
        assert ran.status == 0, ran
        return ran.out

    def typed(
        self, *words: str, answers: list[tuple[str, str | None]], phrase: bool = False
    ) -> Ran:
        """At a terminal: wait for each text, type the answer beside it (None types nothing)."""
        pid, handle = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.execve(COMMAND[0], [*COMMAND, *words], self.environment(phrase))
        shown = b""

        def read() -> bool:
            nonlocal shown
            if not select.select([handle], [], [], 20)[0]:
                os.kill(pid, signal.SIGKILL)
                pytest.fail("nothing more was shown after: " + shown.decode())
            try:
                part = os.read(handle, 4096)
            except OSError:
                return False
            shown += part
            return bool(part)

        seen = 0
        for expected, answer in answers:
            while expected.encode() not in shown[seen:]:
                assert read(), shown.decode()
            seen = shown.index(expected.encode(), seen) + len(expected.encode())
            if answer is not None:
                text = answer(shown.decode()) if callable(answer) else answer
                os.write(handle, text.encode() + b"\n")
        while read():
            pass
        os.close(handle)
        return Ran(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode(), "")


class Zygote:
    """The warm process of `tests/cli/zygote.py`."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(60)
        script = str(Path(__file__).with_name("zygote.py"))
        self.process = subprocess.Popen(
            [sys.executable, script, str(theirs.fileno())], pass_fds=[theirs.fileno()]
        )
        theirs.close()

    def command(self, request: dict[str, object], streams: list[int]) -> int:
        socket.send_fds(self._control, [json.dumps(request).encode()], streams)
        return int(self._control.recv(20))

    def close(self) -> None:
        self._control.close()
        self.process.wait(20)


@cache
def zygote() -> Zygote:
    return Zygote()


@pytest.fixture(scope="session", autouse=True)
def _zygote_ends() -> Iterator[None]:
    yield
    if zygote.cache_info().currsize:
        zygote().close()


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one vault, made once; tests get copies."""
    home = tmp_path_factory.mktemp("made") / "home"
    bootstrap.create_vault(home, PHRASE, "Nodira", cost=FLOOR)
    return home


@pytest.fixture
def empty(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


@pytest.fixture
def terminal(empty: Terminal, made_vault: Path) -> Terminal:
    shutil.copytree(made_vault, empty.home)
    return empty


class Browser:
    """As much of a browser as unlocking takes."""

    def __init__(self, address: str) -> None:
        found = re.fullmatch(r"http://([^/]+:(\d+))(/open/\S+)", address)
        assert found, address
        self.host, self.port, self.first = found[1], int(found[2]), found[3]
        self.cookie = ""

    def ask(self, path: str, form: dict[str, str] | None = None) -> str:
        """The page that comes in the end."""
        headers = {"Host": self.host, "Cookie": self.cookie}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Origin"] = f"http://{self.host}"
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET" if form is None else "POST", path, body, headers)
            reply = connection.getresponse()
            page = reply.read().decode()
            self.cookie = (reply.getheader("set-cookie") or self.cookie).split(";")[0]
            place = reply.getheader("location")
        return self.ask(place) if place else page

    def unlock(self, phrase: str) -> None:
        page = self.ask(self.first)
        action = re.search(r'action="(/unlock/[0-9a-f]+)"', page)
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert action, page
        assert token, page
        self.ask(action[1], {"csrf": token[1], "phrase": phrase})


class Running:
    """`panoh start` or `panoh demo`, as somebody else's process."""

    def __init__(self, terminal: Terminal, *words: str) -> None:
        self.terminal = terminal
        self.errors = terminal.folder / "running-errors"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [*COMMAND, *words, "--no-browser"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=terminal.environment(phrase=False),
                start_new_session=True,
            )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().decode().strip()

    def unlock(self, phrase: str = PHRASE) -> Browser:
        browser = Browser(self.address)
        browser.unlock(phrase)
        return browser

    def socket(self) -> Path:
        (found,) = (self.terminal.state / "run").glob("*.sock")
        return found

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)


def children(process: int) -> list[int]:
    """The processes below one, by what the kernel lists."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    below = [int(each) for each in listed.read_text().split()] if listed.exists() else []
    return below + [inner for each in below for inner in children(each)]


def until(true: object, seconds: float = 15.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]  # a function without parameters
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.05)


@pytest.fixture
def running(terminal: Terminal) -> Iterator[Running]:
    """A Panoh that serves this person's vault, still locked."""
    started = Running(terminal, "start")
    yield started
    started.end()
