"""Who may pass on the phone's side: a paired phone whose PIN was typed not long ago."""

from __future__ import annotations

import re

from panoh.web import session
from panoh.web.answer import Answer, refused, see_other
from panoh.web.gate import STATIC, Gate, Headers, Scope
from panoh.web.phone.doorway import IN, PAIR, Doorway
from panoh.web.plain import not_paired

MANIFEST = "/manifest"
_ALIKE = re.compile(f"{STATIC}[^/]+|{MANIFEST}")
"""Whole paths: a page that says what is not there is for those who may come in."""


class PhoneGate(Gate):
    """The same checks in the same order as at the computer, with the phone's own host and cookie.
    The computer's cookie is worth nothing here, and a phone's nothing there."""

    wanted = (*Gate.wanted, "manifest")

    @property
    def site(self) -> str:
        return self._doorway.host

    @property
    def origin(self) -> str:
        return self._doorway.address

    @property
    def _doorway(self) -> Doorway:
        if self._held.phones is None:
            raise RuntimeError("a phone without a doorway")
        return self._held.phones

    def cookie(self, headers: Headers) -> str | None:
        return session.read_cookie(headers.all("cookie"), session.PHONE_COOKIE)

    def door(self, scope: Scope, headers: Headers) -> Answer | None:
        doorway, path = self._doorway, str(scope["path"])
        if self._held.node is None or not doorway.address:
            return refused(403)
        if not self.from_here(scope["method"], headers):
            return refused(403)
        if scope["method"] == "GET" and _ALIKE.fullmatch(path):
            return None  # the same for everybody, and an icon is asked for without a cookie
        if path.upper().startswith(PAIR):
            scope["path"] = path.upper()  # a picture of a code knows capitals only
            if doorway.pairs_at(scope["path"]):
                return None
            return not_paired() if scope["method"] == "GET" else refused(403)
        guest = doorway.guest(self.cookie(headers))
        if guest is None:
            return not_paired() if scope["method"] == "GET" else see_other("/")
        if not guest.is_in(self._held.idle_seconds) and path != IN:
            return see_other(IN)
        return None

    def here(self, cookie: str) -> bool:
        guest = self._doorway.guest(cookie)
        if guest is not None and guest.is_in(self._held.idle_seconds):
            self._held.touch()
            guest.touch()
        return False

    def phone(self, cookie: str) -> str:
        return cookie if self._doorway.guest(cookie) is not None else ""
