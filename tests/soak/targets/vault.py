"""Canonical values, and the small files of a vault."""

from __future__ import annotations

from random import Random
from typing import Any

from panoh.core import canonical
from panoh.core.vault import anchor, codec, paper
from panoh.core.vault.model import Header, Slot, SlotKind
from panoh.crypto.derive import FLOOR, MIB, StretchCost, digest
from panoh.crypto.labels import Label
from panoh.errors import MistypedPaperKey, Refused, VaultDamaged, VaultNewer
from tests.soak.inputs import encoded, some_value
from tests.soak.targets.model import Target, same

_LIMIT = 1 << 16
_DAMAGED = (VaultDamaged, VaultNewer)


def targets() -> list[Target]:
    random = Random(0)
    values = [encoded(some_value(random)) for _ in range(200)]
    headers = [codec.encode_header(Header(bytes([n] * 4), "uz_Cyrl")) for n in range(3)]
    slots = [codec.encode_slot(_slot(kind, n)) for kind in SlotKind for n in range(4)]
    anchors = [
        canonical.encode({"v": 1, "count": 7**n, "digest": bytes(32), "sig": bytes(64)})
        for n in range(9)
    ]
    papers = [paper.encode(random.randbytes(paper.SIZE)).encode() for _ in range(20)]
    return [
        Target("canonical", values, _canonical, is_cbor=True),
        Target("vault-header", headers, _header, is_cbor=True),
        Target("vault-header-checked", [_bare(each) for each in headers], _checked_header, True),
        Target("slot", slots, _slots, is_cbor=True),
        Target("slot-checked", [_bare(each) for each in slots], _checked_slot, True),
        Target("anchor", anchors, _anchor, is_cbor=True),
        Target("paper-key", papers, _paper),
    ]


def _slot(kind: SlotKind, number: int) -> Slot:
    cost = (FLOOR, StretchCost(), StretchCost(10, 1024 * MIB), StretchCost(4, 100 * MIB))[number]
    return Slot(kind, cost, bytes(16), bytes(16), bytes(codec.SEALED_SIZE), bytes(32))


def _bare(data: bytes) -> bytes:
    return canonical.encode({k: v for k, v in canonical.decode(data).items() if k != "check"})


def _canonical(data: bytes) -> bool:
    try:
        value = canonical.decode(data, _LIMIT)
    except Refused:
        return False
    same(encoded(value), data, "another encoding was taken")
    same(canonical.encode(value), data, "it is encoded otherwise")
    return True


def _header(data: bytes) -> bool:
    try:
        header = codec.decode_header(data)
    except _DAMAGED:
        return False
    same(codec.encode_header(header), data, "a header")
    return True


def _slots(data: bytes) -> bool:
    taken = False
    for kind in SlotKind:
        try:
            slot = codec.decode_slot(data, kind)
        except _DAMAGED:
            continue
        same(codec.encode_slot(slot), data, "a slot")
        codec.bound(slot, bytes(4))
        taken = True
    return taken


def _with_check(label: Label, data: bytes) -> bytes:
    """What somebody makes who knows the format: the check of altered fields put right."""
    try:
        value = canonical.decode(data, _LIMIT)
    except Refused:
        return data
    if not isinstance(value, dict):
        return data
    check = digest(label, canonical.encode(value), size=codec.CHECK_SIZE)
    return encoded({**value, "check": check})


def _checked_header(data: bytes) -> bool:
    return _header(_with_check(Label.VAULT_HEADER, data))


def _checked_slot(data: bytes) -> bool:
    return _slots(_with_check(Label.SLOT_CHECK, data))


def _anchor(data: bytes) -> bool:
    try:
        found = anchor._decoded(canonical.decode(data, anchor.LIMIT))
    except (Refused, *_DAMAGED):
        return False
    again: dict[str, Any] = {"v": 1, "count": found.count, "digest": found.digest}
    same(canonical.encode({**again, "sig": found.signature}), data, "an anchor")
    return True


def _paper(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    paper.looks_like(text)
    try:
        secret = paper.decode(text)
    except MistypedPaperKey:
        return False
    same(paper.encode(secret).replace("-", ""), paper._clean(text), "a paper key")
    return True
