"""Wiping a vault: its slots first, since without them the rest is noise; then everything else.

What it cannot promise is said where it is offered: copies of the slots in backups, in old blocks of
a flash disk or a journalling file system, and whatever colleagues hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from panoh.core.vault import anchor, store, tries
from panoh.core.vault.model import VaultPlace
from panoh.errors import PanohError, StorageFailed
from panoh.storage import files

_ASIDE = ".wiped-"
MARKER = "wiped"
"""Stands in a vault's folder where the folder cannot be renamed while its file is open."""


def keys(place: VaultPlace) -> int:
    """Destroys every slot, whole and half-written ones, and puts the vault aside; how many files.

    Done in well under a second, whatever the vault's size. Raises StorageFailed when one of them
    could not be destroyed; the others are gone all the same.
    """
    gone, problems = 0, []
    for each in _slots(place):
        try:
            files.remove(each)
            gone += 1
        except StorageFailed as problem:
            problems.append(problem)
    if problems or any(_slots(place)):
        raise problems[0] if problems else StorageFailed(reason="a slot is still there")
    _put_aside(place)
    return gone


def finish(home: Path) -> list[str]:
    """Removes what `keys` put aside, now or at an earlier time; the names that would not go."""
    left = []
    for folder in _wiped(home):
        vault = folder.name.removeprefix(_ASIDE)
        try:
            if any(_slots(VaultPlace(home, folder.name))):
                raise StorageFailed(reason="a slot is still there")
            files.remove_folder(folder)
            place = VaultPlace(home, vault)
            files.remove_folder(_room(place))
            anchor.forget(place)
            tries.clear(place)
        except (OSError, PanohError):
            left.append(folder.name)
    return left


def _slots(place: VaultPlace) -> Iterator[Path]:
    """The phrase's slot before the paper key's: it is the one that somebody may be made to say."""
    if place.slots.is_dir():
        yield from sorted(place.slots.iterdir(), key=lambda each: ("paper" in each.name, each.name))
    # A copy that was being brought back when the program ended stands beside the vault, whole.
    yield from sorted(each for each in _room(place).rglob("slots/*") if each.is_file())


def _room(place: VaultPlace) -> Path:
    return store.unfinished(place.home, place.id).folder


def _put_aside(place: VaultPlace) -> None:
    aside = place.home / (_ASIDE + place.id)
    try:
        files.layer.rename(place.folder, aside)
        files.layer.sync_folder(place.home)
    except OSError:  # Windows, while the database is open: told by a file inside instead
        files.write_atomically(place.folder / MARKER, b"")


def _wiped(home: Path) -> list[Path]:
    if not home.is_dir():
        return []
    return sorted(
        folder
        for folder in home.iterdir()
        if folder.is_dir() and (folder.name.startswith(_ASIDE) or (folder / MARKER).exists())
    )
