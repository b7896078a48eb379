"""BibTeX: entries of name = value, values in braces or quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from panoh.apps.evidence.citing.common import extra_of, iso_day, with_extra

_HEAD = re.compile(r"@\s*(\w+)\s*\{\s*([^,\s{}]*)\s*,", re.ASCII)
_NAME = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*")
_KINDS = {"article": "article", "techreport": "report", "report": "report", "book": "book",
          "misc": "other", "online": "webpage", "dataset": "dataset", "news": "news"}  # fmt: skip
_BACK = {"article": "article", "report": "techreport", "book": "book", "webpage": "online",
         "dataset": "dataset", "news": "news"}  # fmt: skip
_FIELDS = {"title": "title", "journal": "container", "booktitle": "container",
           "publisher": "publisher", "institution": "publisher", "url": "url", "doi": "doi",
           "language": "language", "pages": "detail"}  # fmt: skip
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MOST_DEPTH = 40


def read(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    at = 0
    while match := _HEAD.search(text, at):
        kind = match.group(1).lower()
        if kind in ("comment", "preamble", "string"):
            at = match.end()
            continue
        said, at = _fields(text, match.end())
        found.append(_source(kind, match.group(2), said))
    if not found:
        raise ValueError("bibtex")
    return found


def _fields(text: str, at: int) -> tuple[dict[str, str], int]:
    said: dict[str, str] = {}
    while match := _NAME.match(text, at):
        value, at = _value(text, match.end())
        said[match.group(1).lower()] = value
        while at < len(text) and text[at] in ", \t\r\n":
            at += 1
    return said, at


def _value(text: str, at: int) -> tuple[str, int]:
    """A value in braces (which nest), in quotes, or bare; ValueError when it does not end."""
    if at >= len(text):
        raise ValueError("bibtex")
    if text[at] not in '{"':
        match = re.compile(r"[^,}\s]*").match(text, at)
        return (match.group(), match.end()) if match else ("", at)
    closing = "}" if text[at] == "{" else '"'
    depth, begin = 0, at + 1
    for place in range(begin, len(text)):
        letter = text[place]
        if letter == closing and depth == 0:
            return _plain(text[begin:place]), place + 1
        depth += (letter == "{") - (letter == "}")
        if depth > MOST_DEPTH:
            raise ValueError("bibtex")
    raise ValueError("bibtex")


def _plain(value: str) -> str:
    """Without braces that only keep capitals; blanks as one."""
    text = re.sub(r"\\([&%$#_{}])", r"\1", re.sub(r"(?<!\\)[{}]", "", value))
    return " ".join(text.split())


def _source(kind: str, key: str, said: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {"kind": _KINDS.get(kind, "other")}
    left: dict[str, str] = {"": f"{kind} {key}"}
    for name, value in said.items():
        field = _FIELDS.get(name)
        if name == "author":
            values["authors"] = [each.strip() for each in re.split(r"\s+and\s+", value)]
        elif field and not values.get(field):
            values[field] = value
            if name in ("booktitle", "institution"):
                left[name] = value
        elif name not in ("year", "month"):
            left[name] = value
    year, month = said.get("year", ""), said.get("month", "").lower()[:3]
    number = MONTHS.index(month) + 1 if month in MONTHS else 0
    values["issued"] = iso_day(f"{year}-{number:02}" if number else year)
    return with_extra(values, "bib", left)


def write(sources: Sequence[Mapping[str, Any]]) -> str:
    parts = []
    for number, each in enumerate(sources, 1):
        left = dict(extra_of(each, "bib") or {})
        kind, _blank, key = str(left.pop("", "")).partition(" ")
        said: dict[str, str] = {"title": each["title"]}
        if each.get("authors"):
            said["author"] = " and ".join(each["authors"])
        for name in ("container", "publisher", "url", "doi", "language", "detail"):
            if each.get(name):
                said[_named(name, left)] = each[name]
        issued = each.get("issued") or ""
        if issued:
            said["year"] = issued[:4]
        if len(issued) >= 7:
            said["month"] = MONTHS[int(issued[5:7]) - 1]
        said |= {name: value for name, value in left.items() if name not in said}
        kind = kind or _BACK.get(each.get("kind") or "", "misc")
        lines = [f"  {name} = {{{_kept(value)}}}," for name, value in said.items()]
        parts.append("\n".join([f"@{kind}{{{key or f'source{number}'},", *lines, "}"]))
    return "\n\n".join(parts) + "\n"


def _named(name: str, left: Mapping[str, str]) -> str:
    if name == "container":
        return "booktitle" if "booktitle" in left else "journal"
    if name == "publisher":
        return "institution" if "institution" in left else "publisher"
    return "pages" if name == "detail" else name


def _kept(value: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", value)
