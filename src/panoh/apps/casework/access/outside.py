"""What may leave the vault of a case: the open part, and the classes asked for by name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from panoh.apps.casework.access.case import Case
from panoh.apps.casework.access.one import find
from panoh.apps.casework.access.restricted import OpenPart, open_part
from panoh.apps.casework.records import TAKEN_OUT
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.words.dates import show_date


def taken_out(node: Node, ref: str) -> Row:
    """One thing that was printed or exported."""
    return find(node, TAKEN_OUT, ref)


def part_of_classes(whole: Case, classes: Collection[str]) -> OpenPart:
    """The case without its restricted lines, but with those of the named classes."""
    return open_part(whole, classes)


def head_of(case: Case, today: date) -> str:
    """What stands under a title: the code and the day."""
    return f"{case.code} · {show_date(today)}"
