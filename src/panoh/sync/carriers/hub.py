"""A hub by HTTP: signed requests, bounded answers, no trust in what it says.

Nothing is taken from an answer before it is bounded: a hub that answers without end, too slowly or
with too much is given up for this session.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

from panoh.crypto.labels import Label
from panoh.crypto.sign import sign
from panoh.errors import NotReached, Refused, WrongUsage
from panoh.sync.model import Box
from panoh.wire import codec, limits, problems
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
from panoh.wire.problems import Problem
from panoh.words import N_

WAIT_SECONDS = 30.0
"""For one piece of an answer."""
ANSWER_SECONDS = 180.0
"""For a whole answer: a slow line carries a page of a megabyte in that time."""
_MOST_ANSWER = limits.MOST_BODY + limits.PAGE + 64 * limits.KIB
_PIECE = 64 * 1024
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
NOT_A_HUB = N_("it does not answer like a hub")
PLAIN = N_("Beyond this computer a hub is reached by https:// only.")
NO_ADDRESS = N_("This is no address of a hub. It begins with https://")


class HubCarrier:
    """`url` may end in #TOKEN, which the hub's operator gave to those who may make mailboxes."""

    remembers = True
    place = b""

    def __init__(self, url: str, *, context: ssl.SSLContext | None = None, name: str = "") -> None:
        self._at = _parsed(url)
        self.name = name or self._at._replace(fragment="").geturl().rstrip("/")
        self._token = self._at.fragment.encode()
        self._context = context
        self._connection: http.client.HTTPConnection | None = None
        self._hello: Hello | None = None
        self._since = 0.0

    # ── the protocol of carriers ────────────────────────────────────────────────────────────

    def greet(self) -> tuple[bytes, bytes]:
        status, answer = self._exchange("GET", "hello", b"")
        if status != http.HTTPStatus.OK:
            raise self._not_reached(NOT_A_HUB)
        hello = self._set_clock(answer)
        return hello.hub, hello.line

    def fetch(self, box: Box, after: int) -> Page | None:
        payload = codec.encode_fetch(Fetch(after, limits.PAGE))
        answer = self._ask(Act.FETCH, box, payload, fine=(Problem.UNKNOWN,))
        if isinstance(answer, Problem):
            return None
        page = codec.decode_page(answer)
        if after + len(page.blobs) > max(page.last, after):
            raise Refused(finding="a hub that shows more than it says it has")
        return page

    def append(self, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
        payload = codec.encode_append(blobs)
        fine = (Problem.UNKNOWN, Problem.CLOSED)
        answer = self._ask(Act.APPEND, box, payload, fine=fine)
        if answer is Problem.UNKNOWN:
            self._ask(Act.CREATE, box, codec.encode_create(Create(box.public, self._token)))
            answer = self._ask(Act.APPEND, box, payload, fine=(Problem.CLOSED,))
        if isinstance(answer, Problem):
            return None
        return codec.decode_numbers(answer, len(blobs))

    def drop(self, box: Box, names: Sequence[bytes]) -> None:
        for at in range(0, len(names), limits.MOST_NAMES):
            payload = codec.encode_drop(names[at : at + limits.MOST_NAMES])
            fine = (Problem.UNKNOWN, Problem.SIGNATURE)
            self._ask(Act.DROP, box, payload, fine=fine)

    def close_box(self, box: Box, successor: bytes) -> None:
        fine = (Problem.UNKNOWN, Problem.SIGNATURE, Problem.CLOSED)
        self._ask(Act.CLOSE, box, successor, fine=fine)

    def finish(self) -> None:
        """Everything was on the hub's disk when it answered."""

    def leave(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # ── requests ────────────────────────────────────────────────────────────────────────────

    def _ask(
        self, act: Act, box: Box, payload: bytes, *, fine: Sequence[Problem] = ()
    ) -> bytes | Problem:
        """The answer to a signed request; a problem among `fine` is handed back, others raised.

        A refusal of the stamp or the signature says which hub this is and what it takes for the
        time: once it is tried again with that.
        """
        for again in (True, False):
            status, answer = self._exchange("POST", act.value, self._request(act, box, payload))
            if status == http.HTTPStatus.OK:
                return answer
            try:
                problem, detail = problems.decode_problem(answer)
            except Refused:
                raise self._not_reached(NOT_A_HUB) from None
            if again and problem in (Problem.STALE, Problem.SIGNATURE) and self._is_hello(detail):
                continue
            if problem in fine:
                return problem
            raise self._not_reached(_REASONS.get(problem, problem.code))
        raise self._not_reached(NOT_A_HUB)

    def _is_hello(self, detail: bytes) -> bool:
        with suppress(Refused):
            self._set_clock(detail)
            return True
        return False

    def _request(self, act: Act, box: Box, payload: bytes) -> bytes:
        hello = self._hello
        if hello is None:
            raise self._not_reached(NOT_A_HUB)
        stamp = hello.time + int(time.monotonic() - self._since)
        mailbox = mailbox_id(box.public)
        parts = signed_parts(act, hello.hub, mailbox, stamp, payload)
        signature = sign(Label.MAILBOX_REQUEST, box.seed, *parts)
        return codec.encode_request(Request(mailbox, stamp, signature, payload))

    def _set_clock(self, answer: bytes) -> Hello:
        """The hub's own time is what it wants to see in requests; ours is not asked."""
        self._hello = codec.decode_hello(answer)
        self._since = time.monotonic()
        return self._hello

    # ── the line ────────────────────────────────────────────────────────────────────────────

    def _exchange(self, method: str, act: str, body: bytes) -> tuple[int, bytes]:
        for fresh in (self._connection is None, True):
            try:
                return self._once(method, f"{self._at.path.rstrip('/')}/1/{act}", body)
            except (http.client.HTTPException, OSError) as problem:
                self.leave()
                if fresh or isinstance(problem, TimeoutError):
                    raise self._not_reached(_said(problem)) from problem
        raise self._not_reached(NOT_A_HUB)

    def _once(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if self._connection is None:
            self._connection = self._connect()
        deadline = time.monotonic() + ANSWER_SECONDS
        self._connection.request(method, path, body or None, {"Accept-Encoding": "identity"})
        answer = self._connection.getresponse()
        parts: list[bytes] = []
        size = 0
        while piece := answer.read1(_PIECE):
            parts.append(piece)
            size += len(piece)
            if size > _MOST_ANSWER:
                raise Refused(finding="a hub that answers without end")
            if time.monotonic() > deadline:
                raise TimeoutError
        # `read1` does not say that it came to the end: left open, the connection refuses the next
        # request after it was sent, and all of it goes once more over a fresh one.
        answer.close()
        return answer.status, b"".join(parts)

    def _connect(self) -> http.client.HTTPConnection:
        host, port = self._at.hostname or "", self._at.port
        if self._at.scheme == "https":
            context = self._context or ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=WAIT_SECONDS, context=context)
        return http.client.HTTPConnection(host, port, timeout=WAIT_SECONDS)

    def _not_reached(self, reason: str) -> NotReached:
        self.leave()
        return NotReached(where=self.name, reason=reason)


def _parsed(url: str) -> SplitResult:
    try:
        at = urlsplit(url)
        sound = at.scheme in ("http", "https") and at.hostname and (at.port or True)
    except ValueError:
        sound = False
    if not sound:
        raise WrongUsage(what=NO_ADDRESS)
    if at.scheme == "http" and at.hostname not in _LOOPBACK:
        raise WrongUsage(what=PLAIN)
    return at


def _said(problem: Exception) -> str:
    if isinstance(problem, ssl.SSLCertVerificationError):
        return N_("its certificate is not trusted")
    if isinstance(problem, (TimeoutError, socket.timeout)):
        return N_("it takes too long")
    if isinstance(problem, OSError):
        return N_("no connection")
    return NOT_A_HUB


_REASONS = {
    Problem.TOKEN: N_("it makes boxes only for those who have its token"),
    Problem.SLOW_DOWN: N_("it asks to wait"),
    Problem.BUSY: N_("it is busy"),
    Problem.FULL: N_("it is full"),
    Problem.TOO_LARGE: N_("something was too large for it"),
}
