"""A real `panoh start` in processes of its own, and a client that behaves as a browser does."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[2]
START = """
import sys
from pathlib import Path
from panoh.web.launch import start
sys.exit(start(Path(sys.argv[1]), browser=False, shell=sys.argv[2]))
"""


@dataclass
class Got:
    """An answer as it came over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    @property
    def text(self) -> str:
        return self.body.decode()


def talk(port: int, raw: bytes, seconds: float = 10.0, end: bool = False) -> bytes:
    """Send bytes as they are, read until the other side closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as link:
        link.sendall(raw)
        if end:
            link.shutdown(socket.SHUT_WR)
        parts = []
        while True:
            try:
                part = link.recv(65536)
            except (TimeoutError, ConnectionResetError):
                break
            if not part:
                break
            parts.append(part)
        return b"".join(parts)


def read(raw: bytes) -> Got:
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    if not lines[0].startswith("HTTP/1.1 "):
        return Got(0, [], b"")
    pairs = [line.partition(":") for line in lines[1:]]
    headers = [(name.lower(), value.strip()) for name, _, value in pairs]
    return Got(int(lines[0].split()[1]), headers, body)


@dataclass
class Running:
    """One parent with its child."""

    process: subprocess.Popen[str]
    address: str

    @property
    def site(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def port(self) -> int:
        return int(self.site.rpartition(":")[2])

    @property
    def child(self) -> int:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return int(listed.split()[0])

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(5)


def start(home: Path, shell: str = "tests.web.shells:shell", state: Path | None = None) -> Running:
    before = os.environ.get("PYTHONPATH", "")
    environment = {
        **os.environ,
        "PANOH_HOME": str(home),
        "PANOH_STATE": str(state or home.parent / (home.name + "-state")),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), str(ROOT / "src"), before])),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(home), shell],
        stdout=subprocess.PIPE, encoding="utf-8", env=environment, cwd=ROOT,
    )  # fmt: skip
    if process.stdout is None:
        raise RuntimeError
    address = process.stdout.readline().strip()
    if not address.startswith("http://"):
        process.kill()
        raise RuntimeError("did not start")
    return Running(process, address)


@dataclass
class Client:
    """Sends what Chromium sends; every header can be taken away or exchanged."""

    running: Running
    cookie: str = ""
    form_token: str = ""
    seen: list[Got] = field(default_factory=list)

    def send(
        self,
        method: str,
        path: str,
        headers: dict[str, str | None] | None = None,
        body: bytes = b"",
    ) -> Got:
        site = self.running.site
        all_headers: dict[str, str | None] = {
            "Host": site,
            "Sec-Fetch-Site": "same-origin",
            "Sec-Fetch-Mode": "navigate",
            "Sec-Fetch-Dest": "document",
            "Cookie": f"__Host-panoh={self.cookie}" if self.cookie else None,
        }
        if method == "POST":
            all_headers["Origin"] = f"http://{site}"
            all_headers["Content-Type"] = "application/x-www-form-urlencoded"
            all_headers["Content-Length"] = str(len(body))
        all_headers.update(headers or {})
        lines = [f"{method} {path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in all_headers.items() if value is not None]
        raw = "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body
        got = read(talk(self.running.port, raw))
        self.seen.append(got)
        for header in got.all("set-cookie"):
            name, _, value = header.split(";")[0].partition("=")
            if name == "__Host-panoh":
                self.cookie = value
        token = re.search(rb'name="csrf" value="([0-9a-f]{64})"', got.body)
        if token:
            self.form_token = token.group(1).decode()
        return got

    def get(self, path: str, **headers: str | None) -> Got:
        return self.send("GET", path, {_header(name): value for name, value in headers.items()})

    def post(self, path: str, form: dict[str, str] | None = None, **headers: str | None) -> Got:
        values = {"csrf": self.form_token, **(form or {})}
        renamed = {_header(name): value for name, value in headers.items()}
        return self.send("POST", path, renamed, urlencode(values).encode())

    def follow(self, got: Got) -> Got:
        while got.status == 303:
            got = self.get(got.header("location").partition("#")[0])
        return got

    def open(self) -> Got:
        path = urlsplit(self.running.address).path
        return self.follow(self.get(path, sec_fetch_site="none"))

    def make_vault(self, phrase: str) -> Got:
        """Through the pages, with an own phrase and without a paper key."""
        self.post("/language", {"language": "en", "then": "make"})
        step = self.post("/vault/new", {"way": "own", "name": "Amina"}).header("location")
        self.post(step, {"phrase": phrase, "again": phrase})
        self.get("/vault/paper")
        self.post("/vault/paper/without")
        return self.follow(self.get("/"))

    def unlock(self, phrase: str) -> Got:
        where = self.get("/").header("location")
        self.get(where)
        return self.follow(self.post(where, {"phrase": phrase}))


def _header(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("_"))


def words(got: Got) -> str:
    """The text of a page without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", got.text)).split())


def gone(pid: int, seconds: float = 1.0) -> bool:
    """Whether a process ended within `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False
