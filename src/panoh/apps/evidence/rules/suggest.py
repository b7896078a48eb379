"""Sentences that hold a figure, with what can be read off beside it. A person files; this suggests.

What is read: the number or range, how exact its words are, a unit, and a date in the sentence. What
is counted, of whom and by whose word stays a human act. Left out: years and days, numbers of lists,
pages, notes and documents, ages, times of day, ordinals, names such as G7 or COVID-19.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from panoh.apps.evidence.rules.figures import plain
from panoh.apps.evidence.rules.months import Said, dates
from panoh.apps.evidence.rules.numerals import Number, numbers
from panoh.apps.evidence.rules.sentences import Sentence, sentences


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One number in one sentence. `start` and `end` are places in the whole text."""

    start: int
    end: int
    sentence: str
    sentence_start: int
    value: str
    low: str
    high: str
    qualifier: str
    unit: str
    period: str  # a year, a month, a day, or empty


_QUALIFIERS: tuple[tuple[str, str], ...] = (
    ("almost", r"almost|nearly|close to|почти|қариб|қарийб|deyarli|деярли|дерлік|дээрлик"),
    ("at_least", r"at least|не менее|как минимум|ҳадди ақал|kamida|камида|кем дегенде|кеминде"),
    (
        "over",
        r"more than|over|upwards? of|above|exceed\w*|свыше|более(?: чем)?|больше|беш аз|зиёда аз"
        r"|dan ortiq|дан ортиқ|астам|ашык|жогору",
    ),
    ("up_to", r"up to|as many as|as high as|no more than|до|не более|то|gacha|гача|дейін|чейин"),
    ("under", r"less than|under|fewer than|below|менее|меньше|камтар аз|dan kam|дан кам|кем"),
    (
        "about",
        r"about|around|approximately|roughly|some|estimated|near|около|примерно|порядка|приблизительно"
        r"|тақрибан|тахминан|taxminan|атрофида|atrofida|шамамен|жуық|болжол менен|жакын",
    ),
)
_BEFORE = tuple((name, re.compile(rf"(?:{words})\W{{1,3}}$", re.I)) for name, words in _QUALIFIERS)
_AFTER = tuple(
    (name, re.compile(rf"^[-\s\u00a0]*(?:{words})\b", re.I))
    for name, words in (
        ("over", r"dan (?:ortiq|ziyod|ko'p)|дан (?:ортиқ|зиёд)|[нд][ае]н астам|ortiq|ортиқ"
                 r"|yaqin|яқин|тан астам|тен астам|астам|ашык|дан ашык|ден ашык|or more"),
        ("about", r"ga yaqin|га яқин|жуық|ға жуық|ге жуық|жакын|га жакын|ge yaqin|атрофида"),
    )
)  # fmt: skip
_UNIT = re.compile(
    r"^[\s\u00a0-]*(?P<unit>%|per ?cent\b|percentage points?\b|процент\w*|фоиз\w*|foiz\w*|пайыз\w*"
    r"|пайыздық|dollars?\b|долл\w*|руб\w*|сомон\w*|so'm\w*|сўм\w*|теңге\w*|сом\w*|€|\$)",
    re.I,
)
_CURRENCY = re.compile(r"[$€£₽]\s?$")
_SKIP_BEFORE = re.compile(
    r"(?:\b(?:no|nos|number|article|art|section|chapter|part|page|p|pp|vol|paragraph|resolution|figure"
    r"|table|phase|room|line|law|federal law|order|route|channel|version|level|grade"
    r"|ст|статья\w*|стат\w*|пункт\w*|п|глава|част\w*|закон\w*|приказ\w*|моддаи|модда|банди|қонуни"
    r"|боби|modda\w*|band\w*|баб\w*|берене\w*|бап\w*)\.?\s*(?:[№#]\s*)?|[№#]\s*"
    r"|\bage of\s+|\baged\s+|в возрасте(?: до| от)?\s+|\^|<sup>|[A-Za-zА-Яа-я]-|:)$",
    re.I,
)
_SKIP_AFTER = re.compile(
    r"^(?:\s?(?:st|nd|rd|th)\b|-?(?:й|я|е|го|му|м|х|ой|ый|ая|ое|ых|ым|юм|ум|уми|юми|inchi|инчи|ші|шы|чи|чы"
    r"|чү|чу|ыншы|інші|нчи|нчы|унчу)\b|\s*(?:миллион|миллиард|мың|миң)(?:ыншы|инчи|унчу|ынчы)"
    r"|[- ]?(?:years?|year)[- ]old|[- ]летн|[- ]сола\b|:\d\d|</sup>"
    r"|[-\u2010\u2011\s]*(?:modda|модда|бап\b|берене|стать|боб\b|bob\b)"
    r"|[-\u2010‑](?!fold|кратн)[A-Za-zА-Яа-яҚқҒғҲҳӮӯ]{3,}|\s*(?:a\.?m|p\.?m)\b|/\d|[-–]\d[\d.,]*[-–/]\d|\.\d)",
    re.I,
)
_DURATION = re.compile(
    r"^[\s\u00a0-]*(?:(?:and )?a half )?(?:days?|weeks?|months?|years?|hours?|minutes?|decades?"
    r"|дн\w*|дней|день|недел\w*"
    r"|месяц\w*|лет\b|год\w*|часо?в?\w*|минут\w*|рӯз\w*|моҳ\w*|сол\w*|соат\w*|kun\w*|oy\w*|yil\w*|soat\w*"
    r"|кун\w*|ой\w*|йил\w*|күн\w*|ай\w*|жыл\w*|сағат\w*|саат\w*)\b",
    re.I,
)
_ABSTRACT = re.compile(
    r"^\s+(?:reasons?|conflicts?|ways?|things?|points?|sides?|kinds?|types?|questions?|presidents?"
    r"|причин\w*|способ\w*|сторон\w*|вид\w*|президент\w*)\b",
    re.I,
)
"""Counted, and yet nothing that a brief would cite."""
_RANGE = re.compile(r"^\s*(?:-|–|—|to|and|до|и|то|ва|dan|дан|—)\s*$", re.I)
_FROM = re.compile(r"(?:\b(?:from|between|от|с|между|аз)\s+)$", re.I)
_CHAINED = re.compile(r"\d[-–]\d+[-–]$")
_HYPHENED = re.compile(r"\d[-–]$")
_AGE = re.compile(r"\s*(?:ёшли|yoshli|жастағы|жашар)", re.I)
_TIME = re.compile(r"(?:сағат|саат|соати?|soat)\s+$", re.I)
NEAR = 100
"""Letters before and after a number that are looked at."""
LOOKED, MOST = 400_000, 5_000
"""Letters of a text that are looked through, about two hundred pages, and figures of it: a person
goes through no more, and a hostile text must not hold the vault up."""
MOST_POINTS = 20
"""Points of a sentence are counted to here: (1), (2)."""


