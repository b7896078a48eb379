"""What a batch of wishes does to the tables, decided without touching them.

A store loads the mailboxes and the blobs that are named, lets `Batch` decide, and saves what
changed, all in one transaction.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from panoh.hub.model import (
    Append,
    Close,
    Drop,
    Held,
    Mailbox,
    Make,
    Outcome,
    Quotas,
    Row,
    Wish,
)
from panoh.wire.limits import MOST_NUMBER
from panoh.wire.problems import Problem

MOST_BODIES = 8
"""Different bodies under one name. Two would mean that a member lies; more are not kept."""
HOUR = 3600


def hour(now: float) -> int:
    """Seconds since 1970, cut to the hour: no finer time is stored anywhere."""
    return int(now) // HOUR * HOUR


class Batch:
    """Carries out wishes one after the other on what was loaded."""

    def __init__(
        self,
        mailboxes: Iterable[Mailbox],
        held: Iterable[Held],
        quotas: Quotas,
        *,
        bytes_left: int,
    ) -> None:
        self._mailboxes = {each.id: each for each in mailboxes}
        self._held: dict[tuple[int, bytes], list[Held]] = defaultdict(list)
        for each in held:
            self._held[each.mailbox, each.name].append(each)
        self._quotas = quotas
        self._left = bytes_left
        self.rows: dict[tuple[int, int], Row] = {}
        self.drops: set[tuple[int, int]] = set()
        """(mailbox, number) of stored blobs whose bodies go."""
        self.changed: dict[bytes, Mailbox] = {}
        self.grown = 0

    def carry_out(self, wish: Wish) -> Outcome:
        mailbox = self._mailboxes.get(wish.mailbox)
        if mailbox is None:
            return Problem.UNKNOWN
        match wish:
            case Make():
                return None  # made, or there already, before the batch was loaded
            case Append():
                return self._append(mailbox, wish)
            case Drop():
                return self._drop(mailbox, wish)
            case Close():
                return self._close(mailbox, wish)

    def _append(self, mailbox: Mailbox, wish: Append) -> Outcome:
        if mailbox.successor is not None:
            return Problem.CLOSED
        numbers: list[int] = []
        rows: list[Row] = []
        for blob in wish.blobs:
            name, fingerprint = blob.name, blob.fingerprint
            there = self._held.get((mailbox.no, name), [])
            known = next((h for h in there if h.dropped or h.fingerprint == fingerprint), None)
            if known is not None:
                numbers.append(known.number)
                continue
            if len(there) >= MOST_BODIES:
                return Problem.FULL
            number = mailbox.last + len(rows) + 1
            rows.append(Row(mailbox.no, number, name, fingerprint, blob))
            numbers.append(number)
        return self._keep(mailbox, rows) or numbers

    def _keep(self, mailbox: Mailbox, rows: Sequence[Row]) -> Problem | None:
        size = sum(row.size for row in rows)
        last = mailbox.last + len(rows)
        if mailbox.bytes + size > self._quotas.mailbox_bytes or last > MOST_NUMBER:
            return Problem.FULL
        if size > self._left:
            return Problem.FULL
        no = mailbox.no
        for row in rows:
            self.rows[no, row.number] = row
            self._held[no, row.name].append(
                Held(no, row.number, row.name, row.fingerprint, len(row.blob.body or b""), False)
            )
        self._change(mailbox, last=last, grown=size)
        return None

    def _drop(self, mailbox: Mailbox, wish: Drop) -> Outcome:
        if wish.signer != (mailbox.successor or mailbox.key):
            return Problem.SIGNATURE
        count = freed = 0
        for name in wish.names:
            there = self._held.get((mailbox.no, name), [])
            for at, held in enumerate(there):
                if held.dropped:
                    continue
                self._take_body(held)
                there[at] = replace(held, body=0, dropped=True)
                freed += held.body
                count += held.body > 0
        self._change(mailbox, grown=-freed)
        return count

    def _take_body(self, held: Held) -> None:
        place = (held.mailbox, held.number)
        row = self.rows.get(place)
        if row is None:
            self.drops.add(place)
        else:  # appended a moment ago in this very batch
            self.rows[place] = replace(row, blob=row.blob._replace(body=None), dropped=True)

    def _close(self, mailbox: Mailbox, wish: Close) -> Outcome:
        if wish.signer != (mailbox.successor or mailbox.key):
            return Problem.SIGNATURE
        self._change(mailbox, successor=wish.successor)
        return None

    def _change(
        self,
        mailbox: Mailbox,
        *,
        last: int | None = None,
        successor: bytes | None = None,
        grown: int = 0,
    ) -> None:
        changed = replace(
            mailbox,
            last=mailbox.last if last is None else last,
            successor=successor or mailbox.successor,
            bytes=mailbox.bytes + grown,
        )
        self._mailboxes[mailbox.id] = self.changed[mailbox.id] = changed
        self.grown += grown
        self._left -= grown


def names_in(wishes: Iterable[Wish]) -> dict[bytes, set[bytes]]:
    """By mailbox, the names whose stored blobs a batch has to know."""
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for wish in wishes:
        if isinstance(wish, Append):
            found[wish.mailbox].update(blob.name for blob in wish.blobs)
        elif isinstance(wish, Drop):
            found[wish.mailbox].update(wish.names)
    return found


class Pace:
    """So many an hour, at most a full hour's worth at once."""

    def __init__(self, an_hour: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._an_hour = an_hour
        self._clock = clock
        self._left = float(an_hour)
        self._at = clock()

    def take(self) -> int:
        """0 when one may go ahead, else seconds to wait."""
        now = self._clock()
        self._left = min(self._an_hour, self._left + (now - self._at) * self._an_hour / HOUR)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0
        return int((1 - self._left) * HOUR / max(self._an_hour, 1)) + 1
