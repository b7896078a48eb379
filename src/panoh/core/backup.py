"""Backup: a copy of the vault on a stick, made whole, read back, and remembered.

A backup is a folder that is itself a home with one vault in it: `<date>-<time>/<vault id>/…`. It
opens with the phrase or paper key of the day it was made. The vault remembers where its backups
went, so that an erasure can name the copies that still hold what was erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panoh.core import canonical, increments
from panoh.core.check import check
from panoh.core.records import own
from panoh.core.records.rules import clean
from panoh.core.vault import slots, store, trustees
from panoh.core.vault.model import SlotKind, VaultPlace
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.errors import NoVault, Refused, StorageFailed, VaultDamaged, WrongUsage
from panoh.storage import files
from panoh.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from panoh.core.node import Node

MANIFEST = "manifest"
BESIDE = N_("A copy beside the vault is lost with it. Choose another place.")
UNNAMEABLE = N_("The name of this folder cannot be noted. Choose another folder, or rename it.")
_UNFINISHED = ".new-"
_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup. `size` in bytes of the vault file; `commits` is how far it reaches."""

    path: Path
    commits: int
    size: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What opening a backup showed; `findings` is empty when it is whole."""

    path: Path
    commits: int
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that the vault remembers; times are local, `there` is whether it can be seen now."""

    made: str
    path: Path
    commits: int
    verified: str | None
    there: bool


def create(node: Node, folder: Path) -> Made:
    """Copy the vault into a new folder under `folder`, read it back, and remember it.

    Raises WrongUsage when `folder` is no folder or lies inside the vault,
    StorageFailed when the disk refuses: then nothing half-made stays behind under its final name.
    """
    refuse_place(node, folder)
    name = node.now().strftime("%Y%m%d-%H%M%S")
    if not _can_be_noted(folder / name):
        raise WrongUsage(what=UNNAMEABLE)  # it must be told after an erasure that it is there
    building, final = folder / (_UNFINISHED + name), folder / name
    if building.exists() or final.exists():
        raise StorageFailed(reason=f"{final.name} is there already")
    inner = VaultPlace(building, node.place.id)
    commits, _ = node.log.journal()
    try:
        files.layer.make_folder(building)
        files.layer.make_folder(inner.folder)
        files.layer.make_folder(inner.slots)
        files.write_atomically(inner.header, files.read(node.place.header, _LIMIT))
        for kind in SlotKind:
            counts = slots.current(node.place, kind)
            if counts is not None:
                files.write_atomically(inner.slot(kind), files.read(counts, _LIMIT))
        for plan in trustees.files_of(node.place):
            files.write_atomically(inner.slots / plan.name, files.read(plan, _LIMIT))
        node.database.copy_to(inner.database)
        files.write_atomically(building / MANIFEST, manifest(commits))
        files.make_folder_atomically(building, final)
    except OSError as problem:
        _remove(building)
        raise files.failed(problem) from problem
    except BaseException:
        _remove(building)
        raise
    size = (final / node.place.id / "vault.db").stat().st_size
    try:
        _remember(node, final, commits)
    except BaseException:
        _take_back(final, building)  # a copy that no erasure would name
        raise
    return Made(final, commits, size)


def refuse_place(node: Node, folder: Path) -> None:
    """Raises WrongUsage when a copy there would be lost with the vault, or cannot be made."""
    if not folder.is_dir():
        raise WrongUsage(what=N_("There is no such folder. Make it first, then try again."))
    if node.place.home.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise WrongUsage(what=BESIDE)
    if not _can_be_noted(folder / "00000000-000000"):
        raise WrongUsage(what=UNNAMEABLE)


def grow(node: Node, folder: Path) -> increments.Grown:
    """One more growing copy in `folder`: only what changed is written. Remembered as opened, since
    every piece was read back."""
    refuse_place(node, folder)
    made = increments.add(node, folder)
    _remember(node, made.path, made.commits, verified=True)
    return made


