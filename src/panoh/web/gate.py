"""The checks before anything else: where a request was sent, where it comes from, who sends it.

Order matters. The address (method, target, Host) is looked at before the session, the session
before the body, the body before the page. A request that is not from our page gets a number and no
body; a refused form with a valid session gets 303 to an error page of random id.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from panoh.web import body, session
from panoh.web.answer import Answer, Send, refused, see_other
from panoh.web.page import Form
from panoh.web.plain import start_again
from panoh.web.shell import Held

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_TARGET = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")
_QUERY = re.compile(r"(?:[a-z_]{1,20}=[A-Za-z0-9_-]{0,64}(?:&(?=.)|\Z)){0,6}")
_TARGET_LIMIT = 300
HEAD_BYTES = 16 * 1024
"""The protocol stops a head still incomplete at this size; the gate, one that came whole."""
CSRF = "csrf"
OPEN = "/open/"
AWAKE = "/awake"
LOCK = "/lock"
BACK = "/back"
"""Where the phrase is asked after the computer was left alone while a phone was in use."""
STATIC = "/static/"


@dataclass(frozen=True)
class Passed:
    """What the gate found out, for the page behind it (under `scope["panoh"]`)."""

    cookie: str
    path: str
    query: dict[str, str]
    form: Form
    phone: str = ""  # the token of a paired phone


class Gate:
    wanted: tuple[str, ...] = ("document", "style", "script", "image", "empty")
    """What a browser may say that it fetches something for."""

    def __init__(self, app: App, held: Held, uploads: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._held = held
        self._uploads = uploads or {}

    @property
    def site(self) -> str:
        """The one `Host` that is answered."""
        return self._held.session.site

    @property
    def origin(self) -> str:
        return self._held.session.origin

    def cookie(self, headers: Headers) -> str | None:
        return session.read_cookie(headers.all("cookie"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # no lifespan, no websocket: uvicorn is told so as well
        headers = Headers(scope["headers"])
        answer = self.address(scope, headers) or self.door(scope, headers)
        if answer is None:
            answer = await self._inside(scope, receive, send, headers)
        if answer is not None:
            await answer.send(send)

    def address(self, scope: Scope, headers: Headers) -> Answer | None:
        """Host is compared whole: an Origin that equals Host proves nothing under rebinding."""
        if headers.size > HEAD_BYTES:
            return refused(431)
        host = headers.all("host")
        if len(host) != 1:
            return refused(400)
        if host[0] != self.site:
            return refused(421)
        if scope["http_version"] != "1.1":
            return refused(505)
        if scope["method"] not in {"GET", "POST"}:
            return refused(405)
        raw = bytes(scope["raw_path"]).decode("latin-1")
        query = bytes(scope["query_string"]).decode("latin-1")
        if len(raw) > _TARGET_LIMIT or not raw or not _TARGET.fullmatch(raw):
            return refused(400)
        if "/." in raw or not _QUERY.fullmatch(query):
            return refused(400)
        if headers.all("transfer-encoding") and headers.all("content-length"):
            return refused(400)
        if headers.all("upgrade") or len(headers.all("content-length")) > 1:
            return refused(400)
        if any("prefetch" in each for each in headers.all("sec-purpose") + headers.all("purpose")):
            return refused(403)  # a guess of the browser must not use up the one-time token
        return None

    def door(self, scope: Scope, headers: Headers) -> Answer | None:
        """The one page that works without a session, and what others hear."""
        path = str(scope["path"])
        if scope["method"] == "GET" and path.startswith(OPEN):
            if not fits(headers, "sec-fetch-mode", "navigate"):
                return refused(403)
            cookie = self._held.session.open(path.removeprefix(OPEN))
            if cookie is None:
                return start_again(403)
            return see_other("/", session.set_cookie(cookie))
        if not self.from_here(scope["method"], headers):
            return refused(403)
        if not self._held.session.knows(self.cookie(headers)):
            # From our own page, so 303: an answer to the POST itself would leave what was typed in
            # the browser's session files. The place it leads to says how to start again.
            return start_again(403) if scope["method"] == "GET" else see_other("/")
        return None

    def from_here(self, method: str, headers: Headers) -> bool:
        """An old browser may lack Sec-Fetch-*; then Origin and the strict cookie must do."""
        if method == "POST":
            return (
                headers.all("origin") == [self.origin]
                and fits(headers, "sec-fetch-site", "same-origin")
                and fits(headers, "sec-fetch-mode", "navigate", "same-origin", "cors")
            )
        origin = headers.all("origin")
        return (
            origin in ([], [self.origin])
            and fits(headers, "sec-fetch-site", "same-origin", "none")
            and fits(headers, "sec-fetch-dest", *self.wanted)
        )

    async def _inside(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers
    ) -> Answer | None:
        held, path = self._held, str(scope["path"])
        cookie = self.cookie(headers) or ""
        away = self.here(cookie)
        if away and path not in (BACK, LOCK) and not path.startswith(STATIC):
            return see_other(BACK)
        if scope["method"] == "GET" and scope["path"] == AWAKE:
            return Answer(204)
        form = Form()
        # A page from before the last unlock has an old form token, and must lock all the same.
        if scope["method"] == "POST" and scope["path"] != LOCK:
            try:
                limit = self._uploads.get(str(scope["path"]), 0)
                form = await self._form(receive, headers, cookie, limit)
            except body.BadBody as bad:
                return see_other(error_place(held, bad.status))
        query = dict(
            pair.split("=", 1) for pair in scope["query_string"].decode().split("&") if pair
        )
        scope["panoh"] = Passed(cookie, path, query, form, self.phone(cookie))
        await self._app(scope, receive, send)
        return None

    def here(self, cookie: str) -> bool:  # noqa: ARG002 - a phone is told by its cookie
        """Note that somebody is here; True where the phrase has to be said again first."""
        if self._held.left_alone():
            return True
        self._held.at_desk()
        return False

    def phone(self, cookie: str) -> str:  # noqa: ARG002 - the computer itself is no phone
        """The token of the phone behind a cookie."""
        return ""

    async def _form(self, receive: Receive, headers: Headers, cookie: str, upload: int) -> Form:
        """`upload`: how much a page that takes files may be sent; 0 for all others."""
        declared = headers.all("content-length")
        if declared and not re.fullmatch(r"[0-9]{1,12}", declared[0]):
            raise body.BadBody(400)
        size = int(declared[0]) if declared else None
        sent = await body.read(receive, size, upload or body.BODY_LIMIT)
        files: dict[str, bytes] = {}
        kind = ",".join(headers.all("content-type"))
        values = body.parse(kind, sent, files if upload else None)
        offered = values.pop(CSRF, [])
        if len(offered) != 1 or not session.form_token_fits(cookie, offered[0]):
            raise body.BadBody(403)
        return Form(values, files)


class Headers:
    def __init__(self, raw: list[tuple[bytes, bytes]]) -> None:
        self._raw = raw
        self.size = sum(len(name) + len(value) for name, value in raw)

    def all(self, name: str) -> list[str]:
        wanted = name.encode()
        return [value.decode("latin-1") for key, value in self._raw if key == wanted]


def fits(headers: Headers, name: str, *allowed: str) -> bool:
    """True when the header is absent or holds one of `allowed`, once."""
    found = headers.all(name)
    return not found or (len(found) == 1 and found[0] in allowed)


def error_place(held: Held, status: int, words: str = "") -> str:
    """Leave an error in memory and say where it can be read once."""
    return "/told/" + held.waiting.put({"status": status, "words": words})
