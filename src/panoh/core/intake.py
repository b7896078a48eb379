"""Taking in entries written elsewhere: verify, merge, project, and erase what was erased."""

from __future__ import annotations

import enum
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panoh.core import canonical
from panoh.core.identity import store as identity_store
from panoh.core.log import codec
from panoh.core.log.model import EntryKind, Sealed
from panoh.core.log.rules import has_seen
from panoh.core.log.store import Appended
from panoh.core.records import codec as records_codec
from panoh.core.records.store import Touched
from panoh.core.space.rules import may_write
from panoh.core.work import Work
from panoh.errors import Equivocation, Refused, TooEarly

if TYPE_CHECKING:
    from panoh.core.node import Node


@dataclass(frozen=True, slots=True)
class Taken:
    """How many were new, how many were here already, and why others were refused."""

    new: int
    known: int
    refused: tuple[str, ...]


class Fate(enum.Enum):
    """What became of an entry that arrived."""

    NEW = "new"
    KNOWN = "known"
    EARLY = "early"  # what it builds on is not here yet
    REFUSED = "refused"
    TWOFOLD = "twofold"  # a second entry under one number


@dataclass(frozen=True, slots=True)
class Arrival:
    """`position` is where a new or known entry stands in the vault."""

    fate: Fate
    why: str = ""
    position: int = 0


Noted = Callable[[Sequence[tuple[Sealed, int]]], None]


def take_each(node: Node, entries: Sequence[Sealed], noted: Noted | None = None) -> list[Arrival]:
    """Take in entries in a causal order: all in one write or, where one is refused, each half of
    them again in a write of its own, down to the refused one alone. What was taken stands in the
    vault before anything else is looked at.

    `noted` is told the new and known ones and where they stand, inside the very write that brings
    them.
    """
    if len(entries) == 1:
        return [_take_alone(node, entries[0], noted)]
    try:
        return _take_all(node, entries, noted)
    except Refused:
        half = len(entries) // 2
        return [
            arrival
            for part in (entries[:half], entries[half:])
            for arrival in take_each(node, part, noted)
        ]


def _take_all(node: Node, entries: Sequence[Sealed], noted: Noted | None) -> list[Arrival]:
    with _uncollected(), node.writing() as work, node.log.remembering(), work.gathering():
        arrivals = [_take(node, work, each) for each in entries]
        if noted is not None:
            noted([(e, arrival.position) for e, arrival in zip(entries, arrivals, strict=True)])
    return arrivals


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing here holds itself in a ring. To look through thousands of fresh values for rings,
    again and again while they come, costs a fifth of taking them in."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _take_alone(node: Node, entry: Sealed, noted: Noted | None = None) -> Arrival:
    try:
        return _take_all(node, [entry], noted)[0]
    except Equivocation as error:
        _keep_proof(node, entry)
        return Arrival(Fate.TWOFOLD, str(error))
    except TooEarly as error:
        return Arrival(Fate.EARLY, str(error))
    except Refused as error:
        return Arrival(Fate.REFUSED, str(error))


def take_in(node: Node, entries: Iterable[bytes]) -> Taken:
    """Take in entries in a causal order; a refused one keeps nothing but its reason.

    What arrives about an erased record is erased on arrival. Where such an entry speaks of other
    records too, their values are restated first, so that every replica keeps the same.
    """
    arrivals = [_taken(node, data) for data in entries]
    fates = [each.fate for each in arrivals]
    refused = tuple(each.why for each in arrivals if each.why)
    return Taken(fates.count(Fate.NEW), fates.count(Fate.KNOWN), refused)


def _taken(node: Node, data: bytes) -> Arrival:
    try:
        entry = codec.decode(data)
    except Refused as error:
        return Arrival(Fate.REFUSED, str(error))
    return _take_alone(node, entry)


def _take(node: Node, work: Work, entry: Sealed) -> Arrival:
    appended = node.log.receive(entry)
    if isinstance(appended, int):
        return Arrival(Fate.KNOWN, position=appended)
    if appended.kept.kind == EntryKind.SNAPSHOT and appended.opened.body is not None:
        _Origins(node, appended).check()
    touched = node.records.apply(appended.kept, appended.opened)
    if appended.kept.kind == EntryKind.ERASE and appended.opened.body is not None:
        _name_all(node, work, appended, touched)
        touched.late += _unsaid(node, appended, touched)
    _restate(node, work, touched)
    work.applied(touched)
    return Arrival(Fate.NEW, position=appended.kept.position)


