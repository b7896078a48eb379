"""Numbers in digits and in words, in seven ways of writing.

A run of number words becomes one number when it is built as that language builds it: tens and
units, hundreds, then thousands and more. One alone ("one", «як», «бир») is rather an article, so it
is read and marked `faint`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from panoh.apps.evidence.rules.months import Said, dates

_UNITS: dict[str, str] = {
    # language: words of 0…19, of the tens, of the hundreds, separated by |; inflected forms by /
    "en": "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    "|fifteen|sixteen|seventeen|eighteen|nineteen",
    "ru": "ноль/нуль|один/одна/одно/одного/одной/одному/одним/одну"
    "|два/две/двух/двум/двумя/двое/двоих"
    "|три/трех/трёх/трем/трём/тремя/трое/троих|четыре/четырех/четырёх/четырем/четверо/четверых"
    "|пять/пяти/пятью/пятеро|шесть/шести/шестью|семь/семи|восемь/восьми/восемью"
    "|девять/девяти/девятью|десять/десяти/десятью|одиннадцать/одиннадцати|двенадцать/двенадцати"
    "|тринадцать/тринадцати|четырнадцать/четырнадцати|пятнадцать/пятнадцати"
    "|шестнадцать/шестнадцати|семнадцать/семнадцати|восемнадцать/восемнадцати"
    "|девятнадцать/девятнадцати",
    "tg": "сифр|як|ду|се|чор/чаҳор|панҷ|шаш|ҳафт|ҳашт|нӯҳ|даҳ|ёздаҳ|дувоздаҳ|сенздаҳ/сездаҳ|чордаҳ"
    "|понздаҳ|шонздаҳ|ҳабдаҳ/ҳафдаҳ|ҳаждаҳ|нуздаҳ",
    "uz": "nol|bir|ikki|uch|to'rt|besh|olti|yetti|sakkiz|to'qqiz|o'n",
    "uz_Cyrl": "нол|бир|икки|уч|тўрт|беш|олти|етти|саккиз|тўққиз|ўн",
    "kk": "нөл|бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он",
    "ky": "нөл|бир|эки|үч|төрт|беш|алты|жети|сегиз|тогуз|он",
}
_TENS: dict[str, str] = {
    "en": "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety",
    "ru": "двадцать/двадцати/двадцатью|тридцать/тридцати|сорок/сорока|пятьдесят/пятидесяти"
    "|шестьдесят/шестидесяти|семьдесят/семидесяти|восемьдесят/восьмидесяти|девяносто/девяноста",
    "tg": "бист/бисту|сӣ/сию|чил/чилу|панҷоҳ/панҷоҳу|шаст/шасту|ҳафтод/ҳафтоду|ҳаштод/ҳаштоду"
    "|навад/наваду",
    "uz": "yigirma|o'ttiz|qirq|ellik|oltmish|yetmish|sakson|to'qson",
    "uz_Cyrl": "йигирма|ўттиз|қирқ|эллик|олтмиш|етмиш|саксон|тўқсон",
    "kk": "жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан",
    "ky": "жыйырма|отуз|кырк|элүү|алтымыш|жетимиш|сексен|токсон",
}
_HUNDREDS: dict[str, str] = {
    "ru": "сто/ста|двести/двухсот|триста/трехсот/трёхсот|четыреста/четырехсот/четырёхсот"
    "|пятьсот/пятисот|шестьсот/шестисот|семьсот/семисот|восемьсот/восьмисот|девятьсот/девятисот",
    "tg": "сад/саду|дусад/дусаду/дувист|сесад/сесаду|чорсад/чорсаду|панҷсад/панҷсаду"
    "|шашсад/шашсаду|ҳафтсад/ҳафтсаду|ҳаштсад/ҳаштсаду|нӯҳсад/нӯҳсаду",
}
_HUNDRED = {"en": "hundred", "uz": "yuz", "uz_Cyrl": "юз", "kk": "жүз", "ky": "жүз"}
_GREAT: dict[int, str] = {
    3: "thousand|thousands|тысяча|тысячи|тысяч|тысячу|тысячам|тыс|ҳазор|ҳазору|ming|минг|мың|миң",
    6: "million|millions|mln|млн|миллон|миллион|миллиона|миллионов|миллиону|миллионам",
    9: "billion|billions|bn|mlrd|млрд|миллиард|миллиарда|миллиардов|milliard|млрд",
    12: "trillion|trillions|трлн|триллион|триллиона|триллионов",
}
GREAT = {word: Decimal(10) ** power for power, words in _GREAT.items() for word in words.split("|")}
LANGUAGES = tuple(_UNITS)


@dataclass(frozen=True, slots=True)
class Number:
    """`text[start:end]` says `value`. `worded`: in words alone. `faint`: rather an article."""

    start: int
    end: int
    value: Decimal
    worded: bool = False
    faint: bool = False


def _table(language: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for words, step, first in (
        (_UNITS[language], 1, 0),
        (_TENS[language], 10, 20),
        (_HUNDREDS.get(language, ""), 100, 100),
    ):
        for place, forms in enumerate(words.split("|")):
            for form in forms.split("/"):
                if form:
                    found[form] = first + step * place
    return found


_TABLES = {language: _table(language) for language in _UNITS}
_GREAT_WORDS = "|".join(sorted(GREAT, key=len, reverse=True))
_CASE = (
    "dan|ga|ning|ni|da|ta|tadan|дан|ден|нан|нен|тан|тен|ға|ге|га|а|гача|ин|и|нинг|дын|дин|нын|нин"
    "|ы|і|ди|ды"
)
"""Endings that Turkic languages and Tajik add to such a word."""
_DIGITS = re.compile(
    r"(?<![\w.,/])(?:[$€£₽]\s?)?"
    r"(?P<n>\d{1,3}(?:[\u00a0\u202f ,]\d{3})+(?:[.,]\d{1,3}(?!\d))?|\d+(?:[.,]\d+)?)"
    r"(?:[\s\u00a0]*[-–]?[\s\u00a0]*(?P<great>" + _GREAT_WORDS + r")(?:" + _CASE + r")?\b\.?)?",
    re.IGNORECASE,
)
_GREAT_SAID = re.compile(rf"(?<![^\W\d_])(?:{_GREAT_WORDS})", re.IGNORECASE)
_BLANK = re.compile(r"[ \u00a0\u202f]{1,2}")
_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʻʼ`][^\W\d_]+)*", re.UNICODE)
JOINING = ("and", "у", "ю")
_GAP = re.compile(r"[\s\u00a0]*(?:-|(?:and|у|ю)\b)?[\s\u00a0]*", re.IGNORECASE)
_SIGNS = dict.fromkeys(map(ord, "’‘ʻʼ`"), "'")
# Endings that a counted word may carry: «та», «нафар» are words; -ta, -tasi, -та, -таси are not.
_COUNTING = re.compile(r"(?:-?(?:tasi|ta|таси|та))$")


def numbers(text: str, language: str) -> list[Number]:
    """The numbers of a text in a language, from left to right."""
    found = [
        Number(match.start(), match.end(), value)
        for match in _DIGITS.finditer(text)
        if (value := _digits(match)) is not None
    ]
    found = _in_steps(text, found)
    taken = [(each.start, each.end) for each in found]
    for each in _worded(text, language):
        if not any(each.start < end and start < each.end for start, end in taken):
            found.append(each)
    return sorted(found, key=lambda each: each.start)


def _in_steps(text: str, found: list[Number]) -> list[Number]:
    """ "12 млн 208 мың 200", «45 ҳазору 418»: digits that go down by thousands are one number."""
    joined: list[Number] = []
    said: list[Said] | None = None
    for each in found:
        last = joined[-1] if joined else None
        if last is not None and _goes_on(text, last, each):
            said = dates(text) if said is None else said
            if not any(one.start <= each.start < one.end for one in said):
                joined[-1] = Number(last.start, each.end, last.value + each.value)
                continue
        joined.append(each)
    return joined


def _goes_on(text: str, last: Number, each: Number) -> bool:
    """Whether a number in digits continues the one before it."""
    steps = [
        GREAT[match.group().lower()] for match in _GREAT_SAID.finditer(text[last.start : last.end])
    ]
    if not steps or not _BLANK.fullmatch(text[last.end : each.start]):
        return False
    room = steps[-1]
    whole = last.value % room == 0 and each.value == int(each.value)
    return whole and 0 < each.value < room


def _digits(match: re.Match[str]) -> Decimal | None:
    said = re.sub(r"[\u00a0\u202f ]", "", match.group("n"))
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", said):
        said = said.replace(",", "")
    said = said.replace(",", ".")
    if said.count(".") > 1 or len(said) > 18:
        return None
    value = Decimal(said)
    great = match.group("great")
    return value * GREAT[great.lower()] if great else value


def _worded(text: str, language: str) -> list[Number]:
    """Runs of number words. Between two of them only blanks, a hyphen, "and" or «у» may stand."""
    table = _TABLES.get(language, _TABLES["en"])
    found: list[Number] = []
    run: list[tuple[int, int, Decimal, bool]] = []
    for match in _WORD.finditer(text):
        word = match.group().lower().translate(_SIGNS)
        value = _value(word, table, language)
        gap = text[run[-1][1] : match.start()] if run else ""
        if run and not _GAP.fullmatch(gap):
            found += _close(run)
            run = []
        if value is None:
            if word not in JOINING or not run:
                found += _close(run)
                run = []
            continue
        run.append((match.start(), match.end(), *value))
    return found + _close(run)


def _value(word: str, table: dict[str, int], language: str) -> tuple[Decimal, bool] | None:
    """The value of a word and whether it multiplies what stands before it."""
    for form in (word, _COUNTING.sub("", word)):
        if form in table:
            return Decimal(table[form]), False
        if form == _HUNDRED.get(language):
            return Decimal(100), True
    return (GREAT[word], True) if word in GREAT else None


def _close(run: list[tuple[int, int, Decimal, bool]]) -> list[Number]:
    if not run:
        return []
    total, part, said = Decimal(0), Decimal(0), False
    for _start, _end, value, multiplies in run:
        if multiplies and value == 100:
            part = (part or Decimal(1)) * 100
        elif multiplies:
            total += (part or Decimal(1)) * value
            part = Decimal(0)
        elif part and value >= part % 100 and part % 100:
            return []  # "two three": not one number
        else:
            part += value
        said = said or not multiplies
    if not said:
        return []  # "thousands", "a million": no number is said
    whole = total + part
    return [Number(run[0][0], _last_end(run), whole, True, whole == 1)]


def _last_end(run: list[tuple[int, int, Decimal, bool]]) -> int:
    return run[-1][1]
