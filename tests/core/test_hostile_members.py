"""Membership under attack and apart: who is in, who holds which key, whatever arrives first."""

from __future__ import annotations

import pytest

from panoh.core.check import check
from panoh.core.intake import take_in
from panoh.core.log.model import EntryKind
from panoh.core.node import Node
from panoh.core.space import codec as space_codec
from panoh.core.space import rules as space_rules
from panoh.core.space.model import Role
from panoh.core.space.rules import EPOCH_DAYS
from panoh.crypto.labels import Label
from panoh.crypto.seal import new_key, seal_to
from panoh.errors import Forbidden, NotFound, Refused
from tests.core.forging import (
    everybody,
    exchange,
    forged,
    removal,
    state_facts,
    state_of,
    under_header,
)
from tests.core.support import THING, Vaults, entries, member, put_thing, share


@pytest.fixture
def chen(vaults: Vaults) -> Node:
    return vaults.node("Chen")


@pytest.fixture
def space(amina: Node) -> bytes:
    with amina.writing() as work:
        return work.new_space("case")


# ── keys ────────────────────────────────────────────────────────────────────────────────────


def test_writer_who_cheats_somebody_of_the_key_shuts_nobody_out(
    amina: Node, bo: Node, space: bytes
) -> None:
    everybody(space, amina, bo)
    row = bo.spaces.row(space)
    state = state_of(bo, space)
    fact = dict(space_codec.epoch(row.id, 3, new_key(), state.devices))
    place = fact["for"].index(amina.person.device)
    for trick in (
        b"x" * 100,
        seal_to(Label.EPOCH_SEAL, amina.person.certificate.box_public, b"no"),
    ):
        cheat = {**fact, "sealed": [*fact["sealed"]]}
        cheat["sealed"][place] = trick
        assert take_in(amina, [forged(bo, space, EntryKind.FACT, {"facts": [cheat]})]).new in (0, 1)
    assert state_of(amina, space).current == fact["id"]
    record = put_thing(amina, space, title="written all the same")
    assert amina.get(THING, record) is not None
    now = state_of(amina, space)
    assert now.epochs[now.current].number == 4
    assert check(amina, rebuild=True) == []


