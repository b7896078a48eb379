"""CSV for a spreadsheet, in which no text can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet calculate (OWASP, CSV injection), full-width forms too."""


def harmless(text: str) -> str:
    """The text with an apostrophe before it where it would otherwise begin a formula."""
    return "'" + text if text.lstrip(" \ufeff\u00a0").startswith(STARTERS) or text[:1] in STARTERS \
        else text  # fmt: skip


def table(heads: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """UTF-8 with a mark, semicolons, every text in quotation marks: opens in every spreadsheet of
    the region without a question."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(map(harmless, heads))
    for row in rows:
        writer.writerow([harmless(_text(row.get(each))) for each in heads])
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_text(each)}" for name, each in value.items())
    return str(value)
