"""RIS: two letters, two blanks, a dash, a value; one citation from TY to ER."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from panoh.apps.evidence.citing.common import extra_of, iso_day, with_extra

_LINE = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?$")
_TYPES = {
    "JOUR": "article", "RPRT": "report", "NEWS": "news", "MGZN": "news", "BOOK": "book",
    "ELEC": "webpage", "DATA": "dataset", "LEGAL": "law", "STAT": "law", "GEN": "other",
}  # fmt: skip
_BACK = {"article": "JOUR", "report": "RPRT", "news": "NEWS", "book": "BOOK", "webpage": "ELEC",
         "dataset": "DATA", "law": "STAT", "talk": "GEN", "other": "GEN"}  # fmt: skip
_FIELDS = {"TI": "title", "T1": "title", "T2": "container", "JO": "container", "JF": "container",
           "PB": "publisher", "UR": "url", "DO": "doi", "LA": "language"}  # fmt: skip


def read(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    said: list[tuple[str, str]] = []
    for line in text.lstrip("\ufeff").splitlines():
        match = _LINE.match(line.rstrip())
        if match:
            tag, value = match.group(1), (match.group(2) or "").strip()
            if tag == "ER":
                found.append(_source(said))
                said = []
            else:
                said.append((tag, value))
        elif said and line.strip():
            said[-1] = (said[-1][0], f"{said[-1][1]} {line.strip()}")
    if said or not found:
        raise ValueError("ris")
    return found


def _source(said: Sequence[tuple[str, str]]) -> dict[str, Any]:
    values: dict[str, Any] = {"authors": [], "kind": "other"}
    left: list[list[str]] = []
    for tag, value in said:
        if tag == "TY":
            values["kind"] = _TYPES.get(value, "other")
            if _BACK[values["kind"]] != value:
                left.append([tag, value])
        elif tag in ("AU", "A1"):
            values["authors"].append(value)
        elif tag in ("DA", "PY", "Y1") and not values.get("issued") and iso_day(value):
            values["issued"] = iso_day(value)
            if tag != "DA" or _day(values["issued"]) != value:
                left.append([tag, value])
        elif tag in _FIELDS and not values.get(_FIELDS[tag]):
            values[_FIELDS[tag]] = value
            if tag in ("T1", "JO", "JF"):
                left.append([tag, value])
        else:
            left.append([tag, value])
    detail = {tag: value for tag, value in said if tag in ("VL", "IS", "SP", "EP")}
    values["detail"] = _detail(detail)
    return with_extra(values, "ris", left)


def _detail(said: Mapping[str, str]) -> str:
    number = said.get("VL", "") + (f"({said['IS']})" if "IS" in said else "")
    pages = "-".join(each for each in (said.get("SP"), said.get("EP")) if each)
    return ":".join(each for each in (number, pages) if each)


def _day(iso: str) -> str:
    return iso.replace("-", "/")


def write(sources: Sequence[Mapping[str, Any]]) -> str:
    lines: list[str] = []
    for each in sources:
        left = extra_of(each, "ris") or []
        replaced = {tag for tag, _value in left}
        kept = [tuple(pair) for pair in left if pair[0] != "TY"]
        kind = next(
            (value for tag, value in left if tag == "TY"), _BACK[each.get("kind") or "other"]
        )
        pairs: list[tuple[str, str]] = [("TY", kind)]
        pairs += [("AU", name) for name in each.get("authors") or []]
        if "T1" not in replaced:
            pairs.append(("TI", each["title"]))
        if each.get("container") and not replaced & {"JO", "JF"}:
            pairs.append(("T2", each["container"]))
        for tag, name in (("PB", "publisher"), ("UR", "url"), ("DO", "doi"), ("LA", "language")):
            if each.get(name):
                pairs.append((tag, each[name]))
        if each.get("issued") and not replaced & {"DA", "PY", "Y1"}:
            pairs.append(("DA", _day(each["issued"])))
        if each.get("detail") and not replaced & {"VL", "SP", "IS"}:
            pairs.append(("VL", each["detail"]))
        lines += [f"{tag}  - {_one(value)}" for tag, value in (*pairs, *kept)]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines)


def _one(value: str) -> str:
    return " ".join(str(value).split())
