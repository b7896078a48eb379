"""The safety plan, and whom to call: words that must be right before anything else is.

Every plan lives in a compartment. No field asks who did something, only what keeps safe.
"""

from __future__ import annotations

from panoh.apps.casework.records.common import APP_NAME, client_link, restricted_field
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

COPIES = (
    Choice("none", N_("Nowhere: no copy")),
    Choice("with_us", N_("Only with us")),
    Choice("safe_person", N_("With a safe person")),
    Choice("other", N_("At another safe place")),
)


def _line(name: str, label: str, about: str = "") -> Field:
    return Field(name, Kind.LONG, label, help=about, max_length=2000, sensitivity=_SAFETY)


_SAFETY = Sensitivity.SAFETY

PLAN_FIELDS: tuple[Field, ...] = (
    _line(
        "signs",
        N_("What tells you that it is getting dangerous?"),
        N_("A sound, a mood, a day of the week, a thought that comes back."),
    ),
    _line("helps", N_("What helps you in such a moment?")),
    _line(
        "safe_place",
        N_("Where can you go?"),
        N_("At home a room with a way out; outside a place that is open at night."),
    ),
    _line("people", N_("Who can come, or take you in?")),
    _line(
        "code_word",
        N_("Which word tells them that you need help?"),
        N_("A word that nobody wonders about."),
    ),
    _line(
        "bag",
        N_("Papers and bag: what is packed, and where?"),
        N_("Papers or copies, money, keys, medicine, a charged phone."),
    ),
    _line("children", N_("What about the children?")),
    _line("call", N_("Whom do you call?")),
)
"""In the order in which they are talked through."""

PLAN_TEXTS = tuple(each.name for each in PLAN_FIELDS)

SAFETY_PLAN = RecordType(
    app=APP_NAME,
    name="safety_plan",
    label=N_("Safety plan"),
    help=N_("Made together. It may be talked through without a word being written."),
    fields=(
        client_link(),
        Field(
            "talked_only",
            Kind.YES,
            N_("Talked through, nothing written"),
            sensitivity=Sensitivity.PLAIN,
        ),
        *PLAN_FIELDS,
        Field(
            "copy",
            Kind.CHOICE,
            N_("Where may a copy safely be?"),
            choices=COPIES,
            sensitivity=_SAFETY,
        ),
        Field("copy_where", Kind.TEXT, N_("Where exactly"), max_length=400, sensitivity=_SAFETY),
        Field("talked_on", Kind.DATE, N_("Talked through on"), sensitivity=Sensitivity.PLAIN),
        restricted_field(),
    ),
    home="case",
    readers=N_("Only those in its compartment"),
    access="safety_plan",
)

CRISIS = RecordType(
    app=APP_NAME,
    name="crisis",
    label=N_("Whom to call when somebody may die"),
    help=N_("The practice's own text, checked by somebody. Panoh ships no phone number."),
    fields=(
        Field(
            "whom",
            Kind.LONG,
            N_("Whom to call, day and night"),
            help=N_("Who answers, in which languages, and what they must pass on."),
            required=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("where", Kind.LONG, N_("Where to go together"), sensitivity=Sensitivity.PLAIN),
        Field(
            "checked_on",
            Kind.DATE,
            N_("Last tried on"),
            help=N_("The day on which somebody really called."),
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("checked_by", Kind.TEXT, N_("Tried by"), max_length=120),
    ),
    home="practice",
    readers=N_("Every member of the practice"),
    access="crisis",
)

# ── words that a native reader must have seen ───────────────────────────────────────────────

QUESTIONS = (
    N_("Do you sometimes wish you were dead, or would not wake up?"),
    N_("Do you think of ending your life?"),
    N_("Have you thought how? Is it within reach?"),
    N_("Have you thought when? Have you already done something?"),
    N_("What has kept you alive until now?"),
)
"""Asked one after the other; none of them stands anywhere without the page that says what follows
a yes."""

STAY = (
    N_("Stay. Do not leave somebody alone who may die tonight, and do not promise silence."),
    N_("Ask plainly. Asking does not put the thought into anybody's head."),
    N_("Put out of reach what could kill, together and with consent where you can."),
    N_("Call together, or go together, to the people named below."),
    N_("Agree who stays tonight and when you speak again: tomorrow, not next week."),
)

SAFETY_WORDS: tuple[str, ...] = (
    *QUESTIONS,
    *STAY,
    *(words for each in PLAN_FIELDS for words in (each.label, each.help) if words),
    *(each.label for each in COPIES),
)
"""Message keys whose translation must not pass for reviewed while it is a machine's draft."""


def reviewed(language: str) -> bool:
    """Whether somebody who speaks the language has read all of SAFETY_WORDS.

    The sentences were written in English; until the catalogues tell which translation was read,
    no other counts as read.
    """
    return language == "en"
