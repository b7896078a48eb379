"""A conversation that need not have a case: under a minute, nameless if need be."""

from __future__ import annotations

from panoh.apps.casework.records.common import (
    AGE_BANDS,
    APP_NAME,
    FREE_TEXT,
    SEXES,
    YES_UNSURE_NO,
    client_link,
    restricted_field,
)
from panoh.apps.casework.rules import refuse_asked
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

CHANNELS = (
    Choice("phone", N_("Phone call")),
    Choice("message", N_("Message")),
    Choice("in_person", N_("In person")),
    Choice("outreach", N_("Outreach, on the road or at work")),
    Choice("through_other", N_("Through somebody else")),
    Choice("letter", N_("Letter or e-mail")),
    Choice("group", N_("Group session")),
    Choice("other", N_("Other")),
)

TOPICS = (
    Choice("papers", N_("Papers and legal status")),
    Choice("work", N_("Work and wages")),
    Choice("money", N_("Money and debts")),
    Choice("housing", N_("Housing and food")),
    Choice("health", N_("Health")),
    Choice("mind", N_("Distress, sleep, mood")),
    Choice("safety", N_("Safety and violence")),
    Choice("detention", N_("Police, detention, court")),
    Choice("army", N_("Pressure to serve")),
    Choice("family", N_("Family and children")),
    Choice("return", N_("Return and starting again")),
    Choice("rights", N_("Rights and where to turn")),
    Choice("other", N_("Other")),
)

WRITE_BACK = (
    Choice("yes", N_("Yes")),
    Choice("through_other", N_("Only through somebody else")),
    Choice("no", N_("No, it is not safe")),
)

CONTACT_STATES = (
    Choice("open", N_("Open")),
    Choice("done", N_("Done")),
)

CONTACT_FIELDS: tuple[Field, ...] = (
    Field(
        "held_at",
        Kind.TIME,
        N_("When"),
        required=True,
        index=True,
        sensitivity=Sensitivity.PLAIN,
    ),
    Field(
        "channel",
        Kind.CHOICE,
        N_("How it came"),
        choices=CHANNELS,
        required=True,
        sensitivity=Sensitivity.PLAIN,
    ),
    Field(
        "head_count",
        Kind.NUMBER,
        N_("How many people were there"),
        help=N_("Only for a group session."),
        sensitivity=Sensitivity.PLAIN,
    ),
    Field("topic", Kind.CHOICE, N_("Topic"), choices=TOPICS, sensitivity=Sensitivity.PLAIN),
    Field(
        "factor",
        Kind.FACTOR,
        N_("What was asked, from the list"),
        refuse=refuse_asked,
    ),
    Field(
        "asked",
        Kind.LONG,
        N_("What was asked, in own words"),
        help=N_("A few words that help are enough; not what anyone did abroad or plans."),
    ),
    Field("answered", Kind.LONG, N_("What was answered"), help=FREE_TEXT),
    Field(
        "danger_tonight",
        Kind.CHOICE,
        N_("Is there danger tonight?"),
        choices=YES_UNSURE_NO,
        open_ended=True,
        sensitivity=Sensitivity.SAFETY,
    ),
    Field(
        "write_back",
        Kind.CHOICE,
        N_("May we write or call back?"),
        choices=WRITE_BACK,
        open_ended=True,
        sensitivity=Sensitivity.SAFETY,
    ),
    Field(
        "write_back_how",
        Kind.TEXT,
        N_("How to write back"),
        help=N_("By what means, at what hour, and what must not be said."),
        sensitivity=Sensitivity.SAFETY,
    ),
    Field("handed_to", Kind.TEXT, N_("Handed to whom")),
    Field("look_again_on", Kind.DATE, N_("Look again on"), sensitivity=Sensitivity.PLAIN),
    Field(
        "name",
        Kind.NAMES,
        N_("Name, if offered"),
        help=N_("Not needed. One name a line, in any script."),
        search=True,
    ),
    Field(
        "phone",
        Kind.PHONE,
        N_("Phone, if safe"),
        help=N_("Ask first whether it is safe to keep it."),
        search=True,
        sensitivity=Sensitivity.SAFETY,
    ),
    Field("languages", Kind.LANGUAGES, N_("Language"), open_ended=True),
    Field(
        "district",
        Kind.TEXT,
        N_("District"),
        help=N_("No finer than a district."),
        max_length=80,
    ),
    Field("sex", Kind.CHOICE, N_("Sex"), choices=SEXES, open_ended=True),
    Field("age_band", Kind.CHOICE, N_("Age"), choices=AGE_BANDS, open_ended=True),
    Field(
        "state",
        Kind.CHOICE,
        N_("State"),
        choices=CONTACT_STATES,
        index=True,
        sensitivity=Sensitivity.PLAIN,
    ),
)

CONTACT = RecordType(
    app=APP_NAME,
    name="contact",
    label=N_("Contact without a case"),
    help=N_("A conversation that has no case, or none yet. No name is needed."),
    fields=CONTACT_FIELDS,
    home="desk",
    readers=N_("You alone, on your own desk"),
    access="contact",
)

CASE_CONTACT = RecordType(
    app=APP_NAME,
    name="case_contact",
    label=N_("Contact in a case"),
    help=N_("A contact that was attached to a client; the one on the desk is erased."),
    fields=(client_link(), *CONTACT_FIELDS, restricted_field()),
    home="case",
    readers=N_("Everybody in the case; a restricted one only those in its compartment"),
    restricted_by="factor",
    access="case_contact",
)
