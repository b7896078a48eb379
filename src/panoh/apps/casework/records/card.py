"""Own guidance cards: written by the practice, dated, and blank once they are past their review.

A card is a frame (what it is about, where and until when it holds, who checked it against which
source) and one text a language. What was given to a client is noted in the client's case with the
card's version, so that a case can be found again when the card changes. No law is shipped.
"""

from __future__ import annotations

from panoh.apps.casework.records.common import APP_NAME, FREE_TEXT, client_link, restricted_field
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.lexicon import languages
from panoh.words import N_

TOPICS = (
    Choice("leaving", N_("Before departure")),
    Choice("registration", N_("Registration where one lives")),
    Choice("permit", N_("Permit to work")),
    Choice("stay", N_("How long one may stay")),
    Choice("register", N_("Lists of people to be expelled")),
    Choice("entry_ban", N_("Entry ban")),
    Choice("check", N_("Check of papers, search")),
    Choice("detention", N_("Detention")),
    Choice("army", N_("Military contract")),
    Choice("citizenship", N_("Citizenship")),
    Choice("wages", N_("Unpaid wages")),
    Choice("injury", N_("Injury at work")),
    Choice("health", N_("Health care")),
    Choice("housing", N_("Housing")),
    Choice("exploitation", N_("Getting out of forced work")),
    Choice("passport", N_("Lost passport")),
    Choice("child", N_("Birth and school of a child")),
    Choice("consulate", N_("Consulate")),
    Choice("onward", N_("Travelling on to another country")),
    Choice("asylum", N_("Asylum")),
    Choice("return", N_("Return")),
    Choice("after_prison", N_("Rights after prison")),
    Choice("papers", N_("Papers after return")),
    Choice("violence", N_("Violence at home")),
    Choice("sentence", N_("Review of a sentence")),
    Choice("other", N_("Other")),
)

CONFIDENCE = (
    Choice("sure", N_("Sure: read in the source itself")),
    Choice("fair", N_("Fairly sure: told by somebody who knows")),
    Choice("unsure", N_("Not sure: sources disagree")),
)

LANGUAGES = tuple(Choice(each.code, each.label) for each in languages.LANGUAGES)

PRACTICE = N_("Every member of the practice")
PLAIN = Sensitivity.PLAIN

FRAME = (
    Field("topic", Kind.CHOICE, N_("Topic"), choices=TOPICS, required=True, sensitivity=PLAIN),
    Field(
        "country", Kind.TEXT, N_("Country"), required=True, search=True, max_length=80,
        help=N_("Where this holds."), sensitivity=PLAIN,
    ),
    Field(
        "region", Kind.TEXT, N_("Region"), search=True, max_length=80,
        help=N_("Only if it holds in a part of the country."), sensitivity=PLAIN,
    ),
    Field(
        "audience", Kind.TEXT, N_("For whom"), search=True, max_length=200,
        help=N_("Citizens of which country, with which papers. Rules differ."), sensitivity=PLAIN,
    ),
    Field("valid_from", Kind.DATE, N_("Holds from"), sensitivity=PLAIN),
    Field("valid_until", Kind.DATE, N_("Holds until"), sensitivity=PLAIN),
    Field(
        "deadline_days", Kind.NUMBER, N_("Days until the deadline"),
        help=N_("Counted from the event that the deadline names."), sensitivity=PLAIN,
    ),
)  # fmt: skip

SOURCE = (
    Field(
        "source", Kind.TEXT, N_("Source: act and article"), required=True, max_length=400,
        sensitivity=PLAIN,
    ),
    Field("source_address", Kind.TEXT, N_("Address of the source"), max_length=400,
          sensitivity=PLAIN),
    Field("source_on", Kind.DATE, N_("Source read on"), required=True, sensitivity=PLAIN),
    Field("confidence", Kind.CHOICE, N_("How sure is this"), choices=CONFIDENCE,
          sensitivity=PLAIN),
)  # fmt: skip

REVIEWED = (
    Field("reviewed_on", Kind.DATE, N_("Reviewed on"), required=True, sensitivity=PLAIN),
    Field("reviewed_by", Kind.TEXT, N_("Reviewed by"), required=True, max_length=120,
          sensitivity=PLAIN),
)  # fmt: skip

