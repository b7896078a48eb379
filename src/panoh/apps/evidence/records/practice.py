"""Practices, and what is known of each, outcome by outcome."""

from __future__ import annotations

from panoh.apps.evidence.records.common import (
    APP_NAME,
    HOME,
    READERS,
    choice,
    line,
    link,
    several,
    text,
)
from panoh.core.records.model import Choice, RecordType
from panoh.words import N_

PRACTICE = RecordType(
    app=APP_NAME,
    name="practice",
    label=N_("Practice"),
    help=N_("Something that can be done about a factor."),
    fields=(
        line("title", N_("Title"), required=True, search=True),
        text("what", N_("What is done"), required=True, search=True),
        text("for_whom", N_("For whom")),
        several("factors", N_("Factors it works on"), N_("Their ids, one a line, such as I07.")),
        text("harms", N_("Possible harm")),
        text("cost", N_("What it takes")),
        text("contacts", N_("Whom to ask")),
    ),
    home=HOME,
    readers=READERS,
    access="practice",
)

EVIDENCE_KINDS = (
    Choice("research", N_("Research")),
    Choice("experiential", N_("Experience of those who do it")),
    Choice("contextual", N_("Knowledge of the place")),
)
STATES = (
    Choice("assessed", N_("Assessed")),
    Choice("not_assessed", N_("Not assessed")),
    Choice("none_eligible", N_("Looked for; no eligible study found")),
)
GRADES = (
    Choice("high", N_("High certainty")),
    Choice("moderate", N_("Moderate certainty")),
    Choice("low", N_("Low certainty")),
    Choice("very_low", N_("Very low certainty")),
)
CONTINUUM = (
    Choice("well_supported", N_("Well supported")),
    Choice("supported", N_("Supported")),
    Choice("promising", N_("Promising direction")),
    Choice("emerging", N_("Emerging")),
    Choice("undetermined", N_("Undetermined")),
    Choice("unsupported", N_("Unsupported")),
    Choice("harmful", N_("Harmful")),
)
EXTENT = (
    Choice("yes", N_("Yes")),
    Choice("partly", N_("Partly")),
    Choice("no", N_("No")),
    Choice("unknown", N_("Not known")),
)

FINDING = RecordType(
    app=APP_NAME,
    name="finding",
    label=N_("Finding"),
    help=N_(
        "How well one outcome of one practice is shown. Without a place to read it: not assessed."
    ),
    fields=(
        link("practice", N_("Practice"), required=True, index=True),
        line("outcome", N_("Outcome"), required=True),
        choice("kind", N_("Kind of evidence"), EVIDENCE_KINDS, required=True),
        choice("state", N_("State"), STATES),
        choice("grade", N_("Certainty"), GRADES),
        choice("continuum", N_("Place on the continuum"), CONTINUUM),
        text("effect", N_("What was found")),
        line("design", N_("How it was studied")),
        choice("internal", N_("Soundly studied"), EXTENT),
        choice("replicated", N_("Repeated by others"), EXTENT),
        choice("guidance", N_("Guidance to do it exists"), EXTENT),
        choice("elsewhere", N_("Shown in real life and elsewhere"), EXTENT),
        text("direct", N_("How near this is to our clients")),
        link("source", N_("Source")),
        link("passage", N_("Passage")),
        line("locator", N_("Where in the source")),
    ),
    home=HOME,
    readers=READERS,
    access="finding",
)