def test_key_that_was_there_before_is_not_made_current_again(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    everybody(space, amina, bo, chen)
    row = bo.spaces.row(space)
    old = state_of(bo, space).current
    old_key = bo.spaces.key(row, old)
    state_facts(amina, space, removal(chen))
    put_thing(amina, space, title="under a new key")
    exchange(space, amina, bo)
    state = state_of(bo, space)
    number = state.epochs[state.current].number
    again = space_codec.epoch(row.id, number + 1, old_key, state.devices)
    assert again["id"] == old
    taken = take_in(amina, [forged(bo, space, EntryKind.FACT, {"facts": [again]})])
    assert "there before" in taken.refused[0]
    for wrong in (number, number + 2):
        fact = space_codec.epoch(row.id, wrong, new_key(), state.devices)
        taken = take_in(amina, [forged(bo, space, EntryKind.FACT, {"facts": [fact]})])
        assert "does not follow" in taken.refused[0]


def test_first_write_after_a_removal_is_under_a_key_the_removed_do_not_get(
    amina: Node, bo: Node, space: bytes
) -> None:
    everybody(space, amina, bo)
    state_facts(amina, space, removal(bo))
    put_thing(amina, space, title="not for Bo")
    state = state_of(amina, space)
    assert state.epochs[state.current].readers == (amina.person.device,)
    last = entries(amina, space)[-1]
    assert last[17:33] == state.current
    assert take_in(bo, entries(amina, space)).refused != ()
    row = bo.spaces.row(space)
    with pytest.raises(NotFound):
        bo.spaces.key(row, state.current)


def test_entry_under_a_key_of_ones_own_is_refused(amina: Node, bo: Node, space: bytes) -> None:
    """Bo talked Amina into keeping a key that no fact of the space states."""
    everybody(space, amina, bo)
    put_thing(bo, space, title="the first of Bo's chain")
    assert take_in(amina, entries(bo, space)).refused == ()
    key = new_key()
    epoch = space_codec.epoch_id(space, space_codec.commitment(key))
    with amina.writing():
        amina.spaces.grant_key(amina.spaces.row(space), epoch, 9, key, now=5)
    data = under_header(bo, space, {"r": []}, epoch=epoch, key=key)
    assert "no fact states" in take_in(amina, [data]).refused[0]


def test_granted_key_does_not_become_the_one_in_use(amina: Node, space: bytes) -> None:
    row = amina.spaces.row(space)
    current = amina.spaces.epoch_id(row)
    key = new_key()
    epoch = space_codec.epoch_id(space, space_codec.commitment(key))
    with amina.writing():
        amina.spaces.grant_key(row, epoch, 9, key, now=5)
    assert amina.spaces.key(row, epoch) == key
    assert amina.spaces.row(space) == row
    assert amina.spaces.epoch_id(amina.spaces.row(space)) == current
    with pytest.raises(Refused), amina.writing():
        amina.spaces.grant_key(row, epoch, 9, new_key(), now=5)


def test_key_from_a_clock_far_ahead_is_renewed(amina: Node, space: bytes, vaults: Vaults) -> None:
    vaults.clock.forward(days=4000)
    state_facts(amina, space, amina.spaces.renew_key(amina.spaces.row(space)))
    far = state_of(amina, space).current
    vaults.clock.forward(days=-4000)
    put_thing(amina, space, title="x")
    assert state_of(amina, space).current != far
    near = state_of(amina, space).current
    put_thing(amina, space, title="y")
    assert state_of(amina, space).current == near


# ── leaving and coming back ─────────────────────────────────────────────────────────────────


def test_who_left_comes_back_with_the_devices_named_then(
    amina: Node, bo: Node, space: bytes
) -> None:
    everybody(space, amina, bo)
    state_facts(amina, space, removal(bo))
    assert bo.person.device not in state_of(amina, space).devices
    state_facts(
        amina, space, {"k": "member", "person": bo.person.id, "role": "writer", "certs": []}
    )
    own = forged(bo, space, EntryKind.FACT, {"facts": [space_codec.device(bo.person.certificate)]})
    assert bo.person.device not in state_of(amina, space).devices
    assert take_in(amina, [own]).refused == ()  # said before it knew of the removal
    assert bo.person.device not in state_of(amina, space).devices
    state_facts(amina, space, member(bo))
    assert bo.person.device in state_of(amina, space).devices


def test_lost_device_stays_out_when_its_person_is_asked_back(
    amina: Node, bo: Node, space: bytes
) -> None:
    everybody(space, amina, bo)
    state_facts(amina, space, {"k": "revoke", "device": bo.person.device})
    state_facts(amina, space, removal(bo))
    state_facts(amina, space, member(bo))
    assert bo.person.device not in state_of(amina, space).devices
    assert take_in(bo, entries(amina, space)).refused == ()
    with pytest.raises(Forbidden):
        put_thing(bo, space, title="x")


# ── apart ───────────────────────────────────────────────────────────────────────────────────


def test_words_written_before_hearing_of_a_removal_part_nobody(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    """Bo writes while Amina removes Bo; Chen hears Bo first and writes on. Had Amina refused Bo's
    words for coming late, she could never again take in anything of Chen's."""
    everybody(space, amina, bo, chen)
    late = put_thing(bo, space, title="written meanwhile")
    state_facts(amina, space, removal(bo))
    take_in(chen, entries(bo, space))
    on = put_thing(chen, space, title="by Chen, who had read it")
    exchange(space, amina, chen)
    for node in (amina, chen):
        assert node.get(THING, late) is not None
        assert node.get(THING, on) is not None
        assert bo.person.device not in state_of(node, space).devices
        assert check(node, rebuild=True) == []
    assert state_of(amina, space) == state_of(chen, space)


def test_who_knew_of_the_own_removal_writes_no_more(amina: Node, bo: Node, space: bytes) -> None:
    everybody(space, amina, bo)
    state_facts(amina, space, removal(bo))
    assert take_in(bo, entries(amina, space)).refused == ()
    with pytest.raises(Forbidden, match="may read"):
        put_thing(bo, space, title="x")
    data = forged(bo, space, EntryKind.ASSIGN, {"r": []})
    assert "not in the space" in take_in(amina, [data]).refused[0]


def test_key_renewed_while_somebody_joins_parts_nobody(
    amina: Node, bo: Node, chen: Node, space: bytes, vaults: Vaults
) -> None:
    everybody(space, amina, bo)
    vaults.clock.forward(days=EPOCH_DAYS + 1)
    mine = put_thing(bo, space, title="by Bo, who renewed the key")
    share(amina, chen, space)
    put_thing(amina, space, title="by Amina, for Chen too")
    assert take_in(amina, entries(bo, space)).refused == ()
    again = put_thing(amina, space, title="under a key for all three")
    exchange(space, amina, bo)
    state = state_of(amina, space)
    assert state == state_of(bo, space)
    assert len(state.epochs[state.current].readers) == 3
    for node in (amina, bo):
        assert node.get(THING, mine) is not None
        assert node.get(THING, again) is not None
        assert check(node, rebuild=True) == []


def test_two_managers_who_act_apart_end_with_one_state(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    share(amina, bo, space, Role.MANAGER)
    exchange(space, amina, bo)
    state_facts(amina, space, removal(bo))
    state_facts(bo, space, member(chen))
    put_thing(bo, space, title="under the old key")
    exchange(space, amina, bo)
    assert state_of(amina, space) == state_of(bo, space)
    assert state_of(amina, space).refused == ()
    assert check(amina, rebuild=True) == []
    record = put_thing(amina, space, title="goes on")
    assert amina.get(THING, record) is not None


def test_order_of_facts_does_not_hang_on_arrival(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    everybody(space, amina, bo, chen)
    state_facts(
        amina, space, {"k": "member", "person": bo.person.id, "role": "reader", "certs": []}
    )
    state_facts(amina, space, removal(chen))
    facts = amina.spaces.facts(amina.spaces.row(space))
    of_entry = {(each.device, each.sequence): [] for each in facts}
    for each in facts:
        of_entry[each.device, each.sequence].append(each)
    backwards = [each for several in reversed(of_entry.values()) for each in several]
    assert space_rules.in_order(backwards) == facts
