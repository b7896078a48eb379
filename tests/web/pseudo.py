"""A language in which every translated sentence stands in brackets: what stands outside of them was
never asked of a catalogue. One vault with something on every page, and a walk over all of them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import panoh.words as words
from panoh import bootstrap
from panoh.apps.evidence import commands as evidence
from panoh.core.node import Node
from panoh.web.page import Page
from panoh.web.pages import shell_pages
from panoh.web.session import Session
from panoh.web.shell import Held
from tests.apps.casework.browser import Browser
from tests.cast import PEOPLE, Clock, Template
from tests.journeys import practice
from tests.journeys import test_directory as services
from tests.journeys.looks import CODE, KEYS_AND_NAMES, LATIN, PATH

SPOKEN = "ru"
"""The catalogue that is replaced: not English, so that what is left in Latin letters is seen."""
INNERMOST = re.compile("⟦[^⟦⟧]*⟧")
ID = re.compile(r"\b[0-9a-f]{8}(?:[0-9a-f]{24})?\b")
KNOWN = KEYS_AND_NAMES | {"BIB", "JSON", "TTL", "RIS", "csv", "matrix", "graphml", "xmile", "mdl"}
"""Names of formats stand as they are in every language."""
SHOWN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")


class Bracketed:
    """In the place of a catalogue."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return f"⟦{singular if number == 1 else plural}⟧"


class _Everything(frozenset[str]):
    def issuperset(self, other: Any) -> bool:
        return True


def speak_brackets(patch: pytest.MonkeyPatch) -> None:
    """Also for sentences that are read out: here each counts as reviewed."""
    patch.setattr(words, "_catalogue", lambda _code: Bracketed())
    patch.setattr(words, "_reviewed", lambda: {SPOKEN: _Everything()})


class _Texts(HTMLParser):
    """What a person sees or hears of a page, but for parts that say they are in a language of
    their own."""

    VOID = frozenset({"input", "br", "hr", "meta", "link", "img", "path", "col"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._skipped: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        foreign = has.get("lang") not in (None, SPOKEN)
        apart = (
            tag in ("script", "style", "noscript") or "paper" in (has.get("class") or "").split()
        )
        skipped = foreign or apart or bool(self._skipped and self._skipped[-1])
        if not skipped:
            self.texts += [has[name] or "" for name in SHOWN_ATTRIBUTES if name in has]
        if tag not in self.VOID:
            self._skipped.append(skipped)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            return
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self._skipped:
            self._skipped.pop()

    def handle_data(self, data: str) -> None:
        if not (self._skipped and self._skipped[-1]):
            self.texts.append(data)


def outside(texts: list[str]) -> list[str]:
    """The parts of a page's texts that stand in no bracket; a bracket may hold several."""
    before, text = "", "\0".join(texts)
    while before != text:
        before, text = text, INNERMOST.sub("\0", text)
    return [part.strip() for part in text.split("\0") if part.strip()]


@dataclass
class Walk:
    """Every declared page, each address once for each of them."""

    browser: Browser
    typed: frozenset[str]
    quoted: frozenset[str]
    pages: tuple[Page, ...] = ()
    left: dict[str, list[str]] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    """Bytes of each page, gzipped."""

    def pattern(self, path: str) -> str:
        for each in self.pages:
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each.path), path.split("?")[0]):
                return each.path
        return ""

    def over(self, ids: Mapping[str, str]) -> None:
        """Begin where no id is needed or one is known; go on wherever a link leads."""
        waiting = [each for page in self.pages if (each := filled_in(page.path, ids))]
        waiting += [f"/client/{ids['child']}/{part}" for part in ("own", "beside")]
        while waiting:
            path = waiting.pop(0).split("#")[0]
            pattern = self.pattern(path)
            if not pattern or pattern in self.seen:
                continue
            page = self.browser.get(path)
            if page.status != 200 or "<!doctype html>" not in page.body[:200]:
                continue  # led elsewhere, or a file
            self.seen[pattern] = path
            self.weights[pattern] = len(gzip.compress(page.body.encode()))
            self.look(pattern, page.body)
            waiting += [each for each in page.links if each.startswith("/")]

    def refused(self, paths: list[str], ids: Mapping[str, str]) -> None:
        """Forms that are sent with nothing in them come back with words."""
        for each in paths:
            page = self.browser.post(filled_in(each, ids), [])
            self.look(each + ", refused", page.body)

    def look(self, name: str, body: str) -> None:
        reader = _Texts()
        reader.feed(body)
        found = [part for part in outside(reader.texts) if self.strange(name, part)]
        if found:
            self.left[name] = found

    def strange(self, name: str, part: str) -> bool:
        """Whether it holds a word in Latin letters that nobody wrote."""
        rest = PATH.sub("", ID.sub("", CODE.sub("", part)))
        written = self.quoted if name.startswith("/evidence") else self.typed
        return not set(LATIN.findall(rest)) <= KNOWN | written


def filled_in(path: str, ids: Mapping[str, str]) -> str:
    """A declared path for the record that stands for its kind; nothing when there is none."""
    first = path.split("/")[1]
    if "{" not in path:
        return path
    known = first in ids and path.count("{") == 1 and "{id}" in path
    return path.replace("{id}", ids[first]) if known else ""


def typed(ids: Mapping[str, str]) -> frozenset[str]:
    """Latin words that the people of the vault wrote; all else they wrote in Russian."""
    return frozenset({*PEOPLE, "Dushanbe", *LATIN.findall(ids["sent"])})


def quoted(node: Node) -> frozenset[str]:
    """Words of the sources in the pack, and of what they speak of: both in English."""
    texts = [*_texts_in(evidence.look_into(evidence.offered())), *PEOPLE]
    for kind in ("populations", "causal-claims"):
        texts += [str(each.get(key)) for each in node.offered(kind) for key in ("label", "text")]
    return frozenset(LATIN.findall(" ".join(texts)))


def _texts_in(value: Any) -> Iterator[str]:
    if is_dataclass(value) and not isinstance(value, type):
        value = [getattr(value, each.name) for each in fields(value)]
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts_in(each)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from _texts_in(each)


def declared() -> tuple[Page, ...]:
    shell = bootstrap.shell(Path())
    pages = (*shell_pages(Held(shell, Session.unreachable())), *shell.pages)
    return tuple(sorted((e for e in pages if e.method == "GET"), key=lambda e: e.path.count("{")))


def vault(folder: Path) -> tuple[Node, dict[str, str]]:
    node = Template(folder / "cast").copy("Amina", folder, Clock())
    node.language = SPOKEN
    with words.use_language(SPOKEN):
        ids = practice.fill(node, folder, SPOKEN)
        ids |= services.fill(node)
        evidence.add_pack(node, evidence.offered())
    return node, ids
