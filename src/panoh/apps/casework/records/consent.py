"""Consent to keep, once for each telling; consent to share, its withdrawal, sharing without it;
and the practice's own words about both. All are written once and added to, never changed.
"""

from __future__ import annotations

from panoh.apps.casework.records.common import (
    APP_NAME,
    FREE_TEXT,
    client_link,
    restricted_field,
)
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.core.records.own import COUNTRIES
from panoh.words import N_, R_

KEEPING_CHOICES = (
    Choice("full", N_("Everything that helps")),
    Choice("code", N_("Under a code only: no name, no number")),
    Choice("nothing", N_("Nothing")),
)

CAME = (
    Choice("freely", N_("Came freely")),
    Choice("family", N_("Sent by the family")),
    Choice("programme", N_("Sent by a programme")),
    Choice("authority", N_("Sent by an authority")),
    Choice("other", N_("Sent by somebody else")),
)

PRESENT = (
    Choice("nobody", N_("Nobody else")),
    Choice("family", N_("Somebody of the family")),
    Choice("friend", N_("A friend or neighbour")),
    Choice("official", N_("An official")),
    Choice("colleague", N_("A colleague of ours")),
    Choice("other", N_("Somebody else")),
)

WRITTEN_IN = (
    Choice("en", N_("English")),
    Choice("ru", N_("Russian")),
    Choice("tg", N_("Tajik")),
    Choice("uz", N_("Uzbek in Latin letters")),
    Choice("uz_Cyrl", N_("Uzbek in Cyrillic letters")),
    Choice("kk", N_("Kazakh")),
    Choice("ky", N_("Kyrgyz")),
    Choice("fa_AF", N_("Dari")),
)
"""The languages of the pages; a test holds them against `panoh.words.LANGUAGES`."""

WORDING_PARTS = (
    Choice("pass_on", N_("What we must pass on")),
    Choice("keeping", N_("What is kept and who reads it")),
    Choice("safety", N_("What is asked for a safety plan")),
    Choice("now", N_("What is asked and done when somebody may not want to live")),
)

ITEM_KINDS = (
    Choice("code", R_("The code of the case")),
    Choice("called", R_("What the client is called")),
    Choice("names", R_("Names")),
    Choice("reaching", R_("How the client is reached")),
    Choice("danger", R_("Danger tonight")),
    Choice("wants", R_("What the client wants")),
    Choice("about", R_("Sex, age and district")),
    Choice("need", R_("Needs")),
    Choice("strength", R_("Strengths")),
    Choice("goal", R_("Goals and steps")),
    Choice("support", R_("Support given")),
    Choice("child_says", R_("What the child wants, in the child's own words")),
    Choice("school", R_("School")),
)
"""What can be agreed to as a kind; a note, and whatever is restricted, is named one by one."""

OF_CHILD = frozenset({"child_says", "school"})
"""Kinds that only a child's case has."""

GIVEN = (
    Choice("written", N_("In writing")),
    Choice("audio", N_("Recorded as sound")),
    Choice("oral", N_("Said, and certified by somebody who heard it")),
)

GIVEN_BY = (
    Choice("client", N_("The client")),
    Choice("decides", N_("Somebody who decides for the client")),
)

WITHDRAWN_BY = (
    *GIVEN_BY,
    Choice("other", N_("Somebody else")),
)

REASONS = (
    Choice("life", N_("A life is in danger tonight")),
    Choice("child", N_("A child is in danger")),
    Choice("incapable", N_("The client cannot decide at present")),
    Choice("law", N_("A law leaves no choice")),
)
"""The only four. That an authority asks is not among them."""

LAWYER = (
    Choice("yes", N_("Yes")),
    Choice("no_time", N_("No, there was no time")),
    Choice("nobody", N_("No, there is none to ask")),
)

SECOND_VIEW = (
    Choice("agrees", N_("A second person agrees")),
    Choice("disagrees", N_("A second person disagrees")),
    Choice("nobody", N_("There is nobody to ask")),
)

TOLD = (
    Choice("told", N_("The client was told")),
    Choice("later", N_("The client is told later")),
    Choice("no", N_("The client is not told")),
)

