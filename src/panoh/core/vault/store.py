"""Vaults on the disk: list, pick, create, unlock, change the phrase, keep a paper key."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from panoh.core.vault import codec, paper, rules, slots, tries
from panoh.core.vault.model import Header, Slot, SlotKind, VaultPlace
from panoh.crypto.derive import StretchCost, same
from panoh.crypto.seal import new_key
from panoh.errors import (
    NotOpened,
    NoVault,
    PanohError,
    StorageFailed,
    VaultDamaged,
    WhichVault,
    WrongPhrase,
)
from panoh.storage import files
from panoh.storage.sqlite import Database
from panoh.words import LANGUAGES, use_language

Fill = Callable[[Database, bytes], None]
"""Gives a new database its schema and first rows; gets the open database and the vault key."""

_ID = re.compile(r"[0-9a-f]{8}")
_UNFINISHED = ".new-"
_UNFINISHED_FOR = 3600
"""Seconds after which an unfinished vault is nobody's any more."""


def list_vaults(home: Path) -> list[VaultPlace]:
    """Every vault in `home`, damaged ones too, so that damage is told and not overlooked."""
    if not home.is_dir():
        return []
    names = sorted(
        entry.name for entry in home.iterdir() if entry.is_dir() and _ID.fullmatch(entry.name)
    )
    return [VaultPlace(home, name) for name in names]


def pick(home: Path, mark: str | None = None) -> VaultPlace:
    """The one vault, or the one with this mark (in any of our languages) or id."""
    places = list_vaults(home)
    if not places:
        raise NoVault
    if mark is None:
        chosen = places
    else:
        wanted = _plain(mark)
        chosen = [place for place in places if wanted in _names(place)]
    if len(chosen) != 1:
        raise WhichVault(marks=", ".join(str(rules.mark(place.id)) for place in places))
    return chosen[0]


def create(
    home: Path,
    phrase: str,
    *,
    language: str,
    cost: StretchCost | None = None,
    fill: Fill | None = None,
) -> tuple[VaultPlace, bytes]:
    """A new vault, complete and on the disk when this returns; before that it is not there."""
    rules.check_phrase(phrase)
    files.private_folder(home)
    _clear_unfinished(home)
    vault_id = rules.new_id([place.id for place in list_vaults(home)])
    key = new_key()
    built = unfinished(home, vault_id)
    try:
        _build(built, phrase, key, language, cost or StretchCost(), fill)
        files.make_folder_atomically(built.folder, home / vault_id)
    except BaseException:
        _remove_quietly(built.folder)
        raise
    return VaultPlace(home, vault_id), key


def unfinished(home: Path, vault_id: str) -> VaultPlace:
    """Where a vault is built before it stands under its own name; what is left there is cleared
    away by whoever makes a vault an hour later."""
    return _Unfinished(home, vault_id)


def valid_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def read_header(place: VaultPlace) -> Header:
    """What may be known before unlocking; refuses a folder that is not the vault it is named."""
    header = codec.decode_header(files.read(place.header, codec.HEADER_LIMIT))
    if header.id.hex() != place.id:
        raise VaultDamaged(finding="its folder has another name than it was made with")
    return header


def set_language(place: VaultPlace, language: str) -> None:
    header = read_header(place)
    files.write_atomically(place.header, codec.encode_header(Header(header.id, language)))


def unlock(
    place: VaultPlace,
    secret: str,
    *,
    kind: SlotKind | None = None,
    clock: tries.Clock = time.time,
) -> bytes:
    """The vault key, for a phrase or a paper key; which of the two shows by its form.

    A slip in a paper key is named before anything slow is done and is not counted as a try.
    """
    read_header(place)
    if not place.database.exists():
        raise VaultDamaged(finding="vault.db is missing")
    kind = kind or kind_of(place, secret)
    slot = slots.read(place, kind)
    slots.secret_bytes(kind, secret)
    tries.claim(place, clock)
    try:
        key = slots.open_slot(place, slot, secret)
    except WrongPhrase:
        raise
    except PanohError:
        tries.give_back(place, clock)
        raise
    tries.clear(place)
    for each in SlotKind:
        slots.settle(place, each)
    return key


