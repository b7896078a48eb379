"""An erased case goes from every vault that exchanges and from the hub.

What cannot be known is said. Real vaults, a real hub.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import click
import pytest
from click.testing import CliRunner

from panoh.apps.casework import APP, access, commands
from panoh.cli.context import Asked, Doors
from panoh.core.check import check
from panoh.core.node import Node
from panoh.core.space.model import Role
from panoh.core.space.store import SpaceRow
from panoh.errors import NotFound, PanohError
from panoh.sync import codec, running
from tests.cast import FULL, Clock, Template
from tests.hub.running import Running, hub
from tests.seized.canaries import Canaries, found_in
from tests.sync.people.together import Together, through

MANY = 150


@pytest.fixture
def people(template: Template, tmp_path: Path, clock: Clock) -> Iterator[list[Node]]:
    nodes = [template.copy(name, tmp_path, clock) for name in ("Amina", "Bo", "Chen")]
    yield nodes
    for each in nodes:
        each.close()


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Running]:
    with hub(f"sqlite:///{tmp_path / 'hub.db'}") as running_:
        yield running_


def panoh(node: Node, *words: str) -> Any:
    root = click.Group("panoh")
    APP.command_line(root)
    here = Asked(cast(Doors, None), words, node=node)
    result = CliRunner().invoke(root, [*words, "--json"], obj=here)
    if isinstance(result.exception, PanohError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def told(node: Node, canaries: Canaries) -> tuple[str, str]:
    """A case, with a restricted part, full of canaries; its code and the id of one note."""
    keeping = {**FULL}
    values = {"goes_by": canaries.word(), "phone": canaries.phone(), "names": canaries.word()}
    code = commands.add_client(node, values, keeping=keeping)
    while canaries.count < MANY:
        text = " ".join(canaries.word() for _ in range(8))
        restricted = "detention" if canaries.count % 3 == 0 else None
        note = commands.add_note(node, code, {"text": text, "restricted": restricted})
    return code, note


def wrapped_bodies(node: Node, rows: list[SpaceRow]) -> list[bytes]:
    """A piece of every body of these spaces as it lies at the hub."""
    found = []
    for row in rows:
        for channel in node.spaces.channels_of(row):
            box = codec.box_of(channel, node.spaces.channel_key(channel))
            for kept in node.log.entries(row):
                body = codec.wrap_entry(box, kept.sealed).body
                if body is not None and kept.kind not in (1, 4):
                    found.append(body[100:164])
    return found


def test_case_is_gone_from_every_vault_and_the_hub(
    people: list[Node], serving: Running, tmp_path: Path
) -> None:
    amina, bo, chen = people
    together, canaries = through(serving.url), Canaries()
    code, _note = told(amina, canaries)
    main = amina.spaces.row(access.space_of(amina, code))
    rows = [main, *amina.spaces.compartments(main)]
    spaces = [each.id for each in rows]
    together.let_in(amina, bo, *spaces, role=Role.WRITER, notes=True)
    together.let_in(amina, chen, spaces[0], notes=True)  # who never exchanges again
    together.sync(amina, bo)
    needles = [each.encode() for each in (*canaries.words, *canaries.phones)]
    assert all(each.database.find_bytes(needles) for each in (amina, bo, chen))
    bodies = wrapped_bodies(amina, rows)
    assert len(bodies) > 20
    running.remember_hub(amina, serving.url)
    done = panoh(amina, "erase", "client", code, "--yes", "--prove")
    assert done["proved"]
    first = done["elsewhere"]
    assert (first["left"], first["held"], first["asked"]) == (0, 0, True)
    assert first["gone"] == first["named"] > 20
    assert first["silent"] == ["Bo", "Chen"]
    # Bo exchanges and has it no more; Chen does not.
    together.sync(bo)
    for node in (amina, bo):
        assert node.database.find_bytes(needles) == []
        assert check(node) == []
        with pytest.raises(NotFound):
            access.client(node, code)
    assert chen.database.find_bytes(needles) != []
    # Asked again later, and by somebody who did not erase it.
    again = panoh(amina, "erase", "client", code, "--prove")["elsewhere"]
    assert (again["gone"], again["held"], again["absent"]) == (first["named"], 0, 0)
    running.remember_hub(bo, serving.url)
    theirs = panoh(bo, "erase", "client", main.id.hex()[:12], "--prove")["elsewhere"]
    assert (theirs["left"], theirs["held"]) == (0, 0)
    assert theirs["named"] == first["named"]
    assert serving.stop() == 0
    held = (tmp_path / "hub.db").read_bytes()
    assert [each for each in bodies if each in held] == []
    assert found_in(held, canaries.needles()) == []
    assert not list(tmp_path.glob("hub.db-*"))
    amina_alone = panoh(amina, "erase", "client", code, "--prove")["elsewhere"]
    assert not amina_alone["asked"]  # the hub is not reached: nothing is claimed of it
    assert (amina_alone["gone"], amina_alone["held"]) == (0, 0)


def test_note_is_gone_where_somebody_has_written_since(people: list[Node]) -> None:
    amina, bo, chen = people
    together = Together()
    code = commands.add_client(amina, {}, keeping=FULL)
    space = access.space_of(amina, code)
    note = commands.add_note(amina, code, {"text": "a sentence that is to be unsaid"})
    for each in (bo, chen):
        together.let_in(amina, each, space, notes=True)
    done = panoh(amina, "erase", "note", note[:8], "--yes", "--prove")
    assert done["proved"]
    assert done["elsewhere"]["knowing"] == []
    assert not done["elsewhere"]["hub"]
    together.sync(amina, bo)
    commands.add_note(bo, code, {"text": "something else"})
    together.sync(bo, amina)
    row = amina.spaces.row(space)
    found = commands.elsewhere(amina, [row], note)
    assert (found.knowing, found.silent) == (["Bo"], ["Chen"])
    assert bo.database.find_bytes([b"a sentence that is to be unsaid"]) == []
    from panoh.core import sharing

    with amina.writing():
        sharing.remove(amina, space, chen.person.id)
    assert commands.elsewhere(amina, [row], note).silent == []


def test_live_case_is_not_taken_for_an_erased_one(people: list[Node]) -> None:
    amina = people[0]
    code = commands.add_client(amina, {}, keeping=FULL)
    with pytest.raises(NotFound):
        commands.spaces_of_erased(amina, code)
    with pytest.raises(NotFound):
        commands.spaces_of_erased(amina, access.space_of(amina, code).hex()[:10])
