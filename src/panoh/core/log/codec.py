"""An entry as bytes and back: the format of docs/wire-format.md, §Entry.

suite 1 ‖ space 16 ‖ epoch 16 ‖ header slot length 2 (big-endian) ‖ header slot ‖ body slot
header slot  nonce 24 ‖ seal(canonical header ‖ signature 64 ‖ padding)
body slot    salt 16 ‖ nonce 24 ‖ seal(canonical body ‖ 0x80 ‖ zeros)
"""

from __future__ import annotations

from typing import Any

from panoh.core import canonical
from panoh.core.log import rules
from panoh.core.log.model import EntryId, Header, Opened, Sealed
from panoh.core.space.model import EpochId, SpaceId
from panoh.crypto.derive import derive, digest, random
from panoh.crypto.labels import Label
from panoh.crypto.seal import OVERHEAD, open_sealed, seal
from panoh.crypto.sign import SIGNATURE_SIZE, sign, verify
from panoh.errors import NotOpened, Refused

SUITE = 1
ID = 16
SALT = 16
PREFIX = 1 + ID + ID + 2
HEADER_PLAIN = (240, 344)
"""The two lengths a header is padded to; the slot is 40 bytes longer (core.md §3: ≤ 384)."""
MAX_BODY = 8 * 1024 * 1024
_HASH = 32
_MOST_KINDS = 2**16


def make(
    space: SpaceId, epoch: EpochId, key: bytes, header_of: Header, body: Any, seed: bytes
) -> tuple[Sealed, EntryId]:
    """Seal and sign. The body hash in `header_of` is replaced by that of the sealed body."""
    suite = SUITE.to_bytes(1, "big")
    salt = random(SALT)
    plain = canonical.encode(body)
    header_plain_length = _header_length(header_of)
    padded = rules.pad(plain, PREFIX + header_plain_length + OVERHEAD + SALT + OVERHEAD)
    if len(padded) > MAX_BODY:
        raise Refused(finding="more in one entry than it can carry")
    body_key = derive(Label.BODY_KEY, key, salt)
    body_slot = salt + seal(Label.BODY, body_key, padded, suite, space, epoch)
    header = _encode_header(header_of, digest(Label.BODY_HASH, body_slot))
    signature = sign(Label.ENTRY, seed, suite, space, epoch, header)
    header_plain = (header + signature).ljust(header_plain_length, b"\x00")
    header_slot = seal(
        Label.HEADER, derive(Label.HEADER_KEY, key), header_plain, suite, space, epoch
    )
    entry = Sealed(SUITE, space, epoch, header_slot, body_slot)
    return entry, digest(Label.ENTRY_ID, suite, space, epoch, header)


def encode(entry: Sealed) -> bytes:
    return b"".join(
        (
            entry.suite.to_bytes(1, "big"),
            entry.space,
            entry.epoch,
            len(entry.header_slot).to_bytes(2, "big"),
            entry.header_slot,
            entry.body_slot or b"",
        )
    )


def decode(data: bytes) -> Sealed:
    """Take bytes apart without opening them; raises Refused on any other shape."""
    if len(data) < PREFIX or len(data) > MAX_BODY + 4096:
        raise Refused(finding="an entry of a wrong length")
    if data[0] != SUITE:
        raise Refused(finding="an entry of an unknown suite")
    length = int.from_bytes(data[PREFIX - 2 : PREFIX], "big")
    if length - OVERHEAD not in HEADER_PLAIN or len(data) < PREFIX + length:
        raise Refused(finding="an entry whose header has a wrong length")
    body = data[PREFIX + length :]
    if body and len(data) != rules.padme(len(data)):
        raise Refused(finding="an entry that is not padded as it must be")
    return Sealed(
        data[0], data[1 : 1 + ID], data[1 + ID : 1 + 2 * ID],
        data[PREFIX : PREFIX + length], body or None,
    )  # fmt: skip


