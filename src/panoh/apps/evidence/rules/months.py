"""Dates as the languages of the region write them: our own tables of months and orders.

dateparser was tried: it reads neither Kazakh, Kyrgyz nor Tajik, takes «22 mart 2024» for a time
zone, and invents days. Here a month is a stem with the endings its language adds; what is not
certain gives no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# For each month the stems of English, Russian and Kyrgyz, Tajik, Uzbek Latin, Uzbek Cyrillic,
# Kazakh, and the older Kyrgyz names. A stem matches with any ending of up to six letters.
_STEMS: tuple[str, ...] = (
    "january|jan|январ|yanvar|қаңтар|каңтар",
    "february|feb|феврал|fevral|ақпан",
    "march|mar|март|mart|наурыз",
    "april|apr|апрел|aprel|сәуір|чын куран",
    "may|мая|май|мае|мамыр|бугу",
    "june|jun|июн|iyun|маусым|кулжа",
    "july|jul|июл|iyul|шілде|теке",
    "august|aug|август|avgust|тамыз|баш оона",
    "september|sept|sep|сентябр|sentabr|sentyabr|қыркүйек|аяк оона",
    "october|oct|октябр|oktabr|oktyabr|қазан|тогуздун айы",
    "november|nov|ноябр|noyabr|қараша|жетинин айы",
    "december|dec|декабр|dekabr|желтоқсан|бештин айы",
)
_ENGLISH_SHORT = re.compile(r"(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.?", re.I)
_ENDING = r"[\w’‘'ʻ-]{0,8}"
_MONTH = "(?:" + "|".join(f"(?P<m{n}>{stems})" for n, stems in enumerate(_STEMS, 1)) + ")"
_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)"
# "of the year" and its kin, before or after the number: соли, сол, йил, yil, жыл, год, г.
_YEAR_BEFORE = r"(?:(?:соли|сол|of)\s+)?"
_YEAR_WORD = r"(?:\s*-?\s*(?:yil|йил|жыл|год|г\.|ж\.|й\.|y\.)" + _ENDING + r")?"
_NTH = r"(?:\s?-\s?(?:[uю]?м[ui]|уми|юми|юм|ум|е|го|st|nd|rd|th)|st|nd|rd|th)?"

_COUNTED = (
    "people|persons|workers|migrants|citizens|women|men|children|families|cases|dead|died|killed"
    "|were (?:killed|hurt|held)|чел|рабоч|мигрант|гражд|женщин|мужчин|дет|семей|семь|случ|погиб"
    "|нафар|кас|kishi|ta |киши|адам|жаран"
)
"""What stands behind a number that looks like a year and is none."""

_ORDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 22 March 2024; 22 марта 2024 года; 22-юми марти соли 2024; 22-mart 2024-yil
        rf"\b{_DAY}{_NTH}[\s-]+(?:of\s+)?{_MONTH}{_ENDING},?\s+{_YEAR_BEFORE}{_YEAR}\b{_YEAR_WORD}",
        # March 22, 2024
        rf"\b{_MONTH}\.?\s+{_DAY}{_NTH},?\s+{_YEAR}\b",
        # 2024-yil 22-mart; 2024 жылғы 22 наурыз; 2024-жылдын 22-мартында
        rf"\b{_YEAR}{_YEAR_WORD}\s+{_DAY}[\s-]+{_MONTH}{_ENDING}",
        # 2024-yilning mart oyida; 2024 жылдың наурызында
        rf"\b{_YEAR}\s*-?\s*(?:yil|йил|жыл|год){_ENDING}\s+{_MONTH}{_ENDING}",
        # в марте 2024 года; марти соли 2024; March 2024
        rf"\b{_MONTH}{_ENDING},?\s+{_YEAR_BEFORE}{_YEAR}\b{_YEAR_WORD}",
        r"\b(?P<year>(?:1[5-9]|20|21)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b",
        r"\b(?P<day>[0-3]?\d)\.(?P<month>[01]?\d)\.(?P<year>(?:1[5-9]|20|21)\d\d)\b",
        # 22 March, without a year
        rf"\b{_DAY}{_NTH}[\s-]+(?:of\s+)?{_MONTH}{_ENDING}\b",
        rf"\b{_MONTH}\.?\s+{_DAY}\b(?:\s(?:and|to|-|–)\s[0-3]?\d\b)?(?!\s*(?:million|млн|%))",
        # 2021-22, 2019–2021
        rf"(?<![\d.,$€£-]){_YEAR}\s?[-–/]\s?(?:(?:1[5-9]|20|21)?\d\d)\b(?![-\d])",
        # соли 2024; 2024 год; 2024-yil; 2024 жыл
        rf"\b(?:соли|соли\s+мелодии|in|of|since|by|until|from|в|с|к|до)\s+{_YEAR}\b(?!\s*[%$])",
        rf"\b{_YEAR}\s*-?\s*(?:yil|йил|жыл|год|г\.|гг\.|ж\.|й\.){_ENDING}",
        rf"(?<![\d.,$€£-])(?P<year>(?:1[89]|20)\d\d)\b(?![\d.,]*\d)(?!\s*(?:{_COUNTED}))",
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """A date in a text: `iso` is a year, a month or a day; empty when the year is not said."""

    start: int
    end: int
    iso: str


def dates(text: str) -> list[Said]:
    """The dates of a text from left to right; where two readings overlap, the fuller one."""
    found: list[Said] = []
    for order in _ORDERS:
        for match in order.finditer(text):
            if any(match.start() < each.end and each.start < match.end() for each in found):
                continue
            iso = _read(match)
            if iso is not None:
                found.append(Said(match.start(), match.end(), iso))
    return sorted(found, key=lambda each: each.start)


def _read(match: re.Match[str]) -> str | None:
    """The date behind a match; None when there is no such day."""
    said = match.groupdict()
    month = int(said["month"]) if said.get("month") else _month(said)
    year, day = said.get("year"), said.get("day")
    if year is None:
        return "" if month and day and 1 <= int(day) <= 31 else None
    if month is None:
        return year
    if day is None:
        return f"{year}-{month:02}"
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def _month(said: dict[str, str | None]) -> int | None:
    return next((n for n in range(1, 13) if said.get(f"m{n}")), None)
