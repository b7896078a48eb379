"""The terminal's side of the local socket: let a running, unlocked Panoh carry out a command.

Nothing is unlocked twice and no phrase is asked for. Whatever is not as it should be (no socket, a
dead one, another version, another copy of the vault) means: the command unlocks by itself.
"""

from __future__ import annotations

import re
import socket
import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path

import click
import click.termui

from panoh import __version__, platform
from panoh.cli import frames, phrase
from panoh.cli.context import Asked
from panoh.cli.output import tell
from panoh.cli.streams import beginning_of
from panoh.errors import LockedMeanwhile, PanohError, WrongUsage
from panoh.words import _, current_language

LONGEST_INPUT = (24 << 20) + 1
LONGEST_TOGETHER = frames.REQUEST_LIMIT - (1 << 18)
CONNECT_SECONDS = 2.0
_SURROGATE = re.compile("[\ud800-\udfff]")


def run_there(asked: Asked) -> int | None:
    """The exit status of the command, done elsewhere; None when it has to be done here."""
    if any(_SURROGATE.search(each) for each in asked.argv):
        return None  # bytes that are no UTF-8 do not fit the frame; here they are named as such
    path = platform.local_socket_path(asked.place().id)
    if path is None or not path.exists():
        return None
    terminal = _Terminal(asked)
    while True:
        connection = _connect(path)
        if connection is None:
            if terminal.begun:
                raise LockedMeanwhile
            return None
        with connection:
            done = terminal.talk(connection)
        if done is not None:
            return done.status


def _connect(path: Path) -> socket.socket | None:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(CONNECT_SECONDS)
    try:
        connection.connect(str(path))
    except ConnectionRefusedError:
        # A listener appears under this name only when it listens already, so nobody is there.
        connection.close()
        _clean(path)
        return None
    except OSError:
        connection.close()
        return None
    if not platform.same_person(connection):
        connection.close()
        return None
    connection.settimeout(None)
    return connection


def _clean(path: Path) -> None:
    try:
        if stat.S_ISSOCK(path.lstat().st_mode):
            path.unlink()
    except OSError:
        return  # it does no harm where it is


@dataclass(frozen=True, slots=True)
class _Done:
    status: int | None


@dataclass
class _Terminal:
    """Sends the command; answers what it needs from here by sending it again with the answer."""

    asked: Asked
    stdin: bytes | None = None
    lines: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    begun: bool = False
    _shown: int = 0

    def talk(self, connection: socket.socket) -> _Done | None:
        """One attempt; None when it has to be sent again."""
        try:
            frames.send(connection, self._request())
            return self._replies(connection)
        except (OSError, PanohError) as problem:
            if isinstance(problem, WrongUsage):
                raise
            raise LockedMeanwhile from None

    def _request(self) -> dict[str, object]:
        return {
            "v": frames.VERSION,
            "version": __version__,
            "vault": str(self.asked.place().folder.resolve()),
            "argv": list(self.asked.argv),
            "folder": str(Path.cwd()),
            "language": current_language(),
            "terminal": sys.stdin.isatty(),
            "stdin": self.stdin,
            "lines": self.lines,
            "files": self.files,
        }

    def _replies(self, connection: socket.socket) -> _Done | None:
        skip = self._shown  # what was printed before a question is printed again by the repetition
        while True:
            reply = frames.receive(connection, frames.REPLY_LIMIT)
            if reply is None:
                raise LockedMeanwhile
            kind = reply.get("kind")
            if kind == "alone":
                return _Done(None)
            self.begun = True
            if kind == "end":
                return _Done(int(reply["exit"]))
            if kind in ("out", "err"):
                data = bytes(reply["data"])
                fresh, skip = data[skip:], max(0, skip - len(data))
                self._shown += len(fresh)
                click.echo(fresh, nl=False, err=kind == "err")
            elif kind == "needs":
                self._fetch(str(reply["what"]), str(reply["name"]))
                return None

    def _fetch(self, what: str, name: str) -> None:
        if what == "stdin":
            self.stdin = sys.stdin.buffer.read(LONGEST_INPUT)
            self._check_size()
            return
        if what == "file":
            self.files[name] = self._read(name)
            self._check_size()
            return
        if what == "secret":
            self.lines.append(phrase.ask(name))
            return
        try:
            self.lines.append(click.termui.visible_prompt_func(""))
        except EOFError:
            tell("")
            raise click.Abort from None

    def _read(self, name: str) -> bytes:
        """A file that this very command line names; no other is handed to anybody."""
        if not any(each == name or each.endswith(f"={name}") for each in self.asked.argv):
            raise LockedMeanwhile
        try:
            return beginning_of(name, LONGEST_INPUT)
        except OSError as problem:
            raise WrongUsage(what=_("This file cannot be read.")) from problem

    def _check_size(self) -> None:
        held = [self.stdin or b"", *self.files.values()]
        if max(map(len, held)) >= LONGEST_INPUT or sum(map(len, held)) > LONGEST_TOGETHER:
            raise WrongUsage(what=_("This text is too long."))


__all__ = ["run_there"]
