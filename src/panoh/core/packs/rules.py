"""What may be in a pack. Pure decisions, the same for writing and for reading."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from panoh.errors import Refused
from panoh.lexicon.container import MAX_CONTENT, MAX_FILE

__all__ = ["MAX_CONTENT", "MAX_FILE", "VERSION", "check_content", "check_trust"]

VERSION = 1
MAX_ROWS = 200_000
MAX_COLUMNS = 64
MAX_TEXT = 16_384
KEYS = frozenset(
    {"v", "kind", "name", "version", "licence", "source", "made_on", "columns", "rows"}
)
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")


def check_content(content: Any) -> None:
    """Raises Refused unless `content` is a whole, well-formed pack of the version we read."""
    if type(content) is not dict or set(content) != KEYS:
        raise Refused(finding="a pack without exactly the parts a pack has")
    if content["v"] != VERSION or type(content["v"]) is not int:
        raise Refused(finding="a pack of a version this program does not read")
    for part in ("kind", "name"):
        if type(content[part]) is not str or not _NAME.fullmatch(content[part]):
            raise Refused(finding=f"a pack whose {part} is not a plain name")
    for part in ("licence", "source"):
        if type(content[part]) is not str or not 0 < len(content[part]) <= MAX_TEXT:
            raise Refused(finding=f"a pack that does not state its {part}")
    if type(content["version"]) is not int or content["version"] < 1:
        raise Refused(finding="a pack whose version is not a number from 1 up")
    _check_date(content["made_on"])
    _check_columns(content["columns"])
    _check_rows(content["rows"], len(content["columns"]))


def check_trust(
    pack: bytes, signer: bytes, trusted_keys: Collection[bytes], pinned: Collection[bytes]
) -> None:
    """A pack is taken because its signer is trusted, or because this very content is pinned."""
    if signer not in trusted_keys and pack not in pinned:
        raise Refused(finding="a pack signed by nobody this vault trusts")


def _check_date(value: Any) -> None:
    try:
        if type(value) is str and date.fromisoformat(value).isoformat() == value:
            return
    except ValueError:
        pass  # said below, in the same words as a value of another type
    raise Refused(finding="a pack without a date of its source")


def _check_columns(columns: Any) -> None:
    if type(columns) is not list or not 0 < len(columns) <= MAX_COLUMNS:
        raise Refused(finding="a pack without columns, or with too many")
    if not all(type(name) is str and _NAME.fullmatch(name) for name in columns):
        raise Refused(finding="a pack with a column that has no plain name")
    if len(set(columns)) != len(columns):
        raise Refused(finding="a pack that names a column twice")


def _check_rows(rows: Any, width: int) -> None:
    if type(rows) is not list or len(rows) > MAX_ROWS:
        raise Refused(finding="a pack without rows, or with too many")
    before = ""
    for row in rows:
        if type(row) is not list or len(row) != width:
            raise Refused(finding="a pack row that does not fill the columns")
        if type(row[0]) is not str or not row[0] > before:
            raise Refused(finding="pack rows that are not in the order of their ids")
        before = row[0]
        for cell in row:
            _check_cell(cell)


def _check_cell(cell: Any) -> None:
    kind = type(cell)
    if kind is str:
        if len(cell) > MAX_TEXT:
            raise Refused(finding="a pack text that is too long")
    elif kind is list:
        if not all(type(inner) is str and len(inner) <= MAX_TEXT for inner in cell):
            raise Refused(finding="a pack list of something else than texts")
    elif kind is not int and kind is not bool and cell is not None:
        raise Refused(finding="a pack cell of a type that is not allowed")
