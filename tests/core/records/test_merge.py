"""Merging is alike in every causal order, whatever is repeated, apart or erased."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from panoh.core.log.rules import has_seen, join
from panoh.core.records.merge import Value, apart, merge, shown

Said = tuple[Value, ...]


def _state(device: int, sequence: int, value: str, seen: dict[int, int]) -> Said:
    vector = join(seen, {device: sequence})
    return (Value((device, sequence), value, 1000 * sequence + device, vector, sequence),)


def _all(*said: Said) -> Said:
    live: Said = ()
    for each in said:
        live = merge(live, each)
    return live


def _words(live: Said) -> list[str]:
    return [value.value for value in live]


def test_later_value_replaces_what_its_author_had_seen() -> None:
    live = _all(_state(1, 1, "old", {}), _state(2, 1, "new", {1: 1}))
    assert _words(live) == ["new"]


def test_what_is_heard_again_changes_nothing() -> None:
    first = _state(1, 1, "old", {})
    second = _state(2, 1, "new", {1: 1})
    for history in ([first], [first, second]):
        live = _all(*history)
        assert len(live) == 1
        for said in history:
            assert merge(live, said) == live


def test_values_set_apart_both_stay() -> None:
    assert _words(_all(_state(1, 1, "one", {}), _state(2, 1, "two", {}))) == ["one", "two"]


def test_snapshot_then_original_is_as_original_then_snapshot() -> None:
    first = _state(1, 1, "kept", {})
    snapshot = (Value((1, 1), "kept", 1001, {1: 1}, 9),)
    assert _all(first, snapshot) == _all(snapshot, first) == _all(snapshot)


def test_change_that_had_seen_the_origin_beats_its_restatement() -> None:
    first = _state(1, 1, "kept", {})
    later = _state(2, 1, "changed", {1: 1})
    snapshot = (Value((1, 1), "kept", 1001, {1: 1}, 9),)
    assert _words(_all(first, later, snapshot)) == ["changed"]
    assert _words(_all(first, snapshot, later)) == ["changed"]


def test_snapshot_by_somebody_without_the_words_kills_nothing() -> None:
    """Its author knew of the second entry, whose body was gone by then."""
    first, second = _state(1, 1, "one", {}), _state(2, 1, "two", {})
    snapshot = (Value((1, 1), "one", 1001, {1: 1}, 9),)
    assert _words(_all(first, second, snapshot)) == ["one", "two"]
    assert _words(_all(first, snapshot, second)) == ["one", "two"]


def test_who_came_later_ends_as_those_who_were_there() -> None:
    """The vectors of the snapshot stand in for those of entries that a newcomer never gets."""
    first, second = _state(1, 1, "one", {}), _state(2, 1, "two", {})
    apart_from_both = _state(3, 1, "three", {})
    later = _state(2, 2, "four", {2: 1})
    seen = {1: 2, 2: 1}
    snapshot = apart([Value((1, 1), "one", 1001, seen, 9), Value((2, 1), "two", 1002, seen, 9)])
    again = apart(
        [Value((1, 1), "one", 1001, {1: 3, 2: 1, 3: 1}, 12),
         Value((2, 1), "two", 1002, {1: 3, 2: 1, 3: 1}, 12),
         Value((3, 1), "three", 1003, {1: 3, 2: 1, 3: 1}, 12)]
    )  # fmt: skip
    there = _all(first, second, apart_from_both, later)
    assert _words(_all(snapshot)) == ["one", "two"]
    for newcomer in (
        _all(snapshot, apart_from_both, later),
        _all(snapshot, again, later),
        _all(snapshot, later, again),
    ):
        assert _words(newcomer) == _words(there) == ["one", "four", "three"]


def test_shown_value_is_the_same_on_every_device() -> None:
    ids = {1: b"b", 2: b"a"}
    swapped = {1: b"a", 2: b"b"}
    same_time = [Value((1, 1), "x", 5, {1: 1}, 1), Value((2, 1), "y", 5, {2: 1}, 2)]
    mirrored = [Value((2, 1), "x", 5, {2: 1}, 1), Value((1, 1), "y", 5, {1: 1}, 2)]
    assert shown(same_time, ids).value == shown(mirrored, swapped).value


@dataclass(frozen=True)
class Entry:
    """One entry about the field: what it says, and what its author had seen."""

    dot: tuple[int, int]
    vector: dict[int, int]
    said: Said


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """A history of one field written on three devices that hear of each other now and then.

    A snapshot's author may lack the words of entries whose headers it knows.
    """
    made: list[Entry] = []
    known: dict[int, dict[int, int]] = {1: {}, 2: {}, 3: {}}
    for _ in range(draw(st.integers(1, 9))):
        device = draw(st.sampled_from((1, 2, 3)))
        if draw(st.booleans()):
            other = draw(st.sampled_from((1, 2, 3)))
            known[device] = join(known[device], known[other])
        sequence = known[device].get(device, 0) + 1
        vector = join(known[device], {device: sequence})
        if draw(st.integers(0, 3)) == 0:
            heard = [each for each in made if has_seen(known[device], *each.dot)]
            words = [each for each in heard if draw(st.integers(0, 4))]
            live = _all(*(each.said for each in words))
            said = tuple(Value(v.dot, v.value, v.time, v.vector, len(made) + 100) for v in live)
        else:
            text = f"{device}.{sequence}"
            said = (Value((device, sequence), text, sequence, vector, len(made) + 1),)
        made.append(Entry((device, sequence), vector, said))
        known[device] = vector
    return made


def _causal_orders(history: list[Entry], most: int) -> list[list[Entry]]:
    found = []
    for order in permutations(range(len(history))):
        placed: dict[int, int] = {}
        for index in order:
            device, sequence = history[index].dot
            before = join(history[index].vector, {})
            before[device] = sequence - 1
            if any(placed.get(each, 0) < last for each, last in before.items()):
                break
            placed[device] = sequence
        else:
            found.append([history[index] for index in order])
        if len(found) >= most:
            break
    return found


@given(histories(), st.randoms())
def test_every_causal_order_gives_the_same_values(history: list[Entry], chance: object) -> None:
    results = set()
    for order in _causal_orders(history, 40):
        live: Said = ()
        for entry in order:
            live = merge(live, entry.said)
            live = merge(live, entry.said)  # a repeated delivery
        results.add(tuple((v.dot, v.value, tuple(sorted(v.vector.items()))) for v in live))
    assert len(results) == 1


@given(histories())
def test_no_value_is_lost_that_nobody_had_seen(history: list[Entry]) -> None:
    kept = {value.dot for value in _all(*(entry.said for entry in history))}
    own = [each for each in history if [value.dot for value in each.said] == [each.dot]]
    for entry in own:
        written_over = any(
            other.dot != entry.dot and has_seen(other.vector, *entry.dot) for other in own
        )
        assert written_over is (entry.dot not in kept)
