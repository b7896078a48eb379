"""Claims, the figures they give, remarks on them, rival accounts, and checks against tables."""

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
from panoh.apps.evidence.rules.figures import why_no_number
from panoh.core.records.model import Choice, RecordType
from panoh.words import N_

CLAIM_KINDS = (
    Choice("figure", N_("Figure")),
    Choice("event", N_("Event")),
    Choice("causal", N_("Cause")),
    Choice("policy", N_("Policy")),
    Choice("recommendation", N_("Recommendation")),
    Choice("assessment", N_("Assessment")),
)
STATUSES = (
    Choice("draft", N_("Draft")),
    Choice("checked", N_("Checked")),
    Choice("contested", N_("Contested")),
    Choice("withdrawn", N_("Withdrawn")),
)
SIGNS = (
    Choice("+", N_("More of it")),
    Choice("-", N_("Less of it")),
    Choice("0", N_("No effect")),
    Choice("?", N_("Unclear")),
)

CLAIM = RecordType(
    app=APP_NAME,
    name="claim",
    label=N_("Claim"),
    help=N_("What a source says, in your own words, with where and by whom."),
    fields=(
        text("text", N_("What is said, in your own words"), required=True, search=True),
        choice("kind", N_("Kind of claim"), CLAIM_KINDS, required=True, index=True),
        link("source", N_("Source"), index=True),
        link("passage", N_("Passage")),
        line("locator", N_("Where in the source"), N_("Page, line or heading.")),
        line("says", N_("Who says it")),
        day("asserted_on", N_("Said on")),
        line("subject", N_("About"), search=True),
        line("place", N_("Place")),
        day("period_start", N_("From when")),
        day("period_end", N_("Until when")),
        several("factors", N_("Factors"), N_("Their ids, one a line, such as I07.")),
        line("factor_from", N_("Cause: factor"), length=6, index=True),
        line("factor_to", N_("Effect: factor"), length=6, index=True),
        choice("sign", N_("The effect"), SIGNS),
        several("against", N_("Stands against which claims")),
        choice("status", N_("Status of the claim"), STATUSES),
        several("checked_by", N_("Checked by")),
        *risk(),
    ),
    home=HOME,
    readers=READERS,
    access="claim",
)

NATURES = (
    Choice("event", N_("Count of one happening")),
    Choice("stock", N_("Standing number")),
    Choice("flow", N_("Sum over a period")),
    Choice("share", N_("Share or rank")),
)
QUALIFIERS = (
    Choice("exact", N_("exactly")),
    Choice("about", N_("about")),
    Choice("almost", N_("almost")),
    Choice("over", N_("more than")),
    Choice("at_least", N_("at least")),
    Choice("up_to", N_("up to")),
    Choice("under", N_("less than")),
)

FIGURE = RecordType(
    app=APP_NAME,
    name="figure",
    label=N_("Figure"),
    fields=(
        line("measure", N_("What is counted"), required=True, length=200),
        line("population", N_("Who or what of"), length=200),
        line("place", N_("Place"), length=200),
        line("definition", N_("Counted how"), N_("Who counts as one, and by whose rule.")),
        choice("nature", N_("Kind of number"), NATURES),
        day("period_start", N_("From when")),
        day("period_end", N_("Until when")),
        day("as_of", N_("As known on")),
        line("value", N_("Value"), length=40, refuse=why_no_number),
        line("low", N_("Lowest"), length=40, refuse=why_no_number),
        line("high", N_("Highest"), length=40, refuse=why_no_number),
        line("unit", N_("Unit"), length=80),
        choice("qualifier", N_("How exact"), QUALIFIERS),
        line("words", N_("As worded"), length=200),
        line("lineage", N_("First said by"), N_("The origin of the number, if it is repeated.")),
        link("claim", N_("Claim"), index=True),
        link("source", N_("Source"), index=True),
        line("locator", N_("Where in the source")),
        link("part_of", N_("Part of which figure"), index=True),
        link("share_of", N_("Share of which figure"), index=True),
        link("share_part", N_("Which figure is the part")),
        line("key", N_("Compared under"), length=700, index=True),
    ),
    home=HOME,
    readers=READERS,
    access="figure",
)

STANCES = (
    Choice("note", N_("Note")),
    Choice("checked", N_("Checked")),
    Choice("contested", N_("Contested")),
    Choice("withdrawn", N_("Withdrawn")),
)

REMARK = RecordType(
    app=APP_NAME,
    name="remark",
    label=N_("Remark"),
    help=N_(
        "Your own note on a claim, a figure or a disagreement; it outlives a new pack version."
    ),
    fields=(
        line("about", N_("On what"), required=True, index=True, length=900),
        choice("stance", N_("What it does"), STANCES, required=True),
        text("text", N_("Remark")),
    ),
    home=HOME,
    readers=READERS,
    append_only=True,
    access="remark",
)

CONTEST = RecordType(
    app=APP_NAME,
    name="contest",
    label=N_("Rival accounts"),
    help=N_("Claims that explain one thing in different ways; none is preferred."),
    fields=(
        line("topic", N_("What they explain"), required=True),
        several("claims", N_("Claims side by side"), required=True),
    ),
    home=HOME,
    readers=READERS,
    access="contest",
)

CHECK_RESULTS = (
    Choice("no_public_table", N_("No public table shows this figure")),
    Choice("does_not_add_up", N_("Its parts do not add up")),
    Choice("reproduced", N_("Found in a public table")),
)

CHECK = RecordType(
    app=APP_NAME,
    name="check",
    label=N_("Check"),
    help=N_(
        "Whether a figure can be found again in a public table, and what stands near it there."
    ),
    fields=(
        link("claim", N_("Claim"), index=True),
        link("figure", N_("Figure"), index=True),
        choice("result", N_("Result"), CHECK_RESULTS, required=True),
        text("text", N_("What was looked for"), required=True),
        text("neighbour", N_("The nearest figure, and how it differs")),
        line("locator", N_("Where it stands")),
    ),
    home=HOME,
    readers=READERS,
    access="check",
)
