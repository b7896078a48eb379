"""A file on a stick that wipes: only where the owner chose so beforehand, while Panoh runs.

The owner is given a file with a random code under a harmless name; renamed, and seen on a stick, it
destroys the vault's keys. Only a digest of the code is kept here, so whoever finds that learns
nothing that wipes another vault.
"""

from __future__ import annotations

from pathlib import Path

from panoh import platform
from panoh.core.vault import store, wipe
from panoh.core.vault.model import VaultPlace
from panoh.crypto.derive import digest, random, same
from panoh.crypto.labels import Label
from panoh.errors import PanohError
from panoh.storage import files

NAME = "panoh.wipe"
ASLEEP = NAME + ".off"
_CODE = 32
_LIMIT = 256


def arm(place: VaultPlace, folder: Path) -> Path:
    """Write the file, asleep, into `folder`; an earlier one is worth nothing from now on."""
    code = random(_CODE // 2).hex()
    path = folder / ASLEEP
    files.write_atomically(path, code.encode() + b"\n")
    where = _kept(place)
    files.private_folder(where.parent)
    files.write_atomically(where, _digest(place, code.encode()))
    return path


def disarm(place: VaultPlace) -> None:
    files.remove(_kept(place))


def is_armed(place: VaultPlace) -> bool:
    return _kept(place).exists()


def look(home: Path) -> list[str]:
    """Wipe the keys of every vault whose file lies on a stick now; ids of those vaults."""
    armed = [place for place in store.list_vaults(home) if is_armed(place)]
    if not armed:
        return []
    wiped = []
    for code in _codes():
        for place in armed:
            try:
                if same(files.read(_kept(place), _LIMIT), _digest(place, code)):
                    wipe.keys(place)
                    disarm(place)
                    wiped.append(place.id)
            except PanohError:
                continue  # the next look tries again
    return wiped


def _codes() -> list[bytes]:
    found = []
    for folder in platform.stick_folders():
        path = folder / NAME
        try:
            if path.is_file():
                found.append(files.read(path, _LIMIT).strip())
        except (OSError, PanohError):
            continue  # pulled out meanwhile
    return found


def _digest(place: VaultPlace, code: bytes) -> bytes:
    return digest(Label.STICK, place.id.encode(), code)


def _kept(place: VaultPlace) -> Path:
    return platform.state_folder() / "sticks" / place.id
