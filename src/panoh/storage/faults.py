"""The driver's errors in our words."""

from __future__ import annotations

import apsw

from panoh.errors import StorageFailed, VaultBusy, VaultDamaged
from panoh.storage import files


class _Translated:
    """A block whose errors are told in our words. Entered around every statement, so there is one
    of it and it holds nothing."""

    __slots__ = ()

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, _trace: object
    ) -> None:
        if problem is not None:
            told = _told(problem)
            if told is not None:
                raise told from problem


def translated() -> _Translated:
    """The driver's errors as ours."""
    return _BLOCK


def _told(problem: BaseException) -> Exception | None:
    """What is raised instead of an error of the driver or the disk; None for any other."""
    if isinstance(problem, (apsw.BusyError, apsw.LockedError)):
        return VaultBusy()
    if isinstance(problem, (apsw.CorruptError, apsw.NotADBError, apsw.FormatError)):
        return VaultDamaged(finding="a page of the database does not read")
    if isinstance(problem, _DISK_ERRORS):
        return StorageFailed(reason=_REASONS.get(type(problem), "error"))
    return files.failed(problem) if isinstance(problem, OSError) else None


_BLOCK = _Translated()
_REASONS: dict[type[Exception], str] = {
    apsw.FullError: "the disk is full",
    apsw.IOError: "the disk reports an error",
    apsw.ReadOnlyError: "the disk is read-only",
    apsw.CantOpenError: "the file cannot be opened",
    apsw.PermissionsError: "permission is missing",
    apsw.NoLFSError: "the file is too large",
}
_DISK_ERRORS = tuple(_REASONS)
