"""What is known of services: rows of the standard, and what it has no place for.

The names of the fields of the standard are kept, so that a row comes out as it went in.
"""

from __future__ import annotations

from panoh.apps.directory.records.common import (
    APP_NAME,
    HOME,
    READERS,
    choice,
    choices,
    day,
    line,
    link,
    reference,
    rest,
    text,
    yes,
)
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

COUNTRIES = (
    Choice("TJ", N_("Tajikistan")),
    Choice("UZ", N_("Uzbekistan")),
    Choice("KZ", N_("Kazakhstan")),
    Choice("KG", N_("Kyrgyzstan")),
    Choice("TM", N_("Turkmenistan")),
    Choice("AF", N_("Afghanistan")),
    Choice("RU", N_("Russia")),
    Choice("TR", N_("Türkiye")),
)
COSTS = (
    Choice("free", N_("Free")),
    Choice("some", N_("A small sum")),
    Choice("paid", N_("Paid")),
)
SAFE_FOR = (
    Choice("survivor", N_("Survivors of violence")),
    Choice("undocumented", N_("People without papers")),
    Choice("former_prisoner", N_("Former prisoners")),
    Choice("returnee", N_("Returnees")),
    Choice("child", N_("Children")),
    Choice("woman", N_("Women on their own")),
)
STATE_RISKS = (
    Choice("none", N_("No tie to a state is known")),
    Choice("state_run", N_("Run by a state")),
    Choice("foreign_agent", N_("On a list of foreign agents")),
    Choice("undesirable", N_("Declared undesirable")),
    Choice("unknown", N_("Not known")),
)
ASKS_APART = frozenset({"state_run", "foreign_agent", "undesirable"})
"""Contact with these may mean something for a client: it is asked about by itself."""
ACTIVITIES = (
    Choice("1", N_("Giving information to a community")),
    Choice("2", N_("Helping people act together")),
    Choice("3", N_("Strengthening family and community")),
    Choice("4", N_("Safe places")),
    Choice("5", N_("Support in schools")),
    Choice("6", N_("Care for well-being in shelter, food and other help")),
    Choice("7", N_("Work with one person or family")),
    Choice("8", N_("Psychological help")),
    Choice("9", N_("Mental health care by general staff")),
    Choice("10", N_("Mental health care by specialists")),
    Choice("11", N_("Training, planning and other general work")),
)
"""The activity codes of the IASC 4Ws; the labels are ours."""

ORGANIZATION = RecordType(
    app=APP_NAME,
    name="organization",
    label=N_("Organisation"),
    fields=(
        reference("ref", N_("Id in the standard")),
        line("name", N_("Name"), required=True, search=True, named=True),
        text("description", N_("What it does")),
        line("email", N_("E-mail")),
        line("website", N_("Website")),
        rest(),
    ),
    home=HOME,
    readers=READERS,
    access="organization",
)

SERVICE = RecordType(
    app=APP_NAME,
    name="service",
    label=N_("Service"),
    help=N_("What a provider offers, as the open standard for directories describes it."),
    fields=(
        reference("ref", N_("Id in the standard")),
        reference("organization", N_("Organisation")),
        line("name", N_("Name of the service"), required=True, search=True, named=True),
        line("status", N_("State")),
        text("description", N_("What is offered"), search=True),
        line("email", N_("E-mail")),
        line("url", N_("Website")),
        text("fees_description", N_("What it costs, in words")),
        text("eligibility_description", N_("Who may come")),
        text("application_process", N_("How to begin")),
        line("wait_time", N_("How long one waits")),
        text("alert", N_("Take note")),
        Field("factors", Kind.NAMES, N_("Needs it helps with"),
              N_("Their ids, one a line, such as I07."), sensitivity=Sensitivity.PLAIN),
        choices("activities", N_("Kinds of work"), ACTIVITIES),
        Field("spoken", Kind.LANGUAGES, N_("Languages spoken in fact"),
              sensitivity=Sensitivity.PLAIN),
        choice("cost", N_("Cost"), COSTS),
        choices("safe_for", N_("Safe for"), SAFE_FOR,
                help=N_("Only what somebody has seen for themselves. It never leaves Panoh.")),
        choice("state_risk", N_("Tie to a state"), STATE_RISKS,
               help=N_("It never leaves Panoh.")),
        yes("invented", N_("Invented, for practice")),
        rest(),
    ),
    home=HOME,
    readers=READERS,
    access="service",
)  # fmt: skip

LOCATION = RecordType(
    app=APP_NAME,
    name="location",
    label=N_("Place"),
    fields=(
        reference("ref", N_("Id in the standard")),
        reference("organization", N_("Organisation")),
        line("name", N_("Name")),
        line("town", N_("Town"), length=40),
        choice("country", N_("Country"), COUNTRIES),
        line("district", N_("District"), N_("From the practice's own list.")),
        yes("confidential", N_("The address is confidential"),
            N_("Nothing about where it is leaves Panoh.")),
        text("confidential_address", N_("Confidential address"), N_("It never leaves Panoh."),
             sensitivity=Sensitivity.SAFETY),
        rest(),
    ),
    home=HOME,
    readers=READERS,
    access="location",
)  # fmt: skip

