"""Group commit: what arrives while the disk is busy goes together in the next transaction."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from panoh.hub.model import Append, Outcome, Wish
from panoh.hub.store import Store

MOST_WISHES = 256
MOST_BYTES = 8 * 1024 * 1024


class Writer:
    """Hands wishes to the store in batches, one batch at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[tuple[Wish, asyncio.Future[Outcome]]] = deque()
        self._busy: asyncio.Task[None] | None = None

    async def write(self, wish: Wish) -> Outcome:
        """The outcome, once it is on the disk; raises what the store raised."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((wish, future))
        if self._busy is None:
            self._busy = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch = self._take()
                try:
                    outcomes: Sequence[Outcome] = await self._store.write([w for w, _ in batch])
                except Exception as problem:  # noqa: BLE001 - handed to everybody who waits
                    for _, future in batch:
                        if not future.done():
                            future.set_exception(problem)
                    continue
                for (_, future), outcome in zip(batch, outcomes, strict=True):
                    if not future.done():  # whoever asked may be gone
                        future.set_result(outcome)
        finally:
            self._busy = None

    def _take(self) -> list[tuple[Wish, asyncio.Future[Outcome]]]:
        """The oldest wishes, as many as fit into one transaction."""
        taken: list[tuple[Wish, asyncio.Future[Outcome]]] = []
        size = 0
        while self._waiting and len(taken) < MOST_WISHES:
            wish = self._waiting[0][0]
            size += wish.size if isinstance(wish, Append) else 0
            if taken and size > MOST_BYTES:
                break
            taken.append(self._waiting.popleft())
        return taken

    async def finish(self) -> None:
        """Waits until everything that was taken on is done."""
        while self._busy is not None:
            await asyncio.wait([self._busy])