CARD = RecordType(
    app=APP_NAME,
    name="card",
    label=N_("Guidance card"),
    help=N_("What the practice knows on one topic, checked against a source on a day."),
    fields=(
        *FRAME,
        *SOURCE,
        *REVIEWED,
        Field(
            "review_due", Kind.DATE, N_("Review due"), required=True, index=True,
            help=N_("After this day the card shows contacts only. At most a year ahead."),
            sensitivity=PLAIN,
        ),
        Field("supersedes", Kind.LINK, N_("Replaces which card"), index=True, sensitivity=PLAIN),
        Field("version", Kind.NUMBER, N_("Version"), sensitivity=PLAIN),
    ),
    home="practice",
    readers=PRACTICE,
    access="card",
)  # fmt: skip

STEPS = (
    Field("at_stake", Kind.LONG, N_("What is at stake"), sensitivity=PLAIN),
    Field("steps", Kind.LONG, N_("What to do"), sensitivity=PLAIN),
    Field("not_sign", Kind.LONG, N_("What not to sign"), sensitivity=PLAIN),
    Field(
        "deadline", Kind.LONG, N_("Deadline"), sensitivity=PLAIN,
        help=N_("Which event it is counted from, and what counts as in time."),
    ),
    Field("evidence", Kind.LONG, N_("Evidence to keep"), sensitivity=PLAIN),
)  # fmt: skip
"""What can harm when it no longer holds: withheld past the review."""

CONTACTS = (
    Field("helpers", Kind.LONG, N_("Who helps"), search=True, sensitivity=PLAIN,
          help=N_("With the day on which each was last reached.")),
    Field("contact_danger", Kind.LONG, N_("Danger of contact"), sensitivity=PLAIN,
          help=N_("What can happen to somebody who calls or goes there.")),
)  # fmt: skip

CARD_TEXT = RecordType(
    app=APP_NAME,
    name="card_text",
    label=N_("Text of a card"),
    help=N_("A card in one language, reviewed by itself."),
    fields=(
        Field("card", Kind.LINK, N_("Guidance card"), required=True, index=True,
              sensitivity=PLAIN),
        Field("language", Kind.CHOICE, N_("Language"), choices=LANGUAGES, required=True,
              sensitivity=PLAIN),
        Field("title", Kind.TEXT, N_("Title"), required=True, search=True, max_length=120,
              sensitivity=PLAIN),
        *STEPS,
        *CONTACTS,
        *REVIEWED,
        Field("of_version", Kind.NUMBER, N_("Of which version"), sensitivity=PLAIN),
    ),
    home="practice",
    readers=PRACTICE,
    access="card_text",
)  # fmt: skip

CARD_USED = RecordType(
    app=APP_NAME,
    name="card_used",
    label=N_("Card used"),
    help=N_("Which version of which card was given, so that the client can be told of changes."),
    fields=(
        client_link(),
        Field("card", Kind.LINK, N_("Guidance card"), required=True, index=True,
              sensitivity=PLAIN),
        Field("version", Kind.NUMBER, N_("Version"), sensitivity=PLAIN),
        Field("language", Kind.CHOICE, N_("Language"), choices=LANGUAGES, sensitivity=PLAIN),
        Field("used_on", Kind.DATE, N_("On"), required=True, sensitivity=PLAIN),
        Field(
            "counted_from", Kind.DATE, N_("Day of the event"), sensitivity=PLAIN,
            help=N_("If the card has a deadline, its last day is counted from here."),
        ),
        Field("last_day", Kind.DATE, N_("Last day of the deadline"), sensitivity=PLAIN),
        Field("said", Kind.LONG, N_("What was said with it"), help=FREE_TEXT),
        Field("only_contacts", Kind.YES, N_("Only contacts were given"), sensitivity=PLAIN),
        Field("looked_again", Kind.YES, N_("Looked at again after a change"), sensitivity=PLAIN),
        restricted_field(),
    ),
    home="case",
    readers=N_("Everybody in the case; a restricted one only those in its compartment"),
    append_only=True,
    access="card_used",
)  # fmt: skip
