"""Listens for phones while it is switched on: one address, TLS alone, the vault's own certificate.

It runs in the process that holds the keys, so it ends with them. Nothing of it stands on the disk.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import ssl
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import uvicorn
from uvicorn.server import ServerState

from panoh import platform
from panoh.core import phones
from panoh.core.phones import Code, both_clocks, since
from panoh.errors import Forbidden
from panoh.web.protocol import Bounded
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.crypto.page_certificate import PageCertificate
    from panoh.web.shell import Held

T = TypeVar("T")

IN = "/in"
"""Where a paired phone types its PIN."""
PAIR = "/P/"
"""Where a phone types the code; followed by a place that only the code's page shows."""
GREET_SECONDS = 10.0
BACKLOG = 16
PORT_TAKEN = N_("Another program uses this port.")


@dataclass
class Guest:
    """A paired phone, while the vault is open."""

    record: str
    seen: tuple[float, ...] | None = None
    session: dict[str, Any] = field(default_factory=dict)
    """What was shown on this phone is not thereby shown elsewhere, nor the other way round."""
    wrong: int = 0
    wrong_at: tuple[float, ...] = ()

    def is_in(self, idle_seconds: float) -> bool:
        if self.seen is not None and since(self.seen, both_clocks()) >= idle_seconds:
            self.seen = None
            self.session = {}
        return self.seen is not None

    def touch(self) -> None:
        self.seen = both_clocks()

    def wait(self) -> float:
        """Seconds until a next PIN is looked at: longer after each wrong one."""
        if not self.wrong:
            return 0.0
        return max(0.0, 2.0**self.wrong - since(self.wrong_at, both_clocks()))


class Doorway:
    """`panoh.core.phones.Door` for the process that serves pages."""

    def __init__(self, held: Held, app: Any) -> None:
        self._held = held
        self._app = app
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: asyncio.Server | None = None
        self._state = ServerState()
        self._guests: dict[str, Guest] = {}
        self._code: Code | None = None
        self.certificate: PageCertificate | None = None
        self.host = ""

    def runs_in(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    # ── on and off: from the pages' thread, never from the loop ─────────────────────────────

    @property
    def address(self) -> str:
        return f"https://{self.host}" if self.host else ""

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint if self.certificate is not None else ""

    def on(self, address: str = "", port: int = 0, *, anew: bool = False) -> None:
        node = self._held.node
        if node is None or self._loop is None:
            raise Forbidden(why=phones.NOT_OPEN)
        address = phones.check_address(address, platform.own_addresses())
        self.off()
        standing = phones.standing(node, address, anew=anew)
        listening = _listen(address, port, standing.port)
        try:
            phones.keep_port(node, listening.getsockname()[1])
            self._server = self._wait_for(self._open(listening, _sealed(standing.certificate)))
        except BaseException:  # an interruption too: no port stays open behind nobody
            listening.close()
            raise
        self.certificate = standing.certificate
        self._guests = {each.token: Guest(each.id) for each in phones.welcome(node)}
        self._held.at_desk()
        self.host = f"{address}:{listening.getsockname()[1]}"

    async def _open(self, listening: socket.socket, context: ssl.SSLContext) -> asyncio.Server:
        config = uvicorn.Config(
            self._app, http=Bounded, ws="none", lifespan="off", log_config=None, access_log=False,
            server_header=False, date_header=False, proxy_headers=False,
        )  # fmt: skip
        config.load()
        state = self._state = ServerState()

        def protocol() -> Bounded:
            return Bounded(config=config, server_state=state, app_state={})

        return await asyncio.get_running_loop().create_server(
            protocol, sock=listening, ssl=context, ssl_handshake_timeout=GREET_SECONDS
        )

    def off(self) -> None:
        """Also ends what is being shown on phones just now."""
        server, self._server = self._server, None
        self.host, self._guests = "", {}
        self._end_code()
        if server is not None:
            self._wait_for(self._close(server))

    async def _close(self, server: asyncio.Server) -> None:
        server.close()
        for each in list(self._state.connections):
            if isinstance(each, Bounded):
                each.transport.abort()

    def _wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        if self._loop is None:
            raise RuntimeError("no loop")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(GREET_SECONDS)

    # ── pairing ─────────────────────────────────────────────────────────────────────────────

    def offer(self) -> Code:
        """A fresh code; the one before is worth nothing from now on."""
        if not self.host:
            raise Forbidden(why=phones.OFF)
        self._end_code()
        self._code = Code()
        return self._code

    @property
    def code(self) -> Code | None:
        """The code that is open now."""
        return self._code if self._code is not None and self._code.is_open() else None

    def pairs_at(self, path: str) -> bool:
        code = self.code
        return code is not None and secrets.compare_digest(
            path.encode(), f"{PAIR}{code.place}".encode()
        )

    def _end_code(self) -> None:
        if self._code is not None:
            self._code.end()
        self._code = None

    # ── phones ──────────────────────────────────────────────────────────────────────────────

    def guest(self, token: str | None) -> Guest | None:
        return self._guests.get(phones.digest_of(token)) if token else None

    def welcome(self, record: str, token: str) -> None:
        """A phone that was paired a moment ago: its PIN was just typed."""
        guest = Guest(record)
        guest.touch()
        self._guests[phones.digest_of(token)] = guest

    def forget(self, record: str) -> None:
        """A phone was shut out: it is asked nothing more and shown nothing more."""
        self._guests = {key: each for key, each in self._guests.items() if each.record != record}


def _listen(address: str, port: int, before: int) -> socket.socket:
    """At the wished port; else the one of before, when it is free; else any."""
    for each in [port] if port else [before, 0]:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            platform.keep_port(listening)
            listening.bind((address, each))
            listening.listen(BACKLOG)
            listening.setblocking(False)
        except OSError:
            listening.close()
        else:
            return listening
    raise Forbidden(why=PORT_TAKEN)


def _sealed(certificate: PageCertificate) -> ssl.SSLContext:
    """The library reads keys from files only. It gets one that is sealed under a password which
    was never anywhere but in memory, and is gone at once."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    password = secrets.token_hex(32)
    with platform.as_file(certificate.sealed_pem(password)) as file:
        context.load_cert_chain(file, password=password)
    return context
