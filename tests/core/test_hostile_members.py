"""Membership under attack and apart: who is in, who holds which key, whatever arrives first."""

from __future__ import annotations

from typing import Any

import pytest

from panoh.core.check import check
from panoh.core.identity import codec as identity_codec
from panoh.core.intake import take_in
from panoh.core.log.model import EntryKind
from panoh.core.node import Node
from panoh.core.space import codec as space_codec
from panoh.core.space import rules as space_rules
from panoh.core.space.model import Role
from panoh.core.space.rules import EPOCH_DAYS
from panoh.crypto.labels import Label
from panoh.crypto.seal import new_key, seal_to
from panoh.crypto.sign import new_signing_key, verify_key
from panoh.errors import Forbidden, NotFound, Refused
from tests.core.forging import forged, under_header
from tests.core.support import THING, Vaults, entries, member, put_thing, share


@pytest.fixture
def chen(vaults: Vaults) -> Node:
    return vaults.node("Chen")


@pytest.fixture
def space(amina: Node) -> bytes:
    with amina.writing() as work:
        return work.new_space("case")


def _state(node: Node, space: bytes) -> Any:
    return node.spaces.state(node.spaces.row(space))


def _facts(node: Node, space: bytes, *facts: Any) -> None:
    with node.writing():
        node.log.state_facts(node.spaces.row(space), facts, now=node.milliseconds())


def _exchange(space: bytes, *nodes: Node) -> None:
    for _ in range(3):
        for here in nodes:
            for there in nodes:
                if here is not there:
                    take_in(there, entries(here, space))


def _removal(node: Node) -> dict[str, Any]:
    return {"k": "remove", "person": node.person.id}


def _everybody(space: bytes, owner: Node, *others: Node) -> None:
    for each in others:
        share(owner, each, space)
    _exchange(space, owner, *others)


# ── whose device, whose space ───────────────────────────────────────────────────────────────


def test_keys_of_a_colleague_certified_by_another_are_another_device(
    amina: Node, bo: Node, space: bytes
) -> None:
    """Else whoever certifies a colleague's public keys as their own takes that device over."""
    _everybody(space, amina, bo)
    hers = amina.person.certificate
    stolen = identity_codec.certify(
        bo.person.root_seed, hers.sign_public, hers.box_public, issued=1
    )
    assert stolen.device != hers.device
    claim = forged(bo, space, EntryKind.FACT, {"facts": [space_codec.device(stolen)]}, keep=True)
    assert take_in(amina, [claim]).refused == ()
    assert _state(amina, space).role_of(amina.person.device) is Role.MANAGER
    put_thing(amina, space, title="still hers")


def test_device_that_nothing_can_be_sealed_to_is_refused() -> None:
    """Else nobody could renew the key of a space it is in."""
    with pytest.raises(Refused):
        identity_codec.certify(
            new_signing_key(), verify_key(new_signing_key()), bytes(32), issued=1
        )


