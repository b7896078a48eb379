"""A browser without a screen: drives the pages in process, and only through what they offer.

It follows links and sends forms as they stand in the page, with the values that the page put there,
so that a field that is missing from a page cannot be sent by accident.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from panoh import bootstrap
from panoh.core.node import Node
from panoh.web.session import COOKIE, Session
from panoh.web.site import build

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
Values = list[tuple[str, str]]
CASE = re.compile(r"/client/([0-9a-f]{32})")


@dataclass
class Form:
    action: str
    method: str
    values: Values = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    offered: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Forms with what a browser would send if nobody touched them, links, and the plain text."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.controls: list[dict[str, str]] = []
        self.text: list[str] = []
        self._select = self._area = ""
        self._chosen: str | None = None
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "title"):
            self._skip += 1
        elif tag == "a":
            self.links.append(has.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(has.get("action", ""), has.get("method", "get")))
        elif tag in ("input", "textarea", "select"):
            self.controls.append({"tag": tag, **has})
            self._control(tag, has)
        elif tag == "option" and self._select:
            self._option(has)

    def _control(self, tag: str, has: dict[str, str]) -> None:
        if not self.forms or "name" not in has:
            return
        form, name = self.forms[-1], has["name"]
        form.names.add(name)
        if tag == "textarea":
            self._area = name
            form.values.append((name, ""))
        elif tag == "select":
            self._select, self._chosen = name, None
        elif has.get("type") in ("radio", "checkbox"):
            form.offered.setdefault(name, []).append(has.get("value", "on"))
            if "checked" in has:
                form.values.append((name, has.get("value", "on")))
        else:
            form.values.append((name, has.get("value", "")))

    def _option(self, has: dict[str, str]) -> None:
        self.forms[-1].offered.setdefault(self._select, []).append(has.get("value", ""))
        if self._chosen is None or "selected" in has:
            self._chosen = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title"):
            self._skip -= 1
        elif tag == "select" and self._select:
            self.forms[-1].values.append((self._select, self._chosen or ""))
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            name, before = self.forms[-1].values[-1]
            self.forms[-1].values[-1] = (name, (before + data).removeprefix("\n"))
        elif not self._skip:
            self.text.append(data)


@dataclass
class Seen:
    """A page as it arrived."""

    path: str
    status: int
    body: str

    def __post_init__(self) -> None:
        self._reader = _Reader()
        self._reader.feed(self.body)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._reader.text).split())

    @property
    def title(self) -> str:
        found = TITLE.search(self.body)
        return found.group(1).strip() if found else ""

    @property
    def forms(self) -> list[Form]:
        return self._reader.forms

    @property
    def links(self) -> list[str]:
        return self._reader.links

    @property
    def controls(self) -> list[dict[str, str]]:
        return self._reader.controls

    def form(self, action: str) -> Form:
        found = [each for each in self.forms if each.action == action]
        if not found:
            raise AssertionError(f"no form to {action} in {self.path}")
        return found[-1]


class Browser:
    """One person before an unlocked vault."""

    def __init__(self, node: Node) -> None:
        session = Session.unreachable()
        session.site = "0123456789abcdef.localhost:4711"
        self._cookie = session.renew()
        self._origin = session.origin
        self._app = build(bootstrap.shell(Path()), session)
        self.held = self._app.state.held
        # Without `held.open`: it would start the listener for commands.
        self.held.node = node
        self.visited: list[str] = []
        self.answers: list[int] = []
        self.headers: dict[str, str] = {}

    def get(self, path: str) -> Seen:
        status, location, body = self._send("GET", path)
        for _step in range(5):
            if status != 303:
                break
            path = location
            status, location, body = self._send("GET", path)
        self.visited.append(path)
        return Seen(path, status, body.decode(errors="replace"))  # a picture is no text

    def send(self, page: Seen, action: str, values: dict[str, Any] | None = None) -> Seen:
        """Fill the form of a page that goes to `action`, send it, follow where it leads."""
        form, given = page.form(action), values or {}
        unknown = {name for name in given if name not in form.names and name != "act"}
        if unknown:
            raise AssertionError(f"{page.path} asks for no {sorted(unknown)}")
        kept = [(name, value) for name, value in form.values if name not in given]
        for name, value in given.items():
            several = value if isinstance(value, list) else [value]
            for each in several:
                if form.offered.get(name) and each not in (*form.offered[name], ""):
                    raise AssertionError(f"{page.path} does not offer {each!r} for {name}")
            kept += [(name, each) for each in several]
        return self.post(action, kept)

    def post(self, action: str, values: Values) -> Seen:
        status, location, _body = self._send("POST", action, urlencode(values).encode())
        self.answers.append(status)
        return self.get(location) if status == 303 else Seen(action, status, "")

    def upload(
        self,
        page: Seen,
        action: str,
        values: dict[str, str],
        file: bytes,
        field: str = "list",
    ) -> Seen:
        """Send a form with a file, as a browser packs it."""
        form = page.form(action)
        kept = {**dict(form.values), **values}
        edge = "----boundary0123456789"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in kept.items()
            if name != field
        ]
        head = f'Content-Disposition: form-data; name="{field}"; filename="Рӯйхати мизоҷон.xlsx"'
        parts.append(f"--{edge}\r\n{head}\r\nContent-Type: x/y\r\n\r\n".encode() + file)
        sent = b"".join(parts) + f"\r\n--{edge}--\r\n".encode()
        kind = f"multipart/form-data; boundary={edge}"
        status, location, _body = self._send("POST", action, sent, kind)
        self.answers.append(status)
        return self.get(location) if status == 303 else Seen(action, status, "")

    def fetch(self, path: str) -> tuple[dict[str, str], bytes]:
        """A file as it is handed to the browser, with its headers."""
        _status, _location, body = self._send("GET", path)
        return self.headers, body

    def _send(
        self,
        method: str,
        target: str,
        sent: bytes = b"",
        kind: str = "application/x-www-form-urlencoded",
    ) -> tuple[int, str, bytes]:
        parts = urlsplit(target)
        headers = [
            ("host", self._origin.removeprefix("http://")),
            ("cookie", f"{COOKIE}={self._cookie}"),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ]
        if method == "POST":
            headers += [
                ("origin", self._origin),
                ("content-type", kind),
                ("content-length", str(len(sent))),
            ]
        scope: MutableMapping[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 4711),
        }
        return asyncio.run(self._talk(scope, sent))

    async def _talk(self, scope: MutableMapping[str, Any], sent: bytes) -> tuple[int, str, bytes]:
        status, location, body = 0, "", b""

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": sent, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            nonlocal status, location, body
            if message["type"] == "http.response.start":
                status = message["status"]
                self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
                location = self.headers.get("location", "")
            else:
                body += message.get("body", b"")

        await self._app(scope, receive, send)
        return status, location, body


def take_on(browser: Browser, **values: Any) -> tuple[str, Seen]:
    """A new client through the page; the path of the case and the page that followed."""
    seen = browser.send(browser.get("/client/new"), "/client/new", values)
    found = CASE.match(seen.path)
    if found is None:
        raise AssertionError(seen.path)
    return f"/client/{found.group(1)}", seen


def code_of(seen: Seen) -> str:
    found = re.search(r"Case ([A-Z0-9]{3}-[A-Z0-9]{3})", seen.text)
    if found is None:
        raise AssertionError(seen.text)
    return found.group(1)
