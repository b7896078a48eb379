"""A case as a whole: what the case page and `panoh case show` stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from panoh.core.node import Node, Row


@dataclass(frozen=True, slots=True)
class Goal:
    row: Row
    steps: list[Row]


@dataclass(frozen=True, slots=True)
class Note:
    """A note and what amends it, oldest first."""

    row: Row
    amendments: list[Row]


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing the case page proposes. `kind` is one of: danger, overdue, reach, need,
    strength, goal, step, follow_up, review, none; `record` is the one meant, if any."""

    kind: str
    text: str
    record: str | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything of one case that is open to this person. Rows carry no quiet field."""

    client: Row
    needs: list[Row]  # by weight; each with `title` (shown name) and `circumstance` (bool)
    strengths: list[Row]  # as needs
    goals: list[Goal]
    loose_steps: list[Row]  # steps that belong to no goal
    support: list[Row]  # newest first
    follow_ups: list[Row]  # open ones by due date, then done ones newest first
    notes: list[Note]  # newest first
    contacts: list[Row]  # newest first
    reviews: list[Row]  # newest first
    closures: list[Row]
    reopenings: list[Row]
    opened: list[Row]  # newest first: opened_at, created_by
    restricted: list[str]  # classes that have a compartment here
    next_step: NextStep

    @property
    def code(self) -> str:
        return str(self.client["code"])

    @property
    def is_open(self) -> bool:
        return self.client["status"] == "open"


def case(node: Node, ref: str) -> Case:
    raise NotImplementedError


def as_data(node: Node, ref: str, *, with_programme: bool = False) -> dict[str, Any]:
    """The case for `--json`: code, status, needs, strengths, goals, support, follow_ups, notes,
    timeline and more. The programme only on request; faith as a strength never."""
    raise NotImplementedError
