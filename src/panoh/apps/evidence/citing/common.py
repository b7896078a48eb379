"""What the formats share: kinds of sources, days, and what has no field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_DAY = re.compile(r"(\d{4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?")


def iso_day(said: str) -> str:
    """2024, 2024-03 or 2024-03-22 out of what stands there; empty when it is no day."""
    found = _DAY.match(said.strip())
    if not found:
        return ""
    year, month, day = found.groups()
    if month and not 1 <= int(month) <= 12:
        return year
    parts = [year]
    if month:
        parts.append(f"{int(month):02}")
        if day and 1 <= int(day) <= 31:
            parts.append(f"{int(day):02}")
    return "-".join(parts)


def extra_of(source: Mapping[str, Any], kind: str) -> Any:
    """What an earlier reading kept under a format's name."""
    try:
        return json.loads(source.get("extra") or "{}").get(kind)
    except (ValueError, AttributeError):
        return None


def with_extra(values: dict[str, Any], kind: str, left: Any) -> dict[str, Any]:
    """The values without empty ones, and what was left over under the format's name."""
    found = {name: value for name, value in values.items() if value not in ("", [], None)}
    found.setdefault("title", "—")
    if left:
        found["extra"] = json.dumps({kind: left}, ensure_ascii=False, sort_keys=True)
    return found
