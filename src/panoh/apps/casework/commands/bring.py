"""Writing what was understood of a list: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from panoh.apps.casework import rules
from panoh.apps.casework.commands.contact import check_heads
from panoh.apps.casework.commands.shared import own_line, read_values
from panoh.apps.casework.records import CASELOAD, CLIENT, CONTACT
from panoh.core.node import Node
from panoh.crypto.derive import random

Progress = Callable[[int, int], None]
EVERY = 50


def _silent(_done: int, _all: int) -> None:
    return


def code_taken(node: Node, code: str) -> bool:
    """Whether a client of this vault has the code."""
    return bool(node.rows("SELECT 1 AS found FROM casework_client WHERE code = ?", (code,)))


def bring_clients(
    node: Node, several: Sequence[Mapping[str, Any]], progress: Progress = _silent
) -> list[str]:
    """Takes on all of them and gives their codes in order. A `code` that is given is kept."""
    cleaned = [read_values(CLIENT, each, allow=("code",)) for each in several]
    held = {str(each["code"]) for each in node.rows("SELECT code FROM casework_client")}
    own, codes = own_line(node), []
    with node.writing() as work:
        practice = node.space("practice")
        for number, values in enumerate(cleaned, 1):
            code = values.get("code") or rules.make_code(random, held.__contains__)
            held.add(code)
            codes.append(code)
            standing = {"code": code, "status": "open"}
            work.put(CLIENT, work.new_space("case"), None, {**values, **standing})
            line = {**standing, **own, "overdue": 0}
            work.put(CASELOAD, practice, None, line)
            if number % EVERY == 0:
                progress(number, len(cleaned))
    return codes


def bring_contacts(
    node: Node, several: Sequence[Mapping[str, Any]], progress: Progress = _silent
) -> int:
    """Notes all of them on the desk; gives how many."""
    cleaned = []
    for each in several:
        values = read_values(CONTACT, each)
        values["channel"] = values.get("channel") or "other"
        values["state"] = "done"  # an old list is a record, not a list of things to do
        check_heads(values)
        cleaned.append(values)
    with node.writing() as work:
        desk = node.space("desk")
        for number, values in enumerate(cleaned, 1):
            work.put(CONTACT, desk, None, values)
            if number % EVERY == 0:
                progress(number, len(cleaned))
    return len(cleaned)