IN_THE_CASE = N_("Everybody in the case; a restricted one only those in its compartment")


def _day(name: str, label: str, *, index: bool = False, hint: str = "") -> Field:
    return Field(
        name, Kind.DATE, label, help=hint, required=True, index=index, sensitivity=Sensitivity.PLAIN
    )


def _what_and_to_whom() -> tuple[Field, ...]:
    return (
        Field("recipient", Kind.TEXT, N_("To whom"), required=True, max_length=200,
              help=N_("The one person or office that gets it.")),
        Field("country", Kind.CHOICE, N_("In which country"), choices=COUNTRIES,
              sensitivity=Sensitivity.PLAIN),
        Field("opens_case", Kind.YES, N_("May our colleagues there read the case itself?"),
              help=N_("Only for colleagues who work with us on this case, in another country."),
              sensitivity=Sensitivity.PLAIN),
        Field("kinds", Kind.CHOICES, N_("What exactly"), choices=ITEM_KINDS,
              help=N_("As it stands on this day. What is noted later needs a new consent."),
              sensitivity=Sensitivity.PLAIN),
        Field("records", Kind.TEXT, N_("Single entries of the case"),
              sensitivity=Sensitivity.PLAIN),
    )  # fmt: skip


CAME_FIELD = Field(
    "came",
    Kind.CHOICE,
    N_("How did the client come?"),
    help=N_("Whoever was sent may not feel free to say no."),
    choices=CAME,
    required=True,
    open_ended=True,
)

KEEPING = RecordType(
    app=APP_NAME,
    name="keeping",
    label=N_("Consent to keep"),
    help=N_("What the client was told before anything was kept, and what the client chose."),
    fields=(
        client_link(),
        _day("told_on", N_("Told on")),
        Field("choice", Kind.CHOICE, N_("What may be kept?"), choices=KEEPING_CHOICES,
              required=True, help=N_("The client chooses. Help does not depend on it."),
              sensitivity=Sensitivity.PLAIN),
        Field("wording", Kind.TEXT, N_("Words that were read out"), max_length=80,
              sensitivity=Sensitivity.PLAIN),
        Field("languages", Kind.LANGUAGES, N_("Heard in which language?"), required=True),
        Field("country", Kind.CHOICE, N_("The law of which country?"), choices=COUNTRIES,
              help=N_("Whose words on what must be passed on were read out."),
              sensitivity=Sensitivity.PLAIN),
        Field("duty", Kind.LINK, N_("What must be passed on, as read out"),
              sensitivity=Sensitivity.PLAIN),
        Field("interpreter", Kind.YES, N_("Was there an interpreter?"),
              help=N_("Who it was is not noted.")),
        Field("present", Kind.CHOICES, N_("Who else was in the room?"), choices=PRESENT,
              open_ended=True),
        CAME_FIELD,
        Field("said_by", Kind.CHOICE, N_("Who said so"), choices=GIVEN_BY,
              sensitivity=Sensitivity.PLAIN),
    ),
    home="case",
    readers=N_("Everybody in the case"),
    append_only=True,
    stands=True,
    access="keeping",
)  # fmt: skip

CONSENT = RecordType(
    app=APP_NAME,
    name="consent",
    label=N_("Consent to share"),
    help=N_("What the client agrees that one recipient may get, for what, and until when."),
    fields=(
        client_link(),
        Field("purpose", Kind.TEXT, N_("What for"), required=True, max_length=400),
        *_what_and_to_whom(),
        Field("given", Kind.CHOICE, N_("How it was given"), choices=GIVEN, required=True,
              sensitivity=Sensitivity.PLAIN),
        Field("given_by", Kind.CHOICE, N_("Who gives it"), choices=GIVEN_BY,
              sensitivity=Sensitivity.PLAIN),
        Field("certified_by", Kind.TEXT, N_("Who heard it and certifies it"), max_length=120,
              help=N_("Needed where it was only said.")),
        _day("given_on", N_("Given on")),
        _day("expires_on", N_("Ends on"), index=True,
             hint=N_("At most a year after it was given.")),
        restricted_field(),
    ),
    home="case",
    readers=IN_THE_CASE,
    append_only=True,
    stands=True,
    access="consent",
)  # fmt: skip

