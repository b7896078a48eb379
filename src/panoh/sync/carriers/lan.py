"""Neighbours on one network: one serves boxes from memory by the hub's protocol over TLS, the other
comes with the address and the fingerprint, which the two have compared.

What lies there is wrapped like on a hub. It is gone when the serving ends.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from panoh import platform
from panoh.crypto import certificate
from panoh.crypto.derive import random, same
from panoh.crypto.labels import Label
from panoh.crypto.sign import verify
from panoh.errors import NotReached, Refused, WrongUsage
from panoh.sync.carriers.hub import HubCarrier
from panoh.sync.carriers.memory import Mailbox, MemoryCarrier
from panoh.sync.model import Box
from panoh.wire import codec, limits, problems
from panoh.wire.model import Act, Blob, Hello, Page, Request, mailbox_id, signed_parts
from panoh.wire.problems import Problem
from panoh.words import N_

PLACE = b"lan"
MOST_BOXES = 256
MOST_BYTES = 256 * limits.MIB
WAIT_SECONDS = 20.0
NO_FINGERPRINT = N_("The address of a neighbour ends in # and what you compared.")
OTHER = N_("its fingerprint is another: somebody may stand in between")


class LanBoxes(MemoryCarrier):
    """What the serving node puts there and what comes; used by its threads one after the other."""

    def __init__(self) -> None:
        super().__init__("lan", page=512 * 1024)
        self.remembers = False
        self.place = PLACE
        self.keys: dict[bytes, bytes] = {}
        self.lock = threading.Lock()
        self.changed = threading.Event()
        self.size = 0

    def fetch(self, box: Box, after: int) -> Page | None:
        with self.lock:
            return super().fetch(box, after)

    def append(self, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
        with self.lock:
            self.keys[box.mailbox] = box.public
            return super().append(box, blobs)

    def drop(self, box: Box, names: Sequence[bytes]) -> None:
        with self.lock:
            super().drop(box, names)

    # ── for a neighbour ─────────────────────────────────────────────────────────────────────

    def answer(self, act: Act, request: Request) -> bytes:
        """Carry out a request whose signature holds; raises _Refusal."""
        with self.lock:
            self._check(act, request)
            if act is Act.CREATE:
                return self._create(request)
            held = self.boxes[request.mailbox]
            if act is Act.APPEND:
                blobs = codec.decode_append(request.payload)
                self.size += codec.size_of(blobs)
                if self.size > MOST_BYTES:
                    raise _Refusal(Problem.FULL)
                self.changed.set()
                return codec.encode_numbers(held.append(blobs))
            if act is Act.FETCH:
                asked = codec.decode_fetch(request.payload)
                return codec.encode_page(held.page(self.line, asked.after, asked.most))
            if act is Act.DROP:
                self.changed.set()
                count = held.drop(codec.decode_drop(request.payload))
                return count.to_bytes(4, "big")
            return b""

    def _check(self, act: Act, request: Request) -> None:
        key = self.keys.get(request.mailbox)
        if act is Act.CREATE:
            key = codec.decode_create(request.payload).key
            if mailbox_id(key) != request.mailbox:
                raise _Refusal(Problem.MALFORMED)
        if key is None:
            raise _Refusal(Problem.UNKNOWN)
        parts = signed_parts(act, self.hub, request.mailbox, request.stamp, request.payload)
        try:
            verify(Label.MAILBOX_REQUEST, key, request.signature, *parts)
        except Refused:
            raise _Refusal(Problem.SIGNATURE, self.hello()) from None

    def _create(self, request: Request) -> bytes:
        if request.mailbox not in self.boxes and len(self.boxes) >= MOST_BOXES:
            raise _Refusal(Problem.FULL)
        self.boxes.setdefault(request.mailbox, Mailbox())
        self.keys[request.mailbox] = codec.decode_create(request.payload).key
        return b""

    def hello(self) -> bytes:
        return codec.encode_hello(Hello(self.hub, self.line, int(time.time())))


class _Refusal(Exception):
    def __init__(self, problem: Problem, detail: bytes = b"") -> None:
        self.problem = problem
        self.detail = detail


class Serving:
    """Listens until `stop`; `address` is what the neighbour types."""

    def __init__(self, boxes: LanBoxes, host: str = "", port: int = 0) -> None:
        pem, self.fingerprint = certificate.make(datetime.now(UTC))
        host = host or _own_address()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        _load(context, pem)
        self._server = _Server((host, port), boxes, context)
        shown = f"[{host}]" if ":" in host else host
        self.address = f"https://{shown}:{self._server.server_port}/#{self.fingerprint}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(WAIT_SECONDS)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, at: tuple[str, int], boxes: LanBoxes, context: ssl.SSLContext) -> None:
        if ":" in at[0]:
            self.address_family = socket.AF_INET6
        self.boxes = boxes
        self._context = context
        super().__init__(at, _Handler)

    def get_request(self) -> tuple[socket.socket, object]:
        plain, where = super().get_request()
        plain.settimeout(WAIT_SECONDS)
        # The greeting is made in the connection's own thread, so that a silent one holds up nobody.
        sealed = self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        return sealed, where

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever breaks off or speaks something else is not talked about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = WAIT_SECONDS
    server: _Server

    def do_GET(self) -> None:
        if self.path == "/1/hello":
            self._reply(HTTPStatus.OK, self.server.boxes.hello())
        else:
            self._refuse(_Refusal(Problem.UNKNOWN))

    def do_POST(self) -> None:
        try:
            act = Act(self.path.removeprefix("/1/"))
            length = int(self.headers.get("Content-Length", ""))
        except ValueError:
            self._refuse(_Refusal(Problem.MALFORMED))
            return
        if not codec.PREFIX <= length <= codec.PREFIX + limits.MOST_PAYLOAD:
            self._refuse(_Refusal(Problem.TOO_LARGE))
            return
        try:
            request = codec.decode_request(self.rfile.read(length))
            self._reply(HTTPStatus.OK, self.server.boxes.answer(act, request))
        except _Refusal as refusal:
            self._refuse(refusal)
        except Refused:
            self._refuse(_Refusal(Problem.MALFORMED))

    def _refuse(self, refusal: _Refusal) -> None:
        self.close_connection = True
        answer = problems.encode_problem(refusal.problem, refusal.detail)
        self._reply(HTTPStatus(refusal.problem.status), answer)

    def _reply(self, status: HTTPStatus, answer: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_of: object) -> None:
        """Nobody's address is written down."""


