"""Putting a copy back, always as a new device: two vaults must never sign with one key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from panoh.core import backup, increments
from panoh.core.vault import anchor, slots, store, tries
from panoh.core.vault.model import VaultPlace
from panoh.errors import NoVault, PanohError, StorageFailed, WrongUsage
from panoh.storage import files
from panoh.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from panoh.core.node import Node

THERE = N_(
    "A vault of this name is here already. It is left alone: move its folder away if this copy "
    "shall take its place."
)
SEVERAL = N_("Copies of more than one vault are here. Name the folder of the one that is meant.")
_SMALL = 64 * 1024


def newest(folder: Path) -> Path:
    """The copy that is meant: the folder or list itself, or of those below it the one that reaches
    furthest. The time in a name comes from a clock that may have been wrong: it decides last."""
    if folder.suffix == increments.SUFFIX or (folder / backup.MANIFEST).exists():
        return folder
    whole = sorted(each.parent for each in folder.glob(f"[0-9]*/{backup.MANIFEST}"))
    found = [*whole, *increments.lists(folder)]
    reach = [(*_reach(each), each.name, each) for each in found]
    if len({vault for _, vault, _, _ in reach if vault}) > 1 or _are_several(folder):
        raise WrongUsage(what=SEVERAL)
    if not reach:
        raise NoVault
    return max(reach)[3]


def _reach(path: Path) -> tuple[int, str]:
    """How many writes a copy holds, and of which vault; -1 for one that is damaged."""
    try:
        if path.suffix == increments.SUFFIX:
            return increments.commits_of(path), increments.vault_of(path)
        commits = backup.read_manifest(files.read(path / backup.MANIFEST, _SMALL))
        return commits, backup.place_in(path).id
    except PanohError:
        return -1, ""


def _are_several(folder: Path) -> bool:
    """Growing copies of two vaults in their folders, of which none is named."""
    return len(list(folder.glob("*" + increments.FOLDER))) > 1


def restore(
    path: Path, secret: str, home: Path, open_new: Callable[[VaultPlace, bytes], Node]
) -> VaultPlace:
    """The copy as a vault in `home`, opened once as a new device; what it was before is kept.

    `open_new` opens a place under a fresh device key (bootstrap.open_node, as_new_device).
    Whole or not at all: nothing stays under the vault's name before all of it is on the disk.
    """
    path = newest(path)
    if path.suffix == increments.SUFFIX:
        vault = increments.vault_of(path)
        _refuse_present(home, vault)
        place, key = increments.unpack(path, secret, home, put_back=True)
    else:
        place, key = _copy(path, secret, home)
    tries.clear(place)
    anchor.forget(place)
    node = open_new(place, key)
    try:
        with node.writing():  # its other devices, and `device list`, learn of it at once
            node.log.ready(node.spaces.row(node.space("personal")), now=node.milliseconds())
    finally:
        node.close()
    return place


def _refuse_present(home: Path, vault: str) -> None:
    if (home / vault).exists():
        raise WrongUsage(what=THERE)


def _copy(path: Path, secret: str, home: Path) -> tuple[VaultPlace, bytes]:
    source = backup.place_in(path)
    _refuse_present(home, source.id)
    key = slots.open_slot(source, slots.read(source, store.kind_of(source, secret)), secret)
    files.private_folder(home)
    built = store.unfinished(home, source.id)
    if built.folder.exists():
        files.remove_folder(built.folder)
    try:
        files.make_folder(built.folder)
        files.make_folder(built.slots)
        for name in ("header", *(f"slots/{each.name}" for each in sorted(source.slots.iterdir()))):
            files.write_atomically(built.folder / name, files.read(source.folder / name, _SMALL))
        files.write_atomically(built.put_back, b"")
        files.write_atomically(
            built.database, files.read(source.database, files.layer.size(source.database))
        )
        files.make_folder_atomically(built.folder, home / source.id)
    except BaseException as problem:  # a key that interrupts, too, leaves no half vault
        files.remove_folder(built.folder)
        if isinstance(problem, OSError):
            raise StorageFailed(reason=problem.strerror or "error") from problem
        raise
    return VaultPlace(home, source.id), key
