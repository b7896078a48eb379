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

TRUSTEES = RecordType(
    app="core",
    name="trustees",
    label=N_("Trustees"),
    home="personal",
    readers=N_("you alone"),
    help=N_("Who holds shares of what opens your vault, and when the drill was last done."),
    fields=(
        Field("set", Kind.NUMBER, N_("Set"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("need", Kind.NUMBER, N_("Shares needed"), required=True),
        Field("people", Kind.NAMES, N_("Colleagues who hold one")),
        Field("papers", Kind.NUMBER, N_("Shares on paper")),
        Field("hours", Kind.NUMBER, N_("Hours that a request waits"), required=True),
        Field("made", Kind.DATE, N_("Given out"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("drilled", Kind.DATE, N_("Last drill"), sensitivity=Sensitivity.PLAIN),
        Field("renew", Kind.YES, N_("To be given out again"), sensitivity=Sensitivity.PLAIN),
    ),
)

SHARE = RecordType(
    app="core",
    name="share",
    label=N_("Share"),
    home="practice",
    readers=N_("members of the practice; its words only the trustee"),
    help=N_("One trustee's share of what opens a colleague's vault, sealed to their devices."),
    fields=(
        Field("owner", Kind.TEXT, N_("Whose vault"), required=True),
        Field("trustee", Kind.TEXT, N_("Who holds it"), required=True),
        Field("set", Kind.NUMBER, N_("Set"), required=True),
        Field("number", Kind.NUMBER, N_("Number"), required=True),
        Field("need", Kind.NUMBER, N_("Shares needed"), required=True),
        Field("hours", Kind.NUMBER, N_("Hours that a request waits"), required=True),
        Field("sealed", Kind.LONG, N_("Sealed words"), required=True, max_length=200_000),
    ),
)

REQUEST = RecordType(
    app="core",
    name="request",
    label=N_("Request to recover a vault"),
    home="practice",
    readers=N_("members of the practice"),
    help=N_("Somebody asks the trustees of a colleague for their shares. Everybody sees it."),
    fields=(
        Field("owner", Kind.TEXT, N_("Whose vault"), required=True),
        Field("asked", Kind.TIME, N_("Asked"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("until", Kind.TIME, N_("Waits until"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("over", Kind.YES, N_("Over"), sensitivity=Sensitivity.PLAIN),
    ),
)

APPROVAL = RecordType(
    app="core",
    name="approval",
    label=N_("Share handed over"),
    home="practice",
    readers=N_("members of the practice"),
    append_only=True,
    fields=(
        Field("request", Kind.LINK, N_("Request to recover a vault"), required=True),
        Field("trustee", Kind.TEXT, N_("Who holds it"), required=True),
        Field("given", Kind.TIME, N_("Given out"), required=True, sensitivity=Sensitivity.PLAIN),
    ),
)

PHONE = RecordType(
    app="core",
    name="phone",
    label=N_("Phone"),
    home="personal",
    readers=N_("you alone"),
    help=N_("A phone that may show this computer's pages while its vault is open."),
    fields=(
        Field("device", Kind.TEXT, N_("Computer"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("called", Kind.TEXT, N_("What you call it"), required=True, max_length=60),
        Field("paired", Kind.TIME, N_("Paired"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("last", Kind.DATE, N_("Last used"), sensitivity=Sensitivity.PLAIN),
        Field("token", Kind.TEXT, N_("Digest of its key"), required=True, max_length=64),
        Field("pin", Kind.TEXT, N_("Digest of its PIN"), required=True, max_length=64),
        Field("wrong", Kind.NUMBER, N_("Wrong PINs in a row"), sensitivity=Sensitivity.PLAIN),
        Field("out", Kind.TIME, N_("Shut out"), sensitivity=Sensitivity.PLAIN),
    ),
)
"""Of the token and the PIN only digests are kept; neither can be had from them."""

OWN = (SETTING, BACKUP, MEMBER, TRUSTEES, SHARE, REQUEST, APPROVAL, PHONE)
HOMES = {
    "personal": N_("Personal space: your own settings and notes; never a second member."),
    "practice": N_("Practice space: its members, and a line for each case without name or need."),
    "desk": N_("Desk: contacts that are not part of a case."),
    "referral": N_("Referral: copies of what a client agreed to pass on, for one recipient."),
    "case": N_("Case: a client's main space, with a compartment for each restricted class."),
}
"""Space classes and what they are; docs/reference/spaces.md is made from this and the types."""
