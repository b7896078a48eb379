"""What one app asks of another: by what they declare, never by name (core.md §9)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from panoh.core.app import Beside, Illustration, Sharable
from panoh.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from panoh.core.node import Node


def sharable(node: Node, case: str, recipients: Sequence[str]) -> Sharable:
    """What of a case could go to a recipient, each item with what the client agreed to."""
    for app in node.apps:
        if app.sharable is not None:
            with suppress(NotFound):
                return app.sharable(node, case, recipients)
    raise NotFound(what=case)


def stands(node: Node, agreement: str) -> str:
    """How an agreement stands today: holds, not_yet, lapsed or withdrawn; empty when it is not
    here, as with one of a colleague."""
    for app in node.apps:
        if app.stands is not None and (found := app.stands(node, agreement)):
            return found
    return ""


def refuse_if_shut(node: Node, main: int) -> None:
    """Called wherever somebody is let into a space: what was offered once may be over by now, as
    when a client has withdrawn what it rested on."""
    for app in node.apps:
        if app.shut is not None and (why := app.shut(node, main)):
            raise Forbidden(why=why)


def beside(node: Node, what: str, name: str) -> list[Beside]:
    """What other apps offer on the page of a thing, such as the referrals of a case by its code."""
    return [each for app in node.apps if app.beside for each in app.beside(node, what, name)]


def illustrate(
    node: Node, kind: str, ref: str, without: frozenset[str] = frozenset()
) -> Illustration:
    """What another app has to show under this name, such as a map; NotFound when none has."""
    for app in node.apps:
        if app.illustrate is not None:
            with suppress(NotFound):
                return app.illustrate(node, kind, ref, without)
    raise NotFound(what=ref)
