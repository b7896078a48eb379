"""Listens on this computer and answers GET; nobody else's page can have it asked by a browser."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from panoh.apps.directory.hsds.model import Package
from panoh.apps.directory.serve.answers import PATHS, Answers, Refusal
from panoh.apps.directory.serve.described import described
from panoh.web import loopback
from panoh.web.loopback import ADDRESS

MOST_QUERY = 4096
Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Api:
    """One ASGI application over one package."""

    def __init__(self, package: Package) -> None:
        self._answers = Answers(package)
        self._described = described()

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            self._only_here(scope)
            status, body = 200, self._answer(scope)
        except Refusal as refusal:
            status, body = refusal.status, {"detail": refusal.detail}
        data = json.dumps(body, ensure_ascii=False).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(data)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]
        if status == 405:
            headers.append((b"allow", b"GET"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": data})

    def _only_here(self, scope: Scope) -> None:
        """A name that somebody else points at this computer is not ours."""
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        name = hosts[0].rpartition(":")[0] or hosts[0] if len(hosts) == 1 else ""
        if name not in (ADDRESS, "localhost"):
            raise Refusal(421, "This is answered on this computer only.")

    def _answer(self, scope: Scope) -> Any:
        if scope["method"] != "GET":
            raise Refusal(405, "This directory can only be read.")
        raw = bytes(scope.get("raw_path") or scope["path"].encode())
        parts = raw.partition(b"?")[0].decode("latin-1").strip("/").split("/")
        if parts == [""]:
            return self._answers.root()
        if parts == ["openapi.json"]:
            return self._described
        if parts[0] not in PATHS or len(parts) > 2:
            raise Refusal(404, "There is nothing here.")
        asked = _asked(bytes(scope["query_string"]))
        if len(parts) == 2:
            return self._answers.one(parts[0], unquote(parts[1]), asked)
        return self._answers.page(parts[0], asked)


def _asked(raw: bytes) -> dict[str, str]:
    if len(raw) > MOST_QUERY:
        raise Refusal(400, "The question is too long.")
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise Refusal(400, "The question cannot be read.") from None
    if len({name for name, _ in pairs}) != len(pairs):
        raise Refusal(400, "A parameter is given twice.")
    return dict(pairs)


def run(package: Package, port: int, say: Callable[[str], None]) -> int:
    """Serves until Ctrl-C; says one line with the address when it does. The exit status."""
    return loopback.run(Api(package), port, say)
