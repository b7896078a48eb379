"""What every page of the directory shares: ids out of addresses, words for values, saving."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from panoh.apps.directory import records
from panoh.apps.directory.documents import word
from panoh.apps.directory.records.form import FORM
from panoh.apps.directory.rules.age import WORDS
from panoh.apps.directory.rules.hours import Slot
from panoh.apps.directory.views import Entry, why
from panoh.core.records.model import Field, Kind, RecordType
from panoh.errors import Forbidden, Invalid, NotFound, PanohError
from panoh.lexicon import factors, languages
from panoh.web.page import Again, Reply, Show, Visit
from panoh.web.said import said
from panoh.words import N_, _, current_language
from panoh.words.dates import show_date, weekday_name

NOT_THERE = N_("What this points to is not here.")
TYPES: dict[str, RecordType] = {each.name: each for each in records.ALL} | {"form": FORM}
_RECORD = re.compile(r"[0-9a-f]{32}")


def record_id(visit: Visit, name: str = "id") -> str:
    ref = visit.path_params.get(name, "")
    if not _RECORD.fullmatch(ref):
        raise NotFound(what=ref)
    return ref


def say(rtype: str, row: Mapping[str, Any], name: str) -> str:
    """What stands in a field, with choices in words."""
    field = TYPES[rtype].field(name)
    value = row.get(name)
    if field is None or value in (None, "", []):
        return ""
    if field.kind is Kind.DATE:
        return day(str(value))
    if field.kind is Kind.LANGUAGES:
        return ", ".join(_(languages.label(each)) for each in value)
    if field.kind is Kind.YES:
        return _("Yes") if value else _("No")
    if name == "factors":
        return ", ".join(need(each) for each in value)
    if isinstance(value, list):
        words = {each.key: each.label for each in field.choices}
        return ", ".join(_(words[each]) if each in words else str(each) for each in value)
    return word(TYPES[rtype], row, name) if field.choices else str(value)


def day(text: str) -> str:
    """A day in the local form; as it stands where a newer program wrote something else."""
    try:
        return show_date(date.fromisoformat(text))
    except ValueError:
        return text


def need(factor: str) -> str:
    """What a need or strength is called; its id when this program knows none of that id."""
    known = factors.factors()
    return factors.label(factor, current_language()) if factor in known else factor


def opening(slot: Slot) -> str:
    """Days by their short names, and the hours."""
    named = []
    for first, last in slot.spans():
        days = dict.fromkeys(weekday_name(each, width="abbreviated") for each in (first, last))
        named.append("–".join(days))
    return f"{', '.join(named)} {slot.times()}"


def label_of(rtype: str, name: str) -> str:
    field = TYPES[rtype].field(name)
    return _(field.label) if field else name


def language_name(code: str) -> str:
    return _(languages.label(code))


def called(entry: Entry) -> str:
    return entry.called(current_language())


def page_number(visit: Visit) -> int:
    asked = visit.query.get("page", "")
    return int(asked) if asked.isdecimal() and 1 <= int(asked) <= 9999 else 1


def age_words(entry: Entry) -> str:
    return _(WORDS[entry.age.state])


def fields(rtype: RecordType, *names: str) -> tuple[Field, ...]:
    return tuple(each for name in names if (each := rtype.field(name)))


def show(template: str, title: str, **data: Any) -> Show:
    ready = {
        "say": say,
        "label_of": label_of,
        "age_words": age_words,
        "called": called,
        "why": why,
        "need": need,
        "opening": opening,
        "language_name": language_name,
        "day": day,
    }
    return Show(f"directory/{template}", title, **{**ready, **data})


def attempt(visit: Visit, back: str, act: Callable[[], Reply]) -> Reply:
    """What was refused goes back to the form with words beside each field."""
    form = visit.form.without_files()
    try:
        return act()
    except Invalid as refused:
        return Again(back, form, {name: _(text) for name, text in refused.problems.items()})
    except Forbidden as refused:
        return Again(back, form, {"": _(str(refused.details.get("why", "")))})
    except NotFound:
        return Again(back, form, {"": _(NOT_THERE)})
    except PanohError as error:
        return Again(back, form, {"": said(error)})


def filled(visit: Visit, names: Iterable[str]) -> dict[str, Any]:
    raw = visit.form.raw(names)
    return {name: value for name, value in raw.items() if value not in ("", [], None)}
