"""What a batch decides, without a database."""

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from panoh.hub import rules
from panoh.hub.model import Append, Close, Drop, Held, Mailbox, Make, Quotas, Wish
from panoh.wire.model import Blob
from panoh.wire.problems import Problem
from tests.hub.running import blob, blobs

KEY, OTHER, BOX = bytes(32), bytes([1]) * 32, bytes([2]) * 32


def batch(*held: Held, last: int = 0, successor: bytes | None = None) -> rules.Batch:
    box = Mailbox(1, BOX, KEY, successor, last, 10_000)
    return rules.Batch([box], held, Quotas(), bytes_left=10**9)


def test_time_is_kept_to_the_hour() -> None:
    assert rules.hour(7199.9) == 3600
    assert rules.hour(7200) == 7200


def test_pace_lets_an_hours_worth_through_and_then_slowly() -> None:
    now = [1000.0]
    pace = rules.Pace(60, lambda: now[0])
    assert [pace.take() for _ in range(60)] == [0] * 60
    assert pace.take() == 61
    now[0] += 61
    assert pace.take() == 0
    assert pace.take() > 0
    now[0] += 10 * 3600
    assert [pace.take() for _ in range(61)].count(0) == 60


def test_making_is_done_before_the_batch() -> None:
    assert batch().carry_out(Make(BOX, KEY)) is None
    assert batch().carry_out(Make(OTHER, KEY)) is Problem.UNKNOWN


def test_number_beyond_the_last_possible_is_refused() -> None:
    last = 2**40 - 2
    assert batch(last=last).carry_out(Append(BOX, blobs(1))) == [last + 1]
    assert batch(last=last).carry_out(Append(BOX, blobs(2))) is Problem.FULL


def test_refused_append_leaves_nothing_behind() -> None:
    one = batch(successor=OTHER)
    assert one.carry_out(Append(BOX, blobs(2))) is Problem.CLOSED
    assert not one.rows
    assert not one.changed


def test_names_that_must_be_looked_up_are_those_of_appends_and_drops() -> None:
    mine = blob()
    wishes: list[Wish] = [
        Append(BOX, [mine]), Drop(BOX, [OTHER], KEY), Make(BOX, KEY), Close(BOX, OTHER, KEY),
    ]  # fmt: skip
    assert rules.names_in(wishes) == {BOX: {mine.name, OTHER}}


HEADS = [os.urandom(64) for _ in range(4)]
APPENDS = st.lists(
    st.builds(Blob, st.sampled_from(HEADS), st.none() | st.sampled_from([b"one", b"two"])),
    min_size=1, max_size=4, unique_by=lambda each: each.head,
).map(lambda each: Append(BOX, each))  # fmt: skip
NAMES = [Blob(head, None).name for head in HEADS]
DROPS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(
    lambda each: Drop(BOX, each, KEY)
)


@given(st.lists(APPENDS | DROPS, max_size=12), st.integers(0, 12))
def test_one_batch_or_many_come_to_the_same(wishes: list[Wish], cut: int) -> None:
    """However wishes are spread over transactions, numbers, bodies and bytes are the same."""
    whole = Tables()
    once = whole.carry_out(wishes)
    parted = Tables()
    twice = parted.carry_out(wishes[:cut]) + parted.carry_out(wishes[cut:])
    assert once == twice
    assert whole.rows == parted.rows
    assert whole.box == parted.box
    assert sorted(number for _, number in whole.rows) == list(range(1, whole.box.last + 1))
    assert whole.box.bytes == sum(row.size for row in whole.rows.values())


class Tables:
    """What a database would hold."""

    def __init__(self) -> None:
        self.box = Mailbox(1, BOX, KEY, None, 0, 0)
        self.rows: dict[tuple[int, int], rules.Row] = {}

    def carry_out(self, wishes: list[Wish]) -> list[object]:
        held = [
            Held(1, r.number, r.name, r.fingerprint, len(r.blob.body or b""), r.dropped)
            for r in self.rows.values()
        ]
        one = rules.Batch([self.box], held, Quotas(), bytes_left=10**9)
        outcomes: list[object] = [one.carry_out(wish) for wish in wishes]
        self.rows.update(one.rows)
        for place in one.drops:
            row = self.rows[place]
            self.rows[place] = rules.Row(
                row.mailbox, row.number, row.name, row.fingerprint, Blob(row.blob.head, None), True
            )
        self.box = one.changed.get(BOX, self.box)
        return outcomes
