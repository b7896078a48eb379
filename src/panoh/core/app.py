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

from panoh.core.records.model import Choice, RecordType, Words
from panoh.core.space.model import SpaceId
from panoh.core.space.rows import SpaceRow

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
class Item:
    """One thing of a case that could be shared: `key` names it (a kind, or a record's id).

    `agreement` is the id of the consent or override that covers it for the recipient asked about,
    empty when none does; then `text` is empty too. `basis` is "consent" or the override's reason.
    """

    key: str
    kind: str
    label: str
    text: str = ""
    agreement: str = ""
    basis: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Sharable:
    code: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A line that one app puts on the page of another's thing."""

    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of what one app shows in another's paper: `kind` is lead, text, item or picture, a
    `panoh.paper.model.Picture`. `cited`: what each sentence rests on, by what a person calls it."""

    kind: str
    text: str = ""
    cited: tuple[str, ...] = ()
    picture: Any = None


@dataclass(frozen=True, slots=True)
class Illustration:
    """`rests`: everything that whoever reads it is told of, by what a person calls it."""

    said: tuple[Said, ...]
    rests: frozenset[str] = frozenset()


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
    offered on the Safety page. `tour`: what the tour of the first day says on that page, if it
    stops there."""

    title: Words
    path: str
    order: int
    part: str = ""
    shown: Callable[[Node], bool] | None = None
    tour: Words = ""


@dataclass(frozen=True, slots=True)
class Abroad:
    """What an app wants agreed before a space of its own is opened to somebody in another country.

    `agreed` says of a space and a country whether it is; `agree` keeps that it was: with whom it is
    shared, and `given`, a way of `ways` under "given" and who heard it under "certified_by".
    """

    agreed: Callable[[Node, SpaceRow, str], bool]
    agree: Callable[[Node, SpaceRow, str, str, Mapping[str, Any]], None]
    ways: tuple[Choice, ...]


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
    offers: Mapping[str, Callable[[Node], list[Row]]] = field(default_factory=dict, hash=False)
    """What other apps may read of this one, by a name of the giver's choice, through the giver's
    own access: `node.offered(name)` is the only way from one app to another's records."""
    name_of: Callable[[Node, int], str] | None = None
    """What a person calls a main space (its local number); empty when it is none of this app's."""
    before_sharing: Callable[[Node, int], list[str]] | None = None
    """What must be said before somebody is let into a main space; already in words."""
    path_of: Callable[[Node, int], str] | None = None
    """Where a main space (its local number) is shown; empty when it is none of this app's."""
    abroad: Abroad | None = None
    """Who has to agree before a space of this app is read in another country."""
    sharable: Callable[[Node, str, Sequence[str]], Sharable] | None = None
    """What of a case (by code or id) could go to a recipient who goes by one of these names."""
    stands: Callable[[Node, str], str] | None = None
    """How an agreement of this app stands today; empty when it is none of its own."""
    shut: Callable[[Node, int], str] | None = None
    """Why nobody may be let into a main space (its local number) at present; empty when somebody
    may."""
    beside: Callable[[Node, str, str], list[Beside]] | None = None
    """What to offer on the page of a thing: its sort ("case"), and what it is called."""
    illustrate: Callable[[Node, str, str, frozenset[str]], Illustration] | None = None
    """What of this app a paper of another can show: its sort ("map"), what it is called, and the
    names of what must not be told of. NotFound when it is none of this app's."""
