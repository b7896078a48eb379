"""Small files written whole or not at all, and folders that appear at once.

Everything goes through `layer`, one object with the few calls a disk knows. The crash tests
replace it by one that forgets, tears and reorders whatever was not fsynced.
"""

from __future__ import annotations

import glob
import os
import time
from pathlib import Path

from panoh import platform
from panoh.errors import StorageFailed, VaultDamaged

_FOLDER_MODE = 0o700
_FILE_MODE = 0o600
_NEW = ".new"
_PIECE = 1 << 20
_ABANDONED_AFTER = 600
"""Seconds after which a half-written file belongs to nobody."""


class FileLayer:
    """The calls a disk knows, each one plain; errors are OSError."""

    def create(self, path: Path, data: bytes) -> None:
        """A new file with these bytes; refuses an existing one. Not yet durable."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, _FILE_MODE)
        try:
            _write_all(handle, data)
        finally:
            os.close(handle)

    def overwrite(self, path: Path, data: bytes, at: int = 0) -> None:
        """These bytes at this place of an existing file. Not yet durable."""
        handle = os.open(path, os.O_WRONLY | _BINARY)
        try:
            os.lseek(handle, at, os.SEEK_SET)
            _write_all(handle, data)
        finally:
            os.close(handle)

    def sync(self, path: Path) -> None:
        """What was written to this file is on the disk when this returns."""
        handle = os.open(path, os.O_RDWR | _BINARY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def rename(self, old: Path, new: Path) -> None:
        """One name becomes another, in one step; an existing file of that name goes."""
        old.replace(new)

    def unlink(self, path: Path) -> None:
        path.unlink()

    def make_folder(self, path: Path) -> None:
        path.mkdir(_FOLDER_MODE)

    def remove_folder(self, path: Path) -> None:
        path.rmdir()

    def sync_folder(self, path: Path) -> None:
        """Names made, changed or removed in this folder are on the disk when this returns."""
        platform.fsync_folder(path)

    def read(self, path: Path, limit: int) -> bytes:
        """At most `limit` bytes from the start."""
        with path.open("rb", buffering=0) as file:
            parts = []
            while limit > 0:
                part = file.read(limit)
                if not part:
                    break
                parts.append(part)
                limit -= len(part)
        return b"".join(parts)

    def size(self, path: Path) -> int:
        return path.stat().st_size


_BINARY = getattr(os, "O_BINARY", 0)

layer = FileLayer()


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def write_atomically(path: Path, data: bytes) -> None:
    """The file holds `data`, on the disk, when this returns; else it is as it was before.

    The new bytes are read back before they take the old name. Several processes may write the
    same file: each works under a name of its own, and the last one stands.
    """
    new = path.with_name(f"{path.name}.{os.urandom(4).hex()}{_NEW}")
    try:
        layer.create(new, data)
        layer.sync(new)
        if layer.read(new, len(data) + 1) != data:
            raise StorageFailed(reason="what was written did not read back")
        layer.rename(new, path)
        layer.sync_folder(path.parent)
        _clear_left_over(path)
    except OSError as problem:
        _discard_quietly(new)
        raise failed(problem) from problem
    except StorageFailed:
        _discard_quietly(new)
        raise


def read(path: Path, limit: int) -> bytes:
    """The whole file; one longer than `limit` is refused, so is a missing one."""
    try:
        data = layer.read(path, limit + 1)
    except FileNotFoundError:
        raise VaultDamaged(finding=f"{path.name} is missing") from None
    except OSError as problem:
        raise failed(problem) from problem
    if len(data) > limit:
        raise VaultDamaged(finding=f"{path.name} is longer than it can be")
    return data


def remove(path: Path) -> None:
    """Overwrite, fsync, unlink, fsync the folder. Absent already is not an error.

    On flash disks an old copy may survive inside the device; see the threat model.
    """
    try:
        if path.exists():
            _destroy(path)
        _clear_left_over(path)
    except OSError as problem:
        raise failed(problem) from problem


def make_folder(path: Path) -> None:
    """A new folder, its name on the disk; parents too. One that exists already is fine."""
    if path.is_dir():
        return
    make_folder(path.parent)
    try:
        layer.make_folder(path)
        layer.sync_folder(path.parent)
    except FileExistsError:
        return
    except OSError as problem:
        raise failed(problem) from problem


def private_folder(path: Path) -> None:
    """As `make_folder`, and other accounts of the machine are kept out of one already there."""
    make_folder(path)
    platform.private_folder(path)


def make_folder_atomically(built: Path, final: Path) -> None:
    """Give the finished folder `built` its name `final` (same parent), all of it or nothing.

    Every file in it must have been fsynced by whoever wrote it; folders are fsynced here.
    """
    try:
        for folder in [*(inner for inner in built.rglob("*") if inner.is_dir()), built]:
            layer.sync_folder(folder)
        if final.exists():
            raise StorageFailed(reason="a folder of that name is there already")
        layer.rename(built, final)
        layer.sync_folder(final.parent)
    except OSError as problem:
        raise failed(problem) from problem


def remove_folder(path: Path) -> None:
    """Remove a folder and all in it, each file overwritten first."""
    if not path.is_dir():
        return
    for inner in sorted(path.iterdir()):
        if inner.is_dir() and not inner.is_symlink():
            remove_folder(inner)
        else:
            remove(inner)
    try:
        layer.remove_folder(path)
        layer.sync_folder(path.parent)
    except OSError as problem:
        raise failed(problem) from problem


def failed(problem: OSError) -> StorageFailed:
    """The reason in the system's own words, without the path."""
    return StorageFailed(reason=problem.strerror or type(problem).__name__)


def _destroy(path: Path) -> None:
    size = layer.size(path)
    for at in range(0, size, _PIECE):
        layer.overwrite(path, os.urandom(min(_PIECE, size - at)), at)
    if size:
        layer.sync(path)
    layer.unlink(path)
    layer.sync_folder(path.parent)


def _clear_left_over(path: Path) -> None:
    """What interrupted writes of this file left behind, once nobody can still be at it."""
    for each in path.parent.glob(f"{glob.escape(path.name)}.*{_NEW}"):
        try:
            if time.time() - each.stat().st_mtime >= _ABANDONED_AFTER:
                _destroy(each)
        except OSError:
            continue  # it misleads nobody; the next write tries again


def _discard_quietly(path: Path) -> None:
    try:
        if path.exists():
            layer.unlink(path)
    except OSError:
        return  # the first error is the one worth telling
