"""Who may talk to this child: one token that opens it once, then one cookie.

The parent process keeps hashes only. Comparisons take constant time. The form token (CSRF) is
derived from the cookie, so that a form fetched before the child was replaced still works, and dies
with the cookie at unlock.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

COOKIE = "__Host-panoh"
PHONE_COOKIE = "__Host-panoh-phone"
PHONE_SECONDS = 30 * 24 * 3600
"""As long as `core.phones.UNUSED_DAYS`; that module is too heavy for the parent process."""
_BYTES = 32


def new_secret() -> str:
    return secrets.token_urlsafe(_BYTES)


def fingerprint(secret: str) -> str:
    """What the parent may keep of a token or cookie."""
    return hashlib.sha256(b"panoh/v1/session\x00" + secret.encode()).hexdigest()


@dataclass
class Session:
    """`tell` carries changes to the parent before the browser hears of them."""

    site: str  # "0123456789abcdef.localhost:43210"
    token: str | None  # fingerprint; None once used
    cookie: str | None  # fingerprint
    tell: Callable[[dict[str, str | None]], None]

    @classmethod
    def unreachable(cls) -> Session:
        """A session that nobody can open: the site is built to be looked at, not served."""
        return cls(new_secret(), None, None, lambda _state: None)

    @property
    def origin(self) -> str:
        return f"http://{self.site}"

    def open(self, token: str) -> str | None:
        """A fresh cookie for the one-time token; None for any other token."""
        if self.token is None or not _same(self.token, token):
            return None
        self.token = None
        return self.renew()

    def renew(self) -> str:
        """A fresh cookie; the one before is worth nothing from now on."""
        value = new_secret()
        self.cookie = fingerprint(value)
        self.tell({"token": self.token, "cookie": self.cookie})
        return value

    def knows(self, value: str | None) -> bool:
        return value is not None and self.cookie is not None and _same(self.cookie, value)


def _same(known: str, offered: str) -> bool:
    return hmac.compare_digest(known, fingerprint(offered))


def form_token(cookie: str) -> str:
    return hashlib.sha256(b"panoh/v1/form-token\x00" + cookie.encode()).hexdigest()


def form_token_fits(cookie: str, offered: str) -> bool:
    return hmac.compare_digest(form_token(cookie).encode(), offered.encode())


def set_cookie(value: str) -> str:
    return f"{COOKIE}={value}; Path=/; Secure; HttpOnly; SameSite=Strict"


def set_phone_cookie(token: str) -> str:
    """Outlives the browser: what it stands for opens nothing without the PIN and an open vault."""
    held = f"Path=/; Max-Age={PHONE_SECONDS}; Secure; HttpOnly; SameSite=Strict"
    return f"{PHONE_COOKIE}={token}; {held}"


def read_cookie(headers: list[str], wanted: str = COOKIE) -> str | None:
    """Our cookie's value; None when it is absent or comes more than once."""
    found: list[str] = []
    for header in headers:
        for part in header.split(";"):
            name, _, value = part.strip().partition("=")
            if name == wanted:
                found.append(value)
    return found[0] if len(found) == 1 and len(found[0]) <= 2 * _BYTES else None