def test_stranger_with_the_key_writes_nothing(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    """Chen got the key from somebody, and introduces an own device."""
    _everybody(space, amina, bo)
    row = amina.spaces.row(space)
    epoch = amina.spaces.epoch_id(row)
    key = amina.spaces.key(row, epoch)
    founding = amina.spaces.facts(row)[0].fact
    with chen.writing():
        chen.spaces.adopt(founding, epoch, 2, key, now=1)
    cert = chen.person.certificate
    for kind, body in (
        (EntryKind.FACT, {"facts": [space_codec.device(cert)]}),
        (EntryKind.FACT, {"facts": [member(chen, Role.MANAGER)]}),
        (EntryKind.FACT, {"facts": [space_codec.genesis(cert, "case")]}),
        (EntryKind.FACT, {"facts": [founding]}),
        (EntryKind.ASSIGN, {"r": [], "facts": [space_codec.device(cert)]}),
        (EntryKind.ASSIGN, {"r": []}),
    ):
        data = under_header(chen, space, body, kind=int(kind), epoch=epoch, key=key)
        assert take_in(amina, [data]).new == 0
    assert set(_state(amina, space).members) == {amina.person.id, bo.person.id}


def test_personal_space_never_has_a_second_member(amina: Node, bo: Node) -> None:
    personal = amina.space("personal")
    with pytest.raises(Refused, match="no second member"):
        _facts(amina, personal, member(bo))
    assert set(_state(amina, personal).members) == {amina.person.id}
    row = amina.spaces.row(personal)
    epoch = amina.spaces.epoch_id(row)
    founding = amina.spaces.facts(row)[0].fact
    with pytest.raises(Refused, match="somebody else"), bo.writing():
        bo.spaces.adopt(founding, epoch, 1, amina.spaces.key(row, epoch), now=1)


@pytest.mark.parametrize(
    "changed",
    [{"home": 5}, {"home": ""}, {"home": "x" * 65}, {"parent": 5}, {"parent": b"short"},
     {"restricted": 5}, {"v": True}, {"v": 2}, {"nonce": 5}, {"cert": 5}, {"more": 1}],
)  # fmt: skip
def test_malformed_founding_is_not_adopted(
    amina: Node, bo: Node, space: bytes, changed: dict[str, Any]
) -> None:
    founding = {**space_codec.genesis(amina.person.certificate, "case"), **changed}
    key = new_key()
    epoch = space_codec.epoch_id(space_codec.space_id(founding), space_codec.commitment(key))
    with pytest.raises(Refused), bo.writing():
        bo.spaces.adopt(founding, epoch, 1, key, now=1)


def test_space_is_adopted_once_and_after_its_parent(amina: Node, bo: Node, space: bytes) -> None:
    with amina.writing() as work:
        inner = work.compartment(space, "violence")
    with pytest.raises(Refused, match="not held here"):
        share(amina, bo, inner)
    share(amina, bo, space)
    with pytest.raises(Refused, match="not held here"):  # its facts have not come yet
        share(amina, bo, inner)
    with pytest.raises(Refused, match="here already"):
        share(amina, bo, space)


def test_compartment_is_slipped_in_by_nobody(amina: Node, bo: Node, space: bytes) -> None:
    """Else restricted words would go into a space of a colleague who may not read them."""
    _everybody(space, amina, bo)
    for home, maker in (("case", bo), ("desk", amina)):
        founding = space_codec.genesis(
            maker.person.certificate, home, parent=space, restricted="violence"
        )
        key = new_key()
        epoch = space_codec.epoch_id(space_codec.space_id(founding), space_codec.commitment(key))
        with pytest.raises(Refused, match="does not manage"), amina.writing():
            amina.spaces.adopt(founding, epoch, 1, key, now=1)
    with amina.writing() as work:
        own = work.compartment(space, "violence")
    assert [each.id for each in amina.spaces.compartments(amina.spaces.row(space))] == [own]
    share(amina, bo, own)
    assert bo.spaces.row(own).parent == bo.spaces.row(space).no
    deeper = space_codec.genesis(amina.person.certificate, "case", parent=own, restricted="child")
    key = new_key()
    epoch = space_codec.epoch_id(space_codec.space_id(deeper), space_codec.commitment(key))
    with pytest.raises(Refused), amina.writing():
        amina.spaces.adopt(deeper, epoch, 1, key, now=1)


def test_own_fact_that_does_not_hold_is_not_written(amina: Node, bo: Node, space: bytes) -> None:
    """Else everybody else would refuse it, and all that this device writes after it."""
    _everybody(space, amina, bo)
    before = bo.log.journal()
    with pytest.raises(Refused, match="does not manage"):
        _facts(bo, space, _removal(amina))
    assert bo.log.journal() == before
    assert put_thing(bo, space, title="goes on")


# ── keys ────────────────────────────────────────────────────────────────────────────────────


def test_writer_who_cheats_somebody_of_the_key_shuts_nobody_out(
    amina: Node, bo: Node, space: bytes
) -> None:
    _everybody(space, amina, bo)
    row = bo.spaces.row(space)
    state = _state(bo, space)
    fact = dict(space_codec.epoch(row.id, 3, new_key(), state.devices))
    place = fact["for"].index(amina.person.device)
    for trick in (
        b"x" * 100,
        seal_to(Label.EPOCH_SEAL, amina.person.certificate.box_public, b"no"),
    ):
        cheat = {**fact, "sealed": [*fact["sealed"]]}
        cheat["sealed"][place] = trick
        assert take_in(amina, [forged(bo, space, EntryKind.FACT, {"facts": [cheat]})]).new in (0, 1)
    assert _state(amina, space).current == fact["id"]
    record = put_thing(amina, space, title="written all the same")
    assert amina.get(THING, record) is not None
    now = _state(amina, space)
    assert now.epochs[now.current].number == 4
    assert check(amina, rebuild=True) == []


def test_key_that_was_there_before_is_not_made_current_again(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    _everybody(space, amina, bo, chen)
    row = bo.spaces.row(space)
    old = _state(bo, space).current
    old_key = bo.spaces.key(row, old)
    _facts(amina, space, _removal(chen))
    put_thing(amina, space, title="under a new key")
    _exchange(space, amina, bo)
    state = _state(bo, space)
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
    _everybody(space, amina, bo)
    _facts(amina, space, _removal(bo))
    put_thing(amina, space, title="not for Bo")
    state = _state(amina, space)
    assert state.epochs[state.current].readers == (amina.person.device,)
    last = entries(amina, space)[-1]
    assert last[17:33] == state.current
    assert take_in(bo, entries(amina, space)).refused != ()
    row = bo.spaces.row(space)
    with pytest.raises(NotFound):
        bo.spaces.key(row, state.current)


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
    _facts(amina, space, amina.spaces.renew_key(amina.spaces.row(space)))
    far = _state(amina, space).current
    vaults.clock.forward(days=-4000)
    put_thing(amina, space, title="x")
    assert _state(amina, space).current != far
    near = _state(amina, space).current
    put_thing(amina, space, title="y")
    assert _state(amina, space).current == near


# ── leaving and coming back ─────────────────────────────────────────────────────────────────


def test_who_left_comes_back_with_the_devices_named_then(
    amina: Node, bo: Node, space: bytes
) -> None:
    _everybody(space, amina, bo)
    _facts(amina, space, _removal(bo))
    assert bo.person.device not in _state(amina, space).devices
    _facts(amina, space, {"k": "member", "person": bo.person.id, "role": "writer", "certs": []})
    own = forged(bo, space, EntryKind.FACT, {"facts": [space_codec.device(bo.person.certificate)]})
    assert bo.person.device not in _state(amina, space).devices
    assert take_in(amina, [own]).refused == ()  # said before it knew of the removal
    assert bo.person.device not in _state(amina, space).devices
    _facts(amina, space, member(bo))
    assert bo.person.device in _state(amina, space).devices


def test_lost_device_stays_out_when_its_person_is_asked_back(
    amina: Node, bo: Node, space: bytes
) -> None:
    _everybody(space, amina, bo)
    _facts(amina, space, {"k": "revoke", "device": bo.person.device})
    _facts(amina, space, _removal(bo))
    _facts(amina, space, member(bo))
    assert bo.person.device not in _state(amina, space).devices
    assert take_in(bo, entries(amina, space)).refused == ()
    with pytest.raises(Forbidden):
        put_thing(bo, space, title="x")


# ── apart ───────────────────────────────────────────────────────────────────────────────────


def test_words_written_before_hearing_of_a_removal_part_nobody(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    """Bo writes while Amina removes Bo; Chen hears Bo first and writes on. Had Amina refused Bo's
    words for coming late, she could never again take in anything of Chen's."""
    _everybody(space, amina, bo, chen)
    late = put_thing(bo, space, title="written meanwhile")
    _facts(amina, space, _removal(bo))
    take_in(chen, entries(bo, space))
    on = put_thing(chen, space, title="by Chen, who had read it")
    _exchange(space, amina, chen)
    for node in (amina, chen):
        assert node.get(THING, late) is not None
        assert node.get(THING, on) is not None
        assert bo.person.device not in _state(node, space).devices
        assert check(node, rebuild=True) == []
    assert _state(amina, space) == _state(chen, space)


def test_who_knew_of_the_own_removal_writes_no_more(amina: Node, bo: Node, space: bytes) -> None:
    _everybody(space, amina, bo)
    _facts(amina, space, _removal(bo))
    assert take_in(bo, entries(amina, space)).refused == ()
    with pytest.raises(Forbidden, match="may read"):
        put_thing(bo, space, title="x")
    data = forged(bo, space, EntryKind.ASSIGN, {"r": []})
    assert "not in the space" in take_in(amina, [data]).refused[0]


def test_key_renewed_while_somebody_joins_parts_nobody(
    amina: Node, bo: Node, chen: Node, space: bytes, vaults: Vaults
) -> None:
    _everybody(space, amina, bo)
    vaults.clock.forward(days=EPOCH_DAYS + 1)
    mine = put_thing(bo, space, title="by Bo, who renewed the key")
    share(amina, chen, space)
    put_thing(amina, space, title="by Amina, for Chen too")
    assert take_in(amina, entries(bo, space)).refused == ()
    again = put_thing(amina, space, title="under a key for all three")
    _exchange(space, amina, bo)
    state = _state(amina, space)
    assert state == _state(bo, space)
    assert len(state.epochs[state.current].readers) == 3
    for node in (amina, bo):
        assert node.get(THING, mine) is not None
        assert node.get(THING, again) is not None
        assert check(node, rebuild=True) == []


def test_two_managers_who_act_apart_end_with_one_state(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    share(amina, bo, space, Role.MANAGER)
    _exchange(space, amina, bo)
    _facts(amina, space, _removal(bo))
    _facts(bo, space, member(chen))
    put_thing(bo, space, title="under the old key")
    _exchange(space, amina, bo)
    assert _state(amina, space) == _state(bo, space)
    assert _state(amina, space).refused == ()
    assert check(amina, rebuild=True) == []
    record = put_thing(amina, space, title="goes on")
    assert amina.get(THING, record) is not None


def test_order_of_facts_does_not_hang_on_arrival(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    _everybody(space, amina, bo, chen)
    _facts(amina, space, {"k": "member", "person": bo.person.id, "role": "reader", "certs": []})
    _facts(amina, space, _removal(chen))
    facts = amina.spaces.facts(amina.spaces.row(space))
    of_entry = {(each.device, each.sequence): [] for each in facts}
    for each in facts:
        of_entry[each.device, each.sequence].append(each)
    backwards = [each for several in reversed(of_entry.values()) for each in several]
    assert space_rules.in_order(backwards) == facts
