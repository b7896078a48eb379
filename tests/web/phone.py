"""A phone's browser over TLS, for a real `panoh start`: it takes the certificate it is told."""

from __future__ import annotations

import hashlib
import re
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from panoh import bootstrap
from panoh.crypto.derive import FLOOR
from tests.web.running import Client, Got, read, start, words
from tests.web.shells import PHRASE

PIN = "482915"


def tls(host: str, port: int, raw: bytes, fingerprint: str = "") -> bytes:
    """Send bytes under TLS; with a fingerprint nothing is sent under another certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection((host, port), timeout=10) as plain,
        context.wrap_socket(plain) as link,
    ):
        given = hashlib.sha256(link.getpeercert(binary_form=True) or b"").hexdigest()
        if fingerprint and given != fingerprint.replace(" ", "").lower():
            raise AssertionError("another certificate")
        link.sendall(raw)
        parts = []
        while True:
            try:
                part = link.recv(65536)
            except (TimeoutError, ConnectionResetError, ssl.SSLEOFError):
                break
            if not part:
                break
            parts.append(part)
        return b"".join(parts)


@dataclass
class Offer:
    """What the page with the code shows."""

    place: str
    code: str
    fingerprint: str


@dataclass
class Phone:
    address: str
    fingerprint: str = ""
    token: str = ""
    form_token: str = ""
    seen: list[Got] = field(default_factory=list)

    @property
    def site(self) -> str:
        return urlsplit(self.address).netloc

    def send(
        self,
        method: str,
        path: str,
        headers: dict[str, str | None] | None = None,
        body: bytes = b"",
    ) -> Got:
        sent: dict[str, str | None] = {
            "Host": self.site,
            "Sec-Fetch-Site": "same-origin" if method == "POST" else "none",
            "Sec-Fetch-Mode": "navigate",
            "Sec-Fetch-Dest": "document",
            "Cookie": f"__Host-panoh-phone={self.token}" if self.token else None,
        }
        if method == "POST":
            sent["Origin"] = self.address
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            sent["Content-Length"] = str(len(body))
        sent.update(headers or {})
        lines = [f"{method} {path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in sent.items() if value is not None]
        raw = "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
        host, _, port = self.site.partition(":")
        got = read(tls(host, int(port), raw, self.fingerprint))
        self.seen.append(got)
        for header in got.all("set-cookie"):
            name, _, value = header.split(";")[0].partition("=")
            if name == "__Host-panoh-phone":
                self.token = value
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
            got = self.get(got.header("location"))
        return got

    def pair(self, offer: Offer, called: str = "Nokia", code: str = "", pin: str = PIN) -> Got:
        """As the form sends it; the answer to the POST."""
        path = urlsplit(offer.place).path
        self.get(path)
        form = {"code": code or offer.code, "called": called, "pin": pin, "again": pin}
        return self.post(path, form)


def switch_on(owner: Client, address: str = "127.0.0.1") -> str:
    """The address, as the page shows it."""
    owner.get("/phone")
    shown = owner.follow(owner.post("/phone", {"sure": "yes", "address": address}))
    return re.search(r">(https://[0-9.:]+)<", shown.text).group(1)  # type: ignore[union-attr]


def offer(owner: Client) -> Offer:
    owner.get("/phone")
    shown = owner.follow(owner.post("/phone/pair"))
    place = re.search(r">(https://[0-9.:]+/P/[A-Z0-9]{6})<", shown.text)
    code = re.search(r">([A-Z0-9]{4}-[A-Z0-9]{4})<", shown.text)
    prints = " ".join(re.findall(r">((?:[0-9A-F]{2} ?){8})<", shown.text))
    assert place is not None, words(shown)
    assert code is not None
    return Offer(place.group(1), code.group(1), prints)


def _header(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("_"))


def open_port(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=2).close()
    except OSError:
        return False
    return True


def at(address: str) -> tuple[str, int]:
    found = urlsplit(address)
    return str(found.hostname), int(found.port or 0)


def vault(home: Path, shell: str = "tests.web.shells:shell") -> Client:
    """A running Panoh with an open vault that was not made through the pages."""
    state = home.parent / (home.name + "-state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PANOH_STATE", str(state))
        bootstrap.create_vault(home, PHRASE, "Amina", cost=FLOOR)
    owner = Client(start(home, shell))
    owner.open()
    owner.unlock(PHRASE)
    owner.post("/vault/paper/without")
    return owner
