"""What stands in a brief, in order, in words: the same for every kind of file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from panoh.apps.evidence import records
from panoh.apps.evidence.rules.spec import Block, Sentence
from panoh.apps.evidence.views.briefs import Built, Cited, citation
from panoh.apps.evidence.views.figures import KIND_WORDS, Shown, value_words
from panoh.core.app import Row
from panoh.core.records.model import RecordType
from panoh.paper.model import Picture
from panoh.words import _


@dataclass(frozen=True, slots=True)
class Part:
    """`kind`: title, head, heading, lead (a line that others belong to), text, item, quote,
    reference, picture. `number` of a reference."""

    kind: str
    text: str
    number: int = 0
    picture: Picture | None = None


def parts_of(built: Built) -> list[Part]:
    spec = built.spec
    reader = _label(records.BRIEF, "reader", spec.reader)
    found = [Part("title", spec.title), Part("head", reader)]
    placed = False
    for block in built.blocks:
        if block.kind == "disagreements":
            found += _disagreements(built)
            placed = True
        else:
            found += _block(built, block)
    if not placed:
        found += _disagreements(built)
    if built.numbered:
        found.append(Part("heading", _("References")))
        found += [Part("reference", _reference(each), n) for n, each in built.references()]
    return found


def name_of(row: Row) -> str:
    return str(row["ref"] if row["pack"] else row["ref"][:8])


def _label(rtype: RecordType, name: str, key: str | None) -> str:
    field = rtype.field(name)
    choices = field.choices if field else ()
    return next((_(each.label) for each in choices if each.key == key), key or "")


def _marks(built: Built, cited: tuple[str, ...]) -> str:
    numbers = [str(built.numbered[each]) for each in cited if each in built.numbered]
    return f" [{', '.join(numbers)}]" if numbers else ""


def _sentence(built: Built, each: Sentence) -> str:
    marks = _marks(built, each.cited)
    if marks and each.text[-1:] in ".!?":
        return each.text[:-1] + marks + each.text[-1]
    return each.text + marks


def _block(built: Built, block: Block) -> Iterator[Part]:
    if block.kind == "heading":
        yield Part("heading", block.text)
    elif block.kind == "shown":
        for each in built.shown[block].said:
            text = _sentence(built, Sentence(each.text, each.cited))
            yield Part(each.kind, each.picture.about if each.picture else text, 0, each.picture)
    elif block.kind == "whole":
        yield from _whole(built, built.cited[block.ref])
    else:
        kind = "item" if block.kind == "item" else "text"
        yield Part(kind, " ".join(_sentence(built, each) for each in block.sentences))


def _whole(built: Built, each: Cited) -> Iterator[Part]:
    mark = _marks(built, (each.ref,))
    row = each.row
    if row["type"] == "claim":
        who = f"{row['says']}: " if row["says"] else ""
        yield Part("quote", f"{who}{row['text']}{mark}")
    elif row["type"] == "figure":
        yield Part("quote", figure_words(row) + mark)
    elif row["type"] == "finding":
        yield Part("quote", _finding(row) + mark)
    else:
        yield Part("lead", row["title"])
        yield Part("text", f"{row['what']}{mark}")
        for finding in each.findings:
            yield Part("item", _finding(finding) + _marks(built, (name_of(finding),)))


def figure_words(row: Row) -> str:
    """What is counted, of whom, where, when, and the number."""
    when = "–".join(dict.fromkeys(e for e in (row["period_start"], row["period_end"]) if e))
    exact = "" if row["qualifier"] in (None, "", "exact") else _label(
        records.FIGURE, "qualifier", row["qualifier"]
    )  # fmt: skip
    amount = " ".join(e for e in (exact, value_words(row), row["unit"] or "") if e)
    about = ", ".join(e for e in (row["measure"], row["population"], row["place"], when) if e)
    return f"{about}: {amount}"


def _finding(row: Row) -> str:
    """An outcome with its grade, or with the words that it has none."""
    if row["state"] == "assessed":
        graded = _label(records.FINDING, "grade", row["grade"])
        grade = f"{graded} ({_label(records.FINDING, 'kind', row['kind'])})"
    else:
        grade = _label(records.FINDING, "state", row["state"])
    return " ".join(
        each
        for each in (f"{row['outcome'].rstrip('.')}.", row["effect"] or "", f"{grade}.")
        if each
    )


def _disagreements(built: Built) -> Iterator[Part]:
    if not built.disagreements:
        return
    yield Part("heading", _("Where the sources disagree"))
    for each in built.disagreements:
        yield Part("lead", f"{_first(each.measure)}: {_(KIND_WORDS[each.kind])}.{_sums(each)}")
        for row in each.rows:
            words = (
                figure_words(row)
                if row["type"] == "figure"
                else ": ".join(part for part in (row["says"], row["text"]) if part)
            )
            yield Part("item", words + _marks(built, (built.names.get(row["id"], ""),)))


def _first(words: str) -> str:
    """The beginning of a line: a great letter, no full stop at the end."""
    return words[:1].upper() + words[1:].rstrip(".")


def _sums(each: Shown) -> str:
    if not each.sums:
        return ""
    said = _("said {stated}, computed {computed}").format(
        stated=each.sums[0], computed=each.sums[1]
    )
    return f" {said}."


def _reference(each: Cited) -> str:
    return f"{each.where or citation(each.source)} ({name_of(each.row)})"
