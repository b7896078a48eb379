"""Briefs, and which packs this person holds."""

from __future__ import annotations

from panoh.apps.evidence.records.common import (
    APP_NAME,
    HOME,
    READERS,
    choice,
    line,
    text,
)
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import LANGUAGES, N_

BRIEF_READERS = (
    Choice("ministry", N_("A ministry or office")),
    Choice("donor", N_("A donor")),
    Choice("colleague", N_("A colleague")),
    Choice("researcher", N_("A researcher")),
    Choice("public", N_("The public")),
)

BRIEF_LANGUAGES = tuple(Choice(code, name) for code, name in LANGUAGES.items())

BRIEF = RecordType(
    app=APP_NAME,
    name="brief",
    label=N_("Brief"),
    help=N_("A text for a named reader, in which every number has its claim."),
    fields=(
        line("title", N_("Title"), required=True),
        choice("reader", N_("For whom"), BRIEF_READERS, required=True),
        line("place", N_("Where it will be read")),
        choice("language", N_("Language"), BRIEF_LANGUAGES),
        text(
            "body",
            N_("Text"),
            N_(
                "Plain text. Cite with [C001]; list claims, figures or practices with a line !C001."
            ),
            length=200_000,
            required=True,
        ),
    ),
    home=HOME,
    readers=READERS,
    access="brief",
)

ADOPTION = RecordType(
    app=APP_NAME,
    name="adoption",
    label=N_("Pack taken in"),
    fields=(
        line("pack", N_("Id of the pack"), required=True, length=64),
        line("name", N_("Name"), required=True, length=64),
        Field("version", Kind.NUMBER, N_("Version"), sensitivity=Sensitivity.PLAIN),
        line("signer", N_("Signed by"), length=64),
    ),
    home=HOME,
    readers=READERS,
    access="adoption",
)
