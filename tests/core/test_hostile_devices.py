"""Whose device speaks, and whose space it is: nobody is taken over, nothing is slipped in."""

from __future__ import annotations

from typing import Any

import pytest

from panoh.core.identity import codec as identity_codec
from panoh.core.intake import take_in
from panoh.core.log import codec as log_codec
from panoh.core.log.model import EntryKind, Header
from panoh.core.node import Node
from panoh.core.space import codec as space_codec
from panoh.core.space.model import Role
from panoh.crypto.seal import box_public, new_box_key, new_key
from panoh.crypto.sign import new_signing_key, verify_key
from panoh.errors import Refused
from tests.core.forging import (
    everybody,
    exchange,
    forged,
    heads,
    removal,
    state_facts,
    state_of,
    under_header,
)
from tests.core.support import Vaults, entries, member, put_thing, share


@pytest.fixture
def chen(vaults: Vaults) -> Node:
    return vaults.node("Chen")


@pytest.fixture
def space(amina: Node) -> bytes:
    with amina.writing() as work:
        return work.new_space("case")


# ── whose device, whose space ───────────────────────────────────────────────────────────────


def test_keys_of_a_colleague_certified_by_another_are_another_device(
    amina: Node, bo: Node, space: bytes
) -> None:
    """Else whoever certifies a colleague's public keys as their own takes that device over."""
    everybody(space, amina, bo)
    hers = amina.person.certificate
    stolen = identity_codec.certify(
        bo.person.root_seed, hers.sign_public, hers.box_public, issued=1
    )
    assert stolen.device != hers.device
    claim = forged(bo, space, EntryKind.FACT, {"facts": [space_codec.device(stolen)]}, keep=True)
    assert take_in(amina, [claim]).refused == ()
    assert state_of(amina, space).role_of(amina.person.device) is Role.MANAGER
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
    everybody(space, amina, bo)
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
    assert set(state_of(amina, space).members) == {amina.person.id, bo.person.id}


def test_member_cannot_write_in_a_colleagues_name(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    """Bo holds the key and knows Amina's chain; neither goes on with it nor forks it."""
    everybody(space, amina, bo, chen)
    put_thing(amina, space, title="by Amina")
    exchange(space, amina, bo, chen)
    number, head = bo.log._heads(bo.spaces.row(space).no)[_number(bo, amina)]
    body = {"r": [["toy_thing", bytes(16), {"title": "not by Amina"}]]}
    for changed in (
        {"sequence": number + 1, "previous": head},
        {"sequence": number, "previous": bo.log.at(_before(bo, space, amina, number)).id},
    ):
        data = under_header(bo, space, body, device=amina.person.device, **changed)
        for node in (amina, chen):
            assert "signature" in take_in(node, [data]).refused[0]
    for node in (bo, chen):
        assert node.database.execute("SELECT count(*) FROM equivocation") == [(0,)]
    put_thing(amina, space, title="and on")
    assert take_in(chen, entries(amina, space)).refused == ()


def _number(node: Node, of: Node) -> int:
    rows = node.database.execute("SELECT no FROM device WHERE id = ?", (of.person.device,))
    return int(rows[0][0])


def _before(node: Node, space: bytes, of: Node, sequence: int) -> int:
    kept = node.log.numbered(node.spaces.row(space).no, _number(node, of), sequence - 1)
    assert kept is not None
    return kept.position


def test_device_speaks_under_its_own_id_only(amina: Node, bo: Node, space: bytes) -> None:
    """A further device of Bo's introduces itself and signs as somebody else."""
    everybody(space, amina, bo)
    put_thing(bo, space, title="the first of Bo's chain")
    assert take_in(amina, entries(bo, space)).refused == ()
    seed, box = new_signing_key(), new_box_key()
    own = bo.person.certificate
    cert = identity_codec.certify(
        bo.person.root_seed, verify_key(seed), box_public(box), issued=1, after=own
    )
    body = {"facts": [space_codec.device(cert)]}
    row = bo.spaces.row(space)
    for device, kind in ((bytes(16), EntryKind.FACT), (cert.device, EntryKind.ASSIGN)):
        header = Header(int(kind), device, 1, None, ((1, 1), (0, 1)), 5, bytes(32))
        epoch = bo.spaces.epoch_id(row)
        made, _ = log_codec.make(space, epoch, bo.spaces.key(row, epoch), header, body, seed)
        assert "not in the space" in take_in(amina, [log_codec.encode(made)]).refused[0]
    header = Header(int(EntryKind.FACT), cert.device, 1, None, (), 5, bytes(32))
    seen = [[each, last] for each, last in heads(amina, space)]
    made, _ = log_codec.make(
        space, epoch, bo.spaces.key(row, epoch), header, {**body, "seen": seen}, seed
    )
    assert take_in(amina, [log_codec.encode(made)]).refused == ()
    assert state_of(amina, space).role_of(cert.device) is Role.WRITER


def test_founding_of_another_space_is_not_taken_for_this_one(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    """Chen holds the key and sends a founding of their own before Amina's reaches Bo."""
    row = amina.spaces.row(space)
    epoch = amina.spaces.epoch_id(row)
    key = amina.spaces.key(row, epoch)
    share(amina, bo, space)
    theirs = space_codec.genesis(chen.person.certificate, "case")
    only = {chen.person.device: chen.person.certificate}
    body = {"facts": [theirs, space_codec.epoch(space_codec.space_id(theirs), 1, new_key(), only)]}
    header = Header(int(EntryKind.FACT), chen.person.device, 1, None, (), 5, bytes(32))
    made, _ = log_codec.make(space, epoch, key, header, body, chen.person.sign_seed)
    taken = take_in(bo, [log_codec.encode(made)])
    assert taken.new == 0
    assert take_in(bo, entries(amina, space)).refused == ()


def test_personal_space_never_has_a_second_member(amina: Node, bo: Node) -> None:
    personal = amina.space("personal")
    with pytest.raises(Refused, match="no second member"):
        state_facts(amina, personal, member(bo))
    assert set(state_of(amina, personal).members) == {amina.person.id}
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


def test_space_is_not_adopted_with_the_key_of_another(amina: Node, bo: Node, space: bytes) -> None:
    row = amina.spaces.row(space)
    founding = amina.spaces.facts(row)[0].fact
    with pytest.raises(Refused, match="key that does not belong"), bo.writing():
        bo.spaces.adopt(founding, amina.spaces.epoch_id(row), 1, new_key(), now=1)


def test_compartment_is_slipped_in_by_nobody(amina: Node, bo: Node, space: bytes) -> None:
    """Else restricted words would go into a space of a colleague who may not read them."""
    everybody(space, amina, bo)
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
    everybody(space, amina, bo)
    before = bo.log.journal()
    with pytest.raises(Refused, match="does not manage"):
        state_facts(bo, space, removal(amina))
    assert bo.log.journal() == before
    assert put_thing(bo, space, title="goes on")
