"""CSL-JSON: a list of items as reference managers exchange them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from panoh.apps.evidence.citing.common import extra_of, iso_day, with_extra

_KINDS = {"article-journal": "article", "report": "report", "article-newspaper": "news",
          "article-magazine": "news", "book": "book", "webpage": "webpage", "dataset": "dataset",
          "legislation": "law", "speech": "talk", "interview": "talk"}  # fmt: skip
_BACK = {"article": "article-journal", "report": "report", "news": "article-newspaper",
         "book": "book", "webpage": "webpage", "dataset": "dataset", "law": "legislation",
         "talk": "speech", "other": "document"}  # fmt: skip
_FIELDS = {"title": "title", "container-title": "container", "publisher": "publisher",
           "URL": "url", "DOI": "doi", "language": "language"}  # fmt: skip


def read(text: str) -> list[dict[str, Any]]:
    try:
        items = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise ValueError("csl") from None
    if isinstance(items, dict):
        items = [items]
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        raise ValueError("csl")
    return [_source(each) for each in items]


def _source(item: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {"kind": _KINDS.get(str(item.get("type")), "other")}
    left: dict[str, Any] = {}
    for name, value in item.items():
        if name in _FIELDS and isinstance(value, str):
            values[_FIELDS[name]] = " ".join(value.split())
        elif name == "type" and _BACK[values["kind"]] == value:
            continue
        elif name == "author" and _plain_names(value):
            values["authors"] = [_name(each) for each in value]
        elif name == "issued" and _plain_day(value):
            values["issued"] = _plain_day(value)
        else:
            left[name] = value
    numbers = [str(item.get(name) or "") for name in ("volume", "issue", "page")]
    volume = numbers[0] + (f"({numbers[1]})" if numbers[1] else "")
    values["detail"] = ":".join(each for each in (volume, numbers[2]) if each)
    return with_extra(values, "csl", left)


def _plain_names(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and set(each) <= {"family", "given"} and each.get("family")
        for each in value
    )


def _name(each: Mapping[str, str]) -> str:
    return ", ".join(part for part in (each["family"], each.get("given", "")) if part)


def _plain_day(value: Any) -> str:
    """The day when it is said as parts and nothing else."""
    if not isinstance(value, dict) or set(value) != {"date-parts"}:
        return ""
    parts = value["date-parts"]
    if not (isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], list)):
        return ""
    return iso_day("-".join(str(each) for each in parts[0]))


def write(sources: Sequence[Mapping[str, Any]]) -> str:
    items = []
    for number, each in enumerate(sources, 1):
        left = dict(extra_of(each, "csl") or {})
        item: dict[str, Any] = {"id": left.pop("id", None) or f"source{number}"}
        item["type"] = left.pop("type", None) or _BACK[each.get("kind") or "other"]
        item |= {name: each[field] for name, field in _FIELDS.items() if each.get(field)}
        if each.get("authors"):
            item["author"] = [_parts(name) for name in each["authors"]]
        if each.get("issued"):
            item["issued"] = {"date-parts": [[int(part) for part in each["issued"].split("-")]]}
        if each.get("detail") and not {"volume", "page"} & set(left):
            item["volume"] = each["detail"]
        items.append({**item, **left})
    return json.dumps(items, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _parts(name: str) -> dict[str, str]:
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma else {"family": family}
