"""A code is for one person, for a time, and opens only what was offered."""

from __future__ import annotations

import pytest

from panoh.core import canonical, sharing
from panoh.core.node import Node
from panoh.core.space.model import History, Role
from panoh.errors import Forbidden, NotFound, Refused, WrongUsage
from panoh.sync import codec, invitations
from panoh.sync.carriers.memory import MemoryCarrier
from panoh.sync.invitations import Offer
from panoh.sync.session import Session
from tests.core.support import LINE, THING, Vaults, put_thing
from tests.sync.test_session import case, share, sync, title


@pytest.fixture
def hub() -> MemoryCarrier:
    return MemoryCarrier("http://hub")


def test_second_person_with_the_code_is_not_let_in_and_it_is_told(
    hub: MemoryCarrier, amina: Node, bo: Node, chen: Node
) -> None:
    space, record = case(amina, title="a")
    code = invitations.invite(amina, Offer((space,), Role.WRITER, History.ALL))
    invitations.join(bo, code)
    sync(lambda: hub, bo, amina)
    invitations.join(chen, code)
    reports = sync(lambda: hub, chen, amina, chen)
    assert invitations.TWICE in [text for each in reports for text in each.findings]
    assert title(chen, record) is None
    assert chen.person.id not in amina.spaces.state(amina.spaces.row(space)).members


def test_ended_code_lets_nobody_in(
    hub: MemoryCarrier, vaults: Vaults, amina: Node, bo: Node
) -> None:
    space, record = case(amina, title="a")
    code = invitations.invite(amina, Offer((space,), Role.WRITER, History.ALL), days=1)
    invitations.join(bo, code)
    Session(bo, hub).run()
    vaults.clock.forward(days=2)
    sync(lambda: hub, amina, bo)
    assert title(bo, record) is None
    assert list(amina.spaces.state(amina.spaces.row(space)).members) == [amina.person.id]


def test_code_taken_back_lets_nobody_in(hub: MemoryCarrier, amina: Node, bo: Node) -> None:
    space, record = case(amina, title="a")
    code = invitations.invite(amina, Offer((space,), Role.WRITER, History.ALL))
    invitations.take_back(amina, invitations.given_out(amina)[0].no)
    invitations.join(bo, code)
    sync(lambda: hub, bo, amina, bo)
    assert title(bo, record) is None


def test_wrong_code_leads_nowhere(hub: MemoryCarrier, amina: Node, bo: Node) -> None:
    space, record = case(amina, title="a")
    invitations.invite(amina, Offer((space,), Role.WRITER, History.ALL))
    invitations.join(bo, invitations.write_code(bytes(range(16))))
    reports = sync(lambda: hub, bo, amina, bo)
    assert title(bo, record) is None
    assert all(not each.findings for each in reports)


def test_code_is_used_once_by_one_vault(amina: Node, bo: Node) -> None:
    space, _ = case(amina, title="a")
    code = invitations.invite(amina, Offer((space,), Role.WRITER, History.ALL))
    invitations.join(bo, code)
    with pytest.raises(WrongUsage):
        invitations.join(bo, code)


@pytest.mark.parametrize("sign", [1 << 62, -1, None, "x", [], bytes(31)])
def test_answer_with_anything_in_it_is_refused_before_it_is_believed(sign: object) -> None:
    """A number where a key should be must not become so many bytes."""
    box = codec.box_of(1, bytes(32))
    plain = canonical.encode({"kind": "device", "sign": sign, "box": bytes(32)})
    with pytest.raises(Refused):
        codec.read_answer(box, bytes(64) + plain, invitations._key_of)


def test_only_a_manager_invites_and_nothing_personal_is_shared(
    hub: MemoryCarrier, amina: Node, bo: Node
) -> None:
    space, _ = case(amina, title="a")
    share(lambda: hub, amina, bo, space, role=Role.WRITER)
    with pytest.raises(Forbidden):
        invitations.invite(bo, Offer((space,), Role.READER, History.ALL))
    with pytest.raises(Forbidden):
        invitations.invite(amina, Offer((amina.space("personal"),), Role.READER, History.ALL))