def _load(context: ssl.SSLContext, pem: bytes) -> None:
    """The library reads keys from files only: it stands there for a moment, for the owner alone.
    It is the key of this one connection and opens nothing else."""
    folder = platform.private_folder(platform.state_folder() / "run")
    file = folder / f"lan-{random(8).hex()}.pem"
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, pem)
        os.close(handle)
        context.load_cert_chain(file)
    finally:
        file.unlink()


def _own_address() -> str:
    """The address that neighbours see: of the way out, without sending anything."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return "127.0.0.1"


# ── the one who comes ───────────────────────────────────────────────────────────────────────


class PeerCarrier(HubCarrier):
    """A serving neighbour. Nothing is sent before the fingerprint was found to be right."""

    remembers = False
    place = PLACE

    def __init__(self, url: str) -> None:
        super().__init__(url, name="lan")
        self._wanted = self._at.fragment.upper()
        self._token = b""
        if not self._wanted or self._at.scheme != "https":
            raise WrongUsage(what=NO_FINGERPRINT)

    def _connect(self) -> http.client.HTTPConnection:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # nobody vouches for it; the fingerprint is compared
        host = self._at.hostname or ""
        connection = http.client.HTTPSConnection(
            host, self._at.port, timeout=WAIT_SECONDS, context=context
        )
        connection.connect()
        sealed = connection.sock
        given = sealed.getpeercert(binary_form=True) if isinstance(sealed, ssl.SSLSocket) else None
        found = certificate.fingerprint(given or b"")
        if not same(found.encode("ascii"), self._wanted.encode("ascii", "replace")):
            connection.close()
            raise NotReached(where=_shown(host), reason=OTHER)
        return connection


def _shown(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return host
