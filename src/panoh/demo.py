"""`panoh demo`: a practice of invented people in a folder that is removed at the end.

It stands in a temporary home and a state folder of its own, so that it never meets a real vault.
Apps fill it: `demo.fill(node)` in the folder of an app, where there is one. Everything in it is
invented, which is why its phrase may be printed.
"""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from panoh import platform
from panoh.cli.output import say, tell
from panoh.core.vault import rules
from panoh.storage import files
from panoh.web.shell import DEMO_PHRASE
from panoh.words import _, use_language

if TYPE_CHECKING:
    from panoh.cli.context import Doors
    from panoh.core.node import Node

SHELL = "panoh.bootstrap:demo_shell"
MARKED = "PANOH_DEMO"
"""Set in the environment of everything that runs inside the demo."""

Fill = Callable[["Node"], None]


def run(doors: Doors, port: int, browser: bool, language: str) -> int:
    """Make the practice, serve it until Ctrl-C, remove it. Raises OSError on a taken port."""
    with use_language(language), platform.interrupted_once(), _scratch() as home:
        try:
            return _serve(doors, home, port, browser, language)
        except KeyboardInterrupt:
            return 0


def _serve(doors: Doors, home: Path, port: int, browser: bool, language: str) -> int:
    from panoh.web import launch

    tell(_("This is a demo: everybody in it is invented. It is removed when you stop it."))
    phrase = rules.new_phrase(language)
    place, key = doors.create_vault(home, phrase, _("Demo"), language)
    node = doors.open_node(place, key)
    try:
        for fill in fills(doors):
            fill(node)
        with node.writing() as work:
            work.set("paper_key", "none")  # nobody needs to keep the key of a demo
    finally:
        node.close()
    tell(_("The phrase that opens it: {phrase}").format(phrase=phrase))
    os.environ[DEMO_PHRASE] = phrase
    tell(_("For commands in another terminal: {names}").format(names=_names()))
    return launch.start(home, port=port, browser=browser, shell=SHELL, say=say)


def fills(doors: Doors) -> Iterator[Fill]:
    """What each app puts into the practice."""
    for app in doors.apps():
        name = f"panoh.apps.{app.name}.demo"
        if find_spec(name) is not None:
            fill: Fill = importlib.import_module(name).fill
            yield fill


def _names() -> str:
    return " ".join(f"{name}={os.environ[name]}" for name in ("PANOH_HOME", "PANOH_STATE"))


@contextmanager
def _scratch() -> Iterator[Path]:
    """A private folder with a home and a state of its own, overwritten and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="panoh-demo-"))
    given = {"PANOH_HOME": str(folder / "home"), "PANOH_STATE": str(folder / "state"), MARKED: "1"}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield folder / "home"
    finally:
        os.environ.pop(DEMO_PHRASE, None)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        files.remove_folder(folder)
