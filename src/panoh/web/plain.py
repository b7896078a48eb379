"""The page for a browser without a session: no data, no state, no style, every language at once."""

from __future__ import annotations

from html import escape

from panoh.web.answer import Answer
from panoh.words import LANGUAGES, N_, _, direction, html_language, use_language

START_AGAIN = N_("Please start Panoh again from the program and use the address that it shows.")
WHY = N_(
    "Each address opens once, in one browser. If this page comes back although you did so, "
    "this browser cannot keep the key of the session: use a newer Firefox, Chromium, Chrome or "
    "Edge, and do not block cookies for this address."
)


NOT_PAIRED = N_("This phone is not paired with the computer, or no longer.")
PAIR_AGAIN = N_("At the computer, make a code for it and point the camera of the phone at it.")


def start_again(status: int) -> Answer:
    return _page(status, "Panoh", START_AGAIN, WHY)


def not_paired() -> Answer:
    """What anybody on the network may ask for, so it does not say whose it is."""
    return _page(403, "403", NOT_PAIRED, PAIR_AGAIN)


def _page(status: int, title: str, first: str, second: str) -> Answer:
    said: dict[str, str] = {}
    for code in LANGUAGES:
        with use_language(code):
            text = f"<p>{escape(_(first))}</p><p>{escape(_(second))}</p>"
            said.setdefault(text, f'lang="{html_language()}" dir="{direction()}"')
    parts = "".join(f"<div {spoken}>{text}</div>" for text, spoken in said.items())
    page = (
        '<!doctype html><html lang="en" translate="no"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1>{parts}</main></body></html>"
    )
    return Answer(status, page.encode(), close=True)
