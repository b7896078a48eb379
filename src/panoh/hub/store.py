"""What every store does. Writes come in batches: one transaction, one wait for the disk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from panoh.hub.model import Mailbox, Outcome, Standing, Wish
from panoh.wire.limits import HUB_ID
from panoh.wire.model import Page

PIECE, VERSION = "hub", 1
"""The schema's name and newest version; each version is one `schema_*.sql` of each store."""
ID_SIZE = HUB_ID


class Store(ABC):
    """An open database of a hub. Errors of the database are StorageFailed, and nothing is kept."""

    hub: bytes
    line: bytes

    @abstractmethod
    async def mailbox(self, mailbox: bytes) -> Mailbox | None:
        """The mailbox of this id as it stands."""

    @abstractmethod
    async def write(self, wishes: Sequence[Wish]) -> list[Outcome]:
        """Carries out all wishes in one transaction, on the disk when this returns."""

    @abstractmethod
    async def page(self, mailbox: bytes, after: int, most: int) -> Page | None:
        """The blobs after a number; at least one if there is one. None without such a mailbox."""

    @abstractmethod
    async def standing(self) -> Standing:
        """Counts and bytes of everything."""

    @abstractmethod
    async def count(self) -> tuple[int, int]:
        """Mailboxes, and the bytes that count against the quota of all; quick."""

    @abstractmethod
    async def tidy(self) -> None:
        """What is worth doing now and then, above all making dropped bodies leave the disk."""

    @abstractmethod
    async def close(self) -> None: ...
