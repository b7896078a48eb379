"""A colleague looks something over: who was asked for what, and what was answered."""

from __future__ import annotations

from panoh.apps.casework.records.common import APP_NAME, FREE_TEXT, client_link
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

LOOKED_AT = (
    Choice("assessment", N_("Needs and strengths")),
    Choice("plan", N_("The plan")),
    Choice("referral", N_("A referral")),
    Choice("closure", N_("The closing")),
)

VERDICTS = (
    Choice("approved", N_("Approved")),
    Choice("returned", N_("Given back")),
)

IN_MAIN = N_("Everybody in the case")

SECOND_LOOK = RecordType(
    app=APP_NAME,
    name="second_look",
    label=N_("Second look"),
    help=N_("What a colleague who is in this case is asked to look over."),
    fields=(
        client_link(),
        Field(
            "what",
            Kind.CHOICE,
            N_("What to look over"),
            choices=LOOKED_AT,
            required=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "asked_of",
            Kind.TEXT,
            N_("Whom you ask"),
            required=True,
            max_length=64,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("text", Kind.LONG, N_("What you are unsure of"), help=FREE_TEXT),
    ),
    home="case",
    readers=IN_MAIN,
    append_only=True,
    stands=True,
    access="second_look",
)

SECOND_LOOK_ANSWER = RecordType(
    app=APP_NAME,
    name="second_look_answer",
    label=N_("Answer to a second look"),
    fields=(
        client_link(),
        Field(
            "request",
            Kind.LINK,
            N_("Which request"),
            index=True,
            required=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "verdict",
            Kind.CHOICE,
            N_("Your answer"),
            choices=VERDICTS,
            required=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("text", Kind.LONG, N_("What you say to it"), help=FREE_TEXT),
    ),
    home="case",
    readers=IN_MAIN,
    append_only=True,
    stands=True,
    access="second_look_answer",
)
