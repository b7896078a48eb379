"""The side of the local socket that holds the open vault.

It gives every process of the same account what the terminal of this person may do, for as long as
the vault is open; the setting `local_commands` switches it off. It accepts nobody else: the socket
stands in a private folder with mode 0600, and the account of each caller is asked from the kernel.

One caller at a time. The command itself runs where the pages run, in their one thread, so that the
database never sees two. Nothing of what is asked or answered is logged.
"""

from __future__ import annotations

import contextvars
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from panoh import __version__, platform
from panoh.cli import frames
from panoh.cli.streams import Far, Needs, TooMuch, attend, divide
from panoh.words import use_language

if TYPE_CHECKING:
    from panoh.core.app import App
    from panoh.core.node import Node

T = TypeVar("T")

LOCAL_SETTING = "local_commands"
OFF = "no"
ASK_SECONDS = 5.0
ANSWER_SECONDS = 30.0
BACKLOG = 16
_ALONE = {"kind": "alone"}


class Held(Protocol):
    """What the process that serves the pages offers: its open vault and its one thread."""

    node: Node | None

    def call(self, work: Callable[[], T]) -> T: ...

    def settle(self) -> None: ...


class Listener:
    """`start` at unlock, `stop` at lock: the hooks of the web shell."""

    def __init__(self, apps: Callable[[], tuple[App, ...]]) -> None:
        self._apps = apps
        self._listening: socket.socket | None = None
        self._path: Path | None = None

    def start(self, node: Node, held: Held) -> None:
        """Listen for commands to this vault; not where they were switched off or cannot be."""
        if self._listening is not None or node.setting(LOCAL_SETTING) == OFF:
            return
        path = platform.local_socket_path(node.place.id)
        if path is None or _answers(path):
            return  # another process has this vault open, and was first
        divide()
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        # Under its final name only once it listens: a name that refuses is then surely a dead one.
        fresh = path.with_name(f"{os.getpid():x}.new")
        try:
            fresh.unlink(missing_ok=True)
            listening.bind(str(fresh))
            fresh.chmod(0o600)
            listening.listen(BACKLOG)
            fresh.rename(path)
        except OSError:
            listening.close()
            return  # commands unlock by themselves
        self._listening, self._path = listening, path
        serving = _Serving(listening, node, held, self._apps)
        threading.Thread(target=serving.run, name="commands", daemon=True).start()

    def stop(self, _node: Node | None = None) -> None:
        """Listen no more; the name goes first, so that nobody waits at a closed door."""
        listening, path = self._listening, self._path
        self._listening = self._path = None
        if path is not None:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                pass  # a dead name is cleaned away by whoever meets it
        if listening is not None:
            listening.close()


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


class _Serving:
    def __init__(
        self,
        listening: socket.socket,
        node: Node,
        held: Held,
        apps: Callable[[], tuple[App, ...]],
    ) -> None:
        self._listening = listening
        self._node = node
        self._held = held
        self._apps = apps

    def run(self) -> None:
        while True:
            try:
                connection, _address = self._listening.accept()
            except OSError:
                return  # stopped
            with connection:
                try:
                    self._serve(connection)
                except Exception:  # noqa: BLE001, S112 - whatever one caller did, the next may ask
                    continue

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(ASK_SECONDS)
        if not platform.same_person(connection):
            return
        request = frames.receive(connection, frames.REQUEST_LIMIT)
        if request is None:
            return
        replies = self._held.call(lambda: self._perform(request))
        connection.settimeout(ANSWER_SECONDS)
        for reply in replies:
            frames.send(connection, reply)

    # ── in the pages' thread ────────────────────────────────────────────────────────────────

    def _perform(self, request: dict[str, Any]) -> list[dict[str, Any]]:
        if not self._is_for_us(request):
            return [_ALONE]
        far = Far(
            folder=Path(request["folder"]),
            is_terminal=request["terminal"] is True,
            stdin=request["stdin"],
            lines=tuple(request["lines"]),
            files=request["files"],
        )
        argv = tuple(request["argv"])
        language = str(request["language"])
        # A context of its own: language and streams of this command end with it.
        last = contextvars.copy_context().run(self._execute, far, argv, language)
        self._held.settle()
        return [_ALONE] if last == _ALONE else [*_pieces(far), last]

    def _is_for_us(self, request: dict[str, Any]) -> bool:
        if request.get("v") != frames.VERSION or request.get("version") != __version__:
            return False
        if self._held.node is not self._node or self._node.setting(LOCAL_SETTING) == OFF:
            return False
        if not _well_formed(request):
            return False
        try:
            # The same id may belong to a copy elsewhere, such as a backup.
            return Path(request["vault"]).samefile(self._node.place.folder)
        except OSError:
            return False

    def _execute(self, far: Far, argv: tuple[str, ...], language: str) -> dict[str, Any]:
        from panoh.cli import root
        from panoh.cli.context import Asked, MustRunAlone, OnlyApps

        attend(far)
        use_language(language)
        asked = Asked(OnlyApps(self._apps), argv, language=language, node=self._node)
        try:
            return {"kind": "end", "exit": root.perform(asked)}
        except MustRunAlone:
            return _ALONE
        except Needs as needs:
            return {"kind": "needs", "what": needs.what, "name": needs.name}
        except TooMuch:
            return _ALONE


def _well_formed(request: dict[str, Any]) -> bool:
    lists = [request.get("argv"), request.get("lines")]
    files = request.get("files")
    return (
        all(isinstance(each, list) for each in lists)
        and all(isinstance(each, str) for texts in lists for each in texts or ())
        and all(isinstance(request.get(name), str) for name in ("vault", "folder", "language"))
        and isinstance(files, dict)
        and all(isinstance(name, str) and isinstance(files[name], bytes) for name in files)
        and isinstance(request.get("stdin"), (bytes, type(None)))
        and "stdin" in request
        and "terminal" in request
    )


def _pieces(far: Far) -> list[dict[str, Any]]:
    """What was printed, in order, in pieces that fit a frame."""
    found: list[tuple[str, bytearray]] = []
    for stream, data in far.said:
        if found and found[-1][0] == stream:
            found[-1][1].extend(data)
        else:
            found.append((stream, bytearray(data)))
    return [
        {"kind": stream, "data": bytes(data[at : at + frames.PIECE])}
        for stream, data in found
        for at in range(0, len(data), frames.PIECE)
    ]
