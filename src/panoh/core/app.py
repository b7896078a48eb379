"""What an app declares about itself: its only registration (core.md §9).

The core dispatches by record type and always through the owner's access function; apps never
import one another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panoh.core.records.model import RecordType, Words
from panoh.core.space.model import SpaceId

if TYPE_CHECKING:
    from panoh.core.node import Node

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline, from the log. `changes` is empty once the body is erased."""

    time: datetime
    author: str
    type: str
    record: str
    changes: Mapping[str, Any]
    entry: str
    erased: bool
    kind: str


@dataclass(frozen=True, slots=True)
class TodayItem:
    """Something to do. `urgency` 0 is danger; `text` is translated and holds no name."""

    when: date | None
    urgency: int
    text: str
    link: str
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """A search result for a person to look at."""

    title: str
    detail: str
    link: str
    reason: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A record type and the only function that hands its records out.

    `hidden` says of a row whether it is not to be shown at this moment.
    """

    type: RecordType
    access: Callable[[Node, str], Row]
    hidden: Callable[[Node, Row], bool] | None = None


@dataclass(frozen=True, slots=True)
class NavItem:
    """`part`: the beginning of the addresses that this entry belongs to, for an app that stands
    apart: its entries show on its own pages only, and no others show there. The first of them is
    offered on the Safety page."""

    title: Words
    path: str
    order: int
    part: str = ""
    shown: Callable[[Node], bool] | None = None


@dataclass(frozen=True, slots=True)
class App:
    """`pages` are web.page.Page; `command_line` adds the app's commands to a click group.

    They are typed loosely here because the core lies below both shells.
    """

    name: str
    title: Words
    records: tuple[Registered, ...]
    views: str
    today: Callable[[Node, int], list[TodayItem]]
    search: Callable[[Node, str], list[Found]]
    timeline: Callable[[Node, str], list[Event]] | None
    pages: Sequence[Any]
    navigation: tuple[NavItem, ...]
    command_line: Callable[[Any], None]
    templates: Path
    packs: tuple[str, ...] = field(default=())
    unlocked: Callable[[Node], object] | None = None
    """What is due when a person unlocks the pages; an error in it never keeps the vault shut."""
    space_of: Callable[[Node, str], SpaceId] | None = None
    """The main space that a person names, such as by a client's code; NotFound when it is none of
    this app's."""
    offers: Mapping[str, Callable[[Node], list[Row]]] = field(default_factory=dict)
    """What other apps may read of this one, by a name of the giver's choice, through the giver's
    own access: `node.offered(name)` is the only way from one app to another's records."""
    name_of: Callable[[Node, int], str] | None = None
    """What a person calls a main space (its local number); empty when it is none of this app's."""
