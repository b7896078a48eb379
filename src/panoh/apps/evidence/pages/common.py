"""What every page of the ledger shares: reading ids, words for values, saving a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from panoh.apps.evidence import access, records
from panoh.apps.evidence.access import factor_label
from panoh.apps.evidence.rules.figures import figure
from panoh.apps.evidence.views.figures import value_words
from panoh.core.app import Row
from panoh.core.records.model import Field, RecordType
from panoh.errors import Forbidden, Invalid, NotFound, PanohError
from panoh.web.page import Again, Reply, Show, Visit
from panoh.web.said import said
from panoh.words import LANGUAGES, N_, _

PER_PAGE = 50
NOT_THERE = N_("What this points to is not here.")
TYPES: dict[str, RecordType] = {each.name: each for each in records.ALL}
_RECORD = re.compile(r"[0-9a-f]{32}")


def record_id(visit: Visit, name: str = "id") -> str:
    """A record id out of the address; a pack's own row id is not taken there."""
    ref = visit.path_params.get(name, "")
    if not _RECORD.fullmatch(ref):
        raise NotFound(what=ref)
    return ref


def page_number(visit: Visit) -> int:
    asked = visit.query.get("page", "")
    return max(1, int(asked)) if re.fullmatch(r"[0-9]{1,6}", asked) else 1


def name_of(row: Row) -> str:
    """What a person calls a record."""
    return str(row["ref"]) if row.get("pack") else str(row["id"])[:8]


def say(row: Mapping[str, Any], name: str) -> str:
    """What stands in a field, with choices in words."""
    field = TYPES[row["type"]].field(name)
    value = row.get(name)
    if name == "language":
        value = LANGUAGES.get(str(value), value)
    if field is None or value in (None, "", []):
        return ""
    if field.choices:
        return next((_(each.label) for each in field.choices if each.key == value), str(value))
    return " · ".join(map(str, value)) if isinstance(value, list) else str(value)


def label_of(row: Mapping[str, Any], name: str) -> str:
    field = TYPES[row["type"]].field(name)
    return _(field.label) if field else ""


def when(row: Mapping[str, Any]) -> str:
    """From when until when, as it was said."""
    return "–".join(dict.fromkeys(e for e in (row["period_start"], row["period_end"]) if e))


def amount(row: Row) -> str:
    """The number of a figure with how exact it is and its unit."""
    exact = "" if row["qualifier"] in (None, "", "exact") else say(row, "qualifier")
    return " ".join(each for each in (exact, value_words(row), row["unit"] or "") if each)


def fields(rtype: RecordType, *names: str) -> tuple[Field, ...]:
    return tuple(each for name in names if (each := rtype.field(name)))


def show(template: str, title: str, **data: Any) -> Show:
    """One of our templates, with what all of them use."""
    ready = {
        "say": say,
        "label_of": label_of,
        "name_of": name_of,
        "when": when,
        "amount": amount,
        "drawn": drawn,
    }
    return Show(f"evidence/{template}", title, **{**ready, **data})


def factor_words(visit: Visit, ids: Iterable[str]) -> list[tuple[str, str]]:
    return [(each, factor_label(visit.node, each)) for each in ids]


def attempt(visit: Visit, back: str, act: Callable[[], Reply]) -> Reply:
    """What was refused goes back to the form with words beside each field."""
    try:
        return act()
    except Invalid as refused:
        problems = {name: _(text) for name, text in refused.problems.items()}
        return Again(back, visit.form, problems)
    except Forbidden as refused:
        return Again(back, visit.form, {"": _(str(refused.details.get("why", "")))})
    except NotFound:
        return Again(back, visit.form, {"": _(NOT_THERE)})
    except PanohError as error:
        return Again(back, visit.form, {"": said(error)})


def filled(visit: Visit, names: Iterable[str]) -> dict[str, Any]:
    """What was typed into these fields, empty ones left out."""
    raw = visit.form.raw(names)
    return {name: value for name, value in raw.items() if value not in ("", [], None)}


def source_names(visit: Visit) -> dict[str, Row]:
    rows = access.select(visit.node, records.SOURCE, rest="ORDER BY pack = '', pack, ref")
    return {each["id"]: each for each in rows}


def source_options(visit: Visit) -> list[tuple[str, str]]:
    return [(key, str(row["title"])[:80]) for key, row in source_names(visit).items()]


# ── a drawn range ───────────────────────────────────────────────────────────────────────────


def drawn(rows: list[Row]) -> list[dict[str, Any]]:
    """Where each figure lies between the smallest and the largest, in hundredths of the width.

    `open` says on which side a range has no end. One number is a mark as wide as one hundredth.
    """
    read = [figure(each) for each in rows]
    ends = [end for each in read for end in (each.low, each.high, each.value) if end is not None]
    if len({*ends}) < 2 or len({each.unit for each in read}) > 1:
        return []
    least, most = min(ends), max(ends)
    room = (most - least) / Decimal(10)
    least, most = least - room, most + room

    def place(value: Decimal) -> float:
        return round(float((value - least) / (most - least) * 100), 1)

    bars = []
    for row, each in zip(rows, read, strict=True):
        if not each.counts:
            continue
        start = 0.0 if each.low is None else place(each.low)
        end = 100.0 if each.high is None else place(each.high)
        side = ("left" if each.low is None else "") + ("right" if each.high is None else "")
        bars.append(
            {
                "name": name_of(row),
                "words": amount(row),
                "x": min(start, 99.0),
                "width": max(1.0, round(end - start, 1)),
                "open": side,
            }
        )
    return bars
