"""Trustees as colleagues see them: shares sealed to devices, a request all see, the drill."""

from __future__ import annotations

import itertools

import pytest

from panoh.core import due, membership, recovery, shares, sharing
from panoh.core.node import Node
from panoh.core.records import own
from panoh.core.vault import slots, trustees
from panoh.crypto.derive import derive
from panoh.crypto.labels import Label
from panoh.errors import BadShare, Forbidden, NotFound, NotOpened, NotYet, SeveralShares, WrongUsage
from tests.core.support import Vaults, share


def _practice(owner: Node, *others: Node) -> None:
    for each in others:
        share(owner, each, owner.space("practice"))


def _carry(one: Node, *others: Node) -> None:
    """What one has of the practice they share, to the others, as any carrier would."""
    shares = one.all(own.SHARE)
    space = one.space_id(shares[0]["space"]) if shares else one.space("practice")
    for other in others:
        with other.writing() as work:
            for kept in one.log.entries(one.spaces.row(space)):
                appended = other.log.receive(kept.sealed)
                if not isinstance(appended, int) and appended.opened.body is not None:
                    work.applied(other.records.apply(appended.kept, appended.opened))


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slots open in no time here; what stretching costs is tested elsewhere."""

    def stretched(label: Label, secret: bytes, salt: bytes, cost: object) -> bytes:
        return derive(label, bytes(32), secret, salt)

    monkeypatch.setattr(slots, "stretch", stretched)


@pytest.fixture
def people(vaults: Vaults) -> tuple[Node, bytes, Node, Node]:
    """Amina, her key, and Bo and Chen, who share her practice."""
    place, key = vaults.make("Amina")
    amina = vaults.open(place, key)
    bo, chen = vaults.node("Bo"), vaults.node("Chen")
    _practice(amina, bo, chen)
    _carry(amina, bo, chen)
    return amina, key, bo, chen


def _setup(people: tuple[Node, bytes, Node, Node], papers: int = 1) -> list[recovery.Words]:
    amina, key, bo, chen = people
    choice = recovery.Choice(2, (bo.person.id, chen.person.id), papers)
    given = recovery.setup(amina, key, choice)
    _carry(amina, bo, chen)
    return given


def test_from_setup_to_open(people: tuple[Node, bytes, Node, Node], vaults: Vaults) -> None:
    amina, key, bo, chen = people
    (paper,) = _setup(people)
    assert [each.owner for each in recovery.held_for_others(bo)] == [amina.person.id]
    standing = recovery.standing(amina)
    assert standing is not None
    assert (standing.need, standing.of, standing.papers, standing.due) == (2, 3, 1, True)
    # Amina forgot her phrase and asks Bo in person.
    with pytest.raises(Forbidden):
        recovery.approve(bo, amina.person.id)
    request = recovery.ask_for(bo, amina.person.id)
    assert recovery.ask_for(bo, amina.person.id).id == request.id
    trustees.ask(amina.place, amina.milliseconds())
    _carry(bo, amina, chen)
    for each in (amina, bo, chen):  # visible to all of them, on Today too
        assert [found.id for found in recovery.requests(each)] == [request.id]
        assert any(item.kind == "recovery" for item in due.items(each))
    with pytest.raises(NotYet):
        recovery.approve(bo, amina.person.id)
    vaults.clock.forward(hours=71.9)
    with pytest.raises(NotYet):
        recovery.approve(chen, amina.person.id)
    vaults.clock.forward(hours=0.2)
    words = [recovery.approve(each, amina.person.id).real for each in (bo, chen)]
    _carry(bo, amina)
    assert recovery.requests(amina)[0].approved == (bo.person.id.hex()[:8],)
    for two in itertools.combinations([*words, paper.real], 2):
        assert trustees.rebuild(amina.place, two, amina.milliseconds()) == key
    # Afterwards the shares are renewed; the used ones are told to be of an earlier set.
    recovery.renew(amina, key)
    with pytest.raises(BadShare) as refused:
        trustees.rebuild(amina.place, words, amina.milliseconds())
    assert refused.value.details["why"] == trustees.STALE


def test_whoever_sees_a_request_can_stop_it(
    people: tuple[Node, bytes, Node, Node], vaults: Vaults
) -> None:
    amina, _, bo, chen = people
    _setup(people)
    request = recovery.ask_for(bo, amina.person.id)
    _carry(bo, amina, chen)
    recovery.stop(amina, request.id)
    _carry(amina, bo, chen)
    vaults.clock.forward(hours=100)
    for each in (bo, chen):
        with pytest.raises(Forbidden):
            recovery.approve(each, amina.person.id)
    assert not any(item.kind == "recovery" for item in due.items(bo))


def test_drill_stands_on_today_until_it_was_done_and_again_after_a_year(
    people: tuple[Node, bytes, Node, Node], vaults: Vaults
) -> None:
    amina, _, bo, chen = people
    (paper,) = _setup(people)

    def stands() -> bool:
        return any(item.kind == "drill" for item in due.items(amina))

    assert stands()
    read_out = [recovery.drill_words(each, amina.person.id) for each in (bo, chen)]
    assert [each.real for each in read_out] == ["", ""]
    assert recovery.drill(amina, [read_out[0].drill, paper.drill]) == 2
    assert not stands()
    vaults.clock.forward(days=366)
    assert stands()


def test_only_a_trustees_own_device_reads_the_words(
    people: tuple[Node, bytes, Node, Node],
) -> None:
    amina, _, bo, chen = people
    _setup(people)
    for row in bo.all(own.SHARE, "trustee = ?", (chen.person.id.hex(),)):
        with pytest.raises(NotOpened):
            shares.open_share(bo, row)
    with pytest.raises(Forbidden):
        recovery.drill_words(amina, amina.person.id)


def test_shares_of_two_vaults_of_one_person_are_not_mixed_up(
    people: tuple[Node, bytes, Node, Node], vaults: Vaults
) -> None:
    amina, _, bo, _ = people
    _setup(people)
    # Her other computer has trustees of its own: the same person, another vault, another set.
    other = trustees.new(amina.place, 2, 3, 72, amina.milliseconds())
    words = shares.Words(1, other.real[0], other.drill[0])
    with amina.writing() as work:
        recovery._hand_over(amina, work, bo.person.id, words, other.plan)
    _carry(amina, bo)
    first, second = sorted(recovery.held_for_others(bo), key=lambda e: e.set == other.plan.real.set)
    assert first.set != second.set == other.plan.real.set
    with pytest.raises(SeveralShares, match=str(first.set)) as told:
        recovery.drill_words(bo, amina.person.id)
    assert str(second.set) in str(told.value.details["sets"])
    recovery.ask_for(bo, amina.person.id)
    vaults.clock.forward(hours=73)
    with pytest.raises(SeveralShares):
        recovery.approve(bo, amina.person.id)
    assert recovery.approve(bo, amina.person.id, second.set).real == words.real
    assert recovery.approve(bo, amina.person.id, first.set).real != words.real
    assert recovery.drill_words(bo, amina.person.id, second.set).drill == words.drill
    with pytest.raises(Forbidden):
        recovery.drill_words(bo, amina.person.id, 1 + max(first.set, second.set))


def test_choices_that_nobody_should_make_are_refused(
    people: tuple[Node, bytes, Node, Node],
) -> None:
    amina, key, bo, _ = people
    for choice in (
        recovery.Choice(1, (), 3),
        recovery.Choice(3, (), 3),
        recovery.Choice(2, (bo.person.id, bo.person.id), 1),
        recovery.Choice(2, (amina.person.id,), 2),
        recovery.Choice(2, (bytes(16),), 2),
        recovery.Choice(2, (), 3, hours=0),
    ):
        with pytest.raises(WrongUsage):
            recovery.setup(amina, key, choice)
    assert recovery.standing(amina) is None


def test_setup_that_stops_midway_is_told(
    people: tuple[Node, bytes, Node, Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, key, *_ = people
    recovery.setup(amina, key, recovery.Choice(2, (), 3))
    real = trustees.enforce

    def cut(*args: object) -> None:
        real(*args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(trustees, "enforce", cut)
    with pytest.raises(KeyboardInterrupt):
        recovery.setup(amina, key, recovery.Choice(2, (), 4))
    standing = recovery.standing(amina)
    assert standing is not None
    assert standing.unfinished
    assert any(item.kind == "trustees" for item in due.items(amina))


def test_end_takes_all_of_it_back(people: tuple[Node, bytes, Node, Node]) -> None:
    amina, _, bo, _ = people
    _setup(people)
    recovery.end(amina)
    assert recovery.standing(amina) is None
    _carry(amina, bo)
    assert recovery.held_for_others(bo) == []


def test_the_bounds_of_a_choice(people: tuple[Node, bytes, Node, Node]) -> None:
    amina, key, bo, _ = people
    least, most = recovery.Choice(2, (), 3, 1), recovery.Choice(15, (), 16, trustees.MOST_HOURS)
    for good in (least, most, recovery.Choice(2, (bo.person.id,), 2)):
        assert len(recovery.setup(amina, key, good)) == good.papers
    for wrong in (
        recovery.Choice(1, (), 3), recovery.Choice(3, (), 3), recovery.Choice(2, (), 2),
        recovery.Choice(3, (), 17), recovery.Choice(2, (), 3, 0), recovery.Choice(2, (), 4, -1),
        recovery.Choice(2, (), 3, trustees.MOST_HOURS + 1),
        recovery.Choice(2, (bo.person.id, bo.person.id), 2),
        recovery.Choice(2, (bo.person.id,) * 1, -1),
        recovery.Choice(2, (amina.person.id,), 3), recovery.Choice(2, (bytes(16),), 3),
    ):  # fmt: skip
        with pytest.raises(WrongUsage):
            recovery.setup(amina, key, wrong)
    standing = recovery.standing(amina)
    assert standing is not None
    assert (standing.need, standing.of) == (2, 3)


def test_an_owner_is_found_by_name_or_the_beginning_of_their_id(
    people: tuple[Node, bytes, Node, Node],
) -> None:
    amina, _, bo, _ = people
    _setup(people)
    owner = amina.person.id
    name = membership.name_of(bo, owner)
    for ref in (name, f"  {name.upper()} ", owner.hex(), owner.hex()[:6]):
        assert recovery.find_owner(bo, ref) == owner
    for ref in (owner.hex()[:5], "somebody", "", "0" * 32):
        with pytest.raises(NotFound):
            recovery.find_owner(bo, ref)
    assert recovery.colleagues(amina).keys() == {each.person.id for each in people[2:]}
    assert all(recovery.colleagues(amina).values())


def test_one_request_at_a_time_and_the_newest_first(
    people: tuple[Node, bytes, Node, Node], vaults: Vaults
) -> None:
    amina, _, bo, chen = people
    with pytest.raises(NotFound):
        recovery.ask_for(bo, amina.person.id)
    _setup(people)
    first = recovery.ask_for(bo, amina.person.id)
    vaults.clock.forward(hours=1)
    assert recovery.ask_for(bo, amina.person.id).id == first.id
    recovery.stop(bo, first.id)
    with pytest.raises(NotFound):
        recovery.stop(bo, "0" * 32)
    second = recovery.ask_for(bo, amina.person.id)
    assert [each.id for each in recovery.requests(bo)] == [second.id, first.id]
    assert [each.over for each in recovery.requests(bo)] == [False, True]
    assert second.until > second.asked
    assert (second.owner, len(second.asked)) == (amina.person.id, 16)
    # Its wait is the share's, whatever a request says that somebody wrote by hand.
    vaults.clock.forward(hours=72)
    assert recovery.approve(bo, amina.person.id).number in (1, 2)
    _carry(bo, amina, chen)
    assert not recovery.requests(amina)[0].over
    recovery.close_requests(amina)
    assert all(each.over for each in recovery.requests(amina))
    recovery.close_requests(bo)  # nobody closes another's


def test_renewed_for_those_who_are_still_there(
    people: tuple[Node, bytes, Node, Node], vaults: Vaults
) -> None:
    amina, key, _bo, chen = people
    with pytest.raises(NotFound):
        recovery.renew(amina, key)
    before = _setup(people, papers=1)
    sharing.remove(amina, amina.space("practice"), chen.person.id)
    given = recovery.renew(amina, key)
    # Two on paper now: the one who left has no share, and as many are needed as ever.
    assert [each.number for each in given] == [2, 3]
    assert before[0].real not in {each.real for each in given}
    standing = recovery.standing(amina)
    assert standing is not None
    assert (standing.need, standing.of, standing.papers, len(standing.people)) == (2, 3, 2, 1)
    assert recovery.has_trustees(amina)
    recovery.end(amina)
    assert not recovery.has_trustees(amina)
    assert recovery.standing(amina) is None
    assert amina.all(own.SHARE) == []


def test_a_drill_counts_for_a_year_to_the_day(
    people: tuple[Node, bytes, Node, Node], vaults: Vaults
) -> None:
    amina, key, _, _ = people
    given = recovery.setup(amina, key, recovery.Choice(2, (), 3))
    recovery.drill(amina, [each.drill for each in given[:2]])
    for days, is_due in ((365, False), (1, True)):
        vaults.clock.forward(days=days)
        standing = recovery.standing(amina)
        assert standing is not None
        assert standing.due is is_due
