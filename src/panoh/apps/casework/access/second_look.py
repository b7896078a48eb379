"""Who asked whom to look something over, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass

from panoh.apps.casework.access.one import find, of_case
from panoh.apps.casework.records import SECOND_LOOK, SECOND_LOOK_ANSWER
from panoh.core import membership
from panoh.core.app import Row
from panoh.core.identity.model import PersonId
from panoh.core.node import Node
from panoh.core.space.model import Role


@dataclass(frozen=True, slots=True)
class Look:
    """A request and its answer; an answer by somebody else than who was asked is none."""

    row: Row
    asked_by: str  # id of a person in hex
    asked_of: str
    answer: Row | None

    @property
    def state(self) -> str:
        """open, approved or returned."""
        return str(self.answer["verdict"]) if self.answer else "open"


def second_look(node: Node, ref: str) -> Row:
    """One request."""
    return find(node, SECOND_LOOK, ref)


def second_look_answer(node: Node, ref: str) -> Row:
    return find(node, SECOND_LOOK_ANSWER, ref)


def looks(node: Node, client: Row) -> list[Look]:
    """All requests of a case, newest first."""
    answers: dict[str, list[Row]] = {}
    for each in of_case(node, SECOND_LOOK_ANSWER, client, "ORDER BY created_at, id"):
        answers.setdefault(str(each["request"]), []).append(each)
    found = []
    for row in of_case(node, SECOND_LOOK, client, "ORDER BY created_at DESC, id"):
        asked_of = str(row["asked_of"])
        given = [each for each in answers.get(row["id"], []) if _author(node, each) == asked_of]
        found.append(Look(row, _author(node, row), asked_of, given[0] if given else None))
    return found


def look(node: Node, client: Row, record: str) -> Look:
    return next(each for each in looks(node, client) if each.row["id"] == record)


def _author(node: Node, row: Row) -> str:
    """Whoever wrote a record, as an id in hex; the row names them by their working name."""
    found = node.rows(f"SELECT created_by FROM casework_{row['type']} WHERE id = ?", (row["id"],))
    return membership.person_behind(node, found[0]["created_by"]).hex()


def may_be_asked(node: Node, client: Row) -> list[tuple[PersonId, str]]:
    """Who is in this case and can answer: id and working name, by name."""
    found = [
        (each.person, each.name)
        for each in membership.members(node, node.space_id(client["space"]))
        if each.person != node.person.id and each.role is not Role.READER
    ]
    return sorted(found, key=lambda each: (each[1].casefold(), each[0]))
