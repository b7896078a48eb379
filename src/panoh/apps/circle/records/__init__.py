"""What the circle records: maps that came from files, a person's own changes of links, answers.

The maps of the pack are not kept a second time: they are drawn anew from its claims at each look.
None of it is about a client, and no field can hold one.
"""

from __future__ import annotations

from typing import Any

from panoh.apps.circle.rules.lint import why_not
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity, Words
from panoh.words import N_

APP_NAME = "circle"
HOME = "personal"
READERS = N_("you alone")
LONGEST_BODY = 400_000


def _line(name: str, label: Words, more_words: Words = "", **more: Any) -> Field:
    more.setdefault("max_length", 200)
    return Field(name, Kind.TEXT, label, more_words, sensitivity=Sensitivity.PLAIN, **more)


def _text(name: str, label: Words, more_words: Words = "", **more: Any) -> Field:
    more.setdefault("max_length", 2_000)
    return Field(name, Kind.LONG, label, more_words, sensitivity=Sensitivity.SAFETY, **more)


SIGNS = (
    Choice("more", N_("More of it")),
    Choice("less", N_("Less of it")),
    Choice("unclear", N_("Unclear")),
    Choice("none", N_("No link")),
)
STRENGTHS = (
    Choice("weak", N_("Weak")),
    Choice("medium", N_("Medium")),
    Choice("strong", N_("Strong")),
    Choice("unknown", N_("Not known")),
)

MAP = RecordType(
    app=APP_NAME,
    name="map",
    label=N_("Map"),
    help=N_("What leads to what: factors and links that came from a file."),
    fields=(
        _line("title", N_("Title"), required=True, refuse=why_not),
        _line("origin", N_("Where it comes from"), max_length=400),
        _text("body", N_("Factors and links"), required=True, max_length=LONGEST_BODY),
        _text("equations", N_("Equations"), max_length=LONGEST_BODY),
    ),
    home=HOME,
    readers=READERS,
    access="map_",
)

CHANGE = RecordType(
    app=APP_NAME,
    name="change",
    label=N_("Own change of a link"),
    help=N_("You set a link otherwise than the sources say; your reason is kept with it."),
    fields=(
        _line("map", N_("Map"), required=True, index=True, max_length=64),
        _line("start", N_("Cause"), required=True, max_length=64),
        _line("end", N_("Effect"), required=True, max_length=64),
        Field("sign", Kind.CHOICE, N_("The effect"), choices=SIGNS, required=True,
              sensitivity=Sensitivity.PLAIN),
        Field("strength", Kind.CHOICE, N_("How strong the link is"), choices=STRENGTHS,
              sensitivity=Sensitivity.PLAIN),
        Field("delay_low", Kind.NUMBER, N_("Shortest delay, in months"),
              sensitivity=Sensitivity.PLAIN),
        Field("delay_high", Kind.NUMBER, N_("Longest delay, in months"),
              sensitivity=Sensitivity.PLAIN),
        _text("reason", N_("Why"), required=True),
    ),
    home=HOME,
    readers=READERS,
    append_only=True,
    access="change",
)  # fmt: skip

ANSWER = RecordType(
    app=APP_NAME,
    name="answer",
    label=N_("What-if"),
    help=N_("A question, and how the draws answered it. An index, never a forecast."),
    fields=(
        _line("title", N_("Title"), refuse=why_not),
        _line("map", N_("Map"), required=True, max_length=64),
        _line("hash", N_("Hash of the map"), required=True, max_length=64),
        Field("seed", Kind.TEXT, N_("Seed"), sensitivity=Sensitivity.PLAIN, max_length=12),
        _text("body", N_("Answer"), required=True, max_length=LONGEST_BODY),
    ),
    home=HOME,
    readers=READERS,
    append_only=True,
    access="answer",
)

ALL: tuple[RecordType, ...] = (MAP, CHANGE, ANSWER)
