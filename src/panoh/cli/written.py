"""Files that a command writes where a person says: new ones, for this person alone."""

from __future__ import annotations

import os
from pathlib import Path

from panoh.errors import StorageFailed, WrongUsage
from panoh.words import _

PRIVATE = 0o600


class writing:  # noqa: N801 - reads as a verb where it is used
    """A new file for this person alone; gone again when the act fails."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1

    def __enter__(self) -> int:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            self._handle = os.open(self._path, flags, PRIVATE)
        except FileExistsError:
            raise WrongUsage(what=_("There is a file of this name already.")) from None
        except OSError as problem:
            raise StorageFailed(reason=problem.strerror or "no file") from problem
        return self._handle

    def __exit__(self, kind: object, *_of: object) -> None:
        os.close(self._handle)
        if kind is not None:
            self._path.unlink(missing_ok=True)


def write_all(handle: int, data: bytes) -> None:
    try:
        while data:
            data = data[os.write(handle, data) :]
        os.fsync(handle)
    except OSError as problem:
        raise StorageFailed(reason=problem.strerror or "no room") from problem
