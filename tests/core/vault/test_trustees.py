"""Trustees' shares and the slot they open: every set that is enough, each way of being wrong."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from panoh.core import canonical
from panoh.core.vault import slots, store, trustees, wipe
from panoh.core.vault.model import SlotKind
from panoh.crypto import shares
from panoh.errors import BadShare, NotFound, NotYet, TooFewShares, VaultDamaged
from panoh.storage import files
from tests.core.vault.conftest import PHRASE, Made

HOUR = 3_600_000


def give_out(made: Made, need: int = 3, of: int = 5, hours: int = 72) -> trustees.New:
    found = trustees.new(made.place, need, of, hours, 1000)
    trustees.enforce(made.place, found, made.key)
    return found


def after_the_wait(made: Made) -> int:
    return trustees.ask(made.place, 1000)


@pytest.mark.usefixtures("quick")
def test_every_three_of_five_open_it_and_no_two_do(made: Made) -> None:
    given = give_out(made)
    due = after_the_wait(made)
    opened = 0
    for three in itertools.combinations(given.real, 3):
        assert trustees.rebuild(made.place, three, due) == made.key
        opened += 1
    assert opened == 10
    for few in (*itertools.combinations(given.real, 2), given.real[:1], ()):
        with pytest.raises(TooFewShares):
            trustees.rebuild(made.place, few, due)


@pytest.mark.usefixtures("quick")
def test_more_shares_than_needed_open_it_too(made: Made) -> None:
    given = give_out(made, 2, 3)
    assert trustees.rebuild(made.place, given.real, after_the_wait(made)) == made.key


@pytest.mark.usefixtures("quick")
def test_each_wrong_share_is_named(made: Made) -> None:
    old = give_out(made)
    given = give_out(made)
    due = after_the_wait(made)
    good = list(given.real)
    # Right words and a right checksum, another value: what somebody with bad intent may hand over.
    forged = next(each for each in _same_set(given.plan.real.set) if shares.read(each).number == 1)
    cases: list[tuple[str, str]] = [
        (old.real[1], trustees.STALE),
        (shares.split(bytes(16), 3, 5)[1], trustees.FOREIGN),
        (forged, trustees.CORRUPT),
        (given.drill[1], trustees.DRILL_SHARE),
        (good[0], trustees.TWICE),
        (" ".join(good[1].split()[:19]), trustees.NOT_READ),
        (good[1].replace(good[1].split()[7], "xylophone", 1), trustees.UNKNOWN_WORD),
        (" ".join(reversed(good[1].split())), trustees.MISTYPED),
    ]
    for wrong, why in cases:
        with pytest.raises(BadShare) as refused:
            trustees.rebuild(made.place, [good[0], wrong, good[2]], due)
        assert refused.value.details == {"number": 2, "why": why}, why


def _same_set(number: int) -> list[str]:
    """Shares of another secret under the same set's number."""
    from shamir_mnemonic.shamir import EncryptedMasterSecret, split_ems

    other = EncryptedMasterSecret(number, True, 0, bytes(16))
    return [each.mnemonic() for each in split_ems(1, [(3, 5)], other)[0]]


@pytest.mark.usefixtures("quick")
def test_it_waits_and_the_wait_outlives_the_program(made: Made) -> None:
    given = give_out(made, hours=5)
    with pytest.raises(NotFound):
        trustees.rebuild(made.place, given.real, 10**15)
    until = trustees.ask(made.place, 1000)
    assert until == 1000 + 5 * HOUR
    assert trustees.ask(made.place, 2 * HOUR) == until  # asking again does not shorten it
    with pytest.raises(NotYet):
        trustees.rebuild(made.place, given.real, until - 1)
    assert trustees.rebuild(made.place, given.real, until) == made.key
    trustees.stop(made.place)
    assert trustees.waits_until(made.place) is None


@pytest.mark.usefixtures("quick")
def test_renewed_shares_wait_again(made: Made) -> None:
    give_out(made)
    after_the_wait(made)
    give_out(made)
    assert trustees.waits_until(made.place) is None


@pytest.mark.usefixtures("quick")
def test_the_drill_needs_no_wait_and_opens_nothing(made: Made) -> None:
    given = give_out(made)
    for three in itertools.combinations(given.drill, 3):
        assert trustees.practise(made.place, three) == 3
    with pytest.raises(TooFewShares):
        trustees.practise(made.place, given.drill[:2])
    with pytest.raises(BadShare) as refused:
        trustees.practise(made.place, given.real[:3])
    assert refused.value.details["why"] == trustees.REAL_SHARE


@pytest.mark.usefixtures("quick")
def test_a_plan_that_was_altered_opens_nothing(made: Made) -> None:
    given = give_out(made)
    due = after_the_wait(made)
    (path,) = trustees.files_of(made.place)
    fields = canonical.decode(path.read_bytes(), 4096)
    plan = canonical.decode(fields["plan"], 4096)
    plan["hours"] = 1
    fields["plan"] = canonical.encode(plan)
    path.write_bytes(canonical.encode(fields))
    with pytest.raises(Exception) as refused:
        trustees.rebuild(made.place, given.real, due)
    assert not isinstance(refused.value, BadShare)
    path.write_bytes(b"\x00")
    with pytest.raises(VaultDamaged):
        trustees.plan(made.place)


@pytest.mark.usefixtures("quick")
def test_stopped_anywhere_one_set_opens_it(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old shares or new ones, never none and never both."""
    old = give_out(made, 2, 3)
    for stop_at in range(40):
        new = trustees.new(made.place, 2, 3, 72, 2000)
        with monkeypatch.context() as patch:
            done = _stop_after(patch, stop_at)
            try:
                trustees.enforce(made.place, new, made.key)
            except KeyboardInterrupt:
                pass
        works = [given for given in (old, new) if _opens(made, given)]
        assert len(works) == 1, stop_at
        old = works[0]
        if not done():
            break
    else:
        pytest.fail("it was stopped each time")


def _stop_after(patch: pytest.MonkeyPatch, steps: int) -> Callable[[], bool]:
    left = [steps]

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            return real(*args)

        return call

    for name in ("rename", "sync_folder"):
        patch.setattr(files.layer, name, counted(getattr(files.layer, name)))
    patch.setattr(files, "remove", counted(files.remove))
    return lambda: left[0] < 0


def _opens(made: Made, given: trustees.New) -> bool:
    try:
        due = trustees.ask(made.place, 0)
        return trustees.rebuild(made.place, given.real[:2], due) == made.key
    except BadShare:
        return False


def test_phrase_and_paper_stay_as_they_are(made: Made) -> None:
    give_out(made)
    assert store.unlock(made.place, PHRASE) == made.key
    assert store.unlock(made.place, made.paper) == made.key
    trustees.drop(made.place)
    assert trustees.plan(made.place) is None
    assert slots.current(made.place, SlotKind.TRUSTEES) is None


def test_a_wipe_takes_slot_and_plan(made: Made) -> None:
    give_out(made)
    assert wipe.keys(made.place) == 4


@pytest.mark.parametrize(
    ("need", "of", "hours"),
    [(1, 3, 72), (3, 3, 72), (2, 2, 72), (2, 17, 72), (2, 3, 0), (2, 3, 721)],
)
def test_bounds(made: Made, need: int, of: int, hours: int) -> None:
    with pytest.raises(ValueError):
        trustees.new(made.place, need, of, hours, 0)
