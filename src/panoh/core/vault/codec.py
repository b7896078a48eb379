"""Header and slots as bytes and back. Each file is one canonical CBOR map with a `check` of itself.

The check is no secret and stops nobody; it tells a damaged file from a wrong phrase before a minute
is spent on retyping. Every later version keeps `v` and `check`, so that a newer file is told from a
damaged one.
"""

from __future__ import annotations

import re
from typing import Any

from panoh.core import canonical
from panoh.core.vault.model import FORMAT, ID_SIZE, SUITE, Header, Slot, SlotKind
from panoh.crypto.derive import SALT_SIZE, StretchCost, digest, same
from panoh.crypto.labels import Label
from panoh.crypto.seal import KEY_SIZE, OVERHEAD
from panoh.errors import Refused, VaultDamaged, VaultNewer

HEADER_LIMIT = 256
SLOT_LIMIT = 512
CHECK_SIZE = 16
VAULT_CHECK_SIZE = 16
COMMITMENT_SIZE = 32
SEALED_SIZE = KEY_SIZE + OVERHEAD

_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3}|_[A-Z]{2})?")
_SLOT_FIELDS = {"v", "suite", "kind", "time", "memory", "salt", "vault", "sealed", "commitment"}


def encode_header(header: Header) -> bytes:
    _check_header(header)
    return _with_check(
        Label.VAULT_HEADER, {"v": FORMAT, "id": header.id, "language": header.language}
    )


def decode_header(data: bytes) -> Header:
    fields = _read(Label.VAULT_HEADER, data, HEADER_LIMIT, "header")
    if set(fields) != {"v", "id", "language"}:
        raise _damaged("header")
    header = Header(id=fields["id"], language=fields["language"])
    _check_header(header)
    return header


def encode_slot(slot: Slot) -> bytes:
    _check_slot(slot)
    return _with_check(
        Label.SLOT_CHECK,
        {
            "v": FORMAT,
            "suite": SUITE,
            "kind": slot.kind.value,
            "time": slot.cost.time,
            "memory": slot.cost.memory,
            "salt": slot.salt,
            "vault": slot.vault,
            "sealed": slot.sealed,
            "commitment": slot.commitment,
        },
    )


def decode_slot(data: bytes, kind: SlotKind) -> Slot:
    """A slot that `encode_slot` could have written, its cost within the bounds; else it raises."""
    name = f"{kind.value} slot"
    fields = _read(Label.SLOT_CHECK, data, SLOT_LIMIT, name)
    if set(fields) != _SLOT_FIELDS or fields["kind"] != kind.value:
        raise _damaged(name)
    if fields["suite"] != SUITE or type(fields["suite"]) is not int:
        raise VaultNewer
    slot = Slot(
        kind=kind,
        cost=StretchCost(time=fields["time"], memory=fields["memory"]),
        salt=fields["salt"],
        vault=fields["vault"],
        sealed=fields["sealed"],
        commitment=fields["commitment"],
    )
    _check_slot(slot)
    return slot


def bound(slot: Slot, vault_id: bytes) -> bytes:
    """What the secret of a slot is bound to: all of it that is not made from the secret."""
    return canonical.encode(
        [
            FORMAT,
            SUITE,
            vault_id,
            slot.kind.value,
            slot.cost.time,
            slot.cost.memory,
            slot.salt,
            slot.vault,
        ]
    )


def _check_header(header: Header) -> None:
    if not _sized(header.id, ID_SIZE) or type(header.language) is not str:
        raise _damaged("header")
    if not _LANGUAGE.fullmatch(header.language):
        raise _damaged("header")


def _check_slot(slot: Slot) -> None:
    slot.cost.check()
    for value, size in (
        (slot.salt, SALT_SIZE),
        (slot.vault, VAULT_CHECK_SIZE),
        (slot.sealed, SEALED_SIZE),
        (slot.commitment, COMMITMENT_SIZE),
    ):
        if not _sized(value, size):
            raise _damaged(slot.kind.value + " slot")


def _sized(value: Any, size: int) -> bool:
    return type(value) is bytes and len(value) == size


def _with_check(label: Label, fields: dict[str, Any]) -> bytes:
    check = digest(label, canonical.encode(fields), size=CHECK_SIZE)
    return canonical.encode({**fields, "check": check})


def _read(label: Label, data: bytes, limit: int, name: str) -> dict[str, Any]:
    try:
        fields = canonical.decode(data, limit)
    except Refused:
        raise _damaged(name) from None
    if type(fields) is not dict:
        raise _damaged(name)
    check = fields.pop("check", None)
    if not _sized(check, CHECK_SIZE):
        raise _damaged(name)
    if not same(check, digest(label, canonical.encode(fields), size=CHECK_SIZE)):
        raise _damaged(name)
    version = fields.get("v")
    if type(version) is not int or version < FORMAT:
        raise _damaged(name)
    if version > FORMAT:
        raise VaultNewer
    return fields


def _damaged(name: str) -> VaultDamaged:
    return VaultDamaged(finding=f"its {name} does not read")
