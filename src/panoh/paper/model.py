"""What stands on a sheet of paper: plain words, in order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `soft` is smaller: who did it, when."""

    text: str
    strong: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list; `done` draws a box beside it, empty or ticked."""

    text: str
    done: bool | None = None
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and what was answered."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A question and ruled lines to write on."""

    label: str
    lines: int = 1


Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """Straight pieces from point to point, in points from the upper left corner. `fill` and `line`
    are greys from 0, black, to 1, white; none is left out. `dash`: lengths on and off."""

    points: tuple[Point, ...]
    closed: bool = False
    fill: float | None = None
    line: float | None = 0.0
    width: float = 0.8
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; `y` is where its letters stand."""

    x: float
    y: float
    text: str
    size: float = 8.0
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, in points. What is too wide for a page stands on one of its own, lying on its
    side. `about` says in words what it shows."""

    width: float
    height: float
    curves: tuple[Curve, ...]
    labels: tuple[Label, ...]
    about: str

    @property
    def lying(self) -> bool:
        return self.width > UPRIGHT

    def scaled(self, by: float) -> Picture:
        return Picture(
            self.width * by, self.height * by,
            tuple(
                replace(each, points=tuple((x * by, y * by) for x, y in each.points),
                        width=each.width * by, dash=tuple(d * by for d in each.dash))
                for each in self.curves
            ),
            tuple(
                replace(each, x=each.x * by, y=each.y * by, size=each.size * by)
                for each in self.labels
            ),
            self.about,
        )  # fmt: skip

    def fitting(self) -> Picture:
        """Not larger than the page that it stands on."""
        wide, high = (LYING, UPRIGHT - 10) if self.lying else (UPRIGHT, LYING - 40)
        by = min(1.0, wide / self.width, high / self.height)
        return self if by == 1 else self.scaled(by)


UPRIGHT, LYING = 481.0, 727.0
"""How wide a picture may be on a page as it stands, and on one lying on its side."""

Line: TypeAlias = Text | Item | Pair | Blank | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """`new_page`: it begins one, as the next copy of a form does."""

    title: str
    lines: tuple[Line, ...]
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document in one language. The title is neutral: it stands in the file as well."""

    title: str
    head: str  # under the title: a code and a day
    language: str  # as `panoh.words` names it
    sections: tuple[Section, ...] = field(default=())

    def texts(self) -> list[str]:
        """Every text that will be seen, for looking at it before it is printed."""
        found = [self.title, self.head]
        for section in self.sections:
            found.append(section.title)
            for line in section.lines:
                found.append(_seen(line))
                if isinstance(line, Pair):
                    found.append(line.value)
        return [each for each in found if each]


def _seen(line: Line) -> str:
    if isinstance(line, Picture):
        return line.about
    return line.label if isinstance(line, (Pair, Blank)) else line.text


def alike(one: Sheet, other: Sheet) -> bool:
    """Whether two languages of one sheet can stand beside each other, line by line."""
    return [len(each.lines) for each in one.sections] == [
        len(each.lines) for each in other.sections
    ] and all(
        type(left) is type(right)
        for mine, theirs in zip(one.sections, other.sections, strict=True)
        for left, right in zip(mine.lines, theirs.lines, strict=True)
    )