def _name_all(node: Node, work: Work, appended: Appended, touched: Touched) -> None:
    """An erasure names the entries that its author knew. Where it left some out (their bodies were
    held back on the way there, or it means harm), whoever may write names them too; else a body
    that is gone could not be told from one that was taken away."""
    named = set(records_codec.entries_of(appended.opened.body))
    waiting = [each for each in node.records.owed(named=False) if node.log.at(each).id in named]
    node.records.owe(waiting, named=True)
    left_out = [
        kept
        for kept in map(node.log.at, touched.late)
        if kept.id not in named and has_seen(appended.kept.vector, kept.device, kept.sequence)
    ]
    if not left_out:
        return
    row = node.spaces.row(appended.kept.sealed.space)
    if may_write(node.spaces.state(row), node.person.device):
        work.name_erased(row.id, touched.gone, [kept.id for kept in left_out])
    else:
        positions = {kept.position for kept in left_out}
        node.records.owe(positions, named=False)
        touched.late = [each for each in touched.late if each not in positions]


def _unsaid(node: Node, appended: Appended, touched: Touched) -> list[int]:
    """Entries that an erasure names though their records stay: some fields of these were unsaid
    (`Work.erase_fields`). Only of its own space, of what its author had seen, and never a fact or
    another erasure; what still rests on them is restated before their bodies go."""
    known = set(touched.late)
    found = []
    for identity in records_codec.entries_of(appended.opened.body):
        kept = node.log.identified(appended.kept.space, identity)
        if (
            kept is not None
            and kept.position not in known
            and kept.kind in (EntryKind.ASSIGN, EntryKind.SNAPSHOT)
            and has_seen(appended.kept.vector, kept.device, kept.sequence)
        ):
            found.append(kept.position)
    return found


def _restate(node: Node, work: Work, touched: Touched) -> None:
    """Records that still rest on entries about to lose their bodies are stated again.

    Who erased did so for all that was known there; this is about what was not. A reader may not
    write: there such a body stays, and goes when somebody's restatement has come.
    """
    touched.late = sorted({*touched.late, *node.records.owed(named=True)})
    for number in sorted({node.log.at(each).space for each in touched.late}):
        row = node.spaces.row_of(number)
        late = [each for each in touched.late if node.log.at(each).space == number]
        resting = node.records.resting_on(late)
        if resting and may_write(node.spaces.state(row), node.person.device):
            work.restate(row.id, resting)
        elif resting:
            kept = [each for each in late if node.records.resting_on([each])]
            node.records.owe(kept, named=True)
            touched.late = [each for each in touched.late if each not in kept]


def _keep_proof(node: Node, entry: Sealed) -> None:
    with node.database.write():
        node.log.freeze(entry)


class _Origins:
    """Whether a snapshot puts words into anybody's mouth.

    Each value it restates names the entry that first said it. Where that entry's body is still
    here, it must say just that; where it was erased, the word of who restates has to do.
    """

    def __init__(self, node: Node, appended: Appended) -> None:
        self._node = node
        self._appended = appended
        self._opened: dict[tuple[bytes, int, int], dict[tuple[str, bytes], Any] | None] = {}

    def check(self) -> None:
        for kind, record, fields in records_codec.assigned(self._appended.opened.body):
            for name, values in fields.items():
                for device, sequence, time, value in records_codec.restated(values):
                    said = self._said(device, sequence, time)
                    if said is None:
                        continue
                    first = said.get((kind, record), {})
                    if name not in first or _differ(first[name], value):
                        raise Refused(finding="a snapshot of what nobody said")

    def _said(self, device: bytes, sequence: int, time: int) -> dict[tuple[str, bytes], Any] | None:
        """What an entry said by record; None once it is erased."""
        if (device, sequence, time) not in self._opened:
            self._opened[device, sequence, time] = self._open(device, sequence, time)
        return self._opened[device, sequence, time]

    def _open(self, device: bytes, sequence: int, time: int) -> dict[tuple[str, bytes], Any] | None:
        number = identity_store.number_of(self._node.database, device)
        kept = self._node.log.numbered(self._appended.kept.space, number or 0, sequence)
        if kept is None or kept.time != time:
            raise Refused(finding="a snapshot of what nobody said")
        body = self._node.log.open(kept).body
        if body is None:
            return None
        if kept.kind != EntryKind.ASSIGN:
            return {}
        return {(kind, record): values for kind, record, values in records_codec.assigned(body)}


def _differ(first: Any, second: Any) -> bool:
    return canonical.encode(first) != canonical.encode(second)
