"""How rows of the ledger are written in a terminal, for a person and as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from panoh.apps.evidence import records
from panoh.apps.evidence.views.figures import value_words
from panoh.cli.output import say, show
from panoh.core.app import Row
from panoh.core.records.model import Field, Kind, RecordType
from panoh.words import _

SHORT = 8


def made(record: str, as_json: bool) -> None:
    """What an adding command prints."""
    if as_json:
        show({"id": record}, True)
    else:
        say(record)


def name_of(row: Row) -> str:
    """What a person calls a record: its row id in a pack, else the beginning of its id."""
    return str(row["ref"]) if row.get("pack") else str(row["id"])[:SHORT]


def data(rtype: RecordType, row: Row, **more: Any) -> dict[str, Any]:
    """A row for `--json`: `id` is the pack's own id for what a pack holds."""
    found = {each.name: row[each.name] for each in rtype.fields if each.name != "key"}
    return {"id": row["ref"], "record": row["id"], "pack": row["pack"], **found, **more}


def choice_words(field: Field | None, key: Any) -> str:
    """The translated words of a choice; the key itself when a newer program wrote it."""
    labels = {each.key: each.label for each in (field.choices if field else ())}
    return _(labels[key]) if key in labels else str(key or "")


def kind_words(rtype: RecordType, row: Mapping[str, Any], name: str) -> str:
    return choice_words(rtype.field(name), row.get(name))


def lines(rtype: RecordType, row: Row, without: Iterable[str] = ()) -> list[str]:
    """`Label: value`, one a line, empty fields left out."""
    left_out = {"key", *without}
    found = []
    for field in rtype.fields:
        value = row.get(field.name)
        if field.name in left_out or field.kind is Kind.LINK or value in (None, "", []):
            continue
        words = choice_words(field, value) if field.choices else value
        text = ", ".join(map(str, words)) if isinstance(words, list) else str(words)
        found.append(f"{_(field.label)}: {text}")
    return found


def figure_line(row: Row) -> str:
    """What is counted, where, when, and the number."""
    when = "–".join(dict.fromkeys(e for e in (row["period_start"], row["period_end"]) if e))
    parts = [row["measure"], row["population"], row["place"], when]
    number = " ".join(
        e
        for e in (kind_words(records.FIGURE, row, "qualifier"), value_words(row), row["unit"])
        if e
    )
    return f"{name_of(row)}  {number}  " + ", ".join(e for e in parts if e)
