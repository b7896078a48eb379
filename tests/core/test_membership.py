"""Who is in a space, what happened there, who a name means; letting in, changing, taking out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from panoh.core import membership, sharing
from panoh.core.intake import take_in
from panoh.core.node import Node
from panoh.core.records import own
from panoh.core.space.model import History, Role, SpaceId
from panoh.errors import Forbidden, NotFound, Refused
from tests.core.support import Vaults, entries, put, put_thing, share


@pytest.fixture
def case(amina: Node, bo: Node) -> SpaceId:
    """A case of Amina's that Bo was let into."""
    put(amina, own.MEMBER, None, person=bo.person.id.hex(), working_name="Bo")
    with amina.writing() as work:
        space = work.new_space("case")
    put_thing(amina, space, title="x")
    with amina.writing() as work:
        sharing.let_in(
            amina, work, space, [bo.person.certificate], Role.WRITER, History.ALL, notes=True
        )
    row = amina.spaces.row(space)
    epochs = sorted(amina.spaces.state(row).epochs.values(), key=lambda each: each.number)
    keys = [(each.id, each.number, amina.spaces.key(row, each.id)) for each in epochs]
    with bo.writing():
        held = bo.spaces.adopt(
            amina.spaces.facts(row)[0].fact, *keys[0], now=bo.milliseconds(),
            channel=amina.spaces.channel_key(row.channel),
        )  # fmt: skip
        for each in keys[1:]:
            bo.spaces.grant_key(held, *each, now=bo.milliseconds())
    take_in(bo, entries(amina, space))
    return space


def _roles(node: Node, space: SpaceId) -> dict[str, Role]:
    return {each.name: each.role for each in membership.members(node, space)}


def test_everybody_is_listed_oneself_first(amina: Node, bo: Node, case: SpaceId) -> None:
    mine, his = membership.members(amina, case), membership.members(bo, case)
    assert [each.person for each in mine] == [amina.person.id, bo.person.id]
    assert [each.person for each in his] == [bo.person.id, amina.person.id]
    assert [each.name for each in mine] == ["Amina", "Bo"]
    assert [each.role for each in mine] == [Role.MANAGER, Role.WRITER]
    assert mine[1].devices == (bo.person.device,)
    for each in mine:
        assert each.since is not None
        assert abs(each.since - amina.now()) < timedelta(seconds=1)
    assert mine[0].history is History.ALL


def test_what_happened_is_told_in_order(amina: Node, bo: Node, case: SpaceId) -> None:
    sharing.change_role(amina, case, bo.person.id, Role.READER)
    sharing.remove(amina, case, bo.person.id)
    told = [(e.what, e.by, e.whom, e.role, e.overtaken) for e in membership.changes(amina, case)]
    assert told == [
        ("genesis", "Amina", "Amina", None, False),
        ("member", "Amina", "Bo", Role.WRITER, False),
        ("member", "Amina", "Bo", Role.READER, False),
        ("remove", "Amina", "Bo", None, False),
    ]
    times = [each.when for each in membership.changes(amina, case)]
    assert all(each and abs(each - amina.now()) < timedelta(seconds=1) for each in times)
    assert _roles(amina, case) == {"Amina": Role.MANAGER}


def test_only_who_manages_changes_who_is_in_it(amina: Node, bo: Node, case: SpaceId) -> None:
    for act in (
        lambda: sharing.change_role(bo, case, amina.person.id, Role.READER),
        lambda: sharing.remove(bo, case, amina.person.id),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Forbidden), bo.writing() as work:
        sharing.let_in(bo, work, case, [bo.person.certificate], Role.MANAGER)
    with pytest.raises(NotFound):
        sharing.change_role(amina, case, bytes(16), Role.READER)
    with pytest.raises(NotFound):
        sharing.remove(amina, case, bytes(16))
    sharing.remove(bo, case, bo.person.id)  # anybody may leave
    assert bo.person.id not in {each.person for each in membership.members(bo, case)}


def test_a_colleague_is_let_into_another_case_by_what_is_shared_already(
    amina: Node, bo: Node, case: SpaceId, vaults: Vaults
) -> None:
    with amina.writing() as work:
        other = work.new_space("case")
        with pytest.raises(Refused, match="invitation"):
            sharing.grant(amina, work, other, bytes(16), Role.READER, History.ALL)
        sharing.grant(amina, work, other, bo.person.id, Role.READER, History.CURRENT)
    assert _roles(amina, other) == {"Amina": Role.MANAGER, "Bo": Role.READER}
    with amina.writing() as work:  # who is in it already changes the role only
        sharing.grant(amina, work, other, bo.person.id, Role.WRITER, History.CURRENT)
    assert _roles(amina, other)["Bo"] is Role.WRITER
    facts = [each.fact["k"] for each in amina.spaces.facts(amina.spaces.row(other))]
    assert facts.count("epoch") == 2
    owed = {(each.device, each.space) for each in amina.spaces.owed_keys()}
    assert (bo.person.device, amina.spaces.row(other).no) in owed


