"""The client: a code alone saves; everything else is asked when it is safe to ask."""

from __future__ import annotations

from panoh.apps.casework.records.common import AGE_BANDS, APP_NAME, FREE_TEXT, SEXES, YES_UNSURE_NO
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

STATUSES = (
    Choice("open", N_("Open")),
    Choice("closed", N_("Closed")),
)

KINDS = (
    Choice("adult", N_("An adult")),
    Choice("child", N_("A child")),
)

CONTACT_OK = (
    Choice("yes", N_("Yes")),
    Choice("agreed_times", N_("Only at agreed times")),
    Choice("through_other", N_("Only through somebody else")),
    Choice("no", N_("No, the client comes to us")),
)

CONTACT_HOW = (
    Choice("call", N_("Phone call")),
    Choice("message", N_("Message")),
    Choice("in_person", N_("In person")),
    Choice("through_other", N_("Through somebody else")),
    Choice("letter", N_("Letter or e-mail")),
)

PROGRAMMES = (
    Choice("labour_migrant", N_("Labour migrant")),
    Choice("returnee", N_("Returnee")),
    Choice("former_prisoner", N_("Former prisoner")),
    Choice("survivor", N_("Survivor of violence")),
    Choice("family_left_behind", N_("Family left behind")),
    Choice("other", N_("Other")),
)

CALLED = (
    Field(
        "goes_by",
        Kind.TEXT,
        N_("What may we call you?"),
        help=N_("Any name the client likes. It need not be the one in the papers."),
        search=True,
        named=True,
        open_ended=True,
        max_length=120,
    ),
)

LANGUAGE = (
    Field(
        "languages",
        Kind.LANGUAGES,
        N_("Which languages do you speak?"),
        help=N_("Each one the client likes to speak."),
        open_ended=True,
    ),
    Field(
        "interpreter",
        Kind.CHOICE,
        N_("Do you want an interpreter?"),
        choices=YES_UNSURE_NO,
        open_ended=True,
    ),
    Field(
        "interpreter_not",
        Kind.TEXT,
        N_("Who must not interpret?"),
        help=N_("A relative, a neighbour, somebody from the same town."),
        sensitivity=Sensitivity.SAFETY,
    ),
)

REACHING = (
    Field(
        "contact_ok",
        Kind.CHOICE,
        N_("May we contact you?"),
        choices=CONTACT_OK,
        open_ended=True,
        sensitivity=Sensitivity.SAFETY,
    ),
    Field(
        "contact_how",
        Kind.CHOICES,
        N_("How may we contact you?"),
        choices=CONTACT_HOW,
        sensitivity=Sensitivity.SAFETY,
    ),
    Field(
        "contact_when",
        Kind.TEXT,
        N_("When is it safe?"),
        help=N_("Days and hours, and when not."),
        open_ended=True,
        sensitivity=Sensitivity.SAFETY,
    ),
    Field(
        "contact_mind",
        Kind.TEXT,
        N_("What else to mind when you reach the client"),
        help=N_("By what means, at what hour, and what must not be said."),
        open_ended=True,
        sensitivity=Sensitivity.SAFETY,
    ),
    Field(
        "phone_readers",
        Kind.TEXT,
        N_("Who else reads this phone?"),
        open_ended=True,
        sensitivity=Sensitivity.SAFETY,
    ),
    Field(
        "if_other_answers",
        Kind.TEXT,
        N_("What do we say if somebody else answers?"),
        help=N_("For example that it was a wrong number."),
        open_ended=True,
        sensitivity=Sensitivity.SAFETY,
    ),
    Field(
        "phone",
        Kind.PHONE,
        N_("Phone"),
        search=True,
        open_ended=True,
        sensitivity=Sensitivity.SAFETY,
    ),
    Field(
        "phone_other",
        Kind.PHONE,
        N_("Another phone"),
        search=True,
        sensitivity=Sensitivity.SAFETY,
    ),
)

DANGER = (
    Field(
        "danger_tonight",
        Kind.CHOICE,
        N_("Are you in danger tonight?"),
        choices=YES_UNSURE_NO,
        open_ended=True,
        index=True,
        sensitivity=Sensitivity.SAFETY,
    ),
    Field(
        "danger_what",
        Kind.LONG,
        N_("What is the danger, and what would help tonight?"),
        help=FREE_TEXT,
        sensitivity=Sensitivity.SAFETY,
    ),
)

WANTS = (
    Field(
        "wants",
        Kind.LONG,
        N_("What do you want?"),
        help=N_("In the client's own words, and not what anyone did abroad or plans."),
        open_ended=True,
    ),
)

LATER = (
    Field(
        "names",
        Kind.NAMES,
        N_("Names"),
        help=N_("Not needed. One name a line, in any script."),
        search=True,
        open_ended=True,
    ),
    Field("sex", Kind.CHOICE, N_("Sex"), choices=SEXES, open_ended=True),
    Field("age_band", Kind.CHOICE, N_("Age"), choices=AGE_BANDS, open_ended=True),
    Field(
        "district",
        Kind.TEXT,
        N_("District"),
        help=N_("No finer than a district."),
        named=True,
        open_ended=True,
        max_length=80,
    ),
)

PROGRAMME = (
    Field(
        "programme",
        Kind.CHOICE,
        N_("Programme"),
        help=N_("Only if the client agrees. It stands in no list, print or export, and it lapses."),
        choices=PROGRAMMES,
        sensitivity=Sensitivity.QUIET,
    ),
    Field(
        "programme_agreed",
        Kind.YES,
        N_("The client agreed that we note this"),
        sensitivity=Sensitivity.QUIET,
    ),
    Field(
        "programme_until",
        Kind.DATE,
        N_("The note lapses on"),
        help=N_("At most a year ahead. After this day it is no longer shown."),
        sensitivity=Sensitivity.QUIET,
    ),
)

STANDING = (
    Field(
        "code",
        Kind.TEXT,
        N_("Code"),
        required=True,
        search=True,
        index=True,
        max_length=12,
        sensitivity=Sensitivity.PLAIN,
    ),
    Field(
        "status",
        Kind.CHOICE,
        N_("Status"),
        choices=STATUSES,
        required=True,
        index=True,
        sensitivity=Sensitivity.PLAIN,
    ),
    # Set when the case is founded; where nothing stands it is an adult's.
    Field(
        "case_kind",
        Kind.CHOICE,
        N_("Whose case it is"),
        choices=KINDS,
        sensitivity=Sensitivity.PLAIN,
    ),
)

CLIENT = RecordType(
    app=APP_NAME,
    name="client",
    label=N_("Client"),
    help=N_("The person helped. A code alone is enough to begin."),
    fields=(*STANDING, *CALLED, *LANGUAGE, *REACHING, *DANGER, *WANTS, *LATER, *PROGRAMME),
    home="case",
    readers=N_("Everybody in the case"),
    access="client",
)

FIRST_PAGE: tuple[tuple[Field, ...], ...] = (CALLED, DANGER, LANGUAGE, REACHING, WANTS)
"""The five things the first page asks, in this order."""