def test_compartment_opens_only_when_it_was_offered(
    hub: MemoryCarrier, amina: Node, bo: Node, chen: Node
) -> None:
    with amina.writing() as work:
        main = work.new_space("case")
        inner = work.compartment(main, "violence")
        open_one = work.put(THING, main, None, {"title": "open"})
        restricted = work.put(THING, inner, None, {"title": "restricted"})
    share(lambda: hub, amina, bo, main)
    share(lambda: hub, amina, chen, main, inner, history=History.ALL)
    assert (title(bo, open_one), title(bo, restricted)) == ("open", None)
    assert (title(chen, open_one), title(chen, restricted)) == ("open", "restricted")
    with pytest.raises(NotFound):
        bo.spaces.row(inner)


def test_reader_reads_and_cannot_write(hub: MemoryCarrier, amina: Node, bo: Node) -> None:
    space, record = case(amina, title="a")
    share(lambda: hub, amina, bo, space, role=Role.READER)
    assert title(bo, record) == "a"
    with pytest.raises(Forbidden):
        put_thing(bo, space, record, title="b")


@pytest.mark.parametrize("notes", [False, True])
def test_notes_come_only_when_ticked(
    hub: MemoryCarrier, amina: Node, bo: Node, notes: bool
) -> None:
    space, _ = case(amina, title="a")
    with amina.writing() as work:
        before = work.put(LINE, space, None, {"text": "before"})
    share(lambda: hub, amina, bo, space, notes=notes)
    with amina.writing() as work:
        after = work.put(LINE, space, None, {"text": "after"})
    sync(lambda: hub, amina, bo)
    assert (bo.get(LINE, before) is not None) == notes
    assert bo.get(LINE, after) is not None


def test_newcomer_opens_nothing_of_before_but_what_was_stated_again(
    hub: MemoryCarrier, amina: Node, bo: Node
) -> None:
    space, record = case(amina, title="old and replaced")
    put_thing(amina, space, record, title="present")
    share(lambda: hub, amina, bo, space)
    words = " ".join(str(bo.log.open(each).body) for each in bo.log.entries(bo.spaces.row(space)))
    assert "present" in words
    assert "old and replaced" not in words


def test_written_apart_from_the_letting_in_reaches_the_newcomer(
    hub: MemoryCarrier, amina: Node, bo: Node, chen: Node
) -> None:
    space, record = case(amina, title="a")
    share(lambda: hub, amina, bo, space)
    code = invitations.invite(amina, Offer((space,), Role.WRITER, History.CURRENT))
    invitations.join(chen, code)
    put_thing(bo, space, record, title="written under the old key")
    sync(lambda: hub, chen, amina, chen, times=1)
    sync(lambda: hub, bo, chen, amina)
    assert title(chen, record) == "written under the old key"
    assert title(amina, record) == "written under the old key"


def test_who_is_granted_more_later_reads_it(hub: MemoryCarrier, amina: Node, bo: Node) -> None:
    space, record = case(amina, title="a")
    with amina.writing() as work:
        note = work.put(LINE, space, None, {"text": "before"})
    share(lambda: hub, amina, bo, space)
    assert bo.get(LINE, note) is None
    certificates = sharing.certificates_of(amina, bo.person.id)
    with amina.writing() as work:
        sharing.let_in(amina, work, space, certificates, Role.MANAGER, History.ALL)
    sync(lambda: hub, amina, bo)
    assert bo.get(LINE, note) is not None
    assert title(bo, record) == "a"


def test_known_colleague_is_let_into_another_case_without_a_code(
    hub: MemoryCarrier, amina: Node, bo: Node
) -> None:
    first, _ = case(amina, title="first")
    share(lambda: hub, amina, bo, first)
    second, record = case(amina, title="second")
    certificates = sharing.certificates_of(amina, bo.person.id)
    with amina.writing() as work:
        sharing.let_in(amina, work, second, certificates, Role.WRITER)
    sync(lambda: hub, amina, bo)
    assert title(bo, record) == "second"
    row = [amina.spaces.row(each).channel for each in (first, second)]
    assert row[0] == row[1]  # the hub sees one channel for both
