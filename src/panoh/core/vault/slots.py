"""Making, opening and exchanging slots.

A slot is exchanged in three steps, each on the disk before the next: the new one is written as
`.next`, read back and opened; the old one is renamed `.old`; `.next` takes its name. `current` says
which file counts after any interruption, so exactly one secret of a kind works at any moment. The
old one is then overwritten.
"""

from __future__ import annotations

import time
from pathlib import Path

from panoh.core.vault import codec, paper, rules
from panoh.core.vault.model import Slot, SlotKind, VaultPlace
from panoh.crypto.derive import SALT_SIZE, StretchCost, derive, random, same, stretch
from panoh.crypto.labels import Label
from panoh.crypto.seal import KEY_SIZE, open_sealed, seal
from panoh.errors import NotOpened, PanohError, StorageFailed, VaultDamaged, WrongPhrase
from panoh.storage import files

ABANDONED_AFTER = 600
"""Seconds after which a `.next` belongs to no change that could still be going on."""

_LABEL = {
    SlotKind.PASSPHRASE: Label.SLOT,
    SlotKind.PAPER: Label.PAPER,
    SlotKind.TRUSTEES: Label.TRUSTEES,
}


def secret_bytes(kind: SlotKind, secret: str) -> bytes:
    if kind is SlotKind.TRUSTEES:
        return bytes.fromhex(secret)
    return paper.decode(secret) if kind is SlotKind.PAPER else rules.phrase_bytes(secret)


def make(place: VaultPlace, kind: SlotKind, secret: str, key: bytes, cost: StretchCost) -> bytes:
    """The bytes of a new slot file for `key`, with a salt of its own."""
    check = rules.vault_check(key, place.id)
    blank = Slot(kind, cost, random(SALT_SIZE), check, bytes(codec.SEALED_SIZE), bytes(32))
    bound = codec.bound(blank, bytes.fromhex(place.id))
    stretched = stretch(_LABEL[kind], secret_bytes(kind, secret), blank.salt, cost)
    return codec.encode_slot(
        Slot(
            kind,
            cost,
            blank.salt,
            check,
            sealed=seal(_LABEL[kind], derive(_LABEL[kind], stretched, bound), key, bound),
            commitment=derive(Label.SLOT_COMMIT, stretched, bound),
        )
    )


def open_slot(place: VaultPlace, slot: Slot, secret: str) -> bytes:
    """The vault key; WrongPhrase when the secret is not the one the slot was made with."""
    stretched = stretch(_LABEL[slot.kind], secret_bytes(slot.kind, secret), slot.salt, slot.cost)
    return unwrap(place, slot, stretched)


def unwrap(place: VaultPlace, slot: Slot, stretched: bytes) -> bytes:
    bound = codec.bound(slot, bytes.fromhex(place.id))
    if not same(derive(Label.SLOT_COMMIT, stretched, bound), slot.commitment):
        raise WrongPhrase
    damaged = VaultDamaged(finding=f"its {slot.kind.value} slot does not read")
    try:
        key = open_sealed(
            _LABEL[slot.kind], derive(_LABEL[slot.kind], stretched, bound), slot.sealed, bound
        )
    except NotOpened:
        raise damaged from None  # the secret is proved right, so the file is wrong
    if len(key) != KEY_SIZE or not same(rules.vault_check(key, place.id), slot.vault):
        raise damaged
    return key


def read(place: VaultPlace, kind: SlotKind) -> Slot:
    where = current(place, kind)
    if where is None:
        raise VaultDamaged(finding=f"its {kind.value} slot is missing")
    return codec.decode_slot(files.read(where, codec.SLOT_LIMIT), kind)


def current(place: VaultPlace, kind: SlotKind) -> Path | None:
    """The one file that counts. Only a slot whose predecessor stood aside may be `.next`."""
    slot = place.slot(kind)
    if slot.exists():
        return slot
    if _old(slot).exists():
        return _next(slot) if _next(slot).exists() else _old(slot)
    return None


def exchange(place: VaultPlace, kind: SlotKind, data: bytes, secret: str, key: bytes) -> None:
    """Puts a slot in force once it was read back and opened with the secret as typed."""
    slot = place.slot(kind)
    settle(place, kind, abandoned_after=0)
    if not place.slots.is_dir():
        files.make_folder(place.slots)
    files.write_atomically(_next(slot), data)
    written = codec.decode_slot(files.read(_next(slot), codec.SLOT_LIMIT), kind)
    if not same(open_slot(place, written, secret), key):
        raise StorageFailed(reason="what was written did not read back")
    try:
        if slot.exists():
            files.layer.rename(slot, _old(slot))
            files.layer.sync_folder(place.slots)
        files.layer.rename(_next(slot), slot)
    except OSError as problem:
        if not slot.exists() or files.read(slot, codec.SLOT_LIMIT) != data:
            raise files.failed(problem) from problem
        # Another Panoh that unlocked at this moment has finished the exchange for us.
    try:
        files.layer.sync_folder(place.slots)  # without it, nobody may be told that it is done
    except OSError as problem:
        raise files.failed(problem) from problem
    settle(place, kind)


def drop(place: VaultPlace, kind: SlotKind) -> None:
    """Removes every file of a slot, overwritten first."""
    for path in (place.slot(kind), _old(place.slot(kind)), _next(place.slot(kind))):
        files.remove(path)


def settle(place: VaultPlace, kind: SlotKind, *, abandoned_after: int = ABANDONED_AFTER) -> None:
    """Finishes or clears away an interrupted exchange; never changes which secret works.

    A disk that refuses is not an error here: the next unlocking tries again.
    """
    slot = place.slot(kind)
    try:
        if not slot.exists() and _old(slot).exists():
            files.layer.rename(_next(slot) if _next(slot).exists() else _old(slot), slot)
            files.layer.sync_folder(place.slots)
        if slot.exists():
            files.remove(_old(slot))
            if _is_abandoned(_next(slot), abandoned_after):
                files.remove(_next(slot))
                files.remove(_next(slot).with_name(_next(slot).name + ".new"))
    except (OSError, PanohError):
        return


def _is_abandoned(path: Path, after: int) -> bool:
    return not path.exists() or time.time() - path.stat().st_mtime >= after


def _next(slot: Path) -> Path:
    return slot.with_suffix(".next")


def _old(slot: Path) -> Path:
    return slot.with_suffix(".old")
