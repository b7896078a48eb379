"""What was read out of a document, and the bounds that hold for every kind."""

from __future__ import annotations

from dataclasses import dataclass, field

from panoh.apps.evidence.records.source import LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class Document:
    """`pages`: places in the text where pages begin; empty where there are none."""

    text: str
    title: str = ""
    authors: tuple[str, ...] = ()
    issued: str = ""
    language: str = ""
    made_with: str = "text"
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    file: int = 24 * 1024 * 1024  # bytes of a document
    inside: int = 48 * 1024 * 1024  # bytes of an archive's parts that are read
    pages: int = 1500
    letters: int = LONGEST_TEXT
    seconds: float = 60.0
    memory: int = 768 * 1024 * 1024  # of the process that reads


LIMITS = Limits()


@dataclass
class Unreadable(Exception):
    """A document that is not taken in; `why` is a message key."""

    why: str
    details: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.why
