"""The text of a brief: headings, paragraphs, lists, citations, and what is shown whole.

    # A heading
    A sentence with a number [C120]. Another one [C120, C240].
    - an item of a list [P01]
    !C120          the claim, figure or practice as it is filed
    !disagreements the disagreements among what is cited, here instead of at the end
    !map pooled    a map; `!loops pooled` its loops; `!answer 1a2b3c` an answer to a what-if

A number needs a citation in its own sentence that gives this number. Years and days do not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from panoh.apps.evidence.rules.proved import to_prove
from panoh.apps.evidence.rules.sentences import sentences

_CITED = re.compile(r"\[([A-Za-z][\w.-]*(?:\s*[,;]\s*[A-Za-z][\w.-]*)*)\]|\[([0-9a-f]{6,32})\]")
_AFTER_STOP = re.compile(r"([.!?])(\s*)((?:\[[^\[\]]{1,200}\]\s*)+)(?=\s|$)")
_SHOWN = re.compile(r"!(map|loops|answer)\s+([\w.-]+)$")
_WHOLE = re.compile(r"!([\w.-]+)$")
_HEADER = re.compile(r"(title|reader|place|language)\s*:\s*(.*)", re.IGNORECASE)
DISAGREEMENTS = "disagreements"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with what it cites; its text without the marks of citations."""

    text: str
    cited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: heading, text, item, whole, disagreements, shown. `ref` is what is shown whole;
    `shown` is something of another part of the program: `text` says its sort."""

    kind: str
    sentences: tuple[Sentence, ...] = ()
    text: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Spec:
    title: str
    reader: str
    place: str
    language: str
    blocks: tuple[Block, ...] = field(default=())

    def cited(self) -> list[str]:
        """Every id that is cited or shown whole, in the order of the text."""
        found: dict[str, None] = {}
        for block in self.blocks:
            if block.kind == "whole":
                found[block.ref] = None
            for sentence in block.sentences:
                found.update(dict.fromkeys(sentence.cited))
        return list(found)


def parse_file(text: str) -> Spec:
    """A file: lines `title: …`, `reader: …`, `place: …`, `language: …`, then the text."""
    said: dict[str, str] = {}
    lines = text.lstrip("\ufeff").splitlines()
    at = 0
    while at < len(lines) and (match := _HEADER.fullmatch(lines[at].strip())):
        said[match.group(1).lower()] = match.group(2).strip()
        at += 1
    return spec(said, "\n".join(lines[at:]))


def spec(said: Mapping[str, str | None], body: str) -> Spec:
    return Spec(
        said.get("title") or "",
        said.get("reader") or "",
        said.get("place") or "",
        said.get("language") or "en",
        tuple(_blocks(body)),
    )


def _blocks(body: str) -> list[Block]:
    found: list[Block] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            found.append(Block("text", _sentences(" ".join(paragraph))))
            paragraph.clear()

    for line in (each.strip() for each in body.splitlines()):
        whole, shown = _WHOLE.fullmatch(line), _SHOWN.fullmatch(line)
        if not line:
            close()
        elif line.startswith("#"):
            close()
            found.append(Block("heading", text=line.lstrip("#").strip()))
        elif shown:
            close()
            found.append(Block("shown", text=shown.group(1), ref=shown.group(2)))
        elif whole:
            close()
            ref = whole.group(1)
            kind = DISAGREEMENTS if ref == DISAGREEMENTS else "whole"
            found.append(Block(kind, ref="" if kind == DISAGREEMENTS else ref))
        elif line.startswith(("- ", "* ")):
            close()
            found.append(Block("item", _sentences(line[2:].strip())))
        else:
            paragraph.append(line)
    close()
    return found


def _sentences(text: str) -> tuple[Sentence, ...]:
    """A citation after the full stop belongs to the sentence before it."""
    moved = _AFTER_STOP.sub(lambda m: f" {m.group(3).strip()}{m.group(1)}", text)
    found = []
    for each in sentences(moved):
        said = moved[each.start : each.end]
        cited = [
            name.strip()
            for match in _CITED.finditer(said)
            for name in re.split(r"[,;]", match.group(1) or match.group(2))
        ]
        plain = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_CITED.sub("", said).split()))
        found.append(Sentence(plain, tuple(dict.fromkeys(cited))))
    return tuple(found)


def unproved(
    sentence: Sentence, given: Mapping[str, frozenset[Decimal]], language: str
) -> list[str]:
    """The numbers of a sentence that nothing cited in it gives; `given` maps ids to numbers."""
    known = frozenset().union(*(given.get(each, frozenset()) for each in sentence.cited))
    return [
        sentence.text[each.start : each.end]
        for each in to_prove(sentence.text, language)
        if each.value not in known
    ]