def listed(node: Node) -> list[Copy]:
    """Every copy that the vault remembers, newest first; whether it can be seen from here."""
    rows = node.all(own.BACKUP)
    rows.sort(key=lambda each: str(each["made"]), reverse=True)
    return [
        Copy(each["made"], Path(each["place"]), each["journal"], each["verified"],
             _is_there(Path(each["place"])))
        for each in rows
    ]  # fmt: skip


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def verify(path: Path, secret: str, open_copy: Callable[[VaultPlace, bytes], Node]) -> Verified:
    """Open a backup with a phrase or paper key and check all of it, from the log up.

    `open_copy` opens a place that is not this computer's own (bootstrap.open_node, not anchored).
    """
    if path.suffix == increments.SUFFIX:
        return _verify_grown(path, secret, open_copy)
    place = place_in(path)
    key = store.unlock(place, secret)
    copy = open_copy(place, key)
    try:
        findings = check(copy, rebuild=True)
        commits, _ = copy.log.journal()
    finally:
        copy.close()
    try:
        if read_manifest(files.read(path / MANIFEST, _LIMIT)) > commits:
            findings.append("it reaches less far than when it was made")
    except Refused:
        findings.append("its manifest is malformed")
    return Verified(path, commits, tuple(findings))


def _verify_grown(
    path: Path, secret: str, open_copy: Callable[[VaultPlace, bytes], Node]
) -> Verified:
    """Unpacked beside the pieces, sealed as ever, and taken away afterwards."""
    room = path.parent / (_UNFINISHED + "opened")
    if room.exists():
        files.remove_folder(room)
    try:
        place, key = increments.unpack(path, secret, room)
        copy = open_copy(place, key)
        try:
            findings = check(copy, rebuild=True)
            commits, _ = copy.log.journal()
        finally:
            copy.close()
    finally:
        _remove(room)
    if increments.commits_of(path) > commits:
        findings.append("it reaches less far than when it was made")
    return Verified(path, commits, tuple(findings))


def manifest(commits: int) -> bytes:
    """What stands beside a copy: how far it reaches."""
    return canonical.encode({"v": 1, "commits": commits, "check": _check(commits)})


def read_manifest(data: bytes) -> int:
    """How far a copy was said to reach; raises Refused unless `manifest` could have written it."""
    fields: Any = canonical.decode(data, _LIMIT)
    commits = fields.get("commits") if type(fields) is dict else None
    if type(commits) is not int or not 0 <= commits < 2**63 or manifest(commits) != data:
        raise Refused(finding="a manifest that is malformed")
    return commits


def note_verified(node: Node, path: Path) -> None:
    """Remember that a backup of this vault was opened and found whole."""
    rows = node.database.execute(
        "SELECT id FROM core_backup WHERE place = ? ORDER BY made DESC LIMIT 1", (str(path),)
    )
    if rows:
        with node.writing() as work:
            verified = node.now().isoformat(timespec="minutes")
            work.put(own.BACKUP, node.space("personal"), rows[0][0], {"verified": verified[:16]})


def last_made(node: Node) -> str | None:
    """When the newest remembered backup was made, ISO local time, None when there is none."""
    rows = node.database.execute("SELECT max(made) FROM core_backup")
    return rows[0][0] if rows else None


def _remember(node: Node, path: Path, commits: int, *, verified: bool = False) -> None:
    now = node.now().isoformat(timespec="minutes")[:16]
    values: dict[str, Any] = {"made": now, "place": str(path), "journal": commits}
    if verified:
        values["verified"] = now
    with node.writing() as work:
        work.put(own.BACKUP, node.space("personal"), None, values)


def _can_be_noted(path: Path) -> bool:
    field = own.BACKUP.field("place")
    try:
        return field is not None and clean(field, str(path)) == str(path)
    except ValueError:
        return False


def place_in(path: Path) -> VaultPlace:
    """The one vault in a backup; one that is only a link may lead to the vault itself."""
    places = store.list_vaults(path)
    if len(places) != 1:
        raise NoVault
    place = places[0]
    if any(each.is_symlink() for each in (place.folder, place.database, place.slots)):
        raise VaultDamaged(finding="it is a link to another place")
    return place


def _check(commits: int) -> bytes:
    return digest(Label.BACKUP, commits.to_bytes(8, "big"))


def _take_back(final: Path, building: Path) -> None:
    """Under its working name first: a disk that refuses midway must leave no half copy that looks
    like a whole one."""
    try:
        files.layer.rename(final, building)
        files.layer.sync_folder(final.parent)
    except OSError:
        return  # it is whole where it is
    _remove(building)


def _remove(folder: Path) -> None:
    if not folder.exists():
        return
    try:
        files.remove_folder(folder)
    except (OSError, StorageFailed):
        return  # an unfinished folder under its working name misleads nobody
