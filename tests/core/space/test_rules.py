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


@pytest.mark.parametrize("facts", [[], BEGUN[1:], BEGUN[:1], [_by(BO, FOUNDING), BEGUN[1]]])
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
    assert renewal["id"] not in state.epochs  # type: ignore[index]


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


def test_device_is_introduced_by_a_member_or_by_itself() -> None:
    phone = BO.another_device()
    assert phone.device in rules.fold([*WITH_BO, _by(AMINA, codec.device(phone))]).devices
    state = rules.fold([*WITH_BO, _by(CHEN, codec.device(phone))])
    assert _refused(state) == ["its author is not a member"]
    assert phone.device not in state.devices


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


def test_device_of_somebody_asked_back_stays_out_unless_named() -> None:
    """It may be the one whose loss was the reason."""
    back = {**_member(BO), "certs": []}  # type: ignore[dict-item]
    facts = [
        *WITH_BO,
        _by(AMINA, {"k": "remove", "person": BO.certificate.person}),
        _by(AMINA, back),
        _by(BO, codec.device(BO.certificate)),
    ]
    state = rules.fold(facts)
    assert BO.certificate.person in state.members
    assert BO.certificate.device not in state.devices
    assert _refused(state) == ["a device that was shut out"]
    state = rules.fold([*facts, _by(AMINA, _member(BO))])
    assert BO.certificate.device in state.devices


def _apart(who: Somebody, fact: object, device: int, seen: dict[int, int]) -> SignedFact:
    """A fact in the entry that follows what was seen: device 1 is Amina's, 2 is Bo's."""
    sequence = seen.get(device, 0) + 1
    author = who.certificate.device
    return SignedFact(author, fact, device, sequence, {**seen, device: sequence})  # type: ignore[arg-type]


FOUNDED = [
    _apart(AMINA, fact, 1, {1: number})
    for number, fact in enumerate(
        [FOUNDING, _key_for(1, AMINA.certificate), _member(BO, "manager")]
    )
]
BOTH_KNOW = {1: 3}


def test_renewals_made_apart_resolve_alike_in_both_orders() -> None:
    keys = [_key_for(2, AMINA.certificate, BO.certificate) for _ in range(2)]
    one = _apart(AMINA, keys[0], 1, BOTH_KNOW)
    other = _apart(BO, keys[1], 2, BOTH_KNOW)
    states = [
        rules.fold(rules.in_order([*FOUNDED, *order])) for order in ([one, other], [other, one])
    ]
    assert states[0] == states[1]
    assert states[0].current == max(keys[0]["id"], keys[1]["id"])  # type: ignore[index]
    assert states[0].refused == states[0].overtaken == ()
    assert len(states[0].epochs) == 3


def test_key_sealed_without_knowing_of_a_joining_is_kept_and_worn() -> None:
    joined = _apart(AMINA, _member(CHEN), 1, BOTH_KNOW)
    key = _key_for(2, AMINA.certificate, BO.certificate)
    for order in ([joined, 0], [0, joined]):
        facts = [each or _apart(BO, key, 2, BOTH_KNOW) for each in order]
        state = rules.fold(rules.in_order([*FOUNDED, *facts]))  # type: ignore[list-item]
        assert state.current == key["id"]  # type: ignore[index]
        assert not rules.keeps_its_key(state)
        assert _refused(state) == []


def test_key_by_somebody_removed_meanwhile_is_kept_and_never_current() -> None:
    """Entries stand under it; nobody writes under it again."""
    away = _apart(AMINA, {"k": "remove", "person": BO.certificate.person}, 1, BOTH_KNOW)
    key = _key_for(2, AMINA.certificate, BO.certificate)
    renewed = _apart(BO, key, 2, {**BOTH_KNOW, 2: 5})
    state = rules.fold(rules.in_order([*FOUNDED, renewed, away]))
    assert key["id"] in state.epochs  # type: ignore[index]
    assert state.current != key["id"]  # type: ignore[index]
    assert [why for _, why in state.overtaken] == ["its author may not renew the key"]
    assert _refused(state) == []


def test_fact_that_knew_better_is_refused_and_not_called_apart() -> None:
    knew = {1: 4}
    away = _apart(AMINA, {"k": "remove", "person": BO.certificate.person}, 1, BOTH_KNOW)
    late = _apart(BO, _member(CHEN), 2, knew)
    state = rules.fold(rules.in_order([*FOUNDED, away, late]))
    assert _refused(state) == ["its author does not manage the space"]
    assert state.overtaken == ()


def test_order_of_facts_follows_what_was_seen() -> None:
    away = _apart(AMINA, {"k": "remove", "person": BO.certificate.person}, 1, BOTH_KNOW)
    after = _apart(AMINA, _member(CHEN), 1, {1: 4, 2: 1})
    before = _apart(BO, codec.device(BO.certificate), 2, BOTH_KNOW)
    wanted = sorted([away, before], key=lambda each: each.author)
    for order in ([away, before, after], [after, before, away]):
        assert rules.in_order(order) == [*wanted, after]


