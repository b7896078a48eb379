"""Choices and small fields that several casework records share."""

from __future__ import annotations

from panoh.core.records.model import Choice, Field, Kind, Sensitivity
from panoh.lexicon import factors
from panoh.words import N_

APP_NAME = "casework"

FREE_TEXT = N_("Write what helps; not what anyone did abroad or plans.")
"""Stands beside every field in which somebody could write down more than is good for a client."""

YES_UNSURE_NO = (
    Choice("yes", N_("Yes")),
    Choice("unsure", N_("Not sure")),
    Choice("no", N_("No")),
)

SEXES = (
    Choice("woman", N_("Woman")),
    Choice("man", N_("Man")),
    Choice("other", N_("Other")),
)

AGE_BANDS = (
    Choice("under_14", N_("Under 14")),
    Choice("14_17", N_("14 to 17")),
    Choice("18_24", N_("18 to 24")),
    Choice("25_34", N_("25 to 34")),
    Choice("35_49", N_("35 to 49")),
    Choice("50_64", N_("50 to 64")),
    Choice("65_up", N_("65 and over")),
)

LEVELS = (
    Choice("individual", N_("The person")),
    Choice("family", N_("The family")),
    Choice("community", N_("Community: circumstances around the client")),
    Choice("institutional", N_("Institutions: circumstances around the client")),
)
"""Community and institutional factors describe circumstances, never the client."""

RESTRICTED_CLASSES = tuple(Choice(key, label) for key, label in factors.RESTRICTED.items())

WRITE_AGAIN = (
    Choice("yes", N_("Yes")),
    Choice("if_asked", N_("Only if the client writes first")),
    Choice("no", N_("No, never")),
)


def client_link() -> Field:
    """The client this record is about; set by the commands, never typed."""
    return Field("client", Kind.LINK, N_("Client"), index=True, sensitivity=Sensitivity.PLAIN)


def restricted_field() -> Field:
    """The class that puts a record into a compartment of its own key."""
    return Field(
        "restricted",
        Kind.CHOICE,
        N_("Who may see it"),
        help=N_("A restricted record is kept under its own key. Leave empty for the whole case."),
        choices=RESTRICTED_CLASSES,
        sensitivity=Sensitivity.PLAIN,
    )


def answers_need() -> Field:
    return Field(
        "need",
        Kind.LINK,
        N_("Answers which need"),
        help=N_("The need or strength this answers or builds on."),
        sensitivity=Sensitivity.PLAIN,
    )
