"""How a case stands: reviews, closure, reopening, who opened it, and its line of the caseload."""

from __future__ import annotations

from panoh.apps.casework.records.client import STATUSES
from panoh.apps.casework.records.common import (
    APP_NAME,
    FREE_TEXT,
    WRITE_AGAIN,
    client_link,
    restricted_field,
)
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

CLOSING_REASONS = (
    Choice("agreed", N_("Agreed with the client")),
    Choice("done", N_("What was wanted is done")),
    Choice("moved", N_("The client moved")),
    Choice("lost_touch", N_("Lost touch")),
    Choice("unsafe", N_("Unsafe to contact")),
    Choice("died", N_("The client died")),
    Choice("other", N_("Other")),
)

EVERYBODY = N_("Everybody in the case")

REVIEW = RecordType(
    app=APP_NAME,
    name="review",
    label=N_("Review"),
    help=N_("Looking back with the client: what helped, what did not, what next."),
    fields=(
        client_link(),
        Field("held_on", Kind.DATE, N_("Held on"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("text", Kind.LONG, N_("What has changed"), help=FREE_TEXT),
        Field(
            "client_says",
            Kind.LONG,
            N_("What the client says about it"),
            help=FREE_TEXT,
            open_ended=True,
        ),
        Field(
            "next_on",
            Kind.DATE,
            N_("Next review on"),
            index=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        restricted_field(),
    ),
    home="case",
    readers=N_("Everybody in the case; a restricted one only those in its compartment"),
    append_only=True,
    access="review",
)

CLOSURE = RecordType(
    app=APP_NAME,
    name="closure",
    label=N_("Closure"),
    fields=(
        client_link(),
        Field(
            "closed_on",
            Kind.DATE,
            N_("Closed on"),
            required=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "reason",
            Kind.CHOICE,
            N_("Why it is closed"),
            choices=CLOSING_REASONS,
            required=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("text", Kind.LONG, N_("In own words")),
        Field(
            "write_again",
            Kind.CHOICE,
            N_("May we ever write again?"),
            choices=WRITE_AGAIN,
            open_ended=True,
            sensitivity=Sensitivity.SAFETY,
        ),
    ),
    home="case",
    readers=EVERYBODY,
    append_only=True,
    stands=True,
    access="closure",
)

REOPENING = RecordType(
    app=APP_NAME,
    name="reopening",
    label=N_("Reopening"),
    fields=(
        client_link(),
        Field(
            "reopened_on",
            Kind.DATE,
            N_("Reopened on"),
            required=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("text", Kind.LONG, N_("Why")),
    ),
    home="case",
    readers=EVERYBODY,
    append_only=True,
    stands=True,
    access="reopening",
)

OPENED = RecordType(
    app=APP_NAME,
    name="opened",
    label=N_("Case opened by"),
    help=N_("Who looked at the case: once for each unlocked session."),
    fields=(
        client_link(),
        Field("opened_at", Kind.TIME, N_("When"), required=True, sensitivity=Sensitivity.PLAIN),
    ),
    home="case",
    readers=EVERYBODY,
    append_only=True,
    access="opened",
)

CASELOAD = RecordType(
    app=APP_NAME,
    name="caseload",
    label=N_("Line of the caseload"),
    help=N_("What a coordinator needs to see of a case: no name, no need."),
    fields=(
        Field(
            "code",
            Kind.TEXT,
            N_("Code"),
            required=True,
            index=True,
            max_length=12,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "assignee",
            Kind.TEXT,
            N_("Kept by"),
            max_length=120,
            sensitivity=Sensitivity.PLAIN,
        ),
        # Names change and meet; the id does not. Empty in lines written before there was one.
        Field(
            "keeper",
            Kind.TEXT,
            N_("Kept by, as an id"),
            max_length=64,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "status",
            Kind.CHOICE,
            N_("Status"),
            choices=STATUSES,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("next_due", Kind.DATE, N_("Next due"), sensitivity=Sensitivity.PLAIN),
        Field(
            "overdue",
            Kind.NUMBER,
            N_("Overdue when last saved"),
            sensitivity=Sensitivity.PLAIN,
        ),
    ),
    home="practice",
    readers=N_("Every member of the practice"),
    access="caseload",
)
