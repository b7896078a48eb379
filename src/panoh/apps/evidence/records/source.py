"""Sources, the text read out of them, the passages marked there, and what was set aside."""

from __future__ import annotations

from panoh.apps.evidence.records.common import (
    APP_NAME,
    HOME,
    READERS,
    choice,
    day,
    line,
    link,
    risk,
    several,
    text,
)
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

LONGEST_TEXT = 2_000_000
"""Letters of a document that are kept; in Cyrillic that is 4 MB, what one entry can carry."""

SOURCE_KINDS = (
    Choice("article", N_("Article in a journal")),
    Choice("report", N_("Report or memo")),
    Choice("news", N_("News or opinion piece")),
    Choice("book", N_("Book")),
    Choice("webpage", N_("Web page")),
    Choice("dataset", N_("Table of figures")),
    Choice("law", N_("Law or decision")),
    Choice("talk", N_("Interview or talk")),
    Choice("other", N_("Other")),
)

SOURCE = RecordType(
    app=APP_NAME,
    name="source",
    label=N_("Source"),
    fields=(
        line("title", N_("Title"), required=True, search=True, length=600),
        choice("kind", N_("Kind of source"), SOURCE_KINDS),
        several("authors", N_("Authors"), N_("One a line, family name first.")),
        line("publisher", N_("Publisher")),
        line("container", N_("Journal, site or series")),
        line("detail", N_("Volume, number, pages")),
        day("issued", N_("Published on")),
        line("url", N_("Address on the web"), length=2000),
        line("doi", "DOI", length=200, index=True),
        line("language", N_("Language of the source"), length=12),
        line("sha256", N_("Fingerprint"), length=64, index=True),
        link("origin", N_("Quotes which other source"), index=True),
        line(
            "quotes",
            N_("Whose words it repeats"),
            N_("Two articles that repeat one speech are one origin, not two confirmations."),
        ),
        text("reliability", N_("How far to rely on it")),
        text("extra", N_("Other parts of the citation"), length=100_000),
        *risk(),
    ),
    home=HOME,
    readers=READERS,
    access="source",
)

READING = RecordType(
    app=APP_NAME,
    name="reading",
    label=N_("Text of a source"),
    help=N_("The text as it was read out of the document, once for each reading."),
    fields=(
        link("source", N_("Source"), required=True, index=True),
        line("made_with", N_("Read with")),
        line("sha256", N_("Fingerprint"), length=64),
        text("text", N_("Text"), length=LONGEST_TEXT, required=True),
        text("pages", N_("Where pages begin"), length=100_000),
    ),
    home=HOME,
    readers=READERS,
    append_only=True,
    access="reading",
)

ANCHOR_STATES = (
    Choice("exact", N_("Found as it was")),
    Choice("near", N_("Found, slightly changed")),
    Choice("lost", N_("Not found any more")),
)

PASSAGE = RecordType(
    app=APP_NAME,
    name="passage",
    label=N_("Passage"),
    help=N_("A marked place in a source: the words, what stands around them, and where."),
    fields=(
        link("source", N_("Source"), required=True, index=True),
        link("reading", N_("Text of a source"), required=True),
        text("exact", N_("The words"), required=True),
        text("prefix", N_("Words before"), length=200),
        text("suffix", N_("Words after"), length=200),
        Field("start", Kind.NUMBER, N_("Begins at"), sensitivity=Sensitivity.PLAIN),
        Field("end", Kind.NUMBER, N_("Ends at"), sensitivity=Sensitivity.PLAIN),
        Field("page", Kind.NUMBER, N_("Page"), sensitivity=Sensitivity.PLAIN),
        choice("state", N_("Found again?"), ANCHOR_STATES),
        text("was", N_("The words when first marked")),
    ),
    home=HOME,
    readers=READERS,
    access="passage",
)

WHY_ASIDE = (
    Choice("no_figure", N_("Not a figure")),
    Choice("not_needed", N_("Not needed")),
    Choice("already", N_("Filed already")),
    Choice("wrong", N_("Wrongly read")),
)

SET_ASIDE = RecordType(
    app=APP_NAME,
    name="set_aside",
    label=N_("Set aside"),
    help=N_(
        "A sentence that was looked at and not filed. They are counted, so that choosing shows."
    ),
    fields=(
        link("source", N_("Source"), index=True),
        text("exact", N_("The words"), required=True),
        choice("why", N_("Why"), WHY_ASIDE, required=True),
    ),
    home=HOME,
    readers=READERS,
    append_only=True,
    access="set_aside",
)
