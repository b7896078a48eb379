"""A practice of two: who keeps which case, what is overdue, second looks.

Two real vaults, and a real hub between them where it matters."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from panoh.apps.casework import access, commands, views
from panoh.core import sharing
from panoh.core.node import Node
from panoh.core.space.model import Role
from panoh.errors import Forbidden, Invalid
from tests.apps.casework.browser import Browser
from tests.cast import FULL, Clock, Template
from tests.hub.running import hub
from tests.sync.people.together import Together, through


@pytest.fixture
def together() -> Together:
    """Of each test's own, since the vaults are copies of the same ones."""
    return Together()


class Joined:
    """Amina manages a practice that Bo has joined. Made once; each test has copies of its own."""

    def __init__(self, template: Template, folder: Path, together: Together) -> None:
        self.folder, self.template = folder, template
        amina, bo = (template.copy(name, folder, Clock()) for name in ("Amina", "Bo"))
        together.let_in(amina, bo, amina.space("practice"))
        amina.close()
        bo.close()

    def open(self, name: str, to: Path, clock: Clock) -> Node:
        from panoh import bootstrap
        from panoh.core.vault.model import VaultPlace

        place, key = self.template.of(name)
        shutil.copytree(self.folder / name, to / name)
        return bootstrap.open_node(
            VaultPlace(to / name, place.id), key, clock=clock, accept_restored=False
        )


