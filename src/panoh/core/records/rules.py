"""Checking what somebody typed against a declaration. One place for pages, commands and imports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from panoh.core.records.model import Answer, Field, Kind, RecordType
from panoh.errors import Invalid
from panoh.words import N_

ANSWER_MARK = "?"
"""A raw text of `?not_asked`, `?declined` or `?not_safe` is that answer and not a value."""
_ANSWERS = {ANSWER_MARK + each.value: each for each in Answer}
_LINK = re.compile(r"[0-9a-f]{32}")
_LANGUAGE = re.compile(r"[a-z]{3}")
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
_MANY = (Kind.CHOICES, Kind.LANGUAGES, Kind.NAMES)
MOST_IN_LIST = 100
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Signs that turn the direction of reading, so that a text shows as another one. They come along
unseen with numbers copied from a telephone, so they are taken away and not refused. The marks and
joiners that Persian script needs are others, and stay."""
_BREAKS = dict.fromkeys([0x2028, 0x2029], "\n")


def clean(field: Field, raw: Any) -> Any:
    """The value of one field; None when left empty. Raises ValueError with a message key."""
    if isinstance(raw, Answer):
        return _answer(field, raw)
    if isinstance(raw, str) and raw in _ANSWERS:
        return _answer(field, _ANSWERS[raw])
    if isinstance(raw, (list, tuple)) and len(raw) == 1 and raw[0] in _ANSWERS:
        return _answer(field, _ANSWERS[raw[0]])
    if raw is None or raw == "" or raw == [] or (isinstance(raw, str) and not raw.strip()):
        if field.required:
            raise ValueError(N_("This is needed."))
        return None
    value = _CLEAN[field.kind](field, raw)
    if value is None and field.required:
        raise ValueError(N_("This is needed."))
    if field.refuse is not None and (why := field.refuse(value)):
        raise ValueError(why)
    return value


def clean_all(rtype: RecordType, raw: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """All given fields of a record. `whole`: also ask for required ones that are missing.

    Raises Invalid naming every field refused; nothing is kept then.
    """
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name in raw:
        if rtype.field(name) is None:
            problems[name] = N_("There is no such field.")
    for field in rtype.fields:
        if field.name not in raw and not (whole and field.required):
            continue
        try:
            values[field.name] = clean(field, raw.get(field.name))
        except ValueError as error:
            problems[field.name] = str(error)
    if problems:
        raise Invalid(problems, {field.name: field.label for field in rtype.fields})
    return values


def stored(value: Any) -> Any:
    """A cleaned value as it goes into an entry: an answer is a map, so no text can pass for one."""
    return {ANSWER_MARK: value.value} if isinstance(value, Answer) else value


def restored(value: Any) -> Any:
    """The inverse of `stored`; an answer this program does not know stays a map."""
    if isinstance(value, dict) and len(value) == 1 and ANSWER_MARK in value:
        try:
            return Answer(value[ANSWER_MARK])
        except ValueError:
            return value
    return value


def _answer(field: Field, answer: Answer) -> Answer:
    if not field.open_ended:
        raise ValueError(N_("This cannot be left open here."))
    return answer


def _text(field: Field, raw: Any) -> str | None:
    if not isinstance(raw, str):
        raise ValueError(N_("This must be text."))
    text = unicodedata.normalize("NFC", raw).replace("\r\n", "\n")
    text = text.translate(_TURNING).translate(_BREAKS).strip()
    if not text.isprintable() and any(
        unicodedata.category(each) in ("Cc", "Cs") and each not in "\n\t" for each in text
    ):
        raise ValueError(N_("This holds a character that cannot be shown."))
    if len(text) > field.max_length:
        raise ValueError(N_("This is too long."))
    return text or None


def _line(field: Field, raw: Any) -> str | None:
    text = _text(field, raw)
    if text and "\n" in text:
        raise ValueError(N_("This must be one line."))
    return text


def _lines(field: Field, raw: Any) -> list[str] | None:
    parts = raw.split("\n") if isinstance(raw, str) else raw
    if not isinstance(parts, (list, tuple)):
        raise ValueError(N_("This must be text."))
    kept = list(dict.fromkeys(text for each in parts if (text := _line(field, each))))
    if len(kept) > MOST_IN_LIST or sum(map(len, kept)) > field.max_length:
        raise ValueError(N_("This is too long."))
    return kept or None


def _choice(field: Field, raw: Any) -> str:
    # Several values where one is meant come as a list.
    if not isinstance(raw, str) or raw not in {each.key for each in field.choices}:
        raise ValueError(N_("Choose one of those offered."))
    return str(raw)


def _choices(field: Field, raw: Any) -> list[str] | None:
    given = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(given, (list, tuple)):
        raise ValueError(N_("Choose one of those offered."))
    kept = [_choice(field, each.strip()) for each in given if each.strip()]
    return sorted(set(kept)) or None


def _languages(_field: Field, raw: Any) -> list[str] | None:
    given = raw.replace(" ", ",").split(",") if isinstance(raw, str) else raw
    kept = [each.strip() for each in given if each.strip()]
    if len(kept) > MOST_IN_LIST:
        raise ValueError(N_("This is too long."))
    if not all(_LANGUAGE.fullmatch(each) for each in kept):
        raise ValueError(N_("Use the three-letter code of the language, such as tgk or rus."))
    return list(dict.fromkeys(kept)) or None


def _date(_field: Field, raw: Any) -> str:
    try:
        return (raw if isinstance(raw, date) else date.fromisoformat(str(raw).strip())).isoformat()
    except ValueError:
        raise ValueError(N_("Write the date as year-month-day, such as 2026-11-20.")) from None


def _time(_field: Field, raw: Any) -> str:
    try:
        when = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw).strip())
    except ValueError:
        raise ValueError(
            N_("Write the date and time as year-month-day and hour:minute, 2026-11-20T21:30.")
        ) from None
    return when.replace(tzinfo=None).isoformat(timespec="minutes")


def _yes(_field: Field, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    text = str(raw).strip().lower()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise ValueError(N_("Answer yes or no."))


def _number(_field: Field, raw: Any) -> int:
    try:
        number = int(str(raw).strip())
    except ValueError:
        raise ValueError(N_("Write a whole number.")) from None
    if not 0 <= number < 10**9:
        raise ValueError(N_("This number cannot be right."))
    return number


def _phone(field: Field, raw: Any) -> str | None:
    text = _line(field, raw)
    digits = sum(each.isdigit() for each in text or "")
    if text is not None and not 3 <= digits <= 20:
        raise ValueError(N_("A phone number has 3 to 20 digits."))
    return text


def _link(_field: Field, raw: Any) -> str:
    if not _LINK.fullmatch(str(raw)):
        raise ValueError(N_("This does not point to anything."))
    return str(raw)


_CLEAN: dict[Kind, Callable[[Field, Any], Any]] = {
    Kind.TEXT: _line,
    Kind.LONG: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.YES: _yes,
    Kind.NUMBER: _number,
    Kind.PHONE: _phone,
    Kind.FACTOR: _line,
    Kind.LANGUAGES: _languages,
    Kind.NAMES: _lines,
    Kind.LINK: _link,
}
