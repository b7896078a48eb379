"""Real vaults for the tests of the directory, with a few services and a client who agreed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import click
import pytest
from click.testing import CliRunner

from panoh.apps.casework import commands as casework
from panoh.apps.directory import APP, commands
from panoh.cli.context import Asked, Doors
from panoh.core.node import Node
from panoh.errors import PanohError
from tests.cast import FULL, Clock, Template

for parent in Path(__file__).resolve().parents:
    if (parent / "shared" / "data").is_dir():
        SHARED = parent / "shared"
        break
else:
    SHARED = Path(__file__).resolve().parents[3].parent / "shared"

SECRET = "Hidden Lane 17, the blue door"
LEGAL = {
    "name": "Legal desk", "organization": "Example Hope", "town": "Dushanbe",
    "address": "Example street 1", "phones": ["+999 1 234567"], "hours": ["mo-fr 09:00-17:00"],
    "spoken": ["tgk", "rus"], "cost": "free", "factors": ["I07"], "safe_for": ["undocumented"],
    "documents": ["Passport or any paper"], "free_places": 3, "description": "Advice on wages.",
}  # fmt: skip
SHELTER = {
    "name": "Example shelter", "town": "Khujand", "address": SECRET, "confidential": True,
    "factors": ["I12"], "safe_for": ["survivor"], "spoken": ["tgk"],
}  # fmt: skip
STATE = {**LEGAL, "name": "Office for migrants", "organization": "Example ministry",
         "state_risk": "state_run"}  # fmt: skip


def hsds(version: str) -> Path:
    """Examples and schemas of the standard; a test that needs them is skipped without them."""
    found = SHARED / "data" / "fixtures" / "hsds" / version
    if not found.is_dir():
        pytest.skip("the examples of the standard are not beside this checkout")
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
def bo(template: Template, tmp_path: Path, clock: Clock) -> Iterator[Node]:
    node = template.copy("Bo", tmp_path, clock)
    yield node
    node.close()


@pytest.fixture
def legal(amina: Node) -> str:
    return commands.add(amina, LEGAL)


def client(node: Node, recipient: str = "Legal desk", **more: Any) -> str:
    """A client with a name, who agreed to the code and the needs, not to the name; the code."""
    values = {"names": "Firuz Examplezoda", "wants": "The wages of May", "sex": "man"}
    record = casework.add_client(node, values, keeping=FULL)
    casework.add_need(node, record, {"factor": "I07"})
    agreed = {
        "purpose": "legal help", "recipient": recipient, "kinds": ["code", "wants", "need"],
        "given": "written", "expires_on": "2026-12-20", **more,
    }  # fmt: skip
    casework.share(node, record, agreed)
    return record


REASON = {"reason": "Wages not paid since May.", "priority": "urgent"}
Run = Callable[..., Any]


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
def panoh(amina: Node) -> Run:
    return terminal(amina)