WITHDRAWAL = RecordType(
    app=APP_NAME,
    name="withdrawal",
    label=N_("Withdrawal of a consent"),
    fields=(
        client_link(),
        Field("consent", Kind.LINK, N_("Which consent"), index=True, required=True,
              sensitivity=Sensitivity.PLAIN),
        _day("withdrawn_on", N_("Withdrawn on")),
        Field("said_by", Kind.CHOICE, N_("Who said so"), choices=WITHDRAWN_BY, required=True,
              sensitivity=Sensitivity.PLAIN),
        restricted_field(),
    ),
    home="case",
    readers=IN_THE_CASE,
    append_only=True,
    stands=True,
    access="withdrawal",
)  # fmt: skip

OVERRIDE = RecordType(
    app=APP_NAME,
    name="override",
    label=N_("Sharing without consent"),
    help=N_("Only for one of four reasons. That an authority asks is not a reason by itself."),
    fields=(
        client_link(),
        Field("reason", Kind.CHOICE, N_("Reason"), choices=REASONS, required=True,
              sensitivity=Sensitivity.PLAIN),
        Field("why", Kind.LONG, N_("Why there is no other way"), required=True, help=FREE_TEXT,
              sensitivity=Sensitivity.SAFETY),
        Field("law", Kind.TEXT, N_("Which law"), help=N_("Act and article.")),
        Field("lawyer_asked", Kind.CHOICE, N_("Was a lawyer asked?"), choices=LAWYER,
              sensitivity=Sensitivity.PLAIN),
        *_what_and_to_whom(),
        Field("second_view", Kind.CHOICE, N_("What does a second person say?"),
              choices=SECOND_VIEW, required=True, sensitivity=Sensitivity.PLAIN),
        Field("second_view_why", Kind.TEXT, N_("In own words"), max_length=400),
        Field("told", Kind.CHOICE, N_("Does the client know?"), choices=TOLD, required=True,
              sensitivity=Sensitivity.PLAIN),
        Field("told_on", Kind.DATE, N_("Told on"), sensitivity=Sensitivity.PLAIN),
        Field("not_told_why", Kind.TEXT, N_("Why the client is not told yet"), max_length=400),
        _day("decided_on", N_("Decided on")),
        _day("expires_on", N_("Ends on"), hint=N_("At most 30 days later.")),
        restricted_field(),
    ),
    home="case",
    readers=IN_THE_CASE,
    append_only=True,
    stands=True,
    access="override",
)  # fmt: skip

WORDING = RecordType(
    app=APP_NAME,
    name="wording",
    label=N_("Own words of the practice"),
    help=N_("What is read out to a client, checked by somebody and dated. The newest one counts."),
    fields=(
        Field("part", Kind.CHOICE, N_("What it is about"), choices=WORDING_PARTS, required=True,
              sensitivity=Sensitivity.PLAIN),
        Field("country", Kind.CHOICE, N_("For which country"), choices=COUNTRIES,
              sensitivity=Sensitivity.PLAIN),
        Field("language", Kind.CHOICE, N_("In which language"), required=True,
              choices=WRITTEN_IN,
              sensitivity=Sensitivity.PLAIN),
        Field("text", Kind.LONG, N_("The words"), required=True, max_length=8000,
              help=N_("Short, in words that are easily said and understood."),
              sensitivity=Sensitivity.PLAIN),
        Field("checked_by", Kind.TEXT, N_("Checked by"), required=True, max_length=120,
              help=N_("Somebody who knows the law of the country, or speaks the language.")),
        _day("checked_on", N_("Checked on")),
    ),
    home="practice",
    readers=N_("Every member of the practice"),
    append_only=True,
    stands=True,
    access="wording",
)  # fmt: skip

ALL = (KEEPING, CONSENT, WITHDRAWAL, OVERRIDE, WORDING)
