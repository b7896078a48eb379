"""Needs and strengths, recorded together, at four levels."""

from __future__ import annotations

from panoh.apps.casework.records.common import (
    APP_NAME,
    FREE_TEXT,
    LEVELS,
    client_link,
    restricted_field,
)
from panoh.apps.casework.rules import refuse_factor
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

NEED_KINDS = (
    Choice("need", N_("Need")),
    Choice("strength", N_("Strength")),
)

SAID_BY = (
    Choice("client", N_("The client")),
    Choice("family", N_("The family")),
    Choice("practitioner", N_("The practitioner")),
    Choice("other", N_("Somebody else")),
)

PRIORITIES = (
    Choice("high", N_("High")),
    Choice("normal", N_("Normal")),
    Choice("low", N_("Low")),
)

NEED_STATES = (
    Choice("present", N_("Present")),
    Choice("easing", N_("Easing")),
    Choice("over", N_("Met or over")),
)

NEED = RecordType(
    app=APP_NAME,
    name="need",
    label=N_("Need or strength"),
    help=N_("From the shared list or in own words. Nobody must invent a strength."),
    fields=(
        client_link(),
        Field(
            "kind",
            Kind.CHOICE,
            N_("Need or strength"),
            help=N_("One thing can be a need for one person and a strength for another."),
            choices=NEED_KINDS,
            required=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("factor", Kind.FACTOR, N_("From the list"), refuse=refuse_factor),
        Field(
            "own_words",
            Kind.TEXT,
            N_("In own words"),
            help=N_("Needs nothing from the list."),
            max_length=400,
        ),
        Field(
            "level",
            Kind.CHOICE,
            N_("Level"),
            choices=LEVELS,
            index=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("said_by", Kind.CHOICE, N_("Who said it"), choices=SAID_BY),
        Field(
            "priority",
            Kind.CHOICE,
            N_("How much it matters to the client"),
            help=N_("The client decides."),
            choices=PRIORITIES,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "state",
            Kind.CHOICE,
            N_("How it stands"),
            choices=NEED_STATES,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("state_on", Kind.DATE, N_("As of"), sensitivity=Sensitivity.PLAIN),
        Field("detail", Kind.LONG, N_("Detail"), help=FREE_TEXT),
        Field(
            "client_offered",
            Kind.YES,
            N_("The client offered this without being asked"),
            help=N_("Faith or values are noted only as a strength, and only when offered."),
            sensitivity=Sensitivity.QUIET,
        ),
        restricted_field(),
    ),
    home="case",
    readers=N_("Everybody in the case; a restricted one only those in its compartment"),
    restricted_by="factor",
    access="need",
)
