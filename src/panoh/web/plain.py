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


def start_again(status: int) -> Answer:
    said: dict[str, str] = {}
    for code in LANGUAGES:
        with use_language(code):
            text = f"<p>{escape(_(START_AGAIN))}</p><p>{escape(_(WHY))}</p>"
            said.setdefault(text, f'lang="{html_language()}" dir="{direction()}"')
    parts = "".join(f"<div {spoken}>{text}</div>" for text, spoken in said.items())
    page = (
        '<!doctype html><html lang="en" translate="no"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Panoh</title></head>'
        f"<body><main><h1>Panoh</h1>{parts}</main></body></html>"
    )
    return Answer(status, page.encode(), close=True)
