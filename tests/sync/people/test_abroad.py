"""Across a border a case is opened only when the client agreed to that country, asked once."""

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
from panoh.cli.settings import settings
from panoh.cli.space import space
from panoh.core import abroad, sharing
from panoh.core.node import Node
from panoh.core.space.model import History, Role
from panoh.errors import Forbidden, Invalid, NotFound, PanohError
from panoh.sync.letters import CLOSED
from tests.cast import FULL, Clock, Template
from tests.sync.people.together import Together


@pytest.fixture
def pair(template: Template, tmp_path: Path, clock: Clock) -> Iterator[tuple[Node, Node]]:
    nodes = [template.copy(name, tmp_path, clock) for name in ("Amina", "Bo")]
    yield nodes[0], nodes[1]
    for each in nodes:
        each.close()


def run(node: Node, *words: str) -> Any:
    """A command of the core or of casework on an open node; what it prints as JSON."""
    root = click.Group("panoh")
    APP.command_line(root)
    root.add_command(space)
    root.add_command(settings)
    here = Asked(cast(Doors, None), words, node=node)
    result = CliRunner().invoke(root, [*words, "--json"], obj=here)
    if isinstance(result.exception, PanohError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def consents(node: Node, code: str) -> list[dict[str, Any]]:
    client = access.client(node, code)
    return [
        {name: each[name] for name in ("country", "opens_case", "recipient", "restricted")}
        for each in access.consents(access.agreements(node, client))
    ]


def invite(amina: Node, bo: Node, code: str, *options: str) -> list[str]:
    """By a one-time code; what the syncs found wrong."""
    from panoh.sync import invitations

    made = run(amina, "space", "invite", code, *options)["code"]
    invitations.join(bo, made)
    return [text for each in Together.sync(WAYS[0], bo, amina, bo) for text in each.findings]


WAYS: list[Together] = []


@pytest.fixture(autouse=True)
def way() -> Iterator[None]:
    WAYS[:] = [Together()]
    yield
    WAYS.clear()


def test_nobody_abroad_is_let_in_before_the_client_agreed(pair: tuple[Node, Node]) -> None:
    amina, bo = pair
    run(amina, "settings", "--country", "TJ")
    assert run(bo, "settings", "--country", "KZ")["country"] == "KZ"
    code = commands.add_client(amina, {"goes_by": "Zuhra"}, keeping=FULL)
    # Amina did not know where Bo works; Bo hears that the code opens nothing, and not why.
    assert sorted(invite(amina, bo, code)) == sorted(
        [abroad.NOT_AGREED, CLOSED]
    )  # Amina did not know where Bo works
    with pytest.raises(NotFound):
        access.client(bo, code)
    with pytest.raises(Forbidden):  # nobody can be asked here, and nothing was said
        run(amina, "space", "invite", code, "--country", "KZ")
    with pytest.raises(Invalid):  # what was only said has to be certified
        run(amina, "space", "invite", code, "--country", "KZ", "--consent", "oral")
    assert consents(amina, code) == []
    assert invite(amina, bo, code, "--country", "KZ", "--consent", "written") == []
    assert access.client(bo, code)["goes_by"] == "Zuhra"
    expected = {
        "country": "KZ", "opens_case": True, "recipient": "A colleague", "restricted": None,
    }  # fmt: skip
    assert consents(amina, code) == consents(bo, code) == [expected]
    shown = run(amina, "space", "show", code)["parts"][0]["members"]
    assert {each["name"]: each["country"] for each in shown} == {"Amina": "TJ", "Bo": "KZ"}


def test_it_is_asked_once_for_each_part_and_holds_until_withdrawn(pair: tuple[Node, Node]) -> None:
    amina, bo = pair
    run(amina, "settings", "--country", "TJ")
    run(bo, "settings", "--country", "KZ")
    WAYS[0].let_in(amina, bo, amina.space("practice"))
    code = commands.add_client(amina, {}, keeping=FULL)
    commands.add_note(amina, code, {"text": "cell 4", "restricted": "detention"})
    assert invite(amina, bo, code, "--country", "KZ", "--consent", "written") == []
    run(amina, "space", "revoke", code, "Bo", "--yes")
    run(amina, "space", "grant", code, "Bo")  # nobody is asked again
    assert len(consents(amina, code)) == 1
    with pytest.raises(Forbidden):  # what is restricted needs a consent of its own
        run(amina, "space", "grant", code, "Bo", "--compartment", "detention")
    run(
        amina, "space", "grant", code, "Bo", "--compartment", "detention", "--consent", "oral",
        "--heard-by", "Bo",
    )  # fmt: skip
    assert sorted(str(each["restricted"]) for each in consents(amina, code)) == [
        "None", "detention",
    ]  # fmt: skip
    run(amina, "space", "revoke", code, "Bo", "--yes")
    main = next(
        each
        for each in access.consents(access.agreements(amina, access.client(amina, code)))
        if not each["restricted"]
    )
    commands.withdraw(amina, main["id"], {})
    with pytest.raises(Forbidden):
        run(amina, "space", "hand-over", code, "Bo", "--yes")


def test_no_way_of_letting_in_goes_round_it(pair: tuple[Node, Node]) -> None:
    """The pages, and whoever else calls the core, meet the same rule."""
    amina, bo = pair
    abroad.set_own_country(amina, "TJ")
    abroad.set_own_country(bo, "KZ")
    practice = amina.space("practice")
    WAYS[0].let_in(amina, bo, practice)  # no client's: nobody is asked
    code = commands.add_client(amina, {}, keeping=FULL)
    certificates = sharing.certificates_of(amina, bo.person.id)
    row = amina.spaces.row(access.space_of(amina, code))
    with pytest.raises(Forbidden), amina.writing() as work:
        sharing.let_in(amina, work, row.id, certificates, Role.READER, History.NONE)
    assert list(amina.spaces.state(row).members) == [amina.person.id]
    values = {
        "purpose": "work together", "recipient": "Bo", "country": "KZ", "kinds": ["goal"],
        "given": "written", "expires_on": "2026-12-20",
    }  # fmt: skip
    commands.share(amina, code, values)  # goals may go to Bo: that does not open the case
    assert not commands.abroad.agreed_abroad(amina, row, "KZ")
    with pytest.raises(Invalid):
        commands.share(amina, code, {**values, "country": "", "opens_case": True})
    commands.share(amina, code, {**values, "opens_case": True})
    assert commands.abroad.agreed_abroad(amina, row, "KZ")
    assert not commands.abroad.agreed_abroad(amina, row, "UZ")
    with amina.writing() as work:
        sharing.let_in(amina, work, row.id, certificates, Role.READER, History.NONE)


def test_border_is_between_two_known_countries() -> None:
    class Told:
        """Only what `is_abroad` asks for."""

        def __init__(self, mine: str) -> None:
            self.mine = mine
            self.person = type("Person", (), {"id": b"\0"})()

        def rows(self, *_asked: object) -> list[dict[str, str]]:
            return [{"country": self.mine}] if self.mine else []

    def is_abroad(mine: str, theirs: str) -> bool:
        return abroad.is_abroad(cast(Node, Told(mine)), theirs)

    assert is_abroad("TJ", "KZ")
    assert not is_abroad("TJ", "TJ")
    assert is_abroad("other", "other")  # two countries without an entry are not taken for one
    assert not is_abroad("", "KZ")
    assert not is_abroad("TJ", "")


def test_newcomer_learns_names_of_those_in_what_is_shared_alone(
    template: Template, tmp_path: Path, clock: Clock, pair: tuple[Node, Node]
) -> None:
    amina, bo = pair
    chen = template.copy("Chen", tmp_path, clock)
    for other in (bo, chen):
        code = commands.add_client(amina, {}, keeping=FULL)
        assert invite(amina, other, code) == []
    told = [each["working_name"] for each in chen.rows("SELECT working_name FROM core_member")]
    assert sorted(set(told)) == ["Amina", "Chen"]
    chen.close()
