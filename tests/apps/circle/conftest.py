"""Real vaults for the tests of maps, with the pack on the four documents taken in, and commands."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import click
import pytest
from click.testing import CliRunner

from panoh.apps.circle import APP
from panoh.apps.evidence import commands as evidence
from panoh.cli.context import Asked, Doors
from panoh.core.node import Node
from panoh.errors import PanohError
from tests.cast import Clock, Template

SHARED = Path(os.environ.get("PANOH_SHARED", Path(__file__).resolve().parents[3].parent / "shared"))
"""Data of others that lie beside the project, never in it."""

Run = Callable[..., Any]


def shared(path: str) -> Path:
    """A file that lies beside the project; a test that needs it is skipped where it is absent."""
    found = SHARED / "data" / "fixtures" / path
    if not found.exists():
        pytest.skip(f"{path} is not beside this checkout")
    return found


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """One vault for a module: Amina after she took in the pack. What a test writes stays."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("circle")
        patch.setenv("PANOH_STATE", str(folder / "state"))
        node = Template(folder / "cast").copy("Amina", folder, Clock())
        evidence.add_pack(node, evidence.offered())
        yield node
        node.close()


@pytest.fixture(scope="module")
def without_pack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("bare")
        patch.setenv("PANOH_STATE", str(folder / "state"))
        node = Template(folder / "cast").copy("Chen", folder, Clock())
        yield node
        node.close()


def terminal(node: Node) -> Run:
    root = click.Group("panoh")
    APP.command_line(root)

    def run(*words: str, stdin: str = "") -> Any:
        here = Asked(cast(Doors, None), words, node=node)
        result = CliRunner().invoke(root, [*words], obj=here, input=stdin)
        if isinstance(result.exception, PanohError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout) if "--json" in words else result.stdout.strip()

    return run


@pytest.fixture
def panoh(four: Node) -> Run:
    return terminal(four)
