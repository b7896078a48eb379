"""The pages of sharing: what they show, ask once more, and keep to themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from panoh.apps.casework import access, commands
from panoh.core import membership, sharing
from panoh.core.node import Node
from panoh.core.space.model import History, Role
from panoh.errors import Forbidden, NotFound
from panoh.sync import invitations
from panoh.web import render
from panoh.web.page import Again, Form, Go, Show, Visit
from panoh.web.pages import devices, letting_in
from panoh.web.pages import sharing as pages
from tests.cast import FULL, Clock, Template


class Two:
    """Amina with a case that has a compartment, and Bo, who is in it as a writer."""

    def __init__(self, amina: Node, bo: Node) -> None:
        self.amina, self.bo = amina, bo
        code = commands.add_client(amina, {"goes_by": "Zuhra"}, keeping=FULL)
        commands.add_note(amina, code, {"text": "sealed apart", "restricted": "violence"})
        self.client = access.client(amina, code)
        self.main = amina.space_id(self.client["space"])
        self.case = {"id": self.main.hex()}
        self.share = "/share/" + self.main.hex()
        with amina.writing() as work:
            sharing.let_in(amina, work, self.main, [bo.person.certificate], Role.WRITER)

    def roles(self, space: bytes | None = None) -> dict[bytes, Role]:
        found = membership.members(self.amina, space or self.main)
        return {each.person: each.role for each in found}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PANOH_STATE", str(folder / "state"))
        made = Template(folder / "made")
        for each in ("Amina", "Bo"):
            made.of(each)
        yield made


@pytest.fixture
def two(template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    amina, bo = (template.copy(each, tmp_path, Clock()) for each in ("Amina", "Bo"))
    yield Two(amina, bo)
    amina.close()
    bo.close()


def shown(reply: object) -> Show:
    assert isinstance(reply, Show), reply
    return reply


def gone(reply: object) -> Go:
    assert isinstance(reply, Go), reply
    return reply


CHOSEN = {"role": ["reader"], "history": ["current"], "days": ["1"], "parts": ["violence"]}


def test_an_invitation_names_what_opens_and_asks_once_more(two: Two) -> None:
    node = two.amina
    before = len(invitations.given_out(node))
    asked = shown(letting_in.ask_invite(Visit(node, two.case)))
    assert [each.key for each in asked.data["parts"]] == ["violence"]
    reply = gone(letting_in.take_invite(Visit(node, two.case, Form(CHOSEN))))
    assert reply.path == two.share + "/invite/check"
    assert reply.keep is not None
    visit = Visit(node, two.case, state=dict(reply.keep), query={"s": "0" * 32})
    check = shown(letting_in.check_invite(visit)).data
    assert [each.key for each in check["opens"]] == ["", "violence"]
    assert all(each.number > 1 for each in check["opens"])
    assert (check["role"], check["history"]) == ("may read", letting_in.FUTURE[History.CURRENT])
    assert len(invitations.given_out(node)) == before  # looking changed nothing
    made = gone(letting_in.make_code(visit))
    assert made.keep is not None
    code = str(made.keep["code"])
    assert code not in made.path
    offer = invitations.given_out(node)[-1].offer
    assert [bytes(each) for each in offer["spaces"]] == [each.row.id for each in check["opens"]]
    assert (offer["role"], offer["history"], offer["notes"]) == ("reader", "current", False)
    assert node.prove_absent([code, invitations.read_code(code)])  # the vault keeps none of it
    seen = shown(letting_in.show_code(Visit(node, state=dict(made.keep))))
    assert seen.data["code"] == code
    assert gone(letting_in.show_code(Visit(node))).path == "/share"


def test_nothing_opens_by_a_check_that_nobody_chose_for(two: Two) -> None:
    node = two.amina
    for act in (letting_in.check_invite, letting_in.make_code):
        assert gone(act(Visit(node, two.case))).path == two.share + "/invite"
    for act in (letting_in.check_grant, letting_in.do_grant):
        assert gone(act(Visit(node, two.case))).path == two.share + "/grant"
    for act in (letting_in.check_hand_over, letting_in.do_hand_over):
        assert gone(act(Visit(node, two.case))).path == two.share + "/hand-over"
    assert invitations.given_out(node) == []
    # A compartment that was named but is not there, or a role nobody knows, opens nothing.
    form = Form({**CHOSEN, "parts": ["nosuch", "violence"], "role": ["owner"]})
    assert isinstance(letting_in.take_invite(Visit(node, two.case, form)), Again)
    form = Form({**CHOSEN, "parts": ["nosuch"]})
    keep = gone(letting_in.take_invite(Visit(node, two.case, form))).keep
    assert keep is not None
    assert keep["chosen"]["parts"] == []


def test_only_who_manages_it_changes_who_is_in_it(two: Two) -> None:
    with two.amina.writing() as work:
        bare = work.new_space("case")
    with two.amina.writing() as work:
        sharing.let_in(two.amina, work, bare, [two.bo.person.certificate], Role.MANAGER)
        sharing.change_role(two.amina, bare, two.amina.person.id, Role.WRITER)
    case = {"id": bare.hex()}
    for act in (
        letting_in.ask_invite, letting_in.take_invite, letting_in.make_code,
        letting_in.do_grant, letting_in.do_hand_over,
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            act(Visit(two.amina, case, Form(CHOSEN)))
    who = {"who": two.bo.person.id.hex()}
    with pytest.raises(Forbidden):
        pages.take_out(Visit(two.amina, case, query=who))
    assert shown(pages.members(Visit(two.amina, case))).data["manager"] is False


def test_who_could_read_what_since_when(two: Two) -> None:
    data = shown(pages.members(Visit(two.amina, two.case))).data
    main, apart = data["parts"]
    assert [each.name for each in main.members] == ["Amina", two.bo.person.id.hex()[:8]]
    assert [each.person for each in apart.members] == [two.amina.person.id]
    assert main.members[1].since is not None
    let_in = main.changes[-1]
    assert (let_in.what, let_in.role, let_in.history) == ("member", Role.WRITER, History.CURRENT)
    assert data["place"] == f"/client/{two.client['id']}"


def test_granting_and_taking_out(two: Two) -> None:
    node, bo = two.amina, two.bo.person.id
    form = Form({**CHOSEN, "who": [bo.hex()], "role": ["manager"]})
    keep = gone(letting_in.take_grant(Visit(node, two.case, form))).keep
    assert keep is not None
    visit = Visit(node, two.case, state=dict(keep), query={"s": "0" * 32})
    check = shown(letting_in.check_grant(visit)).data
    assert [each.key for each in check["opens"]] == ["", "violence"]
    assert [each.key for each in check["already"]] == [""]
    assert two.roles()[bo] is Role.WRITER
    gone(letting_in.do_grant(visit))
    apart = check["opens"][1].row.id
    assert two.roles()[bo] is Role.MANAGER
    assert two.roles(apart)[bo] is Role.MANAGER
    who = {"who": bo.hex()}
    asked = shown(pages.ask_take_out(Visit(node, two.case, query=who))).data
    assert [each.key for each in asked["parts"]] == ["", "violence"]
    assert two.roles()[bo] is Role.MANAGER  # asking changed nothing
    assert gone(pages.take_out(Visit(node, two.case, query=who))).path == two.share
    assert bo not in two.roles()
    assert bo not in two.roles(apart)
    with pytest.raises(NotFound):
        pages.ask_take_out(Visit(node, two.case, query=who))


def test_handing_over_for_good(two: Two) -> None:
    node, bo = two.amina, two.bo.person.id
    assert isinstance(letting_in.take_hand_over(Visit(node, two.case)), Again)
    form = Form({"who": [bo.hex()], "leave": ["1"]})
    keep = gone(letting_in.take_hand_over(Visit(node, two.case, form))).keep
    assert keep is not None
    visit = Visit(node, two.case, state=dict(keep), query={"s": "0" * 32})
    assert shown(letting_in.check_hand_over(visit)).data["leave"] is True
    assert node.person.id in two.roles()
    assert gone(letting_in.do_hand_over(visit)).path == "/share"
    assert two.roles() == {bo: Role.MANAGER}
    data = shown(pages.members(Visit(node, two.case))).data
    assert data["inside"] is False
    [line] = [e for e in shown(pages.overview(Visit(node))).data["shared"] if e.role is None]
    assert line.id == two.main.hex()


def test_leaving_without_another_manager_is_warned_of(two: Two) -> None:
    who = {"who": two.amina.person.id.hex()}
    asked = shown(pages.ask_take_out(Visit(two.amina, two.case, query=who))).data
    assert asked["alone"] is True
    assert asked["myself"] is True


def test_a_childs_case_stands_nowhere_until_it_is_shown(two: Two) -> None:
    node = two.amina
    code = commands.add_child(node, {"age_band": "6_9"})
    client = access.client(node, code)
    space = node.space_id(client["space"])
    with node.writing() as work:
        sharing.let_in(node, work, space, [two.bo.person.certificate], Role.WRITER)
    invitations.invite(node, invitations.Offer((space,), Role.READER, History.NONE))

    def told() -> str:
        data = shown(pages.overview(Visit(node))).data
        return " ".join([each.name for each in data["shared"]] + [e.opens for e in data["given"]])

    assert code not in told()
    for act in (pages.members, letting_in.ask_invite, letting_in.ask_hand_over):
        with pytest.raises(Forbidden):
            act(Visit(node, {"id": space.hex()}))
    device = two.bo.person.device.hex()
    asked = shown(devices.ask_revoke(Visit(node, {"id": device}))).data
    assert code not in " ".join(asked["cases"])
    access.set_shown(node, client["id"], {"child"}, True)
    assert told().count(code) == 2
    shown(pages.members(Visit(node, {"id": space.hex()})))


def test_devices_and_words(two: Two) -> None:
    node, bo = two.amina, two.bo.person
    words = shown(pages.words(Visit(node, {"id": bo.id.hex()}))).data["words"]
    assert tuple(words) == invitations.twelve_words(bo.id, node.person.id)
    for unknown in ("0" * 32, node.person.id.hex(), "x", bo.id.hex().upper()):
        with pytest.raises(NotFound):
            pages.words(Visit(node, {"id": unknown}))
    assert isinstance(devices.add(Visit(node)), Again)  # nobody said yes
    made = gone(devices.add(Visit(node, form=Form({"sure": ["yes"]}))))
    assert made.path == "/share/code"
    assert isinstance(devices.join(Visit(node, form=Form({"code": ["ABC"]}))), Again)
    gone(devices.revoke(Visit(node, {"id": bo.device.hex()})))
    assert bo.device in node.spaces.state(node.spaces.row(two.main)).revoked
    with pytest.raises(Forbidden):
        devices.revoke(Visit(node, {"id": node.person.device.hex()}))
    with pytest.raises(NotFound):
        devices.ask_revoke(Visit(node, {"id": node.person.device.hex()}))


def test_a_mistyped_code_is_told_and_not_kept(two: Two) -> None:
    code = invitations.write_code(bytes(16))
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    reply = letting_in.join(Visit(two.bo, form=Form({"code": [wrong], "hub": ["https://h"]})))
    assert isinstance(reply, Again)
    assert "code" in reply.problems
    assert "code" not in reply.form.names()
    assert two.bo.setting("hub") is None
    reply = letting_in.join(Visit(two.bo, form=Form({"code": [code], "hub": ["http://h"]})))
    assert isinstance(reply, Again)
    assert "hub" in reply.problems
    assert gone(letting_in.join(Visit(two.bo, form=Form({"code": [code]})))).path == "/exchange"


def test_pages_speak_of_nothing_that_only_programmers_know() -> None:
    for path in sorted((render.HERE / "templates").glob("*.html")):
        for words in re.findall(r'_\("([^"]*)"', path.read_text("utf-8")):
            assert not re.search(r"(?i)\bsync|epoch|mailbox|\breceived by|\bseen by", words), words