@pytest.mark.parametrize("fact", [{"k": "member"}, {"k": "epoch", "for": 3}, {"k": "later"}, {}])
def test_malformed_or_unknown_fact_is_listed_and_changes_nothing(fact: object) -> None:
    state = rules.fold([*BEGUN, _by(AMINA, fact)])
    assert len(state.refused) == 1
    assert state.members == rules.fold(BEGUN).members


def _altered(fact: object, **changes: object) -> dict[str, object]:
    return {**fact, **changes}  # type: ignore[dict-item]


def test_a_renewal_that_is_not_what_it_must_be_changes_nothing() -> None:
    both = sorted((AMINA.certificate, BO.certificate), key=lambda each: each.device)
    sound = _key_for(2, *both)
    state = rules.fold([*WITH_BO, _by(AMINA, sound)])
    assert (_refused(state), state.epochs[state.current].number) == ([], 2)
    sealed, commit = sound["sealed"], sound["commit"]  # type: ignore[index]
    ids = [each.device for each in both]
    for changes, why in (
        ({"number": "2"}, "no number"),
        ({"number": 0}, "no number"),
        ({"number": True}, "no number"),
        ({"number": 3}, "does not follow"),
        ({"number": 1}, "does not follow"),
        ({"sealed": sealed[:1]}, "not sealed to each"),
        ({"sealed": [sealed[0], "text"]}, "not sealed to each"),
        ({"for": ids[::-1]}, "not in order"),
        ({"for": [ids[0], ids[0]]}, "not in order"),
        ({"for": [ids[0], b"short"], "sealed": sealed}, "not in order"),
        ({"id": bytes(16)}, "does not follow from its key"),
        ({"commit": commit[:31]}, "does not follow from its key"),
        ({"commit": commit[:-1] + bytes([commit[-1] ^ 1])}, "does not follow from its key"),
    ):
        state = rules.fold([*WITH_BO, _by(AMINA, _altered(sound, **changes))])
        assert why in "".join(_refused(state)), changes
        assert state.epochs[state.current].number == 1
    for readers in (both[:1], [*both, CHEN.certificate]):
        state = rules.fold([*WITH_BO, _by(AMINA, _key_for(2, *readers))])
        assert "exactly the active devices" in "".join(_refused(state))
    again = rules.fold([*WITH_BO, _by(AMINA, sound), _by(AMINA, sound)])
    assert "was there before" in "".join(_refused(again))
    # By somebody else's numbers it goes on from the renewed one.
    third = rules.fold([*WITH_BO, _by(AMINA, sound), _by(BO, _key_for(3, *both))])
    assert third.epochs[third.current].number == 3


def test_a_channel_is_chosen_by_who_may_write_and_in_its_form() -> None:
    key, ids = bytes(range(32)), sorted((AMINA.certificate.device, BO.certificate.device))
    sound = codec.channel(key, ids)
    for who in (AMINA, BO):
        state = rules.fold([*WITH_BO, _by(who, sound)])
        assert (state.channel, list(state.channel_for)) == (key, ids)
        assert rules.channel_is_told(state)
        assert not rules.channel_is_worn(state)
    reader = [*BEGUN, _by(AMINA, _member(BO, "reader"))]
    assert "may not choose" in "".join(_refused(rules.fold([*reader, _by(BO, sound)])))
    for changes, why in (
        ({"key": key[:31]}, "no key"),
        ({"key": "x" * 32}, "no key"),
        ({"for": ids[::-1]}, "not in order"),
        ({"for": [ids[0], ids[0]]}, "not in order"),
        ({"for": [ids[0][:15]]}, "not in order"),
    ):
        state = rules.fold([*WITH_BO, _by(AMINA, _altered(sound, **changes))])
        assert why in "".join(_refused(state)), changes
        assert state.channel is None
    alone = rules.fold([*WITH_BO, _by(AMINA, codec.channel(key, ids[:1]))])
    assert not rules.channel_is_told(alone)
    left = rules.fold(
        [*WITH_BO, _by(AMINA, sound), _by(AMINA, codec.remove(BO.certificate.person))]
    )
    assert rules.channel_is_worn(left)


def test_who_shuts_out_a_device_must_be_its_person_or_manage() -> None:
    bo, more = BO.certificate, BO.another_device()
    with_two = [*WITH_BO, _by(BO, codec.device(more))]
    assert more.device in rules.fold(with_two).devices
    own = rules.fold([*with_two, _by(BO, codec.revoke(more.device))])
    assert own.revoked == {more.device}
    assert set(own.devices) == {AMINA.certificate.device, bo.device}
    by_manager = rules.fold([*with_two, _by(AMINA, codec.revoke(bo.device))])
    assert by_manager.revoked == {bo.device}
    for who, device, why in (
        (BO, AMINA.certificate.device, "does not manage"),
        (CHEN, bo.device, "not in the space"),
        (AMINA, CHEN.certificate.device, "not in the space"),
    ):
        state = rules.fold([*with_two, _by(who, codec.revoke(device))])
        assert why in "".join(_refused(state))
        assert not state.revoked
    back = rules.fold(
        [*with_two, _by(AMINA, codec.revoke(more.device)), _by(BO, codec.device(more))]
    )
    assert "shut out" in "".join(_refused(back))
