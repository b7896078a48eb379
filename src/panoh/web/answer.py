"""What goes back over the wire, with the same headers on every answer, refusals too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HTML = "text/html; charset=utf-8"

SECURITY_HEADERS: tuple[tuple[str, str], ...] = (
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "manifest-src 'self'; "
        "connect-src 'self'; "  # a list that follows the typing asks this program alone
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    # Pages with forms soften this to `same-origin` in a meta element: under no-referrer a browser
    # sends `Origin: null` with a form, and then nothing is left to compare.
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("x-frame-options", "DENY"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), clipboard-read=(), display-capture=(), geolocation=(), "
        "gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
    ),
    ("x-dns-prefetch-control", "off"),
)
_RAW = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS]


@dataclass(slots=True)
class Answer:
    status: int
    body: bytes = b""
    content_type: str = HTML
    location: str = ""
    cookie: str = ""
    close: bool = False
    allow: str = ""
    saved_as: str = ""  # a file for the browser to save

    def headers(self) -> list[tuple[bytes, bytes]]:
        found = list(_RAW)
        if self.status != 204:
            found.append((b"content-length", str(len(self.body)).encode()))
        for name, value in (
            (b"content-type", self.content_type if self.body else ""),
            (b"location", self.location),
            (b"set-cookie", self.cookie),
            (b"allow", self.allow),
            (b"content-disposition", self._disposition()),
            (b"connection", "close" if self.close else ""),
        ):
            if value:
                found.append((name, value.encode("latin-1")))
        return found

    def _disposition(self) -> str:
        return f'attachment; filename="{self.saved_as}"' if self.saved_as else ""

    async def send(self, send: Send) -> None:
        await send(
            {"type": "http.response.start", "status": self.status, "headers": self.headers()}
        )
        await send({"type": "http.response.body", "body": self.body, "more_body": False})


def refused(status: int) -> Answer:
    """For a request that is not from our page: a number, no body, no more talk."""
    return Answer(status, close=True, allow="GET, POST" if status == 405 else "")


def see_other(location: str, cookie: str = "") -> Answer:
    return Answer(303, location=location, cookie=cookie)
