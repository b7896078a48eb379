"""Short ways to declare what many records of evidence share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from panoh.apps.evidence.rules.periods import why_no_day
from panoh.core.records.model import Choice, Field, Kind, Sensitivity, Words
from panoh.words import N_

APP_NAME = "evidence"
HOME = "personal"
READERS = N_("you alone")
"""Holding a claim can be dangerous, so nobody comes to hold one because a colleague filed it.
What is to be shared is built into a pack, and a person adds that knowingly."""

Check = Callable[[Any], Words | None]


def line(
    name: str, label: Words, more_words: Words = "", *, length: int = 400, **more: Any
) -> Field:
    more.setdefault("sensitivity", Sensitivity.PLAIN)
    return Field(name, Kind.TEXT, label, more_words, max_length=length, **more)


def text(
    name: str, label: Words, more_words: Words = "", *, length: int = 8000, **more: Any
) -> Field:
    more.setdefault("sensitivity", Sensitivity.SAFETY)
    return Field(name, Kind.LONG, label, more_words, max_length=length, **more)


def link(name: str, label: Words, **more: Any) -> Field:
    return Field(name, Kind.LINK, label, sensitivity=Sensitivity.PLAIN, **more)


def choice(name: str, label: Words, choices: tuple[Choice, ...], **more: Any) -> Field:
    return Field(name, Kind.CHOICE, label, choices=choices, sensitivity=Sensitivity.PLAIN, **more)


def several(name: str, label: Words, more_words: Words = "", **more: Any) -> Field:
    """A list of short texts, one a line."""
    return Field(name, Kind.NAMES, label, more_words, sensitivity=Sensitivity.PLAIN, **more)


def day(name: str, label: Words, **more: Any) -> Field:
    """A year, a month or a day: 2024, 2024-03 or 2024-03-22."""
    return line(name, label, length=10, refuse=why_no_day, **more)


HOLD_RISKS = (
    Choice("none", N_("No known risk")),
    Choice("some", N_("Risky in some places")),
    Choice("high", N_("Dangerous to hold")),
)


def risk() -> tuple[Field, ...]:
    """What holding this can mean, where, and why."""
    return (
        choice("hold_risk", N_("Risk of holding this"), HOLD_RISKS),
        several("risk_where", N_("Where it is risky"), N_("Countries, one a line.")),
        text("risk_why", N_("Why it is risky")),
    )
