"""What every command may ask for: where the vault is, its phrase, and the node when it is open.

`@pass_node` hands an open vault to a command: the one a running Panoh holds open, when there is
one, else the command unlocks it by itself and closes it at its end.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, NoReturn, ParamSpec, Protocol, TypeVar

import click

from panoh.errors import Invalid
from panoh.words import use_language

if TYPE_CHECKING:
    from panoh.core.app import App
    from panoh.core.node import Node
    from panoh.core.vault.model import VaultPlace

P = ParamSpec("P")
R = TypeVar("R")


class Doors(Protocol):
    """What the commands ask of the layer above them, which assembles nodes."""

    def apps(self) -> tuple[App, ...]: ...

    def create_vault(
        self, home: Path, phrase: str, name: str, language: str
    ) -> tuple[VaultPlace, bytes]: ...

    def open_node(
        self,
        place: VaultPlace,
        key: bytes,
        *,
        accept_restored: bool = False,
        as_new_device: bool = False,
        anchored: bool = True,
    ) -> Node: ...

    def start(self, home: Path, port: int, browser: bool, say: Callable[[str], None]) -> int: ...

    def demo(self, port: int, browser: bool, language: str) -> int: ...

    def hub(self) -> HubDoor: ...


class HubDoor(Protocol):
    """What the commands ask of a hub (`panoh.hub.control`)."""

    def serve(
        self,
        database: str,
        address: str,
        port: int,
        *,
        processes: int,
        token: str,
        mailbox_mib: int,
        all_gib: int,
        new_mailboxes: int,
        say: Callable[[str], None],
    ) -> int: ...

    def status(self, database: str) -> dict[str, int]: ...

    def backup(self, database: str, target: Path) -> dict[str, int]: ...

    def restore(self, copy: Path, database: str) -> dict[str, int]: ...


class MustRunAlone(BaseException):
    """A command that opens vaults or serves pages: never inside a running node. Not an error."""


def _alone(*_said: object, **_named: object) -> NoReturn:
    raise MustRunAlone


class OnlyApps:
    """The doors of a command that an open node of another process carries out: the apps only."""

    create_vault = open_node = start = demo = hub = staticmethod(_alone)

    def __init__(self, apps: Callable[[], tuple[App, ...]]) -> None:
        self._apps = apps

    def apps(self) -> tuple[App, ...]:
        return self._apps()


@dataclass
class Asked:
    """One command line: what was said on it, and what it needs."""

    doors: Doors
    argv: tuple[str, ...]
    home: Path | None = None
    vault: str | None = None
    passphrase_file: Path | None = None
    language: str | None = None  # only when it was asked for
    node: Node | None = None  # set when a running Panoh executes this command
    _place: VaultPlace | None = field(default=None, repr=False)

    def folder(self) -> Path:
        """The folder that holds the vaults."""
        from panoh import platform

        return self.home or platform.data_folder()

    def place(self) -> VaultPlace:
        """The vault that is meant; from here on its own language is spoken."""
        from panoh.core.vault import store

        if self.node is not None:
            return self.node.place
        if self._place is None:
            self._place = store.pick(self.folder(), self.vault)
            if self.language is None:
                use_language(store.read_header(self._place).language)
        return self._place

    def phrase(self) -> str:
        """From the file that was named, else from a hidden prompt; never from an argument."""
        from panoh.cli import phrase

        return phrase.given(self.passphrase_file)

    @contextmanager
    def unlocked(
        self, phrase: str | None = None, *, accept_restored: bool = False
    ) -> Iterator[tuple[Node, bytes]]:
        """The vault, opened by this process, and its key."""
        from panoh.core.vault import store

        place = self.place()
        key = store.unlock(place, self.phrase() if phrase is None else phrase)
        node = self.doors.open_node(place, key, accept_restored=accept_restored)
        try:
            yield node, key
        finally:
            node.close()


def asked() -> Asked:
    """The command line that is being carried out."""
    found = click.get_current_context().find_object(Asked)
    if found is None:
        raise RuntimeError("a command was called without its root")
    return found


def pass_node(command: Callable[Concatenate[Node, P], R]) -> Callable[P, R | None]:
    """Calls `command` with the open vault as its first argument.

    A node of another process runs the whole command line and hands back what it printed.
    """

    @functools.wraps(command)
    def with_node(*args: P.args, **kwargs: P.kwargs) -> R | None:
        here = asked()
        if here.node is not None:
            return _named(command, here.node, *args, **kwargs)
        from panoh.cli import local

        status = local.run_there(here)
        if status is not None:
            click.get_current_context().exit(status)
        with here.unlocked() as (node, _key):
            return _named(command, node, *args, **kwargs)

    return with_node


def _named(
    command: Callable[Concatenate[Node, P], R], node: Node, /, *args: P.args, **kwargs: P.kwargs
) -> R:
    """A refusal names fields as the command's own help does."""
    from panoh.cli.options import labels_of

    try:
        return command(node, *args, **kwargs)
    except Invalid as refused:
        held = labels_of(click.get_current_context().command)
        refused.labels = {**held, **refused.labels}
        raise


def pass_asked(command: Callable[Concatenate[Asked, P], R]) -> Callable[P, R]:
    """Calls `command` with the command line, for what must run in its own process."""

    @functools.wraps(command)
    def with_asked(*args: P.args, **kwargs: P.kwargs) -> R:
        here = asked()
        if here.node is not None:
            raise MustRunAlone
        return command(here, *args, **kwargs)

    return with_asked


__all__ = ["Asked", "Doors", "MustRunAlone", "OnlyApps", "asked", "pass_asked", "pass_node"]
