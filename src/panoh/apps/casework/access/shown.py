"""Which restricted classes are shown in this session, and what is hidden until then."""

from __future__ import annotations

import json
from collections.abc import Iterable

from panoh.core.app import Row
from panoh.core.node import Node

_SHOWN = "casework.shown"
"""Under this name the session keeps which classes of whose case are shown; forgotten on locking."""

CODE_ONLY = ("id", "space", "type", "code", "status", "created_at", "changed_at")
"""What is left of the client's row while the case as a whole is hidden."""


def _held(node: Node) -> dict[str, set[str]]:
    found: dict[str, set[str]] = node.session.setdefault(_SHOWN, {})
    return found


def shown_classes(node: Node, record: str) -> frozenset[str]:
    """The classes of the client with this id that are shown in this session."""
    return frozenset(_held(node).get(record, ()))


def shown_clients(node: Node) -> str:
    """JSON: ids of clients of whom something is shown; lists name a child's case only then."""
    return json.dumps([record for record, classes in _held(node).items() if "child" in classes])


def is_shown(node: Node, record: str, restricted: str) -> bool:
    """Whether this class of the client with this id is shown in this session."""
    return restricted in _held(node).get(record, ())


def set_shown(node: Node, record: str, classes: Iterable[str], shown: bool) -> None:
    held = _held(node).setdefault(record, set())
    (held.update if shown else held.difference_update)(classes)


def hides(node: Node, record: str, space: int) -> bool:
    """Whether what stands in this space of the client with this id is not shown."""
    held = node.spaces.row_of(space)
    needed = {held.restricted}
    if held.parent is not None:
        needed.add(node.spaces.row_of(held.parent).restricted)
    return not needed - {None} <= shown_classes(node, record)


def is_hidden(node: Node, row: Row) -> bool:
    """Whether a row is one of a compartment, or of a child's case, that was not shown."""
    of = row["id"] if row.get("type") == "client" else row.get("client")
    return bool(of) and hides(node, str(of), row["space"])


def code_only(row: Row) -> Row:
    """The client's row as it may be seen while the case is hidden: every other field is empty."""
    return {**only(row, CODE_ONLY), "answers": {}}


def only(row: Row, names: Iterable[str]) -> Row:
    """The row with every other field empty, answers that were given instead of a value too."""
    empty: Row = {name: [] if isinstance(value, list) else None for name, value in row.items()}
    kept = set(names)
    answers = {name: each for name, each in row["answers"].items() if name in kept}
    return {**empty, **{name: row[name] for name in kept}, "answers": answers}


def what_may_be_seen(node: Node, row: Row) -> Row:
    """The client's row, or its code alone while the case as a whole is hidden."""
    return code_only(row) if is_hidden(node, row) else row