def suggestions(text: str, language: str = "en") -> list[Suggestion]:
    """The figures of a text, sentence by sentence; of a very long one, of its beginning."""
    found: list[Suggestion] = []
    for sentence in sentences(text[:LOOKED]):
        found += _of_sentence(text, sentence, language)
        if len(found) >= MOST:
            break
    return found


def figure_numbers(text: str, language: str) -> list[Number]:
    """The numbers of a sentence that a reader would want to see proved: no dates, no list marks."""
    said = dates(text)
    return [each for each in numbers(text, language) if _is_figure(text, each, said)]


def _of_sentence(text: str, where: Sentence, language: str) -> list[Suggestion]:
    inside = text[where.start : where.end]
    said = dates(inside)
    held = figure_numbers(inside, language)
    period = next((each.iso for each in said if each.iso), "")
    found = []
    skip = False
    for place, each in enumerate(held):
        if skip:
            skip = False
            continue
        after = held[place + 1] if place + 1 < len(held) else None
        paired = after is not None and _is_range(inside, each, after)
        skip = paired
        made = _suggestion(inside, where.start, each, after if paired else None, period)
        found.append(made)
    return found


def _is_figure(text: str, number: Number, said: Sequence[Said]) -> bool:
    before, after = _around(text, number.start, number.end)
    if any(each.start < number.end and number.start < each.end for each in said):
        return False
    if number.faint:
        return False
    is_bare = text[number.start : number.end].isdigit()
    if _SKIP_BEFORE.search(before) or _SKIP_AFTER.match(after):
        return False
    if _CHAINED.search(before) or (_HYPHENED.search(before) and re.match(r"[-–]\d", after)):
        return False  # a telephone number, a day
    if _AGE.match(after) or _TIME.search(before):
        return False
    first = number.start < NEAR and not before.strip(" \t\"'«“([*#>-")
    if not number.worded and first and re.match(r"[.)]\s", after):
        return False  # the number of a list
    if (before[-1:], after[:1]) == ("[", "]") or (
        (before[-1:], after[:1]) == ("(", ")") and number.value <= MOST_POINTS and is_bare
    ):
        return False  # a note, a point in a sentence
    return not (_DURATION.match(after) or _ABSTRACT.match(after))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words near a number: whole texts would be searched anew for each."""
    return text[max(0, start - NEAR) : start], text[end : end + NEAR]


def _is_range(text: str, one: Number, other: Number) -> bool:
    """ "from 700 to 1.5 million": two ends of one figure."""
    if not _RANGE.match(text[one.end : other.start]):
        return False
    between = text[one.end : other.start].strip().lower()
    if between in ("and", "и", "ва"):
        return bool(_FROM.search(_around(text, one.start, 0)[0]))
    return one.value < other.value or bool(_FROM.search(_around(text, one.start, 0)[0]))


def _suggestion(
    text: str, offset: int, one: Number, other: Number | None, period: str
) -> Suggestion:
    start, end = one.start, (other or one).end
    before, after = _around(text, start, end)
    unit = _UNIT.match(after)
    currency = _CURRENCY.search(before + text[start]) or text[one.start] in "$€£₽"
    low, high = "", ""
    if other is not None:
        # "700 to 1.5 million" says the great word once, for both.
        first = one.value
        worded = any(sign.isalpha() for sign in text[other.start : other.end])
        if worded and first < other.value and first < 1000 and other.value >= 1000:
            scaled = first * _scale(first, other)
            first = scaled if scaled <= other.value else first
        low, high = plain(first), plain(other.value)
    return Suggestion(
        start=offset + start,
        end=offset + end,
        sentence=text,
        sentence_start=offset,
        value="" if other else plain(one.value),
        low=low,
        high=high,
        qualifier=_qualifier(before, after),
        unit=unit.group("unit").lower() if unit else ("money" if currency else ""),
        period=period,
    )


def _scale(first: Decimal, other: Number) -> int:
    """By how much the great word of a range's end multiplies its beginning."""
    power = next((great for great in (10**9, 10**6, 10**3) if other.value >= great), 1)
    if first <= other.value / power:
        return power  # 700 to 800 thousand
    # 700 to 1.5 million means 700 thousand: the first end stays below the second.
    return max(1, power // 1000)


def _qualifier(before: str, after: str) -> str:
    for name, pattern in _BEFORE:
        if pattern.search(before):
            return name
    for name, pattern in _AFTER:
        if pattern.match(after):
            return name
    return ""
