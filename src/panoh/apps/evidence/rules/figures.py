"""Figures: numbers with what they count, where and when, and the range their words allow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from panoh.apps.evidence.rules.periods import Span, span
from panoh.core.records.model import Words
from panoh.lexicon.letters import fold
from panoh.words import N_

_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,9})?")
ABOUT = Decimal("0.10")
"""What "about" allows on either side. A convention, said in the docs; nothing is averaged by it."""
SAME_MEASURE = {
    "population total": "population",
    "total population": "population",
    "killed": "deaths",
    "dead": "deaths",
    "people killed": "deaths",
    "arrested": "arrests",
    "persons arrested": "arrests",
}
SAME_PLACE = {
    "russian federation": "russia",
    "kyrgyz republic": "kyrgyzstan",
    "usa": "united states",
}


def why_no_number(said: Any) -> Words | None:
    if _NUMBER.fullmatch(str(said)):
        return None
    return N_("Write the number with digits and a point, such as 144 or 50.9.")


def number(said: Any) -> Decimal | None:
    """The value of a kept number; None when nothing or nothing readable stands there."""
    if said is None or not _NUMBER.fullmatch(str(said)):
        return None
    try:
        return Decimal(str(said))
    except InvalidOperation:
        return None


def plain(value: Decimal) -> str:
    """Without exponent and without zeros after the point."""
    text = format(value.normalize(), "f")
    return "0" if text in ("-0", "") else text


def key(measure: str | None, population: str | None, place: str | None) -> str:
    """Under what figures are compared: same measure, same population, same place."""
    what = _words(measure)
    where = sorted({SAME_PLACE.get(each, each) for each in map(_words, _places(place)) if each})
    return "|".join((SAME_MEASURE.get(what, what), _words(population), ";".join(where)))


def _places(place: str | None) -> list[str]:
    return (place or "").split(";")


@lru_cache(maxsize=8192)
def _words(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", fold(text or "")))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as the rules look at it. `low` or `high` of None is open."""

    id: str  # of the figure
    claim: str  # of the claim it stands in, or its own id
    source: str
    origin: str  # what the number goes back to; empty when not known
    key: str
    measure: str
    definition: str
    nature: str
    when: Span | None
    as_of: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: str
    part_of: str = ""
    share_of: str = ""
    share_part: str = ""

    @property
    def counts(self) -> bool:
        """Whether there is a number to compare; "thousands" is a claim and no number."""
        return self.value is not None or self.low is not None or self.high is not None


def figure(row: Mapping[str, Any]) -> Figure:
    """From a row of the ledger (`views.figures`)."""
    value = number(row["value"])
    low, high = allowed(value, number(row["low"]), number(row["high"]), row["qualifier"] or "")
    return Figure(
        id=row["id"],
        claim=row["claim"] or row["id"],
        source=row["source"] or "",
        origin=_words(row["lineage"]),
        key=row["key"] or key(row["measure"], row["population"], row["place"]),
        measure=row["measure"],
        definition=_words(row["definition"]),
        nature=row["nature"] or "",
        when=span(row["period_start"], row["period_end"]),
        as_of=row["as_of"] or "",
        value=value,
        low=low,
        high=high,
        unit=_words(row["unit"]),
        qualifier=row["qualifier"] or "",
        part_of=row["part_of"] or "",
        share_of=row["share_of"] or "",
        share_part=row["share_part"] or "",
    )


def allowed(
    value: Decimal | None, low: Decimal | None, high: Decimal | None, qualifier: str
) -> tuple[Decimal | None, Decimal | None]:
    """The range a figure's words allow: what was said as a range, else what its word means."""
    if low is not None or high is not None or value is None:
        return low, high
    width = abs(value) * ABOUT
    return {
        "about": (value - width, value + width),
        "almost": (value - width, value),
        "over": (value, None),
        "at_least": (value, None),
        "up_to": (None, value),
        "under": (None, value),
    }.get(qualifier, (value, value))


def ranges_meet(one: Figure, other: Figure) -> bool:
    """Whether some number would satisfy both."""
    if one.high is not None and other.low is not None and one.high < other.low:
        return False
    return not (other.high is not None and one.low is not None and other.high < one.low)


NAMED = (
    ("measure", N_("what is counted")),
    ("population", N_("who or what of")),
    ("place", N_("the place")),
    ("definition", N_("how it is counted")),
    ("period", N_("the time")),
    ("unit", N_("the unit")),
    ("as_of", N_("as known on which day")),
)


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[tuple[str, Words]]:
    """What keeps two figures from being the same count: (name, words)."""
    found = []
    for name, words in NAMED:
        if name == "period":
            same = span(one["period_start"], one["period_end"]) == span(
                other["period_start"], other["period_end"]
            )
        else:
            same = _words(one[name]) == _words(other[name])
        if not same:
            found.append((name, words))
    return found
