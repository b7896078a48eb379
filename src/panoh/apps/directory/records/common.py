"""Short ways to declare what many records of the directory share."""

from __future__ import annotations

from typing import Any

from panoh.core.records.model import Choice, Field, Kind, Sensitivity, Words
from panoh.words import N_

APP_NAME = "directory"
HOME = "practice"
READERS = N_("members of the practice")
IN_A_REFERRAL = N_("whoever made the referral and the one colleague it was made to")


def line(
    name: str, label: Words, more_words: Words = "", *, length: int = 400, **more: Any
) -> Field:
    more.setdefault("sensitivity", Sensitivity.PLAIN)
    return Field(name, Kind.TEXT, label, more_words, max_length=length, **more)


def text(
    name: str, label: Words, more_words: Words = "", *, length: int = 8000, **more: Any
) -> Field:
    more.setdefault("sensitivity", Sensitivity.PLAIN)
    return Field(name, Kind.LONG, label, more_words, max_length=length, **more)


def choice(name: str, label: Words, choices: tuple[Choice, ...], **more: Any) -> Field:
    return Field(name, Kind.CHOICE, label, choices=choices, sensitivity=Sensitivity.PLAIN, **more)


def choices(name: str, label: Words, offered: tuple[Choice, ...], **more: Any) -> Field:
    return Field(name, Kind.CHOICES, label, choices=offered, sensitivity=Sensitivity.PLAIN, **more)


def day(name: str, label: Words, **more: Any) -> Field:
    return Field(name, Kind.DATE, label, sensitivity=Sensitivity.PLAIN, **more)


def yes(name: str, label: Words, more_words: Words = "", **more: Any) -> Field:
    more.setdefault("sensitivity", Sensitivity.PLAIN)
    return Field(name, Kind.YES, label, more_words, **more)


def link(name: str, label: Words, **more: Any) -> Field:
    return Field(name, Kind.LINK, label, index=True, sensitivity=Sensitivity.PLAIN, **more)


def reference(name: str, label: Words) -> Field:
    """The id of a row of the standard; it need not be one of ours."""
    return line(name, label, length=200, index=True)


def rest() -> Field:
    """What the standard, a newer one or another program says beyond the fields here, as JSON."""
    return text("rest", N_("What another program added"), length=200_000)
