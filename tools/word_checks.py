"""What can be wrong with a translation, found without knowing the language.

Its placeholders, the space around it, a sentence that is still English, and one so long that it
will not fit where the English stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from babel.messages.catalog import Message

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)?(?:![rsa])?(?::[^}]*)?\}")
SAME = frozenset({"GraphML", "PDF", "Panoh", "XMILE", "{colour} {shape}", "{why}, {km} km"})
"""What reads alike in every language: names, formats, and sentences that are all placeholders."""
SAME_IN = {"uz": frozenset({"Chechen", "Dari", "Dungan", "Tatar", "Urdu"})}
LONGER, MORE = 1.7, 17
"""A translation may have so many times the letters of the English, and so many letters more: a
button of one word may become three, a paragraph may not double."""


def filled(text: Any) -> bool:
    """Whether every form is there."""
    return bool(text) and (isinstance(text, str) or all(text))


def forms(text: Any) -> list[str]:
    """One sentence, or each form of a counted one."""
    return [text] if isinstance(text, str) else [str(each) for each in text or ()]


def names_in(text: str) -> list[str]:
    """The placeholders of a sentence, sorted."""
    return sorted(match.group(1) or "" for match in PLACEHOLDER.finditer(text))


def broken(message: Message) -> Iterator[str]:
    """Translations whose placeholders or surrounding space differ from the English."""
    ids, texts = forms(message.id), forms(message.string)
    allowed = [names_in(each) for each in ids]
    for text in filter(None, map(str, texts)):
        # A counted sentence may leave its number out where the form says it (English "one").
        if names_in(text) not in allowed:
            yield f"placeholders of {ids[0]!r} are {allowed[-1]}, not {names_in(text)}"
        if (text[0].isspace(), text[-1].isspace()) != (ids[0][0].isspace(), ids[0][-1].isspace()):
            yield f"space around {ids[0]!r} differs"


def english(code: str, message: Message) -> Iterator[str]:
    """Translations that are the English sentence itself."""
    ids = forms(message.id)
    allowed = SAME | SAME_IN.get(code, frozenset())
    if any(text in ids and text not in allowed for text in filter(None, forms(message.string))):
        yield f"{ids[0]!r} is still English"


def overlong(message: Message) -> Iterator[str]:
    """Translations that will not fit where the English stands."""
    room = max(len(PLACEHOLDER.sub("", each)) for each in forms(message.id)) * LONGER + MORE
    for text in forms(message.string):
        letters = len(PLACEHOLDER.sub("", text))
        if letters > room:
            yield f"{letters} letters for {forms(message.id)[0]!r}: at most {room:.0f}"


def wrong(code: str, message: Message) -> Iterator[str]:
    """Everything that is wrong with one translation."""
    yield from broken(message)
    if code != "en":
        yield from english(code, message)
        yield from overlong(message)
