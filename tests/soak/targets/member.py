"""Somebody who may write in a shared space and sends what no Panoh would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from panoh import bootstrap
from panoh.core import canonical
from panoh.core.check import check
from panoh.core.intake import take_in
from panoh.core.log import codec
from panoh.core.log.model import EntryKind
from panoh.errors import Refused
from tests.core.support import THING, TOY, Vaults, entries, share
from tests.soak.targets.log import sealed_with
from tests.soak.targets.model import same

_LEAST_TAKEN = 400
"""After so many were taken in, a fresh pair of vaults: the old one is checked first."""


class Member:
    """An owner's vault, and a member's keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self._problems: list[str] = []
        bootstrap.apps = lambda: (TOY,)  # type: ignore[assignment]  # in this process only
        self._fresh()

    def _fresh(self) -> None:
        self._made += 1
        self._taken = 0
        home = self._folder / f"taken-{self._made}"
        home.mkdir(parents=True)
        self._vaults = Vaults(home)
        owner, other = (self._vaults.node(name) for name in ("Amina", "Bo"))
        with owner.writing() as work:
            self.space = work.new_space("case")
        share(owner, other, self.space)
        take_in(other, entries(owner, self.space))
        with other.writing() as work:
            self.record = work.put(THING, self.space, None, {"title": "t", "text": "x"})
        take_in(owner, entries(other, self.space))
        self._owner, self._other = owner, other
        row = other.spaces.row(self.space)
        self._epoch = other.spaces.epoch_id(row)
        self._key = other.spaces.key(row, self._epoch)
        own = other.person.device_no
        self._sequence, self._previous = other.log._heads(row.no)[own]
        last = other.log.numbered(row.no, own, self._sequence)
        self._time = last.time if last is not None else 0

    def valid(self, random: Random) -> Iterator[list[Any]]:
        """[kind, seen, body]: what the member's next entry says."""
        record, device = bytes.fromhex(self.record), self._other.person.device
        kinds = EntryKind
        values = {"title": "new", "count": 3, "tags": ["a"], "agreed": True, "phone": "+992"}
        yield [kinds.ASSIGN.value, [], {"r": [["toy_thing", record, values]]}]
        yield [kinds.ASSIGN.value, [[0, 1]], {"r": [["toy_thing", random.randbytes(16), values]]}]
        yield [kinds.ASSIGN.value, [], {"r": [["toy_line", bytes(16), {"text": "a"}]], "seen": []}]
        stated = {"title": [[device, self._sequence, self._time, "t"]]}
        yield [kinds.SNAPSHOT.value, [], {"r": [["toy_thing", record, stated]]}]
        yield [kinds.ERASE.value, [], {"e": [["toy_thing", random.randbytes(16)]], "x": []}]
        cert = self._other.person.certificate.encoded
        yield [kinds.FACT.value, [], {"facts": [{"k": "device", "cert": cert}]}]
        person = self._other.person.id
        member = {"k": "member", "person": person, "role": "writer", "certs": [cert]}
        yield [kinds.FACT.value, [], {"facts": [member]}]
        row = self._owner.spaces.row(self.space)
        current = self._owner.spaces.state(row).epochs[self._epoch]
        epoch = {"k": "epoch", "id": self._epoch, "number": current.number}
        epoch |= {"commit": current.commitment, "for": list(current.readers)}
        epoch |= {"sealed": [bytes(80) for _ in current.readers]}
        yield [kinds.FACT.value, [], {"facts": [epoch]}]
        yield [kinds.BLOB.value, [], {"b": bytes(16), "i": 0, "n": 1, "d": bytes(100)}]
        yield [9, [], {"later": True}]

    def feed(self, data: bytes) -> bool:
        try:
            value = canonical.decode(data, 1 << 16)
            kind, seen, body = value
            parts = [kind, self._other.person.device, self._sequence + 1, self._previous, seen,
                     1_795_000_000_000, bytes(32)]  # fmt: skip
            coded = canonical.encode(body)
            seed = self._other.person.sign_seed
            entry = sealed_with(parts, coded, self._key, self.space, self._epoch, seed)
            sent = codec.encode(entry) if entry is not None else b""
        except (Refused, TypeError, ValueError):
            return False  # not something that could be made
        before = self._owner.log.journal()
        taken = take_in(self._owner, [sent])
        same(self._owner.log.journal() == before, not taken.new, "the journal")
        if not taken.new:
            return False
        self._sequence += 1
        self._previous = codec.open_header(entry, self._key)[1] if entry is not None else None
        self._taken += 1
        if self._taken >= _LEAST_TAKEN:
            self._problems = self.finish()
            self._fresh()
        return True

    def finish(self) -> list[str]:
        """Whether the owner's vault is whole after all that."""
        found = [f"vault check: {each}" for each in check(self._owner, rebuild=True)]
        self._vaults.close()
        found, self._problems = self._problems + found, []
        return found
