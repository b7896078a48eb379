"""Keeps codes, phone numbers and foreign words whole on a page written from right to left.

A browser orders mixed text by rules of its own: after Persian words `+992 93 555` would read
`555 93 992+`, a day `2026-11-20` would turn round, and the full stop of a Russian sentence would
stand at its beginning. Such runs are set apart with `<bdi>`; no invisible sign is written, so what
is copied from a page is what was typed.

Promises: only text between tags changes, and of a `<title>`, `<option>`, `<textarea>`, `<script>`,
`<style>` or `<svg>` nothing. Does not: touch attributes; a page written from left to right stays
as it is.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"<(/?)([a-z0-9]+)")
_PLAIN = frozenset({"title", "option", "textarea", "script", "style", "bdi", "svg"})

_LETTER = "A-Za-z\u00c0-\u024f\u02bb\u02bc\u0400-\u052f"
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT = re.compile(f"[{_LETTER}]")
_JOINED = r"[!#+/~$@=%_:,.'’*?\\\-–]"
_TOKEN = rf"[!#+/~$@.\-]*[{_LETTER}0-9](?:(?:{_JOINED}|[{_LETTER}0-9])*[{_LETTER}0-9/=%])?"
_RUN = re.compile(rf"(?<!&)(?<!&#){_TOKEN}(?: {_TOKEN})*")
_SAFE = re.compile(rf"[0-9]+(?:[.,:][0-9]+)*|[{_LETTER}]+(?: [{_LETTER}]+)*")
"""A plain number, or plain words: they read rightly without help."""


def isolate(html: str) -> str:
    """The page with every run of other letters and of numbers set apart."""
    parts, within = _TAG.split(html), ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            if not within and part:
                parts[place] = _apart(part)
        elif found := _NAME.match(part):
            closing, name = found.groups()
            if closing and name == within:
                within = ""
            elif not closing and not within and name in _PLAIN:
                within = name
    return "".join(parts)


def _apart(text: str) -> str:
    if not _RIGHT.search(text) and _LEFT.search(text):
        bare = text.strip()
        start = text.index(bare)
        return f"{text[:start]}<bdi>{bare}</bdi>{text[start + len(bare) :]}"
    return _RUN.sub(_wrapped, text)


def _wrapped(found: re.Match[str]) -> str:
    run = found.group()
    return run if _SAFE.fullmatch(run) else f'<bdi dir="ltr">{run}</bdi>'
