"""Days and times as spreadsheets and people write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from panoh.sheets.model import Cell

_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::\d{2})?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?")
_FIRST, _LAST = 1.0, 80_000.0
"""Serial numbers that can be a day: from 1900 to 2119."""


def moment(cell: Cell, *, epoch_1904: bool = False) -> datetime | None:
    """The time a cell stands for, at midnight when it is only a day; None when it is none.

    Days are written 2026-11-20, 20.11.2026 or 20/11/2026 (the day first), or are the serial number
    of a spreadsheet. Serial 60 is the day that never was, 29 February 1900, and is refused.
    """
    if cell.number:
        return _serial(cell.text, epoch_1904)
    iso, dotted = _ISO.fullmatch(cell.text), _DOTTED.fullmatch(cell.text)
    try:
        if iso:
            year, month, day, hour, minute = (int(each or 0) for each in iso.groups())
        elif dotted:
            day, month, year, hour, minute = (int(each or 0) for each in dotted.groups())
        else:
            return None
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - local, as typed
    except ValueError:
        return None


def _serial(text: str, epoch_1904: bool) -> datetime | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if epoch_1904:
        number += 1462
    if not _FIRST <= number < _LAST or 60 <= number < 61:
        return None
    start = datetime(1899, 12, 30 if number > 60 else 31)  # noqa: DTZ001 - local, as typed
    return start + timedelta(minutes=round(number * 1440))