def test_handing_over_gives_everything_and_leaves(amina: Node, bo: Node, case: SpaceId) -> None:
    with amina.writing() as work:
        inner = work.compartment(case, "q")
        assert work.compartment(case, "q") == inner
    sharing.hand_over(amina, case, bo.person.id, leave=False)
    for space in (case, inner):
        assert _roles(amina, space) == {"Amina": Role.MANAGER, "Bo": Role.MANAGER}
    sharing.take_out(amina, case, bo.person.id)
    for space in (case, inner):
        assert _roles(amina, space) == {"Amina": Role.MANAGER}
    with pytest.raises(Refused):  # one shares nothing with them any more
        sharing.hand_over(amina, case, bo.person.id, leave=True)


def test_who_left_a_case_is_not_in_it(amina: Node, bo: Node, case: SpaceId) -> None:
    sharing.hand_over(amina, case, bo.person.id, leave=True)
    row = amina.spaces.row(case)
    assert set(amina.spaces.state(row).members) == {bo.person.id}


def test_a_lost_device_is_shut_out_by_its_person_or_who_manages(
    amina: Node, bo: Node, case: SpaceId
) -> None:
    row = amina.spaces.row(case)
    assert not sharing.may_revoke(amina, row, amina.person.device)
    assert not sharing.may_revoke(amina, row, bytes(16))
    assert sharing.may_revoke(amina, row, bo.person.device)
    assert not sharing.may_revoke(bo, bo.spaces.row(case), amina.person.device)
    assert [e.device for e in sharing.certificates_of(amina, bo.person.id)] == [bo.person.device]
    before = row.channel
    assert sharing.revoke_device_everywhere(amina, bo.person.device) == 1
    assert sharing.revoke_device_everywhere(amina, bytes(16)) == 0
    assert amina.spaces.row(case).channel != before
    state = amina.spaces.state(amina.spaces.row(case))
    assert bo.person.device not in state.epochs[state.current].readers
    assert sharing.certificates_of(amina, bo.person.id) == []
    assert membership.devices_of(amina, amina.spaces.row(case), bo.person.id) == []
    told = membership.changes(amina, case)[-1]
    assert (told.what, told.whom) == ("revoke", "Bo")


def test_names_mean_one_person_or_nobody(amina: Node, bo: Node, case: SpaceId) -> None:
    person = bo.person.id
    for ref in ("Bo", " bO ", person.hex(), person.hex()[:6]):
        assert membership.find_person(amina, ref) == person
        assert membership.find_person(amina, ref, case) == person
    for ref in (person.hex()[:5], "", "Chen", "00000000"):
        with pytest.raises(NotFound):
            membership.find_person(amina, ref)
    with pytest.raises(NotFound):
        membership.find_person(amina, "Bo", amina.space("practice"))
    put(amina, own.MEMBER, None, person="ab" * 16, working_name="Bo")
    assert membership.find_person(amina, "Bo") == person  # the other is in nothing that is shared
    assert membership.known(amina) == [(person, "Bo")]
    assert membership.name_of(amina, None) == ""
    assert membership.name_of(amina, bytes(16)) == "00000000"
    assert membership.name_of(bo, amina.person.id) == amina.person.id.hex()[:8]


def test_of_several_practices_one_is_worked_in(amina: Node, bo: Node, vaults: Vaults) -> None:
    own_one = bo.space("practice")
    assert [each.id for each in membership.practices(bo)] == [own_one]
    assert membership.common_practice(bo, amina.person.id) is None
    share(amina, bo, amina.space("practice"))
    take_in(bo, entries(amina, amina.space("practice")))
    shared = amina.space("practice")
    assert bo.space("practice") == shared
    common = membership.common_practice(bo, amina.person.id)
    assert common is not None
    assert common.id == shared
    with bo.writing() as work:
        work.set(membership.PRACTICE_SETTING, own_one.hex())
    assert bo.space("practice") == own_one
    with bo.writing() as work:
        work.set(membership.PRACTICE_SETTING, "nothing of these")
    assert bo.space("practice") == shared
    sharing.change_role(amina, shared, bo.person.id, Role.READER)
    take_in(bo, entries(amina, shared))
    assert bo.space("practice") == own_one
    assert [each.id for each in membership.practices(bo)] == [own_one]
    with pytest.raises(NotFound):
        bo.space("desk-of-another-program")


def test_a_space_that_is_restricted_as_a_whole_tells_nothing(amina: Node) -> None:
    with amina.writing() as work:
        plain = work.new_space("case")
        inner = work.new_space("case", parent=plain, restricted="q")
    rows = [amina.spaces.row(each) for each in (plain, inner)]
    assert not membership.is_hidden(amina, rows[0])
    assert membership.is_hidden(amina, rows[1])  # nothing is in it yet
    put_thing(amina, inner, title="x")
    assert not membership.is_hidden(amina, rows[1])  # the toy hides nothing
    assert amina.name_of(rows[1]) == plain.hex()[:8]
    assert amina.name_of(amina.spaces.row(amina.space("practice"))) == "practice"
