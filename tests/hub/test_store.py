"""Mailboxes on both databases, through the store alone: numbers, drops, quotas, closing."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from panoh.errors import NoHub
from panoh.hub import database as databases
from panoh.hub.model import ROW_BYTES, Append, Close, Drop, Make, Quotas
from panoh.hub.store import Store
from panoh.hub.writer import Writer
from panoh.wire import limits
from panoh.wire.model import Blob, mailbox_id
from panoh.wire.problems import Problem
from tests.hub.running import blob, blobs

KEY = bytes(range(32))
BOX = mailbox_id(KEY)
OTHER = os.urandom(32)


def on(url: str, act: Callable[[Store], Awaitable[Any]], quotas: Quotas | None = None) -> Any:
    """Opens the store, makes the mailbox, acts."""

    async def run() -> Any:
        await databases.prepare(url)
        store = await databases.open_store(url, quotas or Quotas())
        try:
            await store.write([Make(BOX, KEY)])
            return await act(store)
        finally:
            await store.close()

    return asyncio.run(run())


async def every(store: Store) -> list[Blob]:
    page = await store.page(BOX, 0, limits.PAGE)
    assert page is not None
    return list(page.blobs)


def test_numbers_begin_at_one_and_have_no_gap(database: str) -> None:
    async def act(store: Store) -> None:
        first, second = blobs(3), blobs(2)
        assert await store.write([Append(BOX, first), Append(BOX, second)]) == [[1, 2, 3], [4, 5]]
        assert await every(store) == first + second

    on(database, act)


def test_same_blob_gets_the_same_number(database: str) -> None:
    async def act(store: Store) -> None:
        mine = blobs(3)
        await store.write([Append(BOX, mine)])
        assert await store.write([Append(BOX, mine[::-1])]) == [[3, 2, 1]]
        new = blob()
        # Twice within one transaction, and mixed with new ones.
        assert await store.write([Append(BOX, [mine[1], new]), Append(BOX, [new])]) == [[2, 4], [4]]
        assert len(await every(store)) == 4

    on(database, act)


def test_another_body_under_a_head_is_another_blob(database: str) -> None:
    """A member who lies first must not keep the true body out; and must not fill the hub."""

    async def act(store: Store) -> None:
        true = blob()
        lies = [Blob(true.head, os.urandom(9)) for _ in range(9)]
        assert await store.write([Append(BOX, [lies[0]]), Append(BOX, [true])]) == [[1], [2]]
        bare = Blob(true.head, None)
        assert await store.write([Append(BOX, [bare])]) == [[3]]
        outcomes = [(await store.write([Append(BOX, [each])]))[0] for each in lies]
        assert outcomes[0] == [1]
        assert outcomes[-1] is Problem.FULL
        assert true in await every(store)

    on(database, act)


def test_dropped_body_is_gone_and_does_not_come_back(database: str) -> None:
    async def act(store: Store) -> None:
        mine = blobs(3)
        await store.write([Append(BOX, mine)])
        before = (await store.standing()).bytes
        names = [mine[1].name, os.urandom(32)]
        assert await store.write([Drop(BOX, names, KEY)]) == [1]
        assert await store.write([Drop(BOX, names, KEY)]) == [0]
        assert (await every(store))[1] == Blob(mine[1].head, None)
        assert await store.write([Append(BOX, mine)]) == [[1, 2, 3]]
        assert await store.write([Append(BOX, [Blob(mine[1].head, b"other")])]) == [[2]]
        assert [each.body is None for each in await every(store)] == [False, True, False]
        standing = await store.standing()
        assert before - standing.bytes == len(mine[1].body or b"")
        assert (standing.blobs, standing.dropped) == (3, 1)

    on(database, act)


def test_drop_of_what_came_in_the_same_moment(database: str) -> None:
    async def act(store: Store) -> None:
        mine = blob()
        done = await store.write([Append(BOX, [mine]), Drop(BOX, [mine.name], KEY)])
        assert done == [[1], 1]
        assert await every(store) == [Blob(mine.head, None)]
        assert await store.write([Append(BOX, [mine])]) == [[1]]
        assert (await store.standing()).bytes == ROW_BYTES + len(mine.head)

    on(database, act)


def test_closed_mailbox_takes_no_more_and_obeys_its_successor(database: str) -> None:
    async def act(store: Store) -> None:
        mine = blobs(2)
        await store.write([Append(BOX, mine)])
        assert await store.write([Close(BOX, OTHER, signer=KEY)]) == [None]
        assert await store.write([Append(BOX, blobs(1))]) == [Problem.CLOSED]
        names = [each.name for each in mine]
        assert await store.write([Drop(BOX, names, KEY)]) == [Problem.SIGNATURE]
        assert await store.write([Close(BOX, KEY, signer=KEY)]) == [Problem.SIGNATURE]
        assert await store.write([Drop(BOX, names, OTHER)]) == [2]
        third = os.urandom(32)
        assert await store.write([Close(BOX, third, signer=OTHER)]) == [None]
        found = await store.mailbox(BOX)
        assert found is not None
        assert (found.key, found.successor) == (KEY, third)
        page = await store.page(BOX, 0, limits.PAGE)
        assert page is not None
        assert page.closed

    on(database, act)


def test_pages_follow_each_other_within_their_bytes(database: str) -> None:
    async def act(store: Store) -> None:
        mine = [blob(size) for size in (700, 700, 50_000, 0, 700, 3_000_000, 700)]
        await store.write([Append(BOX, mine)])
        for most in (0, 1, 1200, 3000, 60_000, limits.PAGE):
            got: list[Blob] = []
            while len(got) < len(mine):
                page = await store.page(BOX, len(got), most)
                assert page is not None
                assert page.last == len(mine)
                size = sum(8 + len(each.head) + len(each.body or b"") for each in page.blobs)
                assert len(page.blobs) == 1 or 1 < size <= most
                got += page.blobs
            assert got == mine
        for beyond in (len(mine), len(mine) + 5, limits.MOST_NUMBER):
            page = await store.page(BOX, beyond, limits.PAGE)
            assert page is not None
            assert page.blobs == ()
        assert await store.page(OTHER, 0, limits.PAGE) is None

    on(database, act)


def test_quota_of_a_mailbox_refuses_whole_and_frees_by_dropping(database: str) -> None:
    row = ROW_BYTES + 355 + 749

    async def act(store: Store) -> None:
        mine = blobs(3)
        assert await store.write([Append(BOX, mine)]) == [[1, 2, 3]]
        assert await store.write([Append(BOX, blobs(2))]) == [Problem.FULL]
        assert len(await every(store)) == 3
        await store.write([Drop(BOX, [mine[0].name, mine[1].name], KEY)])
        assert await store.write([Append(BOX, blobs(2))]) == [[4, 5]]

    on(database, act, Quotas(mailbox_bytes=row * 4))


def test_quota_of_all_counts_every_mailbox(database: str) -> None:
    row = ROW_BYTES + 355 + 749

    async def act(store: Store) -> None:
        other = mailbox_id(OTHER)
        await store.write([Make(other, OTHER)])
        assert await store.write([Append(BOX, blobs(3))]) == [[1, 2, 3]]
        assert await store.write([Append(other, blobs(1)), Append(other, blobs(1))]) == [
            [1],
            Problem.FULL,
        ]

    on(database, act, Quotas(all_bytes=row * 4))


def test_unknown_mailbox_is_named_as_such_and_making_twice_is_harmless(database: str) -> None:
    async def act(store: Store) -> None:
        await store.write([Append(BOX, blobs(1))])
        nobody = mailbox_id(OTHER)
        assert await store.write([Append(nobody, blobs(1)), Drop(nobody, [OTHER], OTHER)]) == [
            Problem.UNKNOWN,
            Problem.UNKNOWN,
        ]
        assert await store.write([Make(BOX, KEY), Make(BOX, KEY)]) == [None, None]
        assert (await store.standing()).mailboxes == 1
        assert len(await every(store)) == 1

    on(database, act)


def test_same_names_in_two_mailboxes_are_two_blobs(database: str) -> None:
    async def act(store: Store) -> None:
        other = mailbox_id(OTHER)
        await store.write([Make(other, OTHER)])
        mine = blob()
        assert await store.write([Append(BOX, [mine]), Append(other, [mine])]) == [[1], [1]]
        assert await store.write([Drop(other, [mine.name], OTHER)]) == [1]
        assert await every(store) == [mine]

    on(database, act)


def test_it_stands_after_opening_again(database: str) -> None:
    mine = blobs(4)

    async def fill(store: Store) -> tuple[bytes, bytes]:
        await store.write([Append(BOX, mine)])
        return store.hub, store.line

    async def look(store: Store) -> tuple[bytes, bytes]:
        assert await every(store) == mine
        assert (await store.count())[0] == 1
        return store.hub, store.line

    assert on(database, fill) == on(database, look)


def test_many_at_once_share_transactions(database: str) -> None:
    """What waits while the disk is busy goes together; each still hears its own outcome."""

    async def act(store: Store) -> None:
        batches: list[int] = []
        plain_write = store.write

        async def counted(wishes: Any) -> Any:
            batches.append(len(wishes))
            return await plain_write(wishes)

        store.write = counted  # type: ignore[method-assign]
        writer = Writer(store)
        mine = blobs(200)
        numbers = await asyncio.gather(*(writer.write(Append(BOX, [each])) for each in mine))
        await writer.finish()
        assert sorted(each[0] for each in numbers if isinstance(each, list)) == list(range(1, 201))
        found = await every(store)
        assert all(found[n[0] - 1] == m for n, m in zip(numbers, mine, strict=True))  # type: ignore[index]
        assert len(batches) < 20
        assert sum(batches) == 200

    on(database, act)


def test_nothing_is_made_where_no_hub_was_begun(database: str) -> None:
    with pytest.raises(NoHub):
        asyncio.run(databases.open_store(database, Quotas()))
