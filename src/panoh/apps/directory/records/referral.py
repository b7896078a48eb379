"""A referral: a space of its own with copies of exactly what the client agreed to."""

from __future__ import annotations

from panoh.apps.directory.records.common import (
    APP_NAME,
    IN_A_REFERRAL,
    choice,
    choices,
    day,
    line,
    link,
    text,
    yes,
)
from panoh.apps.directory.records.entry import STATE_RISKS
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

HOME = "referral"

PRIORITIES = (
    Choice("emergency", N_("Emergency: within 24 hours")),
    Choice("urgent", N_("Urgent: within 72 hours")),
    Choice("normal", N_("Normal: within two weeks")),
)
ASKED_FOR = (
    Choice("mhpss", N_("Mental health and support")),
    Choice("child_care", N_("Child care")),
    Choice("tracing", N_("Finding relatives")),
    Choice("women", N_("Services for women")),
    Choice("disability", N_("Help with a disability")),
    Choice("legal", N_("Legal help")),
    Choice("safety", N_("Safety")),
    Choice("relief", N_("Things of daily need")),
    Choice("cash", N_("Cash")),
    Choice("health", N_("Health")),
    Choice("food", N_("Food")),
    Choice("shelter", N_("Shelter")),
    Choice("work", N_("Work or schooling")),
    Choice("other", N_("Other")),
)
DELIVERED = (
    Choice("panoh", N_("To a colleague in Panoh")),
    Choice("paper", N_("On paper")),
    Choice("file", N_("As a sealed file")),
    Choice("spoken", N_("By word of mouth")),
)
CARER_INFORMED = (
    Choice("yes", N_("Yes")),
    Choice("no", N_("No")),
    Choice("adult", N_("The client is an adult")),
)

REFERRAL = RecordType(
    app=APP_NAME,
    name="referral",
    label=N_("Referral"),
    fields=(
        line("code", N_("Code of the referral"), required=True, length=40, index=True),
        line("case", N_("Code of the case"), required=True, length=80, index=True),
        line("to", N_("To whom"), required=True),
        line("organization", N_("Organisation")),
        link("service", N_("Service")),
        choice("priority", N_("How urgent"), PRIORITIES, required=True),
        line("by", N_("From whom"), more_words=N_("How the answer reaches you.")),
        choice("delivered", N_("How it gets there"), DELIVERED, required=True),
        line("agreements", N_("Agreements it rests on"), length=4000),
        line("basis", N_("On what ground"), length=40),
        day("ends", N_("May be used until")),
        choice("state_risk", N_("Tie to a state"), STATE_RISKS),
        yes("risk_told", N_("The client knows what contact may mean")),
        day("sent_on", N_("Sent on"), required=True),
        day("due", N_("Answer due")),
    ),
    home=HOME,
    readers=IN_A_REFERRAL,
    append_only=True,
    access="referral",
)  # fmt: skip

TOLD = RecordType(
    app=APP_NAME,
    name="told",
    label=N_("What a referral tells of the client"),
    help=N_("Why, and what is asked for; or the note of one step. It is erased with the copies when"
            " the referral is taken back."),
    fields=(
        link("referral", N_("Referral"), required=True),
        link("step", N_("What became of it")),
        choices("asked", N_("What is asked for"), ASKED_FOR),
        text("reason", N_("Why"), sensitivity=Sensitivity.PERSONAL,
             more_words=N_("Only what the receiver needs. No name, no number.")),
        choice("carer", N_("Was the carer told?"), CARER_INFORMED),
        line("note", N_("Note"), sensitivity=Sensitivity.PERSONAL),
    ),
    home=HOME,
    readers=IN_A_REFERRAL,
    append_only=True,
    access="told",
)  # fmt: skip
REQUEST = ("asked", "reason", "carer")
"""What is told at the beginning; `note` belongs to a step."""

COPY = RecordType(
    app=APP_NAME,
    name="copy",
    label=N_("What was passed on"),
    fields=(
        link("referral", N_("Referral"), required=True),
        Field("number", Kind.NUMBER, N_("Number"), sensitivity=Sensitivity.PLAIN),
        line("kind", N_("Sort"), length=40),
        line("label", N_("What it is"), sensitivity=Sensitivity.PERSONAL),
        text("text", N_("In words"), sensitivity=Sensitivity.PERSONAL),
    ),
    home=HOME,
    readers=IN_A_REFERRAL,
    append_only=True,
    access="copy",
)

SENT, ACCEPTED, DECLINED, DONE, REVOKED = "sent", "accepted", "declined", "done", "revoked"
STEPS = (
    Choice(SENT, N_("Sent")),
    Choice(ACCEPTED, N_("Accepted")),
    Choice(DECLINED, N_("Declined")),
    Choice(DONE, N_("Done")),
    Choice(REVOKED, N_("Taken back")),
)
WHY_DECLINED = (
    Choice("full", N_("No place free")),
    Choice("not_ours", N_("Not what we do")),
    Choice("not_eligible", N_("The client does not meet the conditions")),
    Choice("not_reached", N_("The client was not reached")),
    Choice("other", N_("Other")),
)

STEP = RecordType(
    app=APP_NAME,
    name="step",
    label=N_("What became of a referral"),
    fields=(
        link("referral", N_("Referral"), required=True),
        choice("what", N_("State"), STEPS, required=True),
        day("on", N_("On which day"), required=True),
        choice("why", N_("Why"), WHY_DECLINED),
        line("by", N_("By whom")),
    ),
    home=HOME,
    readers=IN_A_REFERRAL,
    append_only=True,
    access="step",
)

FORMS = (
    Choice("pdf", N_("PDF")),
    Choice("age", N_("Sealed file (age)")),
    Choice("zip", N_("Sealed file (zip)")),
)

TAKEN_OUT = RecordType(
    app=APP_NAME,
    name="taken_out",
    label=N_("Taken out of the vault"),
    help=N_("That a referral was printed or saved as a sealed file: what left cannot be erased."),
    fields=(
        link("referral", N_("Referral"), required=True),
        day("on", N_("On which day"), required=True),
        choice("form", N_("In which form"), FORMS, required=True),
        line("by", N_("By whom")),
    ),
    home=HOME,
    readers=IN_A_REFERRAL,
    append_only=True,
    access="taken_out",
)
