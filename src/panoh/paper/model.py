"""What stands on a sheet of paper: plain words, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
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


Line: TypeAlias = Text | Item | Pair | Blank


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
                found.append(line.label if isinstance(line, (Pair, Blank)) else line.text)
                if isinstance(line, Pair):
                    found.append(line.value)
        return [each for each in found if each]


def alike(one: Sheet, other: Sheet) -> bool:
    """Whether two languages of one sheet can stand beside each other, line by line."""
    return [len(each.lines) for each in one.sections] == [
        len(each.lines) for each in other.sections
    ] and all(
        type(left) is type(right)
        for mine, theirs in zip(one.sections, other.sections, strict=True)
        for left, right in zip(mine.lines, theirs.lines, strict=True)
    )
