"""A real hub process and a member who speaks the wire to it."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from panoh.crypto.labels import Label
from panoh.crypto.sign import new_signing_key, sign, verify_key
from panoh.wire import codec, limits
from panoh.wire.model import (
    Act,
    Blob,
    Create,
    Fetch,
    Hello,
    Page,
    Request,
    mailbox_id,
    signed_parts,
)
from panoh.wire.problems import Problem, decode_problem

HEAD, BODY = 355, 749


@dataclass
class Running:
    """A hub that answers at `url`."""

    process: subprocess.Popen[str]
    url: str

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    def children(self) -> list[int]:
        """The serving processes below it; itself when it serves alone."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(each) for each in listed.read_text().split()] or [self.process.pid]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            if self.process.stdout is not None:
                self.process.stdout.close()


@contextlib.contextmanager
def hub(database: str, *options: str, stderr: int | None = None) -> Iterator[Running]:
    """`panoh hub serve` until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "panoh", "hub", "serve", "--database", database, *options],
        stdout=subprocess.PIPE,
        stderr=stderr,
        encoding="utf-8",
    )
    try:
        said = process.stdout.readline() if process.stdout else ""
        if not said.startswith("http://"):
            raise RuntimeError(f"the hub said {said!r} and ended with {process.wait(10)}")
        yield Running(process, said.strip())
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Refused(Exception):
    """What the hub answered instead."""

    def __init__(self, problem: Problem, detail: bytes) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.detail = detail


@dataclass
class Member:
    """Somebody who holds a mailbox's key. `shift` is how wrong the member's stamps are."""

    url: str
    seed: bytes = field(default_factory=new_signing_key)
    shift: int = 0
    token: bytes = b""
    hello: Hello | None = None
    connection: http.client.HTTPConnection | None = None
    trusting: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        self.key = verify_key(self.seed)
        self.mailbox = mailbox_id(self.key)

    def again(self) -> Member:
        """The same member over another connection."""
        return Member(self.url, self.seed, hello=self.hello, trusting=self.trusting)

    def connect(self) -> http.client.HTTPConnection:
        if self.connection is None:
            place = urlsplit(self.url)
            where = (place.hostname or "", place.port)
            if place.scheme == "https":
                self.connection = http.client.HTTPSConnection(
                    *where, timeout=30, context=self.trusting
                )
            else:
                self.connection = http.client.HTTPConnection(*where, timeout=30)
        return self.connection

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        connection = self.connect()
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            self.connection = None
            raise

    def meet(self) -> Hello:
        if self.hello is None:
            self.hello = codec.decode_hello(self.ask("GET", "/1/hello")[1])
        return self.hello

    def signed(self, act: Act, payload: bytes, seed: bytes | None = None) -> bytes:
        stamp = int(time.time()) + self.shift
        parts = signed_parts(act, self.meet().hub, self.mailbox, stamp, payload)
        signature = sign(Label.MAILBOX_REQUEST, seed or self.seed, *parts)
        return codec.encode_request(Request(self.mailbox, stamp, signature, payload))

    def send(self, act: Act, data: bytes) -> bytes:
        status, answer = self.ask("POST", f"/1/{act.value}", data)
        if status == 200:
            return answer
        problem, detail = decode_problem(answer)
        assert problem.status == status
        raise Refused(problem, detail)

    def create(self) -> None:
        assert self.send(Act.CREATE, self.signed(Act.CREATE, self._create())) == b""

    def _create(self) -> bytes:
        return codec.encode_create(Create(self.key, self.token))

    def append(self, blobs: Sequence[Blob]) -> list[int]:
        payload = codec.encode_append(blobs)
        answer = self.send(Act.APPEND, self.signed(Act.APPEND, payload))
        return codec.decode_numbers(answer, len(blobs))

    def fetch(self, after: int = 0, most: int = limits.PAGE, wait: int = 0) -> Page:
        payload = codec.encode_fetch(Fetch(after, most, wait))
        return codec.decode_page(self.send(Act.FETCH, self.signed(Act.FETCH, payload)))

    def everything(self) -> list[Blob]:
        """All blobs, page after page."""
        blobs: list[Blob] = []
        while True:
            page = self.fetch(len(blobs))
            blobs += page.blobs
            if len(blobs) == page.last:
                return blobs

    def drop(self, names: Sequence[bytes], seed: bytes | None = None) -> int:
        payload = codec.encode_drop(names)
        return codec.decode_count(self.send(Act.DROP, self.signed(Act.DROP, payload, seed)))

    def close(self, successor: bytes, seed: bytes | None = None) -> None:
        self.send(Act.CLOSE, self.signed(Act.CLOSE, successor, seed))


def blob(body: int = BODY) -> Blob:
    """As an entry of the log comes out of its wrapping: random to everybody else."""
    return Blob(os.urandom(HEAD), os.urandom(body) if body else None)


def blobs(count: int) -> list[Blob]:
    return [blob() for _ in range(count)]
