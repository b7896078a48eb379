"""Shares of the vaults of others and of one's own: whose they are, and opening the one sealed to
this device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panoh.core import canonical, membership
from panoh.core.app import Row
from panoh.core.identity.model import PersonId
from panoh.core.records import own
from panoh.core.vault import trustees
from panoh.crypto.labels import Label
from panoh.crypto.seal import open_box
from panoh.errors import Forbidden, NotOpened, Refused, SeveralShares, VaultDamaged
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

SEALED_LIMIT = 100_000
NOT_A_TRUSTEE = N_("You hold no share of this vault.")


@dataclass(frozen=True, slots=True)
class Words:
    """What one trustee is given: 20 words for recovery and 20 for the drill."""

    number: int
    real: str
    drill: str


def own_sets(node: Node) -> set[int]:
    try:
        plan = trustees.plan(node.place)
    except VaultDamaged:
        return set()  # a damaged one must not keep its owner from making a new one
    return {plan.real.set, *plan.earlier} if plan else set()


def my_share(node: Node, owner: PersonId, wanted: int | None = None) -> Row:
    """One's share of a colleague's vault. With two computers they have two vaults, and a share of
    one says nothing of the other: then the number of its set has to be `wanted`."""
    me = node.person.id.hex()
    found = [
        each
        for each in shares_of(node, owner)
        if each["trustee"] == me and wanted in (None, each["set"])
    ]
    if not found:
        raise Forbidden(why=NOT_A_TRUSTEE)
    sets = sorted({int(each["set"]) for each in found})
    if len(sets) > 1:
        raise SeveralShares(sets=", ".join(map(str, sets)))
    return max(found, key=lambda each: str(each["changed_at"]))


def shares_here(node: Node) -> list[Row]:
    """One's own that open, or once opened, this very vault."""
    sets = own_sets(node)
    return [each for each in shares_of(node, node.person.id) if each["set"] in sets]


def shares_of(node: Node, owner: PersonId) -> list[Row]:
    """As the owner gave them out: whoever else wrote or changed one, it is none."""
    return [
        each
        for each in node.all(own.SHARE, "owner = ?", (owner.hex(),))
        if all(
            membership.person_behind(node, each[by]) == owner for by in ("created_by", "changed_by")
        )
    ]


def open_share(node: Node, share: Row) -> Words:
    try:
        sealed: Any = canonical.decode(bytes.fromhex(share["sealed"]), SEALED_LIMIT)
        for device, box in sealed:
            if device == node.person.device:
                plain = open_box(Label.TRUSTEE_SHARE, node.person.box_secret, box)
                _set, number, real, drill = canonical.decode(plain, SEALED_LIMIT)
                return Words(number, real, drill)
    except (Refused, ValueError, TypeError) as error:
        raise NotOpened from error
    raise NotOpened  # sealed to another device of this person