def open_header(entry: Sealed, key: bytes) -> tuple[Header, EntryId, bytes, bytes]:
    """Header, id, signed bytes and signature; the signature is not yet checked."""
    suite = entry.suite.to_bytes(1, "big")
    try:
        plain = open_sealed(
            Label.HEADER, derive(Label.HEADER_KEY, key), entry.header_slot,
            suite, entry.space, entry.epoch,
        )  # fmt: skip
    except NotOpened as error:
        raise Refused(finding="an entry whose header does not open") from error
    if len(plain) not in HEADER_PLAIN:
        raise Refused(finding="an entry whose header has a wrong length")
    length = int.from_bytes(plain[:2], "big")
    signed, rest = plain[: 2 + length], plain[2 + length :]
    signature, padding = rest[:SIGNATURE_SIZE], rest[SIGNATURE_SIZE:]
    if len(signed) != 2 + length or len(signature) != SIGNATURE_SIZE or padding.strip(b"\x00"):
        raise Refused(finding="an entry whose header is malformed")
    header = _decode_header(signed)
    return (
        header,
        digest(Label.ENTRY_ID, suite, entry.space, entry.epoch, signed),
        signed,
        signature,
    )


def check_signature(entry: Sealed, signed: bytes, signature: bytes, sign_public: bytes) -> None:
    suite = entry.suite.to_bytes(1, "big")
    verify(Label.ENTRY, sign_public, signature, suite, entry.space, entry.epoch, signed)


def open_body(entry: Sealed, key: bytes, header: Header) -> Any:
    """The body's value, None when erased; raises Refused when it is not the one signed for."""
    slot = entry.body_slot
    if slot is None:
        return None
    if digest(Label.BODY_HASH, slot) != header.body_hash:
        raise Refused(finding="an entry whose body is not the one its author signed")
    suite = entry.suite.to_bytes(1, "big")
    body_key = derive(Label.BODY_KEY, key, slot[:SALT])
    try:
        padded = open_sealed(Label.BODY, body_key, slot[SALT:], suite, entry.space, entry.epoch)
    except NotOpened as error:
        raise Refused(finding="an entry whose body does not open") from error
    body = canonical.decode(rules.unpad(padded), MAX_BODY)
    if type(body) is not dict:
        raise Refused(finding="an entry whose body is no map")
    return body


def open_entry(entry: Sealed, key: bytes, sign_public: bytes) -> Opened:
    """Everything checked: header seal, signature, body hash, body seal, canonical form."""
    header, identity, signed, signature = open_header(entry, key)
    check_signature(entry, signed, signature, sign_public)
    return Opened(identity, entry.space, entry.epoch, header, open_body(entry, key, header))


def _parts(header: Header, body_hash: bytes) -> list[Any]:
    return [
        header.kind,
        header.device,
        header.sequence,
        header.previous,
        [list(each) for each in header.seen],
        header.time,
        body_hash,
    ]


def _encode_header(header: Header, body_hash: bytes) -> bytes:
    encoded = canonical.encode(_parts(header, body_hash))
    return len(encoded).to_bytes(2, "big") + encoded


def _header_length(header: Header) -> int:
    needed = len(_encode_header(header, b"\x00" * _HASH)) + SIGNATURE_SIZE
    for length in HEADER_PLAIN:
        if needed <= length:
            return length
    raise Refused(finding="more heads in one header than it can carry")


def _decode_header(signed: bytes) -> Header:
    parts = canonical.decode(signed[2:], 512)
    if not isinstance(parts, list) or len(parts) != 7:
        raise Refused(finding="an entry whose header is malformed")
    kind, device, sequence, previous, seen, time, body_hash = parts
    sound = (
        rules.is_count(kind, 1, _MOST_KINDS)
        and isinstance(device, bytes)
        and len(device) == ID
        and rules.is_count(sequence)
        and (previous is None if sequence == 1 else _is_hash(previous))
        and isinstance(seen, list)
        and all(_is_pair(each) for each in seen)
        and rules.is_time(time)
        and _is_hash(body_hash)
    )
    if not sound:
        raise Refused(finding="an entry whose header is malformed")
    pairs = tuple((each[0], each[1]) for each in seen)
    return Header(kind, device, sequence, previous, pairs, time, body_hash)


def _is_hash(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == _HASH


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and rules.is_count(value[0], 0)
        and rules.is_count(value[1])
    )
