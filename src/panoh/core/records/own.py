"""The record types of the core itself: settings, backups made, members' working names."""

from __future__ import annotations

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
    Choice("other", N_("Another country")),
)

SETTING = RecordType(
    app="core",
    name="setting",
    label=N_("Setting"),
    home="personal",
    readers=N_("you alone"),
    fields=(
        Field("name", Kind.TEXT, N_("Name"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("value", Kind.LONG, N_("Value"), sensitivity=Sensitivity.PLAIN),
    ),
)

BACKUP = RecordType(
    app="core",
    name="backup",
    label=N_("Backup"),
    home="personal",
    readers=N_("you alone"),
    help=N_("A copy of the vault that you made, so that an erasure can say which copies hold it."),
    fields=(
        Field("made", Kind.TIME, N_("Made"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("place", Kind.TEXT, N_("Where"), required=True),
        Field("journal", Kind.NUMBER, N_("Up to"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("verified", Kind.TIME, N_("Last opened"), sensitivity=Sensitivity.PLAIN),
    ),
)

MEMBER = RecordType(
    app="core",
    name="member",
    label=N_("Member"),
    home="practice",
    readers=N_("members of the practice"),
    fields=(
        Field("person", Kind.TEXT, N_("Person"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("working_name", Kind.TEXT, N_("Working name"), required=True),
        Field(
            "country",
            Kind.CHOICE,
            N_("Works in"),
            help=N_("Before a case is read in another country, the client is asked."),
            choices=COUNTRIES,
            sensitivity=Sensitivity.PLAIN,
        ),
    ),
)

OWN = (SETTING, BACKUP, MEMBER)
HOMES = {
    "personal": N_("Personal space: your own settings and notes; never a second member."),
    "practice": N_("Practice space: its members, and a line for each case without name or need."),
    "desk": N_("Desk: contacts that are not part of a case."),
    "referral": N_("Referral: copies of what a client agreed to pass on, for one recipient."),
    "case": N_("Case: a client's main space, with a compartment for each restricted class."),
}
"""Space classes and what they are; docs/reference/spaces.md is made from this and the types."""
