"""A brief as PDF, through the layer that also prints other papers."""

from __future__ import annotations

from panoh.apps.evidence.written.parts import Part
from panoh.paper import pdf
from panoh.paper.model import Item, Line, Section, Sheet, Text


def sheet(parts: list[Part], language: str) -> Sheet:
    """The brief as a sheet: a section for each heading."""
    title = next((each.text for each in parts if each.kind == "title"), "")
    head = next((each.text for each in parts if each.kind == "head"), "")
    sections: list[tuple[str, list[Line]]] = [("", [])]
    for each in parts:
        if each.kind == "heading":
            sections.append((each.text, []))
        elif each.kind in ("item", "quote"):
            sections[-1][1].append(Item(each.text))
        elif each.kind == "reference":
            sections[-1][1].append(Text(f"{each.number}. {each.text}", soft=True))
        elif each.picture is not None:
            sections[-1][1].append(each.picture)
        elif each.kind in ("lead", "text"):
            sections[-1][1].append(Text(each.text, strong=each.kind == "lead"))
    made = tuple(Section(name, tuple(lines)) for name, lines in sections if name or lines)
    return Sheet(title, head, language, made)


def write(parts: list[Part], language: str) -> bytes:
    return pdf.write([sheet(parts, language)]).data
