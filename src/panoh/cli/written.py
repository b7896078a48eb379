"""Files that a command writes where a person says: new ones, for this person alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from panoh.cli.options import Option
from panoh.cli.streams import beginning_of, here, secret
from panoh.errors import Invalid, StorageFailed, WrongUsage
from panoh.words import N_, _

PRIVATE = 0o600
_LONGEST_PHRASE = 8 * 1024

output_option = click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    cls=Option,
    help=N_("Where it is written. A file that is there already is left alone."),
)
copy_phrase_option = click.option(
    "--phrase-file",
    metavar="FILE",
    default=None,
    cls=Option,
    help=N_("File that holds the phrase of the copy; else it is asked for, unseen."),
)


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


def write_new(output: str, make: Callable[[], bytes]) -> str:
    """Write what `make` gives into a new file where the person said; its path. The file is there
    before anything is made, so that nothing is noted as handed out that could not be written."""
    path = here(output).absolute()
    with writing(path) as handle:
        write_all(handle, make())
    return str(path)


def phrase_of_copy(file: str | None) -> str:
    """The phrase of a sealed copy: from a named file, else typed unseen, twice."""
    if file is None:
        phrase = secret(_("Phrase of the copy"))
        if secret(_("The same phrase again")) != phrase:
            raise Invalid({"phrase": N_("The two are not alike.")})
        return phrase
    try:
        data = beginning_of(file, _LONGEST_PHRASE)
        return data.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except OSError as problem:
        raise WrongUsage(what=_("This file cannot be read.")) from problem
    except UnicodeDecodeError:
        raise WrongUsage(what=_("This text is not UTF-8.")) from None
