"""Borders: where members work, and what must be agreed before a space is read in another country.

Where somebody works is what they say of themselves; it goes along with their name. What has to be
agreed is known to the app whose space it is (`App.abroad`); nothing is opened without it, whichever
way somebody is let in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from panoh.core.app import Abroad
from panoh.core.identity.model import PersonId
from panoh.core.records import own
from panoh.core.space.store import SpaceRow
from panoh.errors import Forbidden
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

ELSEWHERE = "other"
"""A country that has no entry of its own: never taken for the same as another one."""
NOT_AGREED = N_(
    "It would be read in another country, and the client has not agreed to that. Ask the client,"
    " note the consent in the case, then share it."
)


def country_of(node: Node, person: PersonId) -> str:
    """Where somebody works, as a key of `own.COUNTRIES`; empty where nobody said so."""
    found = node.rows(
        "SELECT country FROM core_member WHERE person = ? AND country IS NOT NULL"
        " ORDER BY changed_at DESC, id LIMIT 1",
        (person.hex(),),
    )
    return str(found[0]["country"]) if found else ""


def set_own_country(node: Node, country: str) -> None:
    """Say where this person works; colleagues of the practice and those who are met from now on
    learn it."""
    practice = node.space("practice")
    held = node.rows(
        "SELECT id FROM core_member WHERE person = ? AND space = ? ORDER BY created_at, id",
        (node.person.id.hex(), node.spaces.row(practice).no),
    )
    values: dict[str, Any] = {"country": country}
    if not held:
        name = node.author(node.person.device_no) or node.person.id.hex()[:8]
        values.update(person=node.person.id.hex(), working_name=name)
    with node.writing() as work:
        work.put(own.MEMBER, practice, held[0]["id"] if held else None, values)


def is_abroad(node: Node, country: str) -> bool:
    """Whether this is another country than that of this person; not while either is unknown."""
    mine = country_of(node, node.person.id)
    return bool(mine and country) and (country != mine or country == ELSEWHERE)


def not_agreed(node: Node, rows: Iterable[SpaceRow], country: str) -> list[SpaceRow]:
    """Those of these spaces that must not be read in this country yet."""
    if not is_abroad(node, country):
        return []
    return [row for row in rows if not all(e.agreed(node, row, country) for e in _asked(node))]


def refuse_unless_agreed(node: Node, row: SpaceRow, person: PersonId) -> None:
    """Called wherever somebody is let into a space."""
    if not_agreed(node, [row], country_of(node, person)):
        raise Forbidden(why=NOT_AGREED)


def agree(
    node: Node, rows: Iterable[SpaceRow], country: str, recipient: str, given: Mapping[str, Any]
) -> None:
    """Keep that the client agreed, for each of these spaces; `given` says how (`Abroad.agree`)."""
    for row in not_agreed(node, rows, country):
        for each in _asked(node):
            if not each.agreed(node, row, country):
                each.agree(node, row, country, recipient, given)


def ways(node: Node) -> list[tuple[str, str]]:
    """How a client may have agreed: keys and labels."""
    return [(way.key, way.label) for each in _asked(node) for way in each.ways]


def _asked(node: Node) -> list[Abroad]:
    return [app.abroad for app in node.apps if app.abroad is not None]
