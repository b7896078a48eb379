"""Put the model under the real code: a VFS below the cipher, a FileLayer below the small files.

Both do the real thing in a real folder, and note each call. One call can be made to fail.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from panoh.storage import files, sqlite
from tests.crash.disk import (
    ROOT,
    Call,
    Name,
    Rename,
    Start,
    Sync,
    SyncFolder,
    Truncate,
    Write,
)

VFS_NAME = "panoh-faults"
REFUSALS = ("full", "eio", "short", "readonly")

_NUMBER = {"full": errno.ENOSPC, "eio": errno.EIO, "short": errno.ENOSPC, "readonly": errno.EROFS}
_DRIVER: dict[str, type[apsw.Error]] = {
    "full": apsw.FullError,
    "eio": apsw.IOError,
    "short": apsw.FullError,
    "readonly": apsw.ReadOnlyError,
}
# What each refusal can meet: a full disk does not refuse to remove a name.
_MEETS = {
    "full": {"write", "create", "grow"},
    "short": {"write"},
    "readonly": {"write", "create", "grow", "rename", "unlink"},
    "eio": {"write", "create", "grow", "rename", "unlink", "sync", "sync_folder", "read"},
}


@dataclass(frozen=True)
class Refusal:
    """The call of this number fails; and all later ones that can, if `lasting`."""

    number: int
    kind: str
    lasting: bool = False


class Recorder:
    """One live folder, the calls made in it, and the marks of what was promised when."""

    def __init__(self, root: Path, refusal: Refusal | None = None) -> None:
        self.root = root
        self.calls: list[Call] = []
        self.marks: list[tuple[int, str, object]] = []
        self.asked: list[str] = []
        self.refused = 0
        self.folders = {ROOT}
        self.start = Start(folders=self.folders)
        self._refusal = refusal
        self._names: dict[Name, int] = {}
        self._next = ROOT + 1
        self._learn(root, ROOT)
        self.start.names = dict(self._names)

    def _learn(self, folder: Path, number: int) -> None:
        for path in sorted(folder.iterdir()):
            child = self._next
            self._next += 1
            self._names[number, path.name] = child
            if path.is_dir():
                self.folders.add(child)
                self._learn(path, child)
            else:
                self.start.files[child] = path.read_bytes()

    # ── names ───────────────────────────────────────────────────────────────────────────────

    def name_of(self, path: Path) -> Name:
        parent = ROOT
        parts = path.relative_to(self.root).parts
        for part in parts[:-1]:
            if (parent, part) not in self._names:
                raise AssertionError(f"{path} was made behind the disk's back")
            parent = self._names[parent, part]
        return parent, parts[-1]

    def number_of(self, path: Path) -> int:
        if path == self.root:
            return ROOT
        return self._names[self.name_of(path)]

    def knows(self, path: Path) -> bool:
        return self.name_of(path) in self._names

    def rename(self, *changes: tuple[Name, int | None]) -> None:
        self.calls.append(Rename(changes))
        for name, number in changes:
            if number is None:
                self._names.pop(name, None)
            else:
                self._names[name] = number

    def new_number(self) -> int:
        self._next += 1
        return self._next - 1

    # ── refusals ────────────────────────────────────────────────────────────────────────────

    def ask(self, what: str) -> str | None:
        """The kind of refusal that this call meets, if it does."""
        number = len(self.asked)
        self.asked.append(what)
        refusal = self._refusal
        if refusal is None or what not in _MEETS[refusal.kind]:
            return None
        if number == refusal.number or (refusal.lasting and number > refusal.number):
            self.refused += 1
            return refusal.kind
        return None

    def heal(self) -> None:
        self._refusal = None


def meets(what: str, kind: str) -> bool:
    return what in _MEETS[kind]


_current: list[Recorder] = []


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], path: Path) -> None:
        self._recorder = _current[0]
        known = self._recorder.knows(path)
        if not known and _refused(self._recorder.ask("create")):
            raise apsw.CantOpenError("refused")
        super().__init__("", name, flags)
        self._dir_too: Path | None = None
        if not known:
            number = self._recorder.new_number()
            self._recorder.rename((self._recorder.name_of(path), number))
            # The unix VFS fsyncs the folder with a new journal's first fsync.
            journal = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
            self._dir_too = path.parent if flags[0] & journal else None
        self._number = self._recorder.number_of(path)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        _raise_if(self._recorder.ask("read"))
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        kind = self._recorder.ask("write")
        data = bytes(data)
        if kind == "short":
            data = data[: len(data) // 2]
        if kind is None or kind == "short":
            super().xWrite(data, offset)
            self._recorder.calls.append(Write(self._number, offset, data))
        _raise_if(kind)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        _raise_if(self._recorder.ask("write"))
        super().xTruncate(size)
        self._recorder.calls.append(Truncate(self._number, size))

    def xSync(self, flags: int) -> None:  # noqa: N802
        kind = self._recorder.ask("sync")
        self._recorder.calls.append(Sync(self._number, failed=kind is not None))
        _raise_if(kind)
        if self._dir_too is not None:
            self._recorder.calls.append(SyncFolder(self._recorder.number_of(self._dir_too)))
            self._dir_too = None


class _Vfs(apsw.VFS):
    def __init__(self) -> None:
        super().__init__(VFS_NAME, "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802
        if name is None:
            raise AssertionError("the database made a temporary file")
        text = name if isinstance(name, str) else name.filename()
        return _File(name, flags, Path(text))

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        recorder = _current[0]
        path = Path(filename)
        if not recorder.knows(path):
            super().xDelete(filename, syncdir)
            return
        _raise_if(recorder.ask("unlink"))
        super().xDelete(filename, syncdir)
        recorder.rename((recorder.name_of(path), None))
        if syncdir:
            recorder.calls.append(SyncFolder(recorder.number_of(path.parent)))


def _is_shared_memory(path: Path) -> bool:
    """A file between processes, made by the driver itself; it means nothing after a power cut."""
    return path.name.endswith("-shm")


def _refused(kind: str | None) -> bool:
    return kind is not None


def _raise_if(kind: str | None) -> None:
    if kind is not None:
        raise _DRIVER[kind]("refused")


class _Layer(files.FileLayer):
    """The small files' calls, noted and refused alike."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def _ask(self, what: str, path: Path) -> None:
        kind = self._recorder.ask(what)
        if kind is not None:
            raise OSError(_NUMBER[kind], "refused", str(path))

    def _write(self, number: int, path: Path, data: bytes, at: int = 0) -> None:
        kind = self._recorder.ask("write")
        if kind == "short":
            data = data[: len(data) // 2]
        if kind is None or kind == "short":
            with path.open("r+b") as file:
                file.seek(at)
                file.write(data)
            self._recorder.calls.append(Write(number, at, data))
        if kind is not None:
            raise OSError(_NUMBER[kind], "refused", str(path))

    def create(self, path: Path, data: bytes) -> None:
        self._ask("create", path)
        super().create(path, b"")
        number = self._recorder.new_number()
        self._recorder.rename((self._recorder.name_of(path), number))
        self._write(number, path, data)

    def overwrite(self, path: Path, data: bytes, at: int = 0) -> None:
        if _is_shared_memory(path):
            return
        self._write(self._recorder.number_of(path), path, data, at)

    def sync(self, path: Path) -> None:
        if _is_shared_memory(path):
            return
        number = self._recorder.number_of(path)
        kind = self._recorder.ask("sync")
        self._recorder.calls.append(Sync(number, failed=kind is not None))
        if kind is not None:
            raise OSError(_NUMBER[kind], "refused", str(path))

    def rename(self, old: Path, new: Path) -> None:
        self._ask("rename", new)
        super().rename(old, new)
        recorder = self._recorder
        number = recorder.number_of(old)
        recorder.rename((recorder.name_of(old), None), (recorder.name_of(new), number))

    def unlink(self, path: Path) -> None:
        if _is_shared_memory(path):
            super().unlink(path)
            return
        self._ask("unlink", path)
        super().unlink(path)
        self._recorder.rename((self._recorder.name_of(path), None))

    def make_folder(self, path: Path) -> None:
        self._ask("create", path)
        super().make_folder(path)
        number = self._recorder.new_number()
        self._recorder.folders.add(number)
        self._recorder.rename((self._recorder.name_of(path), number))

    def remove_folder(self, path: Path) -> None:
        self._ask("unlink", path)
        super().remove_folder(path)
        self._recorder.rename((self._recorder.name_of(path), None))

    def sync_folder(self, path: Path) -> None:
        self._ask("sync_folder", path)
        self._recorder.calls.append(SyncFolder(self._recorder.number_of(path)))

    def read(self, path: Path, limit: int) -> bytes:
        if path.exists():
            self._ask("read", path)
        return super().read(path, limit)


_vfs: list[_Vfs] = []


@contextmanager
def recorded(recorder: Recorder) -> Iterator[Recorder]:
    """While it lasts, every call of the storage code in the recorder's folder goes through it."""
    if not _vfs:
        _vfs.append(_Vfs())
    before = files.layer, sqlite.VFS
    _current[:] = [recorder]
    files.layer = _Layer(recorder)
    sqlite.VFS = f"multipleciphers-{VFS_NAME}"
    try:
        yield recorder
    finally:
        files.layer, sqlite.VFS = before
        _current.clear()
