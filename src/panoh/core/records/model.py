"""What a record type is: the one declaration everything else is derived from."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Words = str
"""A message key marked with `N_`; translated where it is shown, never where it is declared."""


class Kind(enum.Enum):
    """What a field holds, which decides its column, its control and its check."""

    TEXT = "text"  # one line
    LONG = "long"  # several lines
    CHOICE = "choice"  # one of `choices`
    CHOICES = "choices"  # several of `choices`; stored as a list of keys
    DATE = "date"  # ISO 8601 date, 2026-11-20
    TIME = "time"  # ISO 8601 local date and time to the minute, 2026-11-20T21:30
    YES = "yes"  # true or false
    NUMBER = "number"  # whole number, 0 and up
    PHONE = "phone"  # kept as typed; digits are indexed
    FACTOR = "factor"  # id from the shared vocabulary
    LANGUAGES = "languages"  # ISO 639 codes, several
    NAMES = "names"  # a person's name in any scripts, several lines, one name a line
    LINK = "link"  # id of another record, 32 hex digits


class Sensitivity(enum.Enum):
    """Who may ever see a field outside the case, and whether it may be searched."""

    PLAIN = "plain"  # counts and states
    PERSONAL = "personal"  # about the client; never in lists of a practice or a default export
    SAFETY = "safety"  # could bring harm tonight if read by another
    QUIET = "quiet"  # in no list, print, title, search or default export


class Answer(enum.StrEnum):
    """Ways of not answering that are answers."""

    NOT_ASKED = "not_asked"
    DECLINED = "declined"  # would rather not say
    NOT_SAFE = "not_safe"  # not safe to ask


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: Words


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record type. `open_ended` adds the three answers of `Answer`.

    `named`: a line that names a person or a place, so it is also found by its sound; fields of
    kind NAMES always are.
    """

    name: str
    kind: Kind
    label: Words
    help: Words = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    open_ended: bool = False
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    search: bool = False
    named: bool = False
    index: bool = False
    max_length: int = 4000
    refuse: Callable[[Any], Words | None] | None = None


@dataclass(frozen=True, slots=True)
class RecordType:
    """A type of record. `home` names the space class it lives in (core.md §1).

    `append_only` records are written once: later changes are new records that amend them. Of these,
    `stands` marks what goes on to hold, such as a consent: whoever is told how things stand is told
    it; the others are notes, which a newcomer is given only when that was chosen.
    """

    app: str
    name: str
    label: Words
    fields: tuple[Field, ...]
    home: str
    readers: Words
    help: Words = ""
    append_only: bool = False
    stands: bool = False
    restricted_by: str | None = None
    access: str = ""
    _by_name: dict[str, Field] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._by_name.update({each.name: each for each in self.fields})

    @property
    def table(self) -> str:
        return f"{self.app}_{self.name}"

    def field(self, name: str) -> Field | None:
        return self._by_name.get(name)
