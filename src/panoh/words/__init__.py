"""What Panoh says, in eight languages (gettext; the English sentence is the key).

Promises: `_()` never fails and never returns nothing: a sentence that has no translation yet is
shown in English. The language belongs to the running context (a page of one person, one command),
not to the process. Placeholders `{name}` are filled after translation, by the caller.

Does not: read anything but the compiled catalogues and their list beside it; guess a language from
what a person wrote; know dates (see `panoh.words.dates`).
"""

from __future__ import annotations

import gettext
import json
import re
from contextvars import ContextVar, Token
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType

LANGUAGES = {
    "en": "English",
    "ru": "Русский",
    "tg": "Тоҷикӣ",
    "uz": "Oʻzbekcha",
    "uz_Cyrl": "Ўзбекча",
    "kk": "Қазақша",
    "ky": "Кыргызча",
    "fa_AF": "دری",
}
"""Code → the language's own name, in the order in which they are offered."""

RIGHT_TO_LEFT = frozenset({"fa_AF"})

DEFAULT = "en"
CATALOGUE = Path(__file__).parent / "catalogue"

_SEPARATORS = re.compile(r"[-_.@]")
_language: ContextVar[str] = ContextVar("panoh_language", default=DEFAULT)


class Chosen:
    """What `use_language` returns: used with `with`, the language before comes back at its end."""

    def __init__(self, token: Token[str]) -> None:
        self._token = token

    def __enter__(self) -> str:
        return _language.get()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _language.reset(self._token)


def use_language(code: str) -> Chosen:
    """Speak `code` from now on in this context; an unknown code means English."""
    return Chosen(_language.set(known_language(code) or DEFAULT))


def current_language() -> str:
    """The code of the language spoken in this context."""
    return _language.get()


def known_language(wish: str) -> str | None:
    """Our code for a tag such as `ru-RU`, `uz_Cyrl_UZ`, `tg_TJ.UTF-8`; None when we lack it."""
    parts = [part for part in _SEPARATORS.split(wish.lower()) if part]
    code = parts[0] if parts else ""
    if code == "uz" and ("cyrl" in parts or "cyrillic" in parts):
        return "uz_Cyrl"
    if code in ("fa", "prs", "dari"):  # one written language; the words are those of Kabul
        return "fa_AF"
    return code if code in LANGUAGES else None


def choose_language(*wishes: str | None) -> str:
    """The first wish that we speak; a wish may be an Accept-Language header or a locale name."""
    for wish in wishes:
        for tag in (wish or "").split(","):
            found = known_language(tag.split(";")[0].strip())
            if found:
                return found
    return DEFAULT


def html_language(code: str | None = None) -> str:
    """The tag for `<html lang>`: `uz-Cyrl`, `ru`."""
    return (code or current_language()).replace("_", "-")


def direction(code: str | None = None) -> str:
    """`rtl` for a language written from right to left, else `ltr`; for `<html dir>`."""
    return "rtl" if (code or current_language()) in RIGHT_TO_LEFT else "ltr"


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    path = CATALOGUE / f"{code}.mo"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as opened:
        return gettext.GNUTranslations(opened)


def _(message: str) -> str:
    """The sentence in the current language; English when there is none yet."""
    if not message:  # gettext answers an empty key with the catalogue's header
        return ""
    return _catalogue(_language.get()).gettext(message)


def ngettext_(singular: str, plural: str, number: int) -> str:
    """The form that fits `number` in the current language; fill `{n}` afterwards."""
    return _catalogue(_language.get()).ngettext(singular, plural, number)


def N_(message: str) -> str:  # noqa: N802 - gettext's usual name
    """Mark a sentence for translation; translated where it is shown."""
    return message


# ── words that are read out to a client ─────────────────────────────────────────────────────

REVIEWED = "reviewed.json"
"""Beside the catalogues: of the sentences marked with `R_`, those that a person has reviewed in
each language. The compiled catalogues do not say what is a machine's draft; `tools/words.py`
writes this list from the ones that do."""

_NEAREST: dict[str, tuple[str, ...]] = {
    "tg": ("ru",),
    "uz": ("uz_Cyrl", "ru"),
    "uz_Cyrl": ("uz", "ru"),
    "kk": ("ru",),
    "ky": ("ru", "kk"),
    "fa_AF": ("tg",),
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Sentences that belong together, all in one language; `language` is one of LANGUAGES."""

    language: str
    texts: tuple[str, ...]


def R_(message: str) -> str:  # noqa: N802 - beside N_
    """Mark a sentence that is read out to a client: shown through `reviewed`, never as a draft."""
    return message


def reviewed(*messages: str) -> Reviewed:
    """These sentences in the current language or the nearest in which a person has reviewed them
    all. English is the source and counts as reviewed."""
    spoken = current_language()
    for code in (spoken, *_NEAREST.get(spoken, ())):
        known = _reviewed().get(code, frozenset())
        if code != DEFAULT and known.issuperset(messages):
            return Reviewed(code, tuple(_catalogue(code).gettext(each) for each in messages))
    return Reviewed(DEFAULT, messages)


@cache
def _reviewed() -> dict[str, frozenset[str]]:
    path = CATALOGUE / REVIEWED
    if not path.is_file():
        return {}
    held = json.loads(path.read_text(encoding="utf-8"))
    return {code: frozenset(messages) for code, messages in held.items()}
