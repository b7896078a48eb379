"""From a sheet to pages: lines are broken, rows placed, one or two languages side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from panoh.paper.fonts import Face, Faces
from panoh.paper.model import (
    Blank,
    Curve,
    Item,
    Line,
    Pair,
    Picture,
    Section,
    Sheet,
    Text,
    alike,
)

WIDTH, HEIGHT = 595.28, 841.89  # A4 in points
MARGIN = 56.7  # 20 mm
GAP = 18.0
INDENT = 16.0
LEADING = 1.36
RULE = 25.0
"""Room for a line that is written by hand."""
SIZES = {"title": 18.0, "head": 10.0, "section": 13.0, "plain": 11.0, "value": 11.0, "soft": 9.5}
BEFORE = {"title": 0.0, "head": 2.0, "section": 16.0, "plain": 5.0, "value": 0.5, "soft": 7.0}


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face from a point on; `y` counts from the bottom."""

    x: float
    y: float
    size: float
    face: Face
    glyphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x: float
    y: float
    x2: float
    y2: float


@dataclass
class Page:
    runs: list[Run] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)  # `y` counts from the bottom
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands at one height: a text for each language, and what is drawn once for all."""

    texts: tuple[str, ...]
    look: str = "plain"
    strong: bool = False
    indent: float = 0.0
    box: bool | None = None
    bullet: bool = False
    rules: int = 0
    keeps: bool = False  # not to be the last on a page
    turns: bool = False  # begins a page
    picture: Picture | None = None


class Layout:
    """`place` gives the pages; `faces` then knows what was used and what was missing."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self.pages = [Page()]
        self._y = HEIGHT - MARGIN

    def place(self, sheets: Sequence[Sheet]) -> list[Page]:
        rows = list(_rows(sheets))
        heights = [self._height(row) for row in rows]
        for at, row in enumerate(rows):
            needed = heights[at]
            if row.keeps and at + 1 < len(rows):
                needed += heights[at + 1]
            if (row.turns or self._y - needed < MARGIN) and self._y < HEIGHT - MARGIN:
                self._turn()
            self._draw(row)
        last = self.pages[-1]
        if len(self.pages) > 1 and not (last.runs or last.strokes or last.curves):
            self.pages.pop()  # a page that a picture on its side turned to, and nothing came
        self._number()
        return self.pages

    def _turn(self) -> None:
        self.pages.append(Page())
        self._y = HEIGHT - MARGIN

    def _number(self) -> None:
        if len(self.pages) < 2:
            return
        for number, page in enumerate(self.pages, 1):
            text = f"{number} / {len(self.pages)}"
            x = page.width - MARGIN - self._length(text, SIZES["soft"], False)
            page.runs += self._runs(text, x, MARGIN / 2, SIZES["soft"], False)

    # ── one row ─────────────────────────────────────────────────────────────────────────────

    def _columns(self, row: _Row) -> list[tuple[float, float]]:
        """Left edge and width of each language's column."""
        count = len(row.texts)
        wide = (WIDTH - 2 * MARGIN - GAP * (count - 1)) / count
        return [(MARGIN + (wide + GAP) * n + row.indent, wide - row.indent) for n in range(count)]

    def _broken(self, row: _Row) -> list[list[str]]:
        size = SIZES[row.look]
        return [
            self._break(text, wide, size, row.strong)
            for text, (_x, wide) in zip(row.texts, self._columns(row), strict=True)
        ]

    def _height(self, row: _Row) -> float:
        if row.picture is not None:
            return BEFORE["section"] + row.picture.height
        lines = max(map(len, self._broken(row)))
        return BEFORE[row.look] + lines * SIZES[row.look] * LEADING + row.rules * RULE

    def _depict(self, picture: Picture) -> None:
        """A picture where the text stands, or on a page of its own that lies on its side."""
        if picture.lying:
            if self._y < HEIGHT - MARGIN:
                self._turn()
            self.pages[-1].width, self.pages[-1].height = HEIGHT, WIDTH
            top = WIDTH - MARGIN
        else:
            top = self._y - BEFORE["section"]
        page = self.pages[-1]
        for each in picture.curves:
            placed = tuple((MARGIN + x, top - y) for x, y in each.points)
            page.curves.append(replace(each, points=placed))
        for label in picture.labels:
            x, y = MARGIN + label.x, top - label.y
            page.runs += self._runs(label.text, x, y, label.size, label.strong)
        self._y = top - picture.height
        if picture.lying:
            self._turn()

    def _draw(self, row: _Row) -> None:
        if row.picture is not None:
            self._depict(row.picture)
            return
        size = SIZES[row.look]
        broken, columns = self._broken(row), self._columns(row)
        if self._y < HEIGHT - MARGIN:
            self._y -= BEFORE[row.look]
        for number in range(max(map(len, broken))):
            if self._y - size * LEADING < MARGIN:
                self._turn()
            self._y -= size * LEADING
            if number == 0:
                self._mark(row, size)
            for lines, (x, _wide) in zip(broken, columns, strict=True):
                if number < len(lines):
                    found = self._runs(lines[number], x, self._y, size, row.strong)
                    self.pages[-1].runs += found
        for _number in range(row.rules):
            if self._y - RULE < MARGIN:
                self._turn()
            self._y -= RULE
            right = WIDTH - MARGIN
            self.pages[-1].strokes.append(Stroke(MARGIN + row.indent, self._y, right, self._y))

    def _mark(self, row: _Row, size: float) -> None:
        """The sign before an item: a dot, an empty box, a ticked box."""
        x, y, strokes = MARGIN + row.indent - INDENT + 1, self._y, self.pages[-1].strokes
        if row.bullet:
            self.pages[-1].runs += self._runs("–", x, y, size, False)
        if row.box is None:
            return
        side = size * 0.72
        corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
        strokes += [Stroke(*one, *two) for one, two in pairwise(corners)]
        if row.box:
            strokes.append(Stroke(x + side * 0.2, y + side * 0.5, x + side * 0.4, y + side * 0.2))
            strokes.append(Stroke(x + side * 0.4, y + side * 0.2, x + side * 0.85, y + side * 0.85))

    # ── text ────────────────────────────────────────────────────────────────────────────────

    def _length(self, text: str, size: float, strong: bool) -> float:
        return sum(f.font.width(g) for f, g in self.faces.glyphs(text, strong)) * size / 1000

    def _break(self, text: str, wide: float, size: float, strong: bool) -> list[str]:
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line = ""
            for word in paragraph.split():
                longer = f"{line} {word}" if line else word
                if self._length(longer, size, strong) <= wide:
                    line = longer
                    continue
                if line:
                    lines.append(line)
                *whole, line = self._cut(word, wide, size, strong)
                lines += whole
            lines.append(line)
        return lines or [""]

    def _cut(self, word: str, wide: float, size: float, strong: bool) -> list[str]:
        """A word in pieces that fit; most words are one piece."""
        if self._length(word, size, strong) <= wide:
            return [word]
        pieces, piece, length = [], "", 0.0
        for sign in word:
            more = self._length(sign, size, strong)
            if piece and length + more > wide:
                pieces.append(piece)
                piece, length = "", 0.0
            piece, length = piece + sign, length + more
        return [*pieces, piece]

    def _runs(self, text: str, x: float, y: float, size: float, strong: bool) -> list[Run]:
        runs = []
        for _name, several in groupby(self.faces.glyphs(text, strong), lambda each: each[0].name):
            glyphs = list(several)
            face = glyphs[0][0]
            runs.append(Run(x, y, size, face, tuple(glyph for _face, glyph in glyphs)))
            x += sum(face.font.width(glyph) for _face, glyph in glyphs) * size / 1000
        return runs


