"""`panoh`: joins the commands with the layer that assembles nodes, which they cannot import.

Everything heavy is loaded when a command asks for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from panoh.cli.context import HubDoor
    from panoh.core.app import App
    from panoh.core.node import Node
    from panoh.core.vault.model import VaultPlace


class Opened:
    """`cli.context.Doors`, each opened at first use."""

    def apps(self) -> tuple[App, ...]:
        from panoh import bootstrap

        return bootstrap.apps()

    def create_vault(
        self, home: Path, phrase: str, name: str, language: str
    ) -> tuple[VaultPlace, bytes]:
        from panoh import bootstrap

        return bootstrap.create_vault(home, phrase, name, language)

    def open_node(
        self,
        place: VaultPlace,
        key: bytes,
        *,
        accept_restored: bool = False,
        as_new_device: bool = False,
        anchored: bool = True,
    ) -> Node:
        from panoh import bootstrap

        return bootstrap.open_node(
            place, key, accept_restored=accept_restored, as_new_device=as_new_device,
            anchored=anchored,
        )  # fmt: skip

    def start(self, home: Path, port: int, browser: bool, say: Callable[[str], None]) -> int:
        from panoh.web import launch

        return launch.start(home, port=port, browser=browser, say=say)

    def demo(self, port: int, browser: bool, language: str) -> int:
        from panoh import demo

        return demo.run(self, port, browser, language)

    def hub(self) -> HubDoor:
        from panoh.hub import control

        return control


def main() -> int:
    """The command `panoh`; the exit status."""
    from panoh.cli.root import run

    return run(sys.argv[1:], Opened())


if __name__ == "__main__":
    sys.exit(main())