def change_phrase(
    place: VaultPlace,
    old: str,
    new: str,
    *,
    cost: StretchCost | None = None,
    clock: tries.Clock = time.time,
) -> None:
    """From `old` (a phrase or the paper key) to `new`, at the cost of the present slot unless told.

    Wherever this is interrupted, exactly one of the two works.
    """
    rules.check_phrase(new)
    key = unlock(place, old, clock=clock)
    if cost is None:
        cost = _present_cost(place)
    data = slots.make(place, SlotKind.PASSPHRASE, new, key, cost)
    slots.exchange(place, SlotKind.PASSPHRASE, data, new, key)


def set_phrase(place: VaultPlace, key: bytes, new: str) -> None:
    """A new phrase for whoever came in by another way and holds the vault key."""
    rules.check_phrase(new)
    _refuse_other_key(place, key)
    data = slots.make(place, SlotKind.PASSPHRASE, new, key, _present_cost(place))
    slots.exchange(place, SlotKind.PASSPHRASE, data, new, key)


def add_paper_key(place: VaultPlace, key: bytes) -> str:
    """A second way in, shown once. A paper key made earlier stops working."""
    present = _refuse_other_key(place, key)
    text = paper.new()
    data = slots.make(place, SlotKind.PAPER, text, key, present.cost)
    slots.exchange(place, SlotKind.PAPER, data, text, key)
    return text


def has_paper(place: VaultPlace) -> bool:
    return slots.current(place, SlotKind.PAPER) is not None


def remove_paper_key(place: VaultPlace) -> None:
    slots.drop(place, SlotKind.PAPER)


# ── inside ──────────────────────────────────────────────────────────────────────────────────


class _Unfinished(VaultPlace):
    """A vault while it is built: its id already, not yet its folder's name."""

    __slots__ = ()

    @property
    def folder(self) -> Path:
        return self.home / (_UNFINISHED + self.id)


def _build(
    built: VaultPlace,
    phrase: str,
    key: bytes,
    language: str,
    cost: StretchCost,
    fill: Fill | None,
) -> None:
    files.make_folder(built.folder)
    header = codec.encode_header(Header(bytes.fromhex(built.id), language))
    files.write_atomically(built.header, header)
    data = slots.make(built, SlotKind.PASSPHRASE, phrase, key, cost)
    slots.exchange(built, SlotKind.PASSPHRASE, data, phrase, key)
    database = Database.create(built.database, rules.open_vault_secrets(key).database)
    try:
        if fill is not None:
            fill(database, key)
        database.checkpoint()
    finally:
        database.close()


def kind_of(place: VaultPlace, secret: str) -> SlotKind:
    """Which slot a secret is for. No phrase that Panoh accepts looks like a paper key
    (rules.check_phrase)."""
    if paper.looks_like(secret) and has_paper(place):
        return SlotKind.PAPER
    return SlotKind.PASSPHRASE


def _refuse_other_key(place: VaultPlace, key: bytes) -> Slot:
    """The present slot; a slot for a wrong key would be found out when it is too late."""
    present = slots.read(place, SlotKind.PASSPHRASE)
    if not same(rules.vault_check(key, place.id), present.vault):
        raise NotOpened
    return present


def _present_cost(place: VaultPlace) -> StretchCost:
    """A damaged slot must not stop its owner, who came in by paper, from making a new one."""
    try:
        return slots.read(place, SlotKind.PASSPHRASE).cost
    except VaultDamaged:
        return StretchCost()


def _names(place: VaultPlace) -> set[str]:
    mark = rules.mark(place.id)
    names = {place.id}
    for language in LANGUAGES:
        with use_language(language):
            names.add(_plain(str(mark)))
    return names


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _clear_unfinished(home: Path) -> None:
    """What an interrupted creation left: nobody was ever told that it exists."""
    for folder in home.glob(_UNFINISHED + "*"):
        try:
            if time.time() - folder.stat().st_mtime >= _UNFINISHED_FOR:
                files.remove_folder(folder)
        except (OSError, StorageFailed):
            continue  # it does no harm where it is


def _remove_quietly(folder: Path) -> None:
    try:
        files.remove_folder(folder)
    except (OSError, PanohError):
        return  # the first error is the one worth telling; the rest goes an hour later
