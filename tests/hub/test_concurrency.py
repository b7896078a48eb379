"""Many members at once, over several processes: numbers without a gap, seen in one order."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from panoh.wire.model import Blob
from tests.hub.running import Member, Running, blobs, hub

WRITERS, ROUNDS, EACH = 8, 15, 3
TOTAL = WRITERS * ROUNDS * EACH


def together(calls: list[Callable[[], None]]) -> None:
    """All at once; the first error is raised here."""
    problems: list[BaseException] = []

    def guarded(call: Callable[[], None]) -> None:
        try:
            call()
        except BaseException as problem:  # noqa: BLE001 - raised below
            problems.append(problem)

    threads = [threading.Thread(target=guarded, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if problems:
        raise problems[0]


def processes_for(database: str) -> tuple[str, ...]:
    return ("--processes", "4") if database.startswith("postgresql") else ()


def follow(member: Member) -> list[Blob]:
    """A reader who keeps a cursor while others write: what is passed over never comes back."""
    seen: list[Blob] = []
    until = time.monotonic() + 90
    while len(seen) < TOTAL:
        assert time.monotonic() < until, f"{len(seen)} of {TOTAL} seen"
        page = member.fetch(len(seen), most=20_000, wait=1)
        assert page.last >= len(seen) + len(page.blobs)
        seen += page.blobs
    return seen


def test_readers_who_follow_miss_nothing(database: str) -> None:
    with hub(database, *processes_for(database)) as running:
        member = Member(running.url)
        member.create()
        numbered: dict[int, Blob] = {}
        followed: list[list[Blob]] = []

        def write() -> None:
            mine = member.again()
            for _ in range(ROUNDS):
                new = blobs(EACH)
                numbered.update(zip(mine.append(new), new, strict=True))

        def read() -> None:
            followed.append(follow(member.again()))

        together([*[write] * WRITERS, *[read] * 3])
        assert sorted(numbered) == list(range(1, TOTAL + 1))
        in_order = [numbered[number] for number in range(1, TOTAL + 1)]
        assert followed == [in_order] * 3


def test_one_blob_sent_by_everybody_at_once_stands_once(database: str) -> None:
    with hub(database, *processes_for(database)) as running:
        member = Member(running.url)
        member.create()
        shared = blobs(30)
        heard: list[dict[bytes, int]] = []

        def send(turn: int) -> None:
            mine = shared[turn:] + shared[:turn]
            numbers = member.again().append(mine)
            heard.append({each.head: n for each, n in zip(mine, numbers, strict=True)})

        together([lambda turn=turn: send(turn) for turn in range(8)])  # type: ignore[misc]
        assert all(each == heard[0] for each in heard)
        assert sorted(heard[0].values()) == list(range(1, 31))
        assert len(member.everything()) == 30


@pytest.mark.parametrize("pairs", [6])
def test_many_mailboxes_at_once_do_not_wait_for_each_other_forever(
    database: str, pairs: int
) -> None:
    """Batches of several processes lock several mailboxes each: in one order, so without end."""
    with hub(database, *processes_for(database)) as running:
        members = [Member(running.url) for _ in range(pairs)]

        def make_and_write(turn: int) -> None:
            for at in range(pairs * 4):
                mine = members[(turn + at) % pairs].again()
                mine.create()
                mine.append(blobs(2))

        together([lambda turn=turn: make_and_write(turn) for turn in range(8)])  # type: ignore[misc]
        assert [each.fetch().last for each in members] == [8 * 4 * 2] * pairs


def test_two_hubs_may_start_on_one_database_at_once(database: str) -> None:
    if database.startswith("sqlite"):
        # One process at a time is the rule there; a second one still breaks nothing.
        with hub(database) as first, hub(database) as second:
            check_shared(first, second)
        return
    running: list[Running] = []
    done = threading.Event()

    def serve() -> None:
        with hub(database) as started:
            running.append(started)
            done.wait(60)

    def look() -> None:
        try:
            while len(running) < 2:
                done.wait(0.05)
            check_shared(*running)
        finally:
            done.set()

    together([serve, serve, look])


def check_shared(first: Running, second: Running) -> None:
    amina = Member(first.url)
    amina.create()
    assert amina.append(blobs(2)) == [1, 2]
    other = amina.again()
    other.url = second.url
    assert other.meet().hub == amina.meet().hub
    assert other.append(blobs(2)) == [3, 4]
    assert amina.fetch().last == 4
