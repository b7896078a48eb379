"""Whether vaults that met hold the same, as far as each may read it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

from panoh.core.node import Node
from panoh.core.space.model import History, SpaceId
from panoh.errors import NotFound, Refused


class Diverged(AssertionError):
    """Honest vaults do not hold the same."""


class Person(Protocol):
    name: str
    node: Node


def compare(people: Sequence[Person], space: SpaceId) -> None:
    """Whether everybody who is in a space holds the same of it; raises Diverged."""
    holders = [each for each in people if _is_in(each.node, space)]
    full = [each for each in holders if _history(each.node, space) is History.ALL]
    if not full:
        return
    first = full[0]
    void = _let_in_in_vain(first.node, space)
    holders = [each for each in holders if each.node.person.id not in void]
    _removed_open_nothing(people, first.node, space)
    facts, values = _facts(first.node, space), _values(first.node, space)
    for each in holders:
        if _facts(each.node, space) != facts:
            raise Diverged(
                f"{space.hex()[:4]}: {each.name} sees other members: "
                f"{_facts(each.node, space)} {facts}"
            )
        mine = _values(each.node, space)
        history = _history(each.node, space)
        if history is History.NONE:
            if _came_back(each.node, space):
                continue  # what they read the first time may have been changed since unseen
            if not mine <= values:
                raise Diverged(
                    f"{space.hex()[:4]}: {each.name} holds what nobody else does:"
                    f" {sorted(mine - values)}"
                )
            continue
        without = "" if history is History.ALL or _notes(each.node, space) else "toy_line"
        same = {value for value in values if value[0] != without}
        if {value for value in mine if value[0] != without} != same:
            raise Diverged(
                f"{space.hex()[:4]}: {each.name} ({history}) lacks"
                f" {sorted(same - mine)} and has {sorted(mine - same)} against {first.name}"
            )


def _removed_open_nothing(people: Sequence[Person], node: Node, space: SpaceId) -> None:
    """Who is no longer in a space does not hold the key that it is written under now."""
    state = node.spaces.state(node.spaces.row(space))
    for person in people:
        with suppress(NotFound):
            row = person.node.spaces.row(space)
            outside = person.node.person.device not in state.epochs[state.current].readers
            member = person.node.person.id in state.members
            if outside and not member and person.node.spaces.has_key(row, state.current):
                raise Diverged(f"{person.name} left and holds the key of {space.hex()[:4]}")


def _let_in_in_vain(node: Node, space: SpaceId) -> set[bytes]:
    """Let in by somebody who, unknown to both, managed the space no more: who is in it does not
    write to them, so they go on seeing what they saw (docs/threat-model.md)."""
    state = node.spaces.state(node.spaces.row(space))
    named = {fact["person"] for fact, _ in state.overtaken if fact.get("k") == "member"}
    return named - set(state.members)


def ever_let_in(node: Node, space: SpaceId) -> set[bytes]:
    """Everybody who was let into a space as far as this vault knows, those who left it too."""
    try:
        facts = node.spaces.facts(node.spaces.row(space))
    except (NotFound, Refused):
        return set()
    return {each.fact["person"] for each in facts if each.fact.get("k") == "member"}


def _is_in(node: Node, space: SpaceId) -> bool:
    try:
        row = node.spaces.row(space)
        state = node.spaces.state(row)
    except (NotFound, Refused):
        return False
    return node.person.id in state.members


def _history(node: Node, space: SpaceId) -> History:
    """The least that any of a person's devices had to begin with here. Who was given all by
    somebody who had not all has only what that one had."""
    row = node.spaces.row(space)
    state = node.spaces.state(row)
    if not node.spaces.closed_epochs(row):
        return History.ALL
    mine = [
        state.joined[key].history
        for key, each in state.devices.items()
        if each.person == node.person.id
    ]
    return History.CURRENT if set(mine) == {History.CURRENT} else History.NONE


def _came_back(node: Node, space: SpaceId) -> bool:
    """Whether somebody was let in, left and was let in again."""
    row = node.spaces.row(space)
    state = node.spaces.state(row)
    closed = [e for e in state.epochs.values() if not node.spaces.has_key(row, e.id)]
    held = [e for e in state.epochs.values() if node.spaces.has_key(row, e.id)]
    return bool(closed) and min(e.number for e in held) < max(e.number for e in closed)


def _notes(node: Node, space: SpaceId) -> bool:
    state = node.spaces.state(node.spaces.row(space))
    return all(
        state.joined[key].notes
        for key, each in state.devices.items()
        if each.person == node.person.id
    )


def _facts(node: Node, space: SpaceId) -> Any:
    state = node.spaces.state(node.spaces.row(space))
    return (
        sorted((person.hex()[:4], role.value) for person, role in state.members.items()),
        sorted(each.hex()[:4] for each in state.devices),
        sorted(each.hex()[:4] for each in state.epochs),
        state.current.hex()[:4],
    )


def _values(node: Node, space: SpaceId) -> set[tuple[Any, ...]]:
    number = node.spaces.row(space).no
    return set(
        node.database.execute(
            "SELECT a.type, hex(a.record), a.field, hex(d.id), a.sequence, a.time, hex(a.value)"
            " FROM assignment a JOIN device d ON d.no = a.device WHERE a.space = ?",
            (number,),
        )
    )
