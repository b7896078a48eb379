"""Entries, certificates, facts and bodies about records; and a real vault that takes them in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from panoh.core import canonical
from panoh.core.identity import codec as identity
from panoh.core.identity.model import Certificate
from panoh.core.log import codec, rules
from panoh.core.log.model import Header, Sealed
from panoh.core.records import codec as records
from panoh.core.space import codec as space
from panoh.core.space.model import SignedFact
from panoh.core.space.rules import fold
from panoh.crypto.derive import derive, digest
from panoh.crypto.labels import Label
from panoh.crypto.seal import OVERHEAD, box_public, seal
from panoh.crypto.sign import sign, verify_key
from panoh.errors import NotOpened, Refused
from tests.soak.inputs import encoded
from tests.soak.targets.model import Target, same

SPACE, EPOCH, KEY = bytes(range(16)), bytes(range(16, 32)), bytes(range(32, 64))
SEEDS = [bytes([n]) * 32 for n in range(1, 7)]
SEED, PUBLIC = SEEDS[0], verify_key(SEEDS[0])
_SUITE = codec.SUITE.to_bytes(1, "big")


def targets() -> list[Target]:
    sealed = [codec.make(SPACE, EPOCH, KEY, header(n), body, SEED)[0] for n, body in _bodies()]
    bare = [Sealed(each.suite, SPACE, EPOCH, each.header_slot, None) for each in sealed[:6]]
    entries = [codec.encode(each) for each in (*sealed, *bare)]
    inside = [canonical.encode([_parts(header(n)), body]) for n, body in _bodies()]
    certificates = [each.encoded for each in _certificates()]
    return [
        Target("entry", entries, lambda data: _entry(data, frozenset(entries))),
        Target("entry-signed", inside, _signed_entry, is_cbor=True),
        Target("header-signed", [_signed(header(n)) for n, _ in _bodies()], _header),
        Target("certificate", certificates, _certificate),
        Target("certificate-signed", [each[:-64] for each in certificates], _own_certificate, True),
        Target("facts", list(_histories()), _facts, is_cbor=True),
        Target("sealed-key", [canonical.encode(_epochs()[0])], _sealed_key, is_cbor=True),
        Target("records", [canonical.encode(body) for _, body in _bodies()], _records, True),
    ]


def _bodies() -> Iterator[tuple[int, Any]]:
    values = {"title": "Раҳмонов", "count": 3, "tags": ["a", "b"], "agreed": True}
    many = {f"f{n}": "слово " * n for n in range(12)}
    origins = {"title": [[bytes(16), 1, 5, "x"], [bytes(16), 2, 6, None]]}
    bodies = (
        {"r": [["toy_thing", bytes(16), values]]},
        {"r": [["toy_thing", bytes(16), values], ["toy_line", bytes([1]) * 16, {"text": "a"}]]},
        {"r": [["toy_thing", bytes([2]) * 16, many]], "seen": [[bytes(16), 3]]},
        {"r": [["toy_thing", bytes(16), origins]]},
        {"e": [["toy_thing", bytes(16)]], "x": [bytes(32), bytes([1]) * 32]},
        {"facts": [{"k": "remove", "person": bytes(16)}]},
    )
    yield from enumerate(bodies, 1)


def header(sequence: int, seen: tuple[tuple[int, int], ...] = ((0, 3), (2, 900))) -> Header:
    previous = None if sequence == 1 else bytes(32)
    return Header(2, bytes(range(16)), sequence, previous, seen, 1_763_632_800_000, bytes(32))


def _parts(value: Header) -> list[Any]:
    return codec._parts(value, bytes(32))


def _signed(value: Header) -> bytes:
    return codec._encode_header(value, bytes(32))


# ── entries ─────────────────────────────────────────────────────────────────────────────────


def _entry(data: bytes, valid: frozenset[bytes]) -> bool:
    """Altered on the way: nobody who lacks the keys makes bytes that open."""
    try:
        entry = codec.decode(data)
    except Refused:
        return False
    same(codec.encode(entry), data, "an entry")
    try:
        codec.open_entry(entry, KEY, PUBLIC)
    except Refused:
        return False
    bare = codec.encode(Sealed(entry.suite, SPACE, EPOCH, entry.header_slot, None))
    if data not in valid and not (data == bare and any(e.startswith(bare) for e in _whole(valid))):
        raise AssertionError("altered bytes opened")
    return True


def _whole(valid: frozenset[bytes]) -> Iterator[bytes]:
    return (each for each in valid if len(each) > 400)


def _signed_entry(data: bytes) -> bool:
    """Made by a member: sealed and signed as it must be, with anything at all inside."""
    try:
        value = canonical.decode(data, 1 << 16)
        parts, body = value
        if not isinstance(parts, list) or len(parts) != 7:
            return False
        entry = sealed_with(parts, canonical.encode(body), KEY, SPACE, EPOCH, SEED)
    except (Refused, TypeError, ValueError):
        return False  # not something that could be made
    return entry is not None and _opens(entry, parts, body)


def _opens(entry: Sealed, parts: list[Any], body: Any) -> bool:
    try:
        opened = codec.open_entry(codec.decode(codec.encode(entry)), KEY, PUBLIC)
    except Refused:
        return False
    same(codec._parts(opened.header, parts[6])[:6], parts[:6], "a header")
    same(encoded(opened.body), encoded(body), "a body")
    return True


def sealed_with(
    parts: list[Any], body: bytes, key: bytes, of: bytes, epoch: bytes, seed: bytes
) -> Sealed | None:
    """As `codec.make`, but with header parts that it would never write; None if too long."""
    around = codec.PREFIX + codec.HEADER_PLAIN[1] + OVERHEAD + codec.SALT + OVERHEAD
    body_key = derive(Label.BODY_KEY, key, bytes(codec.SALT))
    padded = rules.pad(body, around)
    slot = bytes(codec.SALT) + seal(Label.BODY, body_key, padded, _SUITE, of, epoch)
    if isinstance(parts[6], bytes):
        parts[6] = digest(Label.BODY_HASH, slot)
    coded = canonical.encode(parts)
    if len(coded) + 2 + codec.SIGNATURE_SIZE > codec.HEADER_PLAIN[1]:
        return None
    return _sealed(len(coded).to_bytes(2, "big") + coded, slot, (key, of, epoch), seed)


def _sealed(signed: bytes, slot: bytes | None, where: tuple[bytes, ...], seed: bytes) -> Sealed:
    key, of, epoch = where
    signature = sign(Label.ENTRY, seed, _SUITE, of, epoch, signed)
    plain = (signed + signature).ljust(codec.HEADER_PLAIN[1], b"\x00")
    header_key = derive(Label.HEADER_KEY, key)
    return Sealed(
        codec.SUITE, of, epoch, seal(Label.HEADER, header_key, plain, _SUITE, of, epoch), slot
    )


def _header(data: bytes) -> bool:
    """Any bytes where the signed header should be, rightly sealed and signed."""
    if len(data) + codec.SIGNATURE_SIZE > codec.HEADER_PLAIN[1]:
        return False
    entry = _sealed(data, None, (KEY, SPACE, EPOCH), SEED)
    try:
        opened = codec.open_entry(entry, KEY, PUBLIC)
    except Refused:
        return False
    same(codec._encode_header(opened.header, opened.header.body_hash), data, "a header")
    return True


# ── certificates and facts ──────────────────────────────────────────────────────────────────


def _certificates() -> list[Certificate]:
    made: list[Certificate] = []
    for number, root in enumerate(SEEDS[:3]):
        first = identity.certify(root, verify_key(SEEDS[number + 3]), box_public(root), issued=1)
        second = identity.certify(root, verify_key(root), box_public(root), issued=2, after=first)
        made += [first, second]
    return made


def _certificate(data: bytes) -> bool:
    try:
        found = identity.decode(data)
    except Refused:
        return False
    again = canonical.encode(
        [identity.VERSION, found.root_public, found.sign_public, found.box_public, found.number,
         found.previous, found.issued]
    )  # fmt: skip
    same(again + data[-64:], data, "a certificate")
    return True


def _own_certificate(data: bytes) -> bool:
    """A statement signed by the root that it names, as any owner of a root can."""
    statement = data
    for root in SEEDS[:3]:
        if verify_key(root) in data:
            return _certificate(statement + sign(Label.DEVICE_CERT, root, statement))
    return _certificate(statement + bytes(64))


def _epochs() -> list[dict[str, Any]]:
    founder, second, other = _certificates()[:3]
    of = space.space_id(_founding())
    groups = ([founder], [founder, other], [founder, second, other])
    return [
        dict(space.epoch(of, n, bytes([n]) * 32, {each.device: each for each in group}))
        for n, group in enumerate(groups, 1)
    ]


def _founding() -> dict[str, Any]:
    founding = dict(space.genesis(_certificates()[0], "case"))
    founding["nonce"] = bytes(16)
    return founding


def _histories() -> Iterator[bytes]:
    founder, second, other, _, third, _ = _certificates()
    first, with_other, with_all = _epochs()
    author = founder.device
    member = {"k": "member", "person": other.person, "role": "writer", "certs": [other.encoded]}
    reader = {"k": "member", "person": third.person, "role": "reader", "certs": [third.encoded]}
    begun = [[author, _founding()], [author, first]]
    yield canonical.encode(begun)
    joined = [*begun, [author, member], [author, with_other]]
    yield canonical.encode(joined)
    grown = [*joined, [second.device, dict(space.device(second))], [author, with_all]]
    yield canonical.encode(grown)
    yield canonical.encode([*grown, [author, reader], [other.device, {"k": "new", "a": 1}]])
    yield canonical.encode([*grown, [author, {"k": "remove", "person": other.person}]])
    yield canonical.encode([*grown, [author, {"k": "revoke", "device": second.device}]])
    yield canonical.encode([*joined, [other.device, {"k": "revoke", "device": other.device}]])


def _facts(data: bytes) -> bool:
    """A history whose authors are proved, and whose facts are anything."""
    try:
        rows = canonical.decode(data, 1 << 16)
        facts = [SignedFact(author, space.facts_of({"facts": [fact]})[0]) for author, fact in rows]
    except (Refused, TypeError, ValueError):
        return False
    if not all(type(each.author) is bytes for each in facts):
        return False
    try:
        state = fold(facts)
    except Refused:
        return False
    same(state.id, space.space_id(facts[0].fact), "a space's id")
    return not state.refused


def _sealed_key(data: bytes) -> bool:
    try:
        fact = canonical.decode(data, 1 << 16)
    except Refused:
        return False
    founder = _FOUNDER
    try:
        key = space.unseal_epoch(fact, _SPACE_ID, founder.device, SEEDS[0])
    except (Refused, NotOpened):
        return False
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        return False  # the fold refuses such a fact before anything is unsealed
    same(space.commitment(key), fact["commit"], "a key")
    return True


_FOUNDER = _certificates()[0]
_SPACE_ID = space.space_id(_founding())


def _records(data: bytes) -> bool:
    try:
        body = canonical.decode(data, 1 << 16)
    except Refused:
        return False
    taken = False
    try:
        rows = list(records.assigned(body))
        same(records.assign(rows), {"r": body["r"]}, "a body about records")
        taken = True
    except Refused:
        pass
    try:
        gone = records.erased(body)
        same([list(each) for each in gone], body["e"], "an erasure")
        taken = True
    except Refused:
        pass
    return taken


# ── a vault that takes them in ──────────────────────────────────────────────────────────────


def real(folder: Path) -> list[Target]:
    """A writer of a shared space sends whatever a key holder can make; the vault stays whole."""
    from tests.soak.targets.member import Member

    os.environ["PANOH_STATE"] = str(folder / "state")
    member = Member(folder)
    valid = [canonical.encode(each) for each in member.valid(Random(0))]
    return [Target("taken-in", valid, member.feed, is_cbor=True, finish=member.finish)]
