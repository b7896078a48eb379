"""Growing copies: a folder of sealed pieces, and a short list for each copy that names its pieces.

What did not change since the last copy is not written again. The pieces are made from the decrypted
pages and sealed under a key of their own, alike each time; a list carries header and slots too, so
that a copy opens with the phrase of its day and needs nothing but its folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panoh.core import canonical
from panoh.core.vault import rules, slots, store, trustees
from panoh.core.vault.model import SlotKind, VaultPlace
from panoh.crypto.derive import derive, digest, same
from panoh.crypto.labels import Label
from panoh.crypto.seal import open_alike, seal_alike
from panoh.errors import NotOpened, NoVault, Refused, StorageFailed, VaultDamaged
from panoh.storage import files
from panoh.storage.sqlite import Database

if TYPE_CHECKING:
    from panoh.core.node import Node

PIECE = 16 * 1024
KEPT = 10
"""Copies that stay; older lists go, and the pieces that only they named."""
SUFFIX = ".copy"
AWAY = "travel_since"
"""The setting that stands while something is left at home (core/travel)."""
FOLDER = ".copies"
_PIECES = "pieces"
_NAME = 16
_LIST_LIMIT = 16 * 1024 * 1024
_SLOT_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Grown:
    """A copy that was added. `written` and `size` are bytes: new pieces, and all that it needs."""

    path: Path
    commits: int
    size: int
    written: int


@dataclass(frozen=True, slots=True)
class _List:
    vault: str
    commits: int
    size: int
    pieces: tuple[bytes, ...]
    files: dict[str, bytes]
    check: bytes
    body: bytes


def folder_of(folder: Path, vault: str) -> Path:
    return folder / (vault + FOLDER)


def lists(folder: Path) -> list[Path]:
    """The copies in a folder of copies, oldest first; also when the folder above it is named."""
    found = sorted(folder.glob("[0-9]*" + SUFFIX)) if folder.is_dir() else []
    if not found and folder.is_dir():
        below = sorted(folder.glob("*" + FOLDER))
        found = lists(below[0]) if len(below) == 1 else []
    return found


def add(node: Node, folder: Path) -> Grown:
    """One more copy in `folder`, read back and opened in memory before it counts."""
    root = folder_of(folder, node.place.id)
    name = node.now().strftime("%Y%m%d-%H%M%S")
    path = root / (name + SUFFIX)
    if path.exists():
        raise StorageFailed(reason=f"{path.name} is there already")
    key = node.spaces.copies_key()
    commits, _ = node.log.journal()
    image = node.database.image()
    try:
        for each in (root, root / _PIECES):
            if not each.is_dir():
                files.make_folder(each)
        names, written = _write_pieces(root, key, node.place.id, image)
        body = canonical.encode(
            {
                "v": 1,
                "vault": node.place.id,
                "commits": commits,
                "size": len(image),
                "pieces": names,
                "files": _small_files(node.place),
            }
        )
        check = derive(Label.BACKUP_LIST, key, body)
        data = canonical.encode({"body": body, "check": check})
        _prove(root, key, _decode(data), image)
        files.write_atomically(path, data)
        if not node.setting(AWAY):  # the copy of what was left at home is an old one by now
            _prune(root, path)
    except OSError as problem:
        raise files.failed(problem) from problem
    return Grown(path, commits, len(image), written)


def unpack(
    path: Path, secret: str, home: Path, *, put_back: bool = False
) -> tuple[VaultPlace, bytes]:
    """The vault of one copy as a vault in `home`, whole or not at all; and its key. `put_back`:
    it shall be used, and so has to go on as a new device."""
    held = _read(path)
    if not store.valid_id(held.vault) or (home / held.vault).exists():
        raise StorageFailed(reason=f"{held.vault} is there already")
    files.private_folder(home)
    built = store.unfinished(home, held.vault)
    if built.folder.exists():
        files.remove_folder(built.folder)
    try:
        _write_small(built, held)
        if put_back:
            files.write_atomically(built.put_back, b"")
        key = _key(built, secret)
        copies = rules.copies_key(key)
        if not same(derive(Label.BACKUP_LIST, copies, held.body), held.check):
            raise VaultDamaged(finding="the list of the copy was altered")
        image = _image(path.parent, copies, held)
        database = Database.of_image(built.database, rules.open_vault_secrets(key).database, image)
        try:
            if database.check_pages():
                raise VaultDamaged(finding="the copy does not read through")
            database.checkpoint()
        finally:
            database.close()
        files.make_folder_atomically(built.folder, home / held.vault)
    except OSError as problem:
        files.remove_folder(built.folder)
        raise files.failed(problem) from problem
    except BaseException:  # a wrong phrase, damage, a key that interrupts: no half vault stays
        files.remove_folder(built.folder)
        raise
    return VaultPlace(home, held.vault), key


def commits_of(path: Path) -> int:
    return _read(path).commits


def vault_of(path: Path) -> str:
    return _read(path).vault


# ── inside ──────────────────────────────────────────────────────────────────────────────────


def _write_pieces(root: Path, key: bytes, vault: str, image: bytes) -> tuple[list[bytes], int]:
    names, written = [], 0
    for piece in _cut(image):
        sealed = seal_alike(Label.BACKUP_PIECE, key, piece, vault.encode())
        name = _name(sealed)
        names.append(name)
        where = _piece(root, name)
        # One of the right length may still be damaged: it is read back below, and then written.
        if not where.exists() or files.layer.size(where) != len(sealed):
            files.write_atomically(where, sealed)
            written += len(sealed)
    return names, written


def _cut(image: bytes) -> Iterator[bytes]:
    for at in range(0, len(image), PIECE):
        yield image[at : at + PIECE]


def _prove(root: Path, key: bytes, held: _List, image: bytes) -> None:
    """Every piece is read back from the disk and opened; a damaged one is written anew."""
    if _image(root, key, held, mend=image) != image:
        raise StorageFailed(reason="the copy did not read back whole")


def _image(root: Path, key: bytes, held: _List, mend: bytes | None = None) -> bytes:
    found = bytearray()
    for number, name in enumerate(held.pieces):
        try:
            found += _open_piece(root, key, held.vault, name)
        except (StorageFailed, VaultDamaged):
            if mend is None:
                raise VaultDamaged(finding=f"piece {number + 1} of the copy is damaged") from None
            piece = mend[number * PIECE : (number + 1) * PIECE]
            sealed = seal_alike(Label.BACKUP_PIECE, key, piece, held.vault.encode())
            files.write_atomically(_piece(root, name), sealed)
            found += _open_piece(root, key, held.vault, name)
    if len(found) != held.size:
        raise VaultDamaged(finding="the copy is shorter than when it was made")
    return bytes(found)


def _open_piece(root: Path, key: bytes, vault: str, name: bytes) -> bytes:
    sealed = files.read(_piece(root, name), 2 * PIECE)
    if not same(_name(sealed), name):
        raise VaultDamaged(finding="a piece of the copy is damaged")
    try:
        return open_alike(Label.BACKUP_PIECE, key, sealed, vault.encode())
    except NotOpened:
        raise VaultDamaged(finding="a piece of the copy is damaged") from None


def _name(sealed: bytes) -> bytes:
    return digest(Label.BACKUP_PIECE, sealed, size=_NAME)


def _piece(root: Path, name: bytes) -> Path:
    return root / _PIECES / name.hex()


def _small_files(place: VaultPlace) -> dict[str, bytes]:
    found = {"header": files.read(place.header, _SLOT_LIMIT)}
    for kind in SlotKind:
        counts = slots.current(place, kind)
        if counts is not None:
            found["slots/" + place.slot(kind).name] = files.read(counts, _SLOT_LIMIT)
    for plan in trustees.files_of(place):
        found["slots/" + plan.name] = files.read(plan, _SLOT_LIMIT)
    return found


def _write_small(built: VaultPlace, held: _List) -> None:
    files.make_folder(built.folder)
    files.make_folder(built.slots)
    for name, data in held.files.items():
        folder, _, last = name.rpartition("/")
        if folder not in ("", "slots") or not last or last.startswith(".") or "\\" in last:
            raise VaultDamaged(finding="the list of the copy is malformed")
        files.write_atomically(built.folder / name, data)


def _key(built: VaultPlace, secret: str) -> bytes:
    kind = store.kind_of(built, secret)
    return slots.open_slot(built, slots.read(built, kind), secret)


def _read(path: Path) -> _List:
    if not path.exists():
        raise NoVault
    return _decode(files.read(path, _LIST_LIMIT))


def _decode(data: bytes) -> _List:
    try:
        fields: Any = canonical.decode(data, _LIST_LIMIT)
        body: Any = canonical.decode(fields["body"], _LIST_LIMIT)
        found = _List(
            body["vault"], body["commits"], body["size"], tuple(body["pieces"]),
            dict(body["files"]), fields["check"], fields["body"],
        )  # fmt: skip
    except (Refused, KeyError, TypeError, ValueError):
        raise VaultDamaged(finding="the list of the copy is malformed") from None
    sound = (
        type(found.vault) is str
        and type(found.commits) is int
        and type(found.size) is int
        and type(found.check) is bytes
        and all(type(each) is bytes and len(each) == _NAME for each in found.pieces)
        and all(type(k) is str and type(v) is bytes for k, v in found.files.items())
    )
    if not sound:
        raise VaultDamaged(finding="the list of the copy is malformed")
    return found


def _prune(root: Path, made: Path) -> None:
    """Lists beyond the newest ones go, and pieces that no list names. What was `made` just now
    stays: by a clock that was put back it looks like the oldest."""
    present = [each for each in lists(root) if each != made]
    present.sort(key=lambda each: (commits_of(each), each.name))
    if len(present) < KEPT:
        return
    for each in present[: len(present) - KEPT + 1]:
        files.remove(each)
    named = {name.hex() for each in lists(root) for name in _read(each).pieces}
    for piece in sorted((root / _PIECES).iterdir()):
        if piece.name not in named:
            files.remove(piece)
