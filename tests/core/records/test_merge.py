"""Merging is alike in every causal order, whatever is repeated, apart or erased."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from panoh.core.log.rules import has_seen, join
from panoh.core.records.merge import Statement, Value, merge, shown


def _state(device: int, sequence: int, value: str, seen: dict[int, int]) -> Statement:
    vector = join(seen, {device: sequence})
    own = Value((device, sequence), value, 1000 * sequence + device, vector, sequence)
    return Statement((own,), vector, (device, sequence))


def test_later_value_replaces_what_its_author_had_seen() -> None:
    first = _state(1, 1, "old", {})
    second = _state(2, 1, "new", {1: 1})
    live = merge(merge((), first), second)
    assert [value.value for value in live] == ["new"]


def test_statement_heard_again_changes_nothing() -> None:
    first = _state(1, 1, "old", {})
    second = _state(2, 1, "new", {1: 1})
    for history in ([first], [first, second]):
        live: tuple[Value, ...] = ()
        for statement in history:
            live = merge(live, statement)
        assert len(live) == 1
        for statement in history:
            assert merge(live, statement) == live


def test_values_set_apart_both_stay() -> None:
    live = merge(merge((), _state(1, 1, "one", {})), _state(2, 1, "two", {}))
    assert [value.value for value in live] == ["one", "two"]


def test_snapshot_then_original_is_as_original_then_snapshot() -> None:
    first = _state(1, 1, "kept", {})
    vector = {1: 2}
    snapshot = Statement((Value((1, 1), "kept", 1001, vector, 9),), vector, (1, 2))
    assert merge(merge((), first), snapshot) == merge((), snapshot)


def test_change_that_had_seen_the_origin_beats_its_restatement() -> None:
    later = _state(2, 1, "changed", {1: 1})
    vector = {1: 2}
    snapshot = Statement((Value((1, 1), "kept", 1001, vector, 9),), vector, (1, 2))
    for order in ((later, snapshot), (snapshot, later)):
        live: tuple[Value, ...] = merge((), _state(1, 1, "kept", {}))
        for statement in order:
            live = merge(live, statement)
        assert [value.value for value in live] == ["changed"]


def test_shown_value_is_the_same_on_every_device() -> None:
    ids = {1: b"b", 2: b"a"}
    swapped = {1: b"a", 2: b"b"}
    same_time = [Value((1, 1), "x", 5, {1: 1}, 1), Value((2, 1), "y", 5, {2: 1}, 2)]
    mirrored = [Value((2, 1), "x", 5, {2: 1}, 1), Value((1, 1), "y", 5, {1: 1}, 2)]
    assert shown(same_time, ids).value == shown(mirrored, swapped).value


@st.composite
def histories(draw: st.DrawFn) -> list[Statement]:
    """A history of one field written on three devices that hear of each other now and then."""
    made: list[Statement] = []
    known: dict[int, dict[int, int]] = {1: {}, 2: {}, 3: {}}
    for _ in range(draw(st.integers(1, 9))):
        device = draw(st.sampled_from((1, 2, 3)))
        if draw(st.booleans()):
            other = draw(st.sampled_from((1, 2, 3)))
            known[device] = join(known[device], known[other])
        sequence = known[device].get(device, 0) + 1
        vector = join(known[device], {device: sequence})
        if draw(st.integers(0, 3)) == 0:
            live: tuple[Value, ...] = ()
            for before in made:
                if has_seen(known[device], *before.dot):
                    live = merge(live, before)
            values = tuple(Value(v.dot, v.value, v.time, vector, len(made) + 100) for v in live)
            made.append(Statement(values, vector, (device, sequence)))
        else:
            text = f"{device}.{sequence}"
            own = Value((device, sequence), text, sequence, vector, len(made) + 1)
            made.append(Statement((own,), vector, (device, sequence)))
        known[device] = vector
    return made


def _causal_orders(history: list[Statement], most: int) -> list[list[Statement]]:
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
def test_every_causal_order_gives_the_same_values(history: list[Statement], chance: object) -> None:
    results = set()
    for order in _causal_orders(history, 40):
        live: tuple[Value, ...] = ()
        for statement in order:
            live = merge(live, statement)
            live = merge(live, statement)  # a repeated delivery
        results.add(tuple((v.dot, v.value, tuple(sorted(v.vector.items()))) for v in live))
    assert len(results) == 1


@given(histories())
def test_no_value_is_lost_that_nobody_had_seen(history: list[Statement]) -> None:
    live: tuple[Value, ...] = ()
    for statement in history:
        live = merge(live, statement)
    kept = {value.dot for value in live}
    for statement in history:
        if len(statement.values) != 1 or statement.values[0].dot != statement.dot:
            continue
        seen_by_other = any(
            other.dot != statement.dot
            and has_seen(other.vector, *statement.dot)
            and statement.dot not in {value.dot for value in other.values}
            for other in history
        )
        assert seen_by_other or statement.dot in kept