@pytest.fixture(scope="module")
def joined(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    folder = tmp_path_factory.mktemp("joined")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PANOH_STATE", str(folder / "state"))
        yield Joined(template, folder, Together())


@pytest.fixture
def pair(joined: Joined, tmp_path: Path, clock: Clock) -> Iterator[tuple[Node, Node]]:
    shutil.copytree(joined.folder / "state", tmp_path / "state")
    nodes = tuple(joined.open(name, tmp_path, clock) for name in ("Amina", "Bo"))
    yield nodes[0], nodes[1]
    for each in nodes:
        each.close()


def figures(node: Node) -> list[tuple[str, int | None, int | None]]:
    return [(each.name, each.cases, each.overdue) for each in access.loads(node)]


def texts(node: Node) -> list[str]:
    return [each.text for each in views.today(node, 100)]


def test_supervisor_sees_load_and_overdue_without_opening_a_case(
    pair: tuple[Node, Node], together: Together, clock: Clock
) -> None:
    amina, bo = pair
    code = commands.add_client(bo, {"goes_by": "Zuhra"}, keeping=FULL)
    commands.add_need(bo, code, {"kind": "need", "own_words": "rent for the winter"})
    commands.add_follow_up(bo, code, {"due": "2026-11-22"})
    commands.add_client(amina, {}, keeping=FULL)
    together.sync(bo, amina)
    assert figures(amina) == [("Amina", 1, 0), ("Bo", 1, 0)]
    clock.pass_days(5)  # nobody saves anything: it becomes overdue all the same
    assert figures(amina) == [("Amina", 1, 0), ("Bo", 1, 1)]
    with pytest.raises(Exception, match=code):
        access.client(amina, code)
    held = repr(amina.rows("SELECT * FROM casework_caseload")) + repr(
        [e.changes for e in amina.history(amina.space("practice"))]
    )
    assert code in held
    for never in ("Zuhra", "rent for the winter"):
        assert never not in held
        assert not amina.database.find_bytes([never.encode()])


def test_worker_sees_exactly_what_the_supervisor_sees(
    pair: tuple[Node, Node], together: Together
) -> None:
    amina, bo = pair
    for node in pair:
        commands.add_client(node, {}, keeping=FULL)
    mine = commands.add_client(bo, {}, keeping=FULL)
    commands.add_follow_up(bo, mine, {"due": "2026-11-22"})
    together.sync(bo, amina, bo)
    assert [each.name for each in access.loads(amina)] == ["Amina", "Bo"]  # by name, not by load
    theirs = [
        [(line.code, line.next_due, line.overdue) for line in each.lines]
        for node in pair
        for each in access.loads(node)
    ]
    assert theirs[:2] == theirs[2:]
    assert figures(amina) == figures(bo)
    pages = [Browser(node).get("/caseload").text for node in pair]
    # What differs is the link by which a supervisor says who is to keep a case.
    assert re.sub(r" · Who is to keep \S+", "", pages[0]) == pages[1]


def test_quiet_hours_hide_counts_until_they_are_asked_for(
    pair: tuple[Node, Node], together: Together, clock: Clock
) -> None:
    amina, bo = pair
    code = commands.add_client(bo, {}, keeping=FULL)
    commands.add_follow_up(bo, code, {"due": "2026-11-20"})
    together.sync(bo, amina)
    clock.moment = clock.moment.replace(hour=22)
    assert figures(amina) == [("Amina", None, None), ("Bo", None, None)]
    browser = Browser(amina)
    page = browser.get("/caseload")
    assert "no counts until 07:00" in page.text
    assert "overdue" not in page.text
    assert code in page.text
    shown = browser.send(page, "/caseload/show")
    assert "1 open case" in shown.text
    commands.set_quiet_hours(bo, "off")
    assert figures(bo)[1] == ("Bo", 1, 0)
    with pytest.raises(Invalid):
        commands.set_quiet_hours(bo, "late")


def test_supervisor_assigns_and_both_find_it_on_today(
    pair: tuple[Node, Node], together: Together
) -> None:
    amina, bo = pair
    code = commands.add_client(bo, {"goes_by": "Zuhra"}, keeping=FULL)
    together.sync(bo, amina)
    with pytest.raises(Forbidden):
        commands.assign(bo, code, amina.person.id)
    browser = Browser(amina)
    page = browser.get("/caseload")
    (at,) = {each for each in page.links if each.startswith("/caseload/")}
    browser.send(browser.get(at), at, {"keeper": amina.person.id.hex()})
    together.sync(amina, bo)
    assert any("not been handed over to you" in each for each in texts(amina) if code in each)
    assert any("hand it over" in each for each in texts(bo) if code in each)
    space = access.space_of(bo, code)
    certificates = sharing.certificates_of(bo, amina.person.id)
    with bo.writing() as work:
        sharing.let_in(bo, work, space, certificates, Role.MANAGER)
    together.sync(bo, amina)
    assert access.client(amina, code)["goes_by"] == "Zuhra"
    assert not [each for each in (*texts(amina), *texts(bo)) if "hand" in each]
    assert [(each.name, len(each.lines)) for each in access.loads(bo)] == [("Amina", 1), ("Bo", 0)]
    # From now on the new keeper brings the line up to date, and nobody else does.
    commands.add_follow_up(bo, code, {"due": "2026-11-25"})
    together.sync(bo, amina)
    commands.bring_up_to_date(amina)
    together.sync(amina, bo)
    assert access.line_of(bo, code)["next_due"] == "2026-11-25"
    assert access.line_of(bo, code)["conflicts"] == []


def test_second_look_is_asked_answered_and_on_today_of_both(
    pair: tuple[Node, Node], clock: Clock, tmp_path: Path
) -> None:
    with hub(f"sqlite:///{tmp_path / 'hub.db'}") as running:
        _second_look(*pair, through(running.url), clock)


def _second_look(amina: Node, bo: Node, together: Together, clock: Clock) -> None:
    pair = (amina, bo)
    code = commands.add_client(bo, {}, keeping=FULL)
    browser = Browser(bo)
    client = access.client(bo, code)["id"]
    ask = f"/client/{client}/second-look/new"
    assert "Share it with a colleague first" in browser.get(ask).text
    with pytest.raises(Invalid):
        commands.ask_second_look(bo, code, {"what": "plan", "asked_of": amina.person.id.hex()})
    certificates = sharing.certificates_of(bo, amina.person.id)
    with bo.writing() as work:
        sharing.let_in(bo, work, access.space_of(bo, code), certificates, Role.WRITER)
    values = {"what": "plan", "asked_of": amina.person.id.hex(), "text": "Is it too much at once?"}
    browser.send(browser.get(ask), ask, values)
    together.sync(bo, amina)
    assert f"{code}: you are asked to look over the plan" in texts(amina)
    assert f"{code}: a colleague is asked to look over the plan" in texts(bo)
    other = Browser(amina)
    (at,) = {e for e in other.get("/today").links if e.startswith("/second-look/")}
    page = other.get(at)
    assert "Is it too much at once?" in page.text
    refused = other.send(page, at, {"verdict": "returned"})
    assert "Say what should be different." in refused.text
    other.send(other.get(at), at, {"verdict": "returned", "text": "One goal after the other."})
    together.sync(amina, bo)
    for node in pair:
        assert f"{code}: the plan was given back with a word to it" in texts(node)
    assert "One goal after the other." in browser.get(at).text
    with pytest.raises(Forbidden):
        commands.answer_second_look(amina, at.rpartition("/")[2], {"verdict": "approved"})
    again = commands.ask_second_look(bo, code, values)
    with pytest.raises(Forbidden):
        commands.answer_second_look(bo, again, {"verdict": "approved"})
    together.sync(bo, amina)
    commands.answer_second_look(amina, again, {"verdict": "approved"})
    together.sync(amina, bo)
    for node in pair:
        assert [each for each in texts(node) if code in each and "plan" in each] == [
            f"{code}: the plan was approved"
        ]
    clock.moment += timedelta(days=4)
    assert not [each for each in texts(bo) if "approved" in each]


def test_answer_by_somebody_who_was_not_asked_is_none(
    pair: tuple[Node, Node], together: Together
) -> None:
    amina, bo = pair
    code = commands.add_client(bo, {}, keeping=FULL)
    space = access.space_of(bo, code)
    with bo.writing() as work:
        certificates = sharing.certificates_of(bo, amina.person.id)
        sharing.let_in(bo, work, space, certificates, Role.WRITER)
    values = {"what": "closure", "asked_of": amina.person.id.hex()}
    asked = commands.ask_second_look(bo, code, values)
    client = access.client(bo, code)
    with bo.writing() as work:  # the one who asked writes an approval, past the command
        forged = {"client": client["id"], "request": asked, "verdict": "approved"}
        work.put(bo.types["casework_second_look_answer"], space, None, forged)
    (look,) = access.looks(bo, client)
    assert look.state == "open"
    assert f"{code}: a colleague is asked to look over the closing" in texts(bo)


def test_who_joins_a_practice_works_in_it_with_all_cases(
    template: Template, tmp_path: Path, clock: Clock, together: Together
) -> None:
    amina, bo = (template.copy(name, tmp_path, clock) for name in ("Amina", "Bo"))
    before = commands.add_client(bo, {}, keeping=FULL)
    own = bo.space("practice")
    together.let_in(amina, bo, amina.space("practice"))
    assert bo.space("practice") == amina.space("practice") != own
    commands.bring_up_to_date(bo)
    together.sync(bo, amina)
    assert [(each.name, each.cases) for each in access.loads(amina)] == [("Amina", 0), ("Bo", 1)]
    rows = bo.rows("SELECT space FROM casework_caseload WHERE code = ?", (before,))
    assert [bo.space_id(each["space"]) for each in rows] == [bo.space("practice")]
    assert commands.bring_up_to_date(bo) == 0  # nothing more is written
    # Who may only read the practice goes on in their own.
    with amina.writing():
        sharing.change_role(amina, amina.space("practice"), bo.person.id, Role.READER)
    together.sync(amina, bo)
    assert bo.space("practice") == own
    for each in (amina, bo):
        each.close()
