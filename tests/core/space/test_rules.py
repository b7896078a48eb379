"""Who may do what in a space, as a fold over facts signed by Amina, Bo and Chen."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from panoh.core.identity import codec as identity_codec
from panoh.core.identity.model import Certificate
from panoh.core.space import codec, rules
from panoh.core.space.model import Role, SignedFact, SpaceState
from panoh.crypto.seal import box_public, new_box_key, new_key
from panoh.crypto.sign import new_signing_key, verify_key
from panoh.errors import Refused


@dataclass
class Somebody:
    root: bytes
    certificate: Certificate

    def another_device(self) -> Certificate:
        return _device(self.root, self.certificate)


def _device(root: bytes, after: Certificate | None = None) -> Certificate:
    return identity_codec.certify(
        root, verify_key(new_signing_key()), box_public(new_box_key()), issued=1, after=after
    )


def _somebody() -> Somebody:
    root = new_signing_key()
    return Somebody(root, _device(root))


AMINA, BO, CHEN = _somebody(), _somebody(), _somebody()
FOUNDING = codec.genesis(AMINA.certificate, "case")
SPACE = codec.space_id(FOUNDING)


def _by(who: Somebody | Certificate, fact: object) -> SignedFact:
    certificate = who.certificate if isinstance(who, Somebody) else who
    return SignedFact(certificate.device, fact)  # type: ignore[arg-type]  # bad facts on purpose


def _key_for(number: int, *certificates: Certificate) -> object:
    return codec.epoch(SPACE, number, new_key(), {each.device: each for each in certificates})


def _member(who: Somebody, role: str = "writer") -> object:
    return {
        "k": "member",
        "person": who.certificate.person,
        "role": role,
        "certs": [who.certificate.encoded],
    }


BEGUN = [_by(AMINA, FOUNDING), _by(AMINA, _key_for(1, AMINA.certificate))]
WITH_BO = [*BEGUN, _by(AMINA, _member(BO))]


def _refused(state: SpaceState) -> list[str]:
    return [why for _, why in state.refused]


def test_founder_manages_the_space() -> None:
    state = rules.fold(BEGUN)
    assert state.role_of(AMINA.certificate.device) is Role.MANAGER
    assert rules.may_write(state, AMINA.certificate.device)


@pytest.mark.parametrize("facts", [[], BEGUN[1:], BEGUN[:1], [_by(BO, FOUNDING)]])
def test_space_without_sound_founding_is_refused(facts: list[SignedFact]) -> None:
    with pytest.raises(Refused):
        rules.fold(facts)


def test_manager_adds_a_writer() -> None:
    state = rules.fold(WITH_BO)
    assert state.members[BO.certificate.person] is Role.WRITER
    assert rules.may_write(state, BO.certificate.device)


@pytest.mark.parametrize(
    "fact",
    [
        _member(CHEN),
        {"k": "remove", "person": AMINA.certificate.person},
        {"k": "revoke", "device": AMINA.certificate.device},
    ],
)
def test_writer_cannot_manage(fact: object) -> None:
    state = rules.fold([*WITH_BO, _by(BO, fact)])
    assert _refused(state) == ["its author does not manage the space"]
    assert AMINA.certificate.device in state.devices
    assert CHEN.certificate.person not in state.members


def test_reader_cannot_write_nor_renew_the_key() -> None:
    facts = [*BEGUN, _by(AMINA, _member(BO, "reader"))]
    renewal = _key_for(2, AMINA.certificate, BO.certificate)
    state = rules.fold([*facts, _by(BO, renewal)])
    assert not rules.may_write(state, BO.certificate.device)
    assert _refused(state) == ["its author may not renew the key"]


def test_stranger_changes_nothing() -> None:
    for fact in (_member(CHEN, "manager"), _key_for(2, CHEN.certificate)):
        state = rules.fold([*WITH_BO, _by(CHEN, fact)])
        assert len(state.refused) == 1
        assert set(state.devices) == {AMINA.certificate.device, BO.certificate.device}


def test_key_must_be_sealed_to_exactly_the_active_devices() -> None:
    for readers in ([AMINA], [AMINA, BO, CHEN]):
        fact = _key_for(2, *(each.certificate for each in readers))
        state = rules.fold([*WITH_BO, _by(AMINA, fact)])
        assert _refused(state) == ["it is not sealed to exactly the active devices"]


def test_key_whose_id_does_not_follow_is_refused() -> None:
    fact = {**_key_for(2, AMINA.certificate), "id": b"x" * 16}  # type: ignore[dict-item]
    assert _refused(rules.fold([*BEGUN, _by(AMINA, fact)])) == [
        "its id does not follow from its key"
    ]


def test_removed_person_writes_no_more_and_gets_no_new_key() -> None:
    facts = [*WITH_BO, _by(AMINA, {"k": "remove", "person": BO.certificate.person})]
    state = rules.fold([*facts, _by(BO, _key_for(2, AMINA.certificate, BO.certificate))])
    assert state.role_of(BO.certificate.device) is None
    assert len(state.refused) == 1


def test_person_may_leave_and_may_shut_out_an_own_lost_device() -> None:
    phone = BO.another_device()
    joined = [*WITH_BO, _by(BO, codec.device(phone))]
    lost = rules.fold([*joined, _by(BO, {"k": "revoke", "device": phone.device})])
    assert phone.device not in lost.devices
    assert _refused(lost) == []
    left = rules.fold([*joined, _by(BO, {"k": "remove", "person": BO.certificate.person})])
    assert set(left.devices) == {AMINA.certificate.device}


def test_further_device_of_a_member_may_introduce_itself() -> None:
    phone = BO.another_device()
    state = rules.fold([*WITH_BO, _by(phone, codec.device(phone))])
    assert rules.may_write(state, phone.device)


def test_shut_out_device_does_not_come_back() -> None:
    phone = BO.another_device()
    facts = [
        *WITH_BO,
        _by(BO, codec.device(phone)),
        _by(AMINA, {"k": "revoke", "device": phone.device}),
        _by(phone, codec.device(phone)),
    ]
    state = rules.fold(facts)
    assert phone.device not in state.devices
    assert _refused(state) == ["a device that was shut out"]


def test_renewals_made_apart_resolve_alike_in_both_orders() -> None:
    first, second = _key_for(2, AMINA.certificate), _key_for(2, AMINA.certificate)
    one = rules.fold([*BEGUN, _by(AMINA, first), _by(AMINA, second)])
    other = rules.fold([*BEGUN, _by(AMINA, second), _by(AMINA, first)])
    assert one.current == other.current


@pytest.mark.parametrize("fact", [{"k": "member"}, {"k": "epoch", "for": 3}, {"k": "later"}, {}])
def test_malformed_or_unknown_fact_is_listed_and_changes_nothing(fact: object) -> None:
    state = rules.fold([*BEGUN, _by(AMINA, fact)])
    assert len(state.refused) == 1
    assert state.members == rules.fold(BEGUN).members
