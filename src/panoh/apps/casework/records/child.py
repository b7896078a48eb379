"""A child's own case: what a client's record does not ask."""

from __future__ import annotations

from panoh.apps.casework.records.common import APP_NAME, FREE_TEXT, YES_UNSURE_NO, client_link
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

CHILD_AGES = (
    Choice("under_6", N_("Under 6")),
    Choice("6_9", N_("6 to 9")),
    Choice("10_13", N_("10 to 13")),
    Choice("14_17", N_("14 to 17")),
)

CARERS = (
    Choice("mother", N_("Mother")),
    Choice("father", N_("Father")),
    Choice("grandparent", N_("Grandparent")),
    Choice("sibling", N_("Brother or sister")),
    Choice("relative", N_("Another relative")),
    Choice("foster", N_("Foster family or guardian")),
    Choice("institution", N_("An institution")),
    Choice("nobody", N_("Nobody")),
    Choice("other", N_("Somebody else")),
)

DECIDERS = (
    Choice("carer", N_("The person who looks after the child")),
    Choice("parent_with", N_("A parent who lives with the child")),
    Choice("parent", N_("A parent who does not live with the child")),
    Choice("guardian", N_("A guardian")),
    Choice("institution", N_("An institution")),
    Choice("court", N_("A court or an office")),
    Choice("unclear", N_("It is unclear or disputed")),
)

LIVING = (
    Choice("parent", N_("With a parent")),
    Choice("relatives", N_("With relatives, apart from the parents")),
    Choice("others", N_("With people who are no relatives")),
    Choice("institution", N_("In an institution")),
    Choice("alone", N_("Alone or with other children")),
    Choice("moving", N_("On the road")),
)

SCHOOLING = (
    Choice("goes", N_("Goes to school")),
    Choice("sometimes", N_("Goes now and then")),
    Choice("not", N_("Does not go")),
    Choice("too_young", N_("Too young")),
)

ASSENT = (
    Choice("yes", N_("Yes")),
    Choice("unsure", N_("Not sure")),
    Choice("no", N_("No")),
    Choice("too_young", N_("Too young to be asked")),
)

CHILD = RecordType(
    app=APP_NAME,
    name="child",
    label=N_("A child's own case"),
    help=N_("A child is a client in their own right. Nothing is taken over from a parent's case."),
    fields=(
        client_link(),
        Field("age_band", Kind.CHOICE, N_("Age"), choices=CHILD_AGES, open_ended=True),
        Field(
            "wish",
            Kind.LONG,
            N_("What does the child want?"),
            help=N_("In the child's own words, or what the child showed or drew."),
            open_ended=True,
        ),
        Field(
            "assent",
            Kind.CHOICE,
            N_("Does the child agree that we help and keep notes?"),
            choices=ASSENT,
            open_ended=True,
        ),
        Field(
            "caregiver_relation",
            Kind.CHOICE,
            N_("Who looks after the child?"),
            choices=CARERS,
            open_ended=True,
        ),
        Field(
            "caregiver_safe",
            Kind.CHOICE,
            N_("Is it safe for the child that we ask this person?"),
            help=N_(
                "If not, or if you are not sure, this person is not asked, not contacted and not "
                "named."
            ),
            choices=YES_UNSURE_NO,
            open_ended=True,
            sensitivity=Sensitivity.SAFETY,
        ),
        Field(
            "caregiver",
            Kind.TEXT,
            N_("What do we call the person who looks after the child?"),
            max_length=120,
            sensitivity=Sensitivity.SAFETY,
        ),
        Field(
            "caregiver_phone",
            Kind.PHONE,
            N_("Phone of this person"),
            sensitivity=Sensitivity.SAFETY,
        ),
        Field(
            "caregiver_agrees",
            Kind.CHOICE,
            N_("Does this person agree that we help the child?"),
            choices=YES_UNSURE_NO,
            open_ended=True,
        ),
        Field(
            "decides",
            Kind.CHOICE,
            N_("Who may decide for the child?"),
            choices=DECIDERS,
            open_ended=True,
        ),
        Field("lives", Kind.CHOICE, N_("Where does the child live?"), choices=LIVING,
              open_ended=True),
        Field("school", Kind.CHOICE, N_("School"), choices=SCHOOLING, open_ended=True),
        Field("school_what", Kind.LONG, N_("What school is like for the child"),
              help=FREE_TEXT, max_length=1000),
    ),
    home="case",
    readers=N_("Only those in the child's case"),
    access="child",
)  # fmt: skip

INTAKE = ("age_band", "wish", "assent", "caregiver_relation", "caregiver_safe", "decides", "lives",
          "school")  # fmt: skip
"""What the first page for a child asks. The person who looks after the child is asked later, and
only if that is safe."""