AT = RecordType(
    app=APP_NAME,
    name="service_at_location",
    label=N_("Service at a place"),
    fields=(
        reference("ref", N_("Id in the standard")),
        reference("service", N_("Service")),
        reference("location", N_("Place")),
        rest(),
    ),
    home=HOME,
    readers=READERS,
    access="service_at_location",
)

DETAIL = RecordType(
    app=APP_NAME,
    name="detail",
    label=N_("Detail of a service"),
    help=N_("An opening time, a phone, a language, a cost or another row of the standard."),
    fields=(
        line("table", N_("Sort"), required=True, length=80, index=True),
        reference("ref", N_("Id in the standard")),
        rest(),
    ),
    home=HOME,
    readers=READERS,
    access="detail",
)

TRANSLATION = RecordType(
    app=APP_NAME,
    name="translation",
    label=N_("Service in another language"),
    fields=(
        link("service", N_("Service")),
        line("language", N_("Language"), required=True, length=12),
        line("name", N_("Name of the service")),
        text("description", N_("What is offered"), search=True),
    ),
    home=HOME,
    readers=READERS,
    access="translation",
)

HOW_CHECKED = (
    Choice("call", N_("Phone call")),
    Choice("visit", N_("Visit")),
    Choice("message", N_("Message or e-mail")),
    Choice("web", N_("Its website")),
    Choice("provider", N_("The provider told us")),
    Choice("referral", N_("A referral")),
)
CHECK_RESULTS = (
    Choice("right", N_("All is right")),
    Choice("changed", N_("Something changed")),
    Choice("no_answer", N_("Nobody answered")),
    Choice("closed", N_("Closed for good")),
)

CHECK = RecordType(
    app=APP_NAME,
    name="check",
    label=N_("Verification"),
    help=N_("Whether an entry was still right, on which day, how and by whom it was looked at."),
    fields=(
        link("service", N_("Service"), required=True),
        day("on", N_("On which day"), required=True),
        choice("how", N_("How"), HOW_CHECKED, required=True),
        choice("result", N_("Result"), CHECK_RESULTS, required=True),
        line("by", N_("By whom")),
        line("note", N_("Note")),
    ),
    home=HOME,
    readers=READERS,
    append_only=True,
    access="check",
)

PROPOSAL = RecordType(
    app=APP_NAME,
    name="proposal",
    label=N_("Correction by the provider"),
    help=N_("What a provider wrote into the form about its own entry; nothing changes by itself."),
    fields=(
        link("service", N_("Service"), required=True),
        day("on", N_("On which day"), required=True),
        line("by", N_("By whom")),
        text("changes", N_("What is to change"), length=40_000, required=True),
    ),
    home=HOME,
    readers=READERS,
    append_only=True,
    access="proposal",
)

DECISION = RecordType(
    app=APP_NAME,
    name="decision",
    label=N_("Answer to a correction"),
    fields=(
        link("proposal", N_("Correction by the provider"), required=True),
        choice("result", N_("Result"), (
            Choice("approved", N_("Approved")), Choice("declined", N_("Declined")),
        ), required=True),
        line("why", N_("Why")),
        text("before", N_("How it was before"), length=40_000),
    ),
    home=HOME,
    readers=READERS,
    append_only=True,
    access="decision",
)  # fmt: skip

FEEDBACK_KINDS = (
    Choice("helped", N_("It helped")),
    Choice("partly", N_("It helped in part")),
    Choice("not_helped", N_("It did not help")),
    Choice("turned_away", N_("The client was turned away")),
    Choice("harmed", N_("It did harm")),
)

FEEDBACK = RecordType(
    app=APP_NAME,
    name="feedback",
    label=N_("How it went"),
    help=N_("What came of a referral, kept with the provider. It says nothing of the client."),
    fields=(
        link("service", N_("Service"), required=True),
        day("on", N_("On which day"), required=True),
        choice("result", N_("How it went"), FEEDBACK_KINDS, required=True),
    ),
    home=HOME,
    readers=READERS,
    append_only=True,
    access="feedback",
)

GAP = RecordType(
    app=APP_NAME,
    name="gap",
    label=N_("Gap"),
    help=N_("Something that was looked for and not found: what, in which region, in which month."),
    fields=(
        line("month", N_("Month"), required=True, length=7),
        line("factor", N_("Need"), length=6),
        line("country", N_("Country"), length=2),
        line("region", N_("Region"), length=8),
        line("language", N_("Language"), length=12),
        choice("safe_for", N_("Safe for"), SAFE_FOR),
    ),
    home=HOME,
    readers=READERS,
    append_only=True,
    access="gap",
)
