"""The driver's errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from panoh.errors import StorageFailed, VaultBusy, VaultDamaged
from panoh.storage import files


@contextmanager
def translated() -> Iterator[None]:
    """The driver's errors as ours."""
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as problem:
        raise VaultBusy from problem
    except (apsw.CorruptError, apsw.NotADBError, apsw.FormatError) as problem:
        raise VaultDamaged(finding="a page of the database does not read") from problem
    except _DISK_ERRORS as problem:
        raise StorageFailed(reason=_REASONS.get(type(problem), "error")) from problem
    except OSError as problem:
        raise files.failed(problem) from problem


_REASONS: dict[type[Exception], str] = {
    apsw.FullError: "the disk is full",
    apsw.IOError: "the disk reports an error",
    apsw.ReadOnlyError: "the disk is read-only",
    apsw.CantOpenError: "the file cannot be opened",
    apsw.PermissionsError: "permission is missing",
    apsw.NoLFSError: "the file is too large",
}
_DISK_ERRORS = tuple(_REASONS)
