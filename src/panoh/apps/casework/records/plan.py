"""The plan: goals in the client's words, steps, support given, follow-ups."""

from __future__ import annotations

from panoh.apps.casework.records.common import (
    APP_NAME,
    FREE_TEXT,
    answers_need,
    client_link,
    restricted_field,
)
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

GOAL_STATES = (
    Choice("open", N_("Open")),
    Choice("reached", N_("Reached")),
    Choice("dropped", N_("Dropped by the client")),
)

OWNERS = (
    Choice("client", N_("The client")),
    Choice("practitioner", N_("The practitioner")),
    Choice("family", N_("The family")),
    Choice("other", N_("Somebody else")),
)

SUPPORT_SORTS = (
    Choice("listening", N_("Listening and counselling")),
    Choice("advice", N_("Advice and information")),
    Choice("papers", N_("Help with papers")),
    Choice("company", N_("Going along")),
    Choice("mediation", N_("Speaking with others for the client")),
    Choice("goods", N_("Food, clothes, medicine")),
    Choice("money", N_("Money")),
    Choice("shelter", N_("Shelter")),
    Choice("health", N_("Medical care")),
    Choice("learning", N_("Learning and work")),
    Choice("other", N_("Other")),
)

SPANS = (
    Choice("24h", N_("Within 24 hours")),
    Choice("72h", N_("Within 72 hours")),
    Choice("2w", N_("Within 2 weeks")),
    Choice("own", N_("On another day")),
)

OUTCOMES = (
    Choice("reached", N_("Spoke with the client")),
    Choice("not_reached", N_("Not reached")),
    Choice("not_safe", N_("Not safe to reach")),
    Choice("not_needed", N_("No longer needed")),
)

READERS = N_("Everybody in the case; a restricted one only those in its compartment")

GOAL = RecordType(
    app=APP_NAME,
    name="goal",
    label=N_("Goal"),
    help=N_("What the client wants to reach, in the client's words."),
    fields=(
        client_link(),
        Field("text", Kind.LONG, N_("Goal, in the client's words"), required=True),
        answers_need(),
        Field(
            "state",
            Kind.CHOICE,
            N_("State"),
            choices=GOAL_STATES,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("state_on", Kind.DATE, N_("As of"), sensitivity=Sensitivity.PLAIN),
        restricted_field(),
    ),
    home="case",
    readers=READERS,
    access="goal",
)

STEP = RecordType(
    app=APP_NAME,
    name="step",
    label=N_("Step"),
    help=N_("One thing somebody will do by a day."),
    fields=(
        client_link(),
        Field("text", Kind.TEXT, N_("Step"), required=True, max_length=400),
        Field("goal", Kind.LINK, N_("For which goal"), index=True, sensitivity=Sensitivity.PLAIN),
        answers_need(),
        Field(
            "owner",
            Kind.CHOICE,
            N_("Who does it"),
            choices=OWNERS,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("due", Kind.DATE, N_("By when"), index=True, sensitivity=Sensitivity.PLAIN),
        Field("done", Kind.YES, N_("Done"), sensitivity=Sensitivity.PLAIN),
        Field("done_on", Kind.DATE, N_("Done on"), sensitivity=Sensitivity.PLAIN),
        restricted_field(),
    ),
    home="case",
    readers=READERS,
    access="step",
)

SUPPORT = RecordType(
    app=APP_NAME,
    name="support",
    label=N_("Support given"),
    help=N_("What was done for the client, and when."),
    fields=(
        client_link(),
        Field("text", Kind.LONG, N_("What was done"), required=True, help=FREE_TEXT),
        Field(
            "sort",
            Kind.CHOICE,
            N_("Sort of support"),
            choices=SUPPORT_SORTS,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("given_on", Kind.DATE, N_("On"), sensitivity=Sensitivity.PLAIN),
        Field("given_by", Kind.TEXT, N_("By whom"), max_length=120),
        answers_need(),
        restricted_field(),
    ),
    home="case",
    readers=READERS,
    access="support",
)

FOLLOW_UP = RecordType(
    app=APP_NAME,
    name="follow_up",
    label=N_("Follow-up"),
    help=N_("When to look again whether the client is well."),
    fields=(
        client_link(),
        Field(
            "span",
            Kind.CHOICE,
            N_("When"),
            choices=SPANS,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "due",
            Kind.DATE,
            N_("Due on"),
            required=True,
            index=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("what", Kind.TEXT, N_("What to ask or do"), max_length=400),
        answers_need(),
        Field("done", Kind.YES, N_("Done"), sensitivity=Sensitivity.PLAIN),
        Field("done_on", Kind.DATE, N_("Done on"), sensitivity=Sensitivity.PLAIN),
        Field(
            "outcome",
            Kind.CHOICE,
            N_("Outcome"),
            choices=OUTCOMES,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("outcome_text", Kind.LONG, N_("How it went"), help=FREE_TEXT),
        restricted_field(),
    ),
    home="case",
    readers=READERS,
    access="follow_up",
)
