"""Who is around the client: people who stand by the client, the household, ties between cases.

Nothing here is searched: to be found by somebody else's name would tell whose case it is.
"""

from __future__ import annotations

from panoh.apps.casework.records.common import (
    APP_NAME,
    YES_UNSURE_NO,
    client_link,
    restricted_field,
)
from panoh.apps.casework.records.consent import GIVEN_BY
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

READERS = N_("Everybody in the case; a restricted one only those in its compartment")

STANDS_AS = (
    Choice("parent", N_("Parent")),
    Choice("sibling", N_("Brother or sister")),
    Choice("partner", N_("Husband, wife or partner")),
    Choice("grown_child", N_("Grown son or daughter")),
    Choice("relative", N_("Another relative")),
    Choice("friend", N_("Friend")),
    Choice("neighbour", N_("Neighbour")),
    Choice("workmate", N_("Somebody from work")),
    Choice("helper", N_("Teacher, doctor, lawyer or other helper")),
    Choice("other", N_("Somebody else")),
)

MAY_CONTACT = (
    Choice("yes", N_("Yes")),
    Choice("in_danger", N_("Only in danger")),
    Choice("ask_first", N_("Only after asking the client each time")),
    Choice("no", N_("No")),
)

PERSON = RecordType(
    app=APP_NAME,
    name="person",
    label=N_("Person who stands by the client"),
    help=N_("Somebody the client trusts. Nobody else is noted here."),
    fields=(
        client_link(),
        Field(
            "name",
            Kind.TEXT,
            N_("What do we call this person?"),
            help=N_('A first name or "the aunt" is enough.'),
            required=True,
            max_length=120,
        ),
        Field("relation", Kind.CHOICE, N_("Who is it for the client?"), choices=STANDS_AS),
        Field(
            "may_contact",
            Kind.CHOICE,
            N_("May we contact this person?"),
            choices=MAY_CONTACT,
            sensitivity=Sensitivity.SAFETY,
        ),
        Field(
            "lives_with",
            Kind.CHOICE,
            N_("Lives with the client?"),
            choices=YES_UNSURE_NO,
            sensitivity=Sensitivity.SAFETY,
        ),
        Field(
            "safe",
            Kind.CHOICE,
            N_("Is it safe when this person knows?"),
            help=N_("Think of who else hears it from this person."),
            choices=YES_UNSURE_NO,
            sensitivity=Sensitivity.SAFETY,
        ),
        Field(
            "phone",
            Kind.PHONE,
            N_("Phone, only if safe"),
            help=N_("Kept only when it is safe that this person knows and we may contact."),
            sensitivity=Sensitivity.SAFETY,
        ),
        Field(
            "knows",
            Kind.LONG,
            N_("What may this person know?"),
            max_length=1000,
            sensitivity=Sensitivity.SAFETY,
        ),
        restricted_field(),
    ),
    home="case",
    readers=READERS,
    access="person",
)

HOUSEHOLD = RecordType(
    app=APP_NAME,
    name="household",
    label=N_("Household"),
    help=N_("How many people live together. Heads only, no names."),
    fields=(
        client_link(),
        Field(
            "adults",
            Kind.NUMBER,
            N_("Adults, the client too"),
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("children", Kind.NUMBER, N_("Children"), sensitivity=Sensitivity.PLAIN),
        Field(
            "small",
            Kind.NUMBER,
            N_("How many of the children are under six"),
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("counted_on", Kind.DATE, N_("As of"), sensitivity=Sensitivity.PLAIN),
        restricted_field(),
    ),
    home="case",
    readers=READERS,
    access="household",
)

TIED_AS = (
    Choice("parent", N_("Parent")),
    Choice("child", N_("Child")),
    Choice("sibling", N_("Brother or sister")),
    Choice("partner", N_("Husband, wife or partner")),
    Choice("grandparent", N_("Grandparent")),
    Choice("grandchild", N_("Grandchild")),
    Choice("relative", N_("Another relative")),
)

TIE = RecordType(
    app=APP_NAME,
    name="tie",
    label=N_("Family tie to another case"),
    help=N_(
        "Only if both agree. Each case keeps its own side; neither names the other client or case."
    ),
    fields=(
        client_link(),
        Field(
            "relation",
            Kind.CHOICE,
            N_("Who is the other for this client?"),
            choices=TIED_AS,
            required=True,
        ),
        Field(
            "agreed",
            Kind.YES,
            N_("This client agreed to the tie"),
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "agreed_by",
            Kind.CHOICE,
            N_("Who agreed"),
            help=N_("For a child too young to be asked: whoever decides for the child."),
            choices=GIVEN_BY,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("agreed_on", Kind.DATE, N_("Agreed on"), sensitivity=Sensitivity.PLAIN),
        Field("ended_on", Kind.DATE, N_("Taken back on"), sensitivity=Sensitivity.PLAIN),
        # A random number that both sides hold and that says nothing to whoever has one side only.
        Field("pair", Kind.LINK, N_("Pair"), index=True, sensitivity=Sensitivity.PLAIN),
        restricted_field(),
    ),
    home="case",
    readers=READERS,
    access="tie",
)
