"""Real vaults for the tests of the evidence ledger, and its commands on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import click
import pytest
from click.testing import CliRunner

from panoh.apps.evidence import APP, commands
from panoh.cli.context import Asked, Doors
from panoh.core.node import Node
from panoh.errors import PanohError
from tests.cast import Clock, Template

for parent in Path(__file__).resolve().parents:
    if (parent / "shared" / "sources").is_dir():
        SHARED = parent / "shared"
        break
else:
    SHARED = Path(__file__).resolve().parents[3].parent / "shared"


def shared(path: str) -> Path:
    """A file that lies beside the project; a test that needs it is skipped where it is absent."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"{path} is not beside this checkout")
    return found


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(tmp_path_factory.mktemp("cast"))


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    return Clock()


@pytest.fixture
def amina(template: Template, tmp_path: Path, clock: Clock) -> Iterator[Node]:
    node = template.copy("Amina", tmp_path, clock)
    yield node
    node.close()


@pytest.fixture
def chen(template: Template, tmp_path: Path, clock: Clock) -> Iterator[Node]:
    node = template.copy("Chen", tmp_path, clock)
    yield node
    node.close()


@pytest.fixture
def four(amina: Node) -> Node:
    """Amina after she took in the pack on the four documents."""
    commands.add_pack(amina, commands.offered())
    return amina


Run = Callable[..., Any]


def terminal(node: Node) -> Run:
    root = click.Group("panoh")
    APP.command_line(root)

    def run(*words: str, stdin: str = "") -> Any:
        here = Asked(cast(Doors, None), words, node=node)
        result = CliRunner().invoke(root, ["evidence", *words], obj=here, input=stdin)
        if isinstance(result.exception, PanohError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout) if "--json" in words else result.stdout.strip()

    return run


@pytest.fixture
def panoh(amina: Node) -> Run:
    return terminal(amina)
