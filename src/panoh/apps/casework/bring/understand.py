"""Rows of a table into values that the commands take, or the reasons why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from panoh.apps.casework import rules
from panoh.apps.casework.bring.fields import KINDS, OLD_NUMBER, Target, choice_words, plain, target
from panoh.core.records.model import Field, Kind
from panoh.core.records.rules import clean
from panoh.sheets.model import Cell, Row, Table
from panoh.sheets.values import moment
from panoh.words import N_

_SEVERAL = re.compile(r"[,;/\n]+")
_BAD_DAY = N_("This is no day. Write it as 2026-11-20 or 20.11.2026.")
_CHOICES = (Kind.CHOICE, Kind.CHOICES, Kind.LANGUAGES, Kind.YES)


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` as the spreadsheet counts, 0 for the whole list; `why` is a message key."""

    row: int
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Understood:
    """`rows`: the row's number, its old number if any, and clean values."""

    rows: list[tuple[int, str, dict[str, Any]]]
    problems: list[Problem]


def understand(
    table: Table, kind: str, mapping: Mapping[int, str], taken: Callable[[str], bool]
) -> Understood:
    """Reads the whole table. `taken` tells whether a code is in the vault already."""
    reader = _Reader(table, kind, mapping, taken)
    whole = reader.whole()
    if whole:
        return Understood([], whole)
    rows = [found for row in table.rows if (found := reader.row(row))]
    return Understood(rows, reader.problems)


class _Reader:
    def __init__(
        self, table: Table, kind: str, mapping: Mapping[int, str], taken: Callable[[str], bool]
    ) -> None:
        self._table = table
        self._kind = kind
        self._columns: list[tuple[int, Target]] = [
            (column, found)
            for column, name in sorted(mapping.items())
            if (found := target(kind, name))
        ]
        self._taken = taken
        self._seen: dict[tuple[str, str], int] = {}
        self.problems: list[Problem] = []

    def whole(self) -> list[Problem]:
        """What is wrong before any row is looked at."""
        names = [each.name for _column, each in self._columns]
        problems = []
        if not names:
            problems.append(Problem(0, "", N_("Choose what at least one column is.")))
        for each in {name for name in names if names.count(name) > 1}:
            found = target(self._kind, each)
            if found and found.field.kind is not Kind.NAMES:
                problems.append(Problem(0, found.label, N_("Two columns are chosen for this.")))
        if self._kind == "contacts" and "held_at" not in names:
            problems.append(Problem(0, N_("When"), N_("Choose which column holds the day.")))
        if not self._table.rows:
            problems.append(Problem(0, "", N_("There is no row below the headings.")))
        return problems

    def row(self, row: Row) -> tuple[int, str, dict[str, Any]] | None:
        """The row as values; None when it is refused or empty."""
        before = len(self.problems)
        values: dict[str, Any] = {}
        for column, found in self._columns:
            cell = row.cell(column)
            if not cell.refused and not cell.text:
                continue
            try:
                value = self._value(found, cell)
            except ValueError as problem:
                self._refuse(row, column, str(problem))
                continue
            held = values.get(found.name)
            values[found.name] = [*held, *value] if isinstance(held, list) else value
        old = str(values.pop(OLD_NUMBER.name, "") or "")
        self._once(row, "old_number", old)
        self._once(row, "code", str(values.get("code") or ""))
        if values:
            self._sense(row, values)
        if len(self.problems) > before or not values:
            return None
        return row.number, old, values

    def _refuse(self, row: Row, column: int, why: str) -> None:
        heads = self._table.heads
        self.problems.append(Problem(row.number, heads[column] if column < len(heads) else "", why))

    def _column_of(self, name: str) -> int:
        return next((column for column, each in self._columns if each.name == name), -1)

    def _once(self, row: Row, name: str, value: str) -> None:
        if not value:
            return
        key = (name, value.casefold())
        if key in self._seen:
            self._refuse(row, self._column_of(name), N_("The same stands in an earlier row."))
        self._seen.setdefault(key, row.number)

    def _sense(self, row: Row, values: dict[str, Any]) -> None:
        if self._kind != "contacts":
            return
        if "held_at" not in values and not any(p.row == row.number for p in self.problems[-1:]):
            self._refuse(row, self._column_of("held_at"), N_("This is needed."))
        if values.get("head_count") is not None and values.get("channel") != "group":
            why = N_("A head count belongs to a group session only.")
            self._refuse(row, self._column_of("head_count"), why)

    # ── one cell ────────────────────────────────────────────────────────────────────────────

    def _value(self, found: Target, cell: Cell) -> Any:
        if cell.refused:
            raise ValueError(cell.refused)
        field = found.field
        if found.name == "code" and self._kind == "clients":
            return self._code(cell)
        if field.kind in (Kind.DATE, Kind.TIME):
            when = moment(cell, epoch_1904=self._table.epoch_1904)
            if when is None:
                raise ValueError(_BAD_DAY)
            return when.date().isoformat() if field.kind is Kind.DATE else (
                when.isoformat(timespec="minutes")
            )  # fmt: skip
        if field.kind in _CHOICES:
            return clean(field, self._chosen(field, cell.text))
        return clean(field, cell.text)

    def _code(self, cell: Cell) -> str:
        code = rules.read_code(cell.text)
        if code is None:
            raise ValueError(N_("This is no code of Panoh. Take the column as the old number."))
        if self._taken(code):
            raise ValueError(N_("This code is in the vault already."))
        return code

    def _chosen(self, field: Field, text: str) -> Any:
        known = choice_words(KINDS[self._kind], field.name)
        if field.kind is Kind.CHOICE and plain(text) in known:
            return known[plain(text)]
        several = [part for each in _SEVERAL.split(text) if (part := plain(each))]
        unknown = [each for each in several if each not in known]
        if unknown or (field.kind in (Kind.CHOICE, Kind.YES) and len(several) != 1):
            raise ValueError(N_("This is none of the words offered for it."))
        keys = [known[each] for each in several]
        return keys[0] if field.kind in (Kind.CHOICE, Kind.YES) else keys
