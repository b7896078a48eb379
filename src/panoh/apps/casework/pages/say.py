"""How the values of a record are shown: words, dates and answers instead of keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from panoh.apps.casework import rules
from panoh.apps.casework.access import factor_title
from panoh.apps.casework.records import ALL
from panoh.apps.casework.records.safety_plan import spoken
from panoh.core.app import Row
from panoh.core.records.model import Answer, Field, Kind, RecordType
from panoh.lexicon import languages
from panoh.web.fields import ANSWER_WORDS, YES_NO
from panoh.words import _
from panoh.words.dates import show_date, show_time

TYPES: dict[str, RecordType] = {each.name: each for each in ALL}


def say(row: Row, name: str) -> str:
    """What stands in a field of a row, in the language of the moment; empty when nothing does."""
    field = TYPES[row["type"]].field(name)
    if field is None:
        return ""
    answer = row["answers"].get(name)
    return _(ANSWER_WORDS.get(f"?{answer}", "")) if answer else say_value(field, row.get(name))


def say_value(field: Field, value: Any) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, Answer):
        return _(ANSWER_WORDS["?" + value.value])
    shown = _SHOWN.get(field.kind)
    return shown(field, value) if shown else str(value)


def label_of(row: Row, name: str) -> str:
    """The question itself."""
    field = TYPES[row["type"]].field(name)
    return spoken(field.label) if field else ""


def moment(value: str) -> str:
    """A time of a row (UTC) or one that was typed (local), as people write it."""
    try:
        return show_time(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)  # written by a newer program


def _day(value: Any) -> str:
    day = rules.day_of(value)
    return show_date(day) if day else str(value)


def _choice(field: Field, value: Any) -> str:
    return next((spoken(each.label) for each in field.choices if each.key == value), str(value))


def _list(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


_SHOWN: dict[Kind, Callable[[Field, Any], str]] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: lambda field, value: ", ".join(_choice(field, each) for each in _list(value)),
    Kind.DATE: lambda _field, value: _day(value),
    Kind.TIME: lambda _field, value: moment(value),
    Kind.YES: lambda _field, value: _(dict(YES_NO)["1" if value else "0"]),
    Kind.FACTOR: lambda _field, value: factor_title(str(value)),
    Kind.LANGUAGES: lambda _field, value: ", ".join(_(languages.label(x)) for x in _list(value)),
    Kind.NAMES: lambda _field, value: " · ".join(_list(value)),
}
