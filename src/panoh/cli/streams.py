"""What a command reads and prints when a running Panoh executes it for a terminal elsewhere.

Commands use the ordinary streams. In the process that serves the pages these are replaced once by
ones that look whether a command is being executed in this context; everything else that prints
there goes on as before.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

import click.termui

LONGEST_OUTPUT = 64 * 1024 * 1024


class Needs(BaseException):
    """The command wants what only its terminal has; not an error that anybody may catch.

    `what` is "stdin", "line", "secret" with its question, or "file" with its `name`. The command is
    started anew with it: it has not written yet.
    """

    def __init__(self, what: str, name: str = "") -> None:
        self.what = what
        self.name = name
        super().__init__(what)


class TooMuch(BaseException):
    """More output than is kept for one command; it is then carried out by its own process."""


@dataclass
class Far:
    """The terminal of a command that is executed here for another process."""

    folder: Path
    is_terminal: bool = False
    stdin: bytes | None = None
    lines: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    said: list[tuple[str, bytes]] = field(default_factory=list)
    _size: int = 0
    _answered: int = 0

    def write(self, stream: str, data: bytes) -> None:
        self._size += len(data)
        if self._size > LONGEST_OUTPUT:
            raise TooMuch
        self.said.append((stream, data))

    def line(self, secret: str = "") -> str:
        """The next answer to a question; to `secret` it is typed unseen."""
        if self._answered >= len(self.lines):
            raise Needs("secret", secret) if secret else Needs("line")
        self._answered += 1
        return self.lines[self._answered - 1]

    def input(self) -> bytes:
        if self.stdin is None:
            raise Needs("stdin")
        return self.stdin

    def file(self, name: str) -> bytes:
        if name not in self.files:
            raise Needs("file", name)
        return self.files[name]


_far: ContextVar[Far | None] = ContextVar("panoh_far", default=None)


def attend(far: Far) -> None:
    """From here on this context belongs to a command from elsewhere."""
    _far.set(far)


def here(path: str | Path) -> Path:
    """A path as the person meant it: relative to the folder where the command was typed."""
    far = _far.get()
    return far.folder / path if far else Path(path)


def secret(question: str) -> str:
    """What is typed unseen at the terminal, which may be that of another process."""
    from panoh.cli import phrase

    far = _far.get()
    return far.line(question) if far is not None else phrase.ask(question)


def beginning_of(name: str, most: int) -> bytes:
    """Up to `most` bytes of a file that was named on the command line.

    Always read by the process of its terminal: here a pipe or /dev/stdin would be another one, and
    waiting for it would stop every page.
    """
    far = _far.get()
    if far is not None:
        return far.file(name)
    with Path(name).open("rb") as opened:
        return opened.read(most)


class _Bytes(io.RawIOBase):
    def __init__(self, owner: _Out) -> None:
        self._owner = owner

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._owner.write_bytes(bytes(data))


class _Out(io.TextIOBase):
    """Standard output or error."""

    errors = "backslashreplace"

    def __init__(self, name: str, real: TextIO) -> None:
        self._name = name
        self._real = real

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a plain attribute in the stub
        return "utf-8"

    @property
    def buffer(self) -> BinaryIO:
        return cast(BinaryIO, _Bytes(self))

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False if _far.get() else self._real.isatty()

    def fileno(self) -> int:
        return self._real.fileno()

    def write(self, text: str) -> int:
        far = _far.get()
        if far is None:
            return self._real.write(text)
        far.write(self._name, text.encode("utf-8", "backslashreplace"))
        return len(text)

    def write_bytes(self, data: bytes) -> int:
        far = _far.get()
        if far is None:
            return self._real.buffer.write(data)
        far.write(self._name, data)
        return len(data)

    def flush(self) -> None:
        if _far.get() is None:
            self._real.flush()


class _In(io.TextIOBase):
    """Standard input: that of the terminal while one of its commands runs."""

    def __init__(self, real: TextIO) -> None:
        self._real = real

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a plain attribute in the stub
        return "utf-8"

    @property
    def buffer(self) -> BinaryIO:
        far = _far.get()
        return io.BytesIO(far.input()) if far else self._real.buffer

    def readable(self) -> bool:
        return True

    def isatty(self) -> bool:
        far = _far.get()
        return far.is_terminal if far else self._real.isatty()

    def fileno(self) -> int:
        return self._real.fileno()

    def read(self, size: int | None = -1) -> str:
        far = _far.get()
        if far is None:
            return self._real.read(-1 if size is None else size)
        return far.input().decode("utf-8")

    def readline(self, size: int = -1) -> str:  # type: ignore[override]  # positional in the stub
        far = _far.get()
        return self._real.readline(size) if far is None else far.line() + "\n"


def divide() -> None:
    """Replace the streams of this process, once."""
    if isinstance(sys.stdout, _Out):
        return
    sys.stdout = _Out("out", sys.stdout)
    sys.stderr = _Out("err", sys.stderr)
    sys.stdin = _In(sys.stdin)
    asks = click.termui.visible_prompt_func

    def ask(prompt: str) -> str:
        far = _far.get()
        if far is None:
            return asks(prompt)
        click.echo(prompt, nl=False)
        return far.line()

    click.termui.visible_prompt_func = ask
