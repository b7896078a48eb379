"""How the values of a record stand on paper: words instead of keys."""

from __future__ import annotations

from datetime import date
from typing import Any

from panoh.apps.casework import rules
from panoh.core.app import Row
from panoh.core.records.model import Field, Kind, RecordType
from panoh.lexicon import languages
from panoh.words import _
from panoh.words.dates import show_date


def day(value: date | str | None) -> str:
    """A day as people write it; empty for none, and for what an older program cannot read."""
    found = value if isinstance(value, date) else rules.day_of(value)
    return show_date(found) if found else ""


def value_of(rtype: RecordType, row: Row, name: str) -> str:
    """What stands in a field; empty when nothing does or an answer was given instead."""
    field = rtype.field(name)
    value = row.get(name)
    if field is None or value is None or value == [] or (row.get("answers") or {}).get(name):
        return ""
    return _said(field, value)


def _said(field: Field, value: Any) -> str:
    labels = {each.key: each.label for each in field.choices}
    if field.kind is Kind.LANGUAGES:
        return ", ".join(_(languages.label(str(each))) for each in value)
    if field.kind is Kind.DATE:
        return day(value)
    several = value if isinstance(value, list) else [value]
    return ", ".join(_(labels.get(str(each), str(each))) for each in several)
