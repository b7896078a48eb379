"""Who and what may come in: the form of a body, its author, and the facts it states.

Every decision here follows from an entry and from what its author had seen, never from what else
happens to have arrived: so all vaults decide alike, whatever reached them first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from panoh.core.identity import codec as identity_codec
from panoh.core.identity.model import Certificate, DeviceId
from panoh.core.log import rules
from panoh.core.log.model import EntryKind, Header
from panoh.core.space.codec import facts_of
from panoh.core.space.model import Fact, SignedFact, SpaceId, SpaceState
from panoh.core.space.rules import fold, in_order, may_write
from panoh.errors import Refused

_ID = 16
MAX_PIECE = 64 * 1024
"""Bytes of an attachment in one entry."""


def check_body(kind: int, body: Any) -> None:
    """Raises Refused unless a body has the form its kind asks for; None is an erased one.

    Facts and erasures are never erased: without its body such an entry was tampered with, and to
    keep it would lose for good what it says.
    """
    if body is None:
        if kind in (EntryKind.FACT, EntryKind.ERASE):
            raise Refused(finding="an entry whose body was withheld")
        return
    if not isinstance(body, dict):
        if kind in _KNOWN:
            raise Refused(finding="an entry whose body is malformed")
        return
    overflow(body)
    if kind == EntryKind.FACT:
        stated(body)
    elif kind == EntryKind.BLOB:
        _check_piece(body)


_KNOWN = frozenset(int(each) for each in EntryKind)


def stated(body: Any) -> list[Fact]:
    """The facts of a FACT body, one at least."""
    facts = facts_of(body)
    if not facts:
        raise Refused(finding="facts that are malformed")
    return facts


def overflow(body: Any) -> list[tuple[DeviceId, int]]:
    """Heads that found no room in the header."""
    named = body.get("seen", []) if isinstance(body, dict) else []
    if not isinstance(named, list) or not all(_is_head(each) for each in named):
        raise Refused(finding="an entry whose list of what it had seen is malformed")
    return [(each[0], each[1]) for each in named]


def heads(header: Header, body: Any, readers: Sequence[DeviceId]) -> list[tuple[DeviceId, int]]:
    """All heads that an entry names, by device; raises Refused on one that nobody knows."""
    named: list[tuple[DeviceId, int]] = []
    for place, last in header.seen:
        if place >= len(readers):
            raise Refused(finding="an entry that names a device nobody knows")
        named.append((readers[place], last))
    return named + overflow(body)


def author(state: SpaceState | None, header: Header, body: Any) -> Certificate:
    """The certificate to verify an entry with: of a device in the space as its author knew it, or
    one by which a device introduces itself as its first act there."""
    known = state.devices.get(header.device) if state is not None else None
    if known is not None:
        return known
    if header.kind == EntryKind.FACT:
        for fact in stated(body):
            if fact["k"] in ("device", "genesis"):
                offered = identity_codec.decode(fact.get("cert", b""))
                if offered.device == header.device:
                    return offered
    raise Refused(finding="an entry by a device that is not in the space")


def check_right(state: SpaceState | None, header: Header) -> None:
    """Raises Refused when the author of an entry that states no facts may not write."""
    if state is None or not may_write(state, header.device):
        raise Refused(finding="an entry by somebody who may not write here")


def check_facts(space: SpaceId, known: Sequence[SignedFact], added: Sequence[SignedFact]) -> None:
    """Raises Refused unless each added fact holds, given all that its author knew."""
    before = len(fold(known).refused) if known else 0
    after = fold([*in_order(known), *added])
    if after.id != space:
        raise Refused(finding="a founding that does not give the space's id")
    if len(after.refused) > before:
        raise Refused(finding=f"a fact that does not hold: {after.refused[-1][1]}")


def _is_head(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and isinstance(value[0], bytes)
        and len(value[0]) == _ID
        and rules.is_count(value[1])
    )


def _check_piece(body: Mapping[str, Any]) -> None:
    sound = (
        isinstance(body.get("b"), bytes)
        and len(body["b"]) == _ID
        and rules.is_count(body.get("n"), 1, 2**31)
        and rules.is_count(body.get("i"), 0, body["n"] - 1)
        and isinstance(body.get("d"), bytes)
        and len(body["d"]) <= MAX_PIECE
    )
    if not sound:
        raise Refused(finding="a piece of an attachment that is malformed")
