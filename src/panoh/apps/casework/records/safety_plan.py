"""The safety plan, and whom to call: words that must be right before anything else is.

Every plan lives in a compartment. No field asks who did something, only what keeps safe.
"""

from __future__ import annotations

from panoh.apps.casework.records.common import APP_NAME, client_link, restricted_field
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_, R_, _, reviewed

COPIES = (
    Choice("none", R_("Nowhere: no copy")),
    Choice("with_us", R_("Only with us")),
    Choice("safe_person", R_("With a safe person")),
    Choice("other", R_("At another safe place")),
)


def _line(name: str, label: str, about: str = "") -> Field:
    return Field(name, Kind.LONG, label, help=about, max_length=2000, sensitivity=_SAFETY)


_SAFETY = Sensitivity.SAFETY

PLAN_FIELDS: tuple[Field, ...] = (
    _line(
        "signs",
        R_("What tells you that it is getting dangerous?"),
        R_("A sound, a mood, a day of the week, a thought that comes back."),
    ),
    _line("helps", R_("What helps you in such a moment?")),
    _line(
        "safe_place",
        R_("Where can you go?"),
        R_("At home a room with a way out; outside a place that is open at night."),
    ),
    _line("people", R_("Who can come, or take you in?")),
    _line(
        "code_word",
        R_("Which word tells them that you need help?"),
        R_("A word that nobody wonders about."),
    ),
    _line(
        "bag",
        R_("Papers and bag: what is packed, and where?"),
        R_("Papers or copies, money, keys, medicine, a charged phone."),
    ),
    _line("children", R_("What about the children?")),
    _line("call", R_("Whom do you call?")),
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
    R_("Do you sometimes wish you were dead, or would not wake up?"),
    R_("Do you think of ending your life?"),
    R_("Have you thought how? Is it within reach?"),
    R_("Have you thought when? Have you already done something?"),
    R_("What has kept you alive until now?"),
)
"""Asked one after the other; none of them stands anywhere without the page that says what follows
a yes."""

STAY = (
    R_("Stay. Do not leave somebody alone who may die tonight, and do not promise silence."),
    R_("Ask plainly. Asking does not put the thought into anybody's head."),
    R_("Put out of reach what could kill, together and with consent where you can."),
    R_("Call together, or go together, to the people named below."),
    R_("Agree who stays tonight and when you speak again: tomorrow, not next week."),
)

PLAN_WORDS: tuple[str, ...] = (
    *(words for each in PLAN_FIELDS for words in (each.label, each.help) if words),
    *(each.label for each in COPIES),
)
NOW_WORDS: tuple[str, ...] = (*QUESTIONS, *STAY)
"""Each is shown whole in one language, the nearest in which a person has reviewed all of it."""


def spoken(message: str) -> str:
    """A label of a safety plan in the language in which its words were reviewed; of every other
    message what the language of the moment has."""
    if message not in PLAN_WORDS:
        return _(message)
    return reviewed(*PLAN_WORDS).texts[PLAN_WORDS.index(message)]