# ── from lines to rows ──────────────────────────────────────────────────────────────────────


def _rows(sheets: Sequence[Sheet]) -> Iterator[_Row]:
    """Rows of one sheet, or of two that say the same in two languages."""
    if len(sheets) > 1 and not all(alike(sheets[0], each) for each in sheets[1:]):
        raise ValueError("languages side by side must have the same lines")
    yield _Row(tuple(each.title for each in sheets), "title", strong=True, keeps=True)
    yield _Row((sheets[0].head,), "head")
    for several in zip(*(each.sections for each in sheets), strict=True):
        yield from _section(several)


def _section(several: Sequence[Section]) -> Iterator[_Row]:
    titles = tuple(each.title for each in several)
    turns = several[0].new_page
    if any(titles):
        yield _Row(_same(titles), "section", strong=True, keeps=True, turns=turns)
    else:
        yield _Row(("",), "soft")
    for lines in zip(*(each.lines for each in several), strict=True):
        yield from _line(lines)


def _line(lines: Sequence[Line]) -> Iterator[_Row]:
    first = lines[0]
    if isinstance(first, Picture):
        yield _Row(("",), picture=first.fitting())
        return
    if isinstance(first, Pair):
        pairs = [each for each in lines if isinstance(each, Pair)]
        yield _Row(_same(tuple(each.label for each in pairs)), "soft", keeps=True)
        yield _Row(_same(tuple(each.value for each in pairs)), "value")
    elif isinstance(first, Blank):
        labels = tuple(each.label for each in lines if isinstance(each, Blank))
        yield _Row(_same(labels), "plain", rules=first.lines)
    elif isinstance(first, Item):
        texts = _same(tuple(each.text for each in lines if isinstance(each, Item)))
        indent = INDENT * (2 if first.deep else 1)
        yield _Row(texts, "plain", indent=indent, box=first.done, bullet=first.done is None)
    elif isinstance(first, Text):
        texts = _same(tuple(each.text for each in lines if isinstance(each, Text)))
        yield _Row(texts, "soft" if first.soft else "plain", strong=first.strong)


def _same(texts: tuple[str, ...]) -> tuple[str, ...]:
    """What is the same in both languages (a client's own words) is written once."""
    return texts[:1] if len(set(texts)) == 1 else texts
