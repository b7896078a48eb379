"""A pack as bytes and back.

The file is canonical CBOR {v, packing, size, content, signer, signature}; `content` is the
canonical CBOR of the pack itself, deflated when that is smaller. The id is the hash of the content
as it is before deflating, so it does not hang on how well a zlib packs; the signature covers the
id, the packing and the bytes as they stand, so no byte of a file can change unnoticed.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from typing import Any

from panoh.core.canonical import decode, encode
from panoh.core.packs import rules
from panoh.core.packs.model import Cell, Pack
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.crypto.sign import sign, verify, verify_key
from panoh.errors import Refused

PLAIN, DEFLATED = "plain", "zlib"
_PARTS = frozenset({"v", "packing", "size", "content", "signer", "signature"})
_ID, _SIGNATURE = b"id", b"signature"


def pack_id(content: bytes) -> bytes:
    return digest(Label.PACK, _ID, content)


def write_pack(
    *,
    kind: str,
    name: str,
    version: int,
    licence: str,
    source: str,
    made_on: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    seed: bytes,
) -> bytes:
    """The file, signed with `seed`. The same arguments give the same bytes."""
    value = {
        "v": rules.VERSION,
        "kind": kind,
        "name": name,
        "version": version,
        "licence": licence,
        "source": source,
        "made_on": made_on,
        "columns": list(columns),
        "rows": [list(row) for row in rows],
    }
    rules.check_content(value)
    content = encode(value)
    if len(content) > rules.MAX_CONTENT:
        raise Refused(finding="a pack that is too large")
    deflated = zlib.compress(content, 9)
    packing, stored = (DEFLATED, deflated) if len(deflated) < len(content) else (PLAIN, content)
    file = {
        "v": rules.VERSION,
        "packing": packing,
        "size": len(content),
        "content": stored,
        "signer": verify_key(seed),
        "signature": sign(Label.PACK, seed, *_signed(pack_id(content), packing, stored)),
    }
    return encode(file)


def read_pack(
    data: bytes, trusted_keys: Collection[bytes] = (), pinned: Collection[bytes] = ()
) -> Pack:
    """The pack in `data`; raises Refused unless it is whole, canonical, signed and trusted.

    `pinned` holds ids of packs taken for their content, whoever signed the file.
    """
    file = decode(data, rules.MAX_FILE)
    if type(file) is not dict or set(file) != _PARTS:
        raise Refused(finding="a file that is not a pack")
    if type(file["v"]) is not int or file["v"] != rules.VERSION:
        raise Refused(finding="a pack of a version this program does not read")
    for part in ("content", "signer", "signature"):
        if type(file[part]) is not bytes:
            raise Refused(finding="a pack with a part of the wrong type")
    content = _content(file["packing"], file["size"], file["content"])
    identity = pack_id(content)
    parts = _signed(identity, file["packing"], file["content"])
    verify(Label.PACK, file["signer"], file["signature"], *parts)
    rules.check_trust(identity, file["signer"], trusted_keys, pinned)
    value = decode(content, rules.MAX_CONTENT)
    rules.check_content(value)
    return _pack(identity, file["signer"], value)


def _signed(identity: bytes, packing: str, stored: bytes) -> tuple[bytes, ...]:
    return _SIGNATURE, identity, packing.encode(), stored


def _content(packing: Any, size: Any, stored: bytes) -> bytes:
    """Never inflates past the size the file states, and never states more than the limit."""
    if type(size) is not int or not 0 < size <= rules.MAX_CONTENT:
        raise Refused(finding="a pack that is too large, or states no size")
    if packing == PLAIN:
        content = stored
    elif packing == DEFLATED:
        inflate = zlib.decompressobj()
        try:
            content = inflate.decompress(stored, size + 1)
        except zlib.error as error:
            raise Refused(finding="a pack that does not unpack") from error
        if not inflate.eof or inflate.unused_data or inflate.unconsumed_tail:
            raise Refused(finding="a pack that does not unpack to the size it states")
    else:
        raise Refused(finding="a pack packed in a way this program does not read")
    if len(content) != size:
        raise Refused(finding="a pack that does not unpack to the size it states")
    return content


def _pack(identity: bytes, signer: bytes, value: dict[str, Any]) -> Pack:
    return Pack(
        id=identity,
        signer=signer,
        kind=value["kind"],
        name=value["name"],
        version=value["version"],
        licence=value["licence"],
        source=value["source"],
        made_on=value["made_on"],
        columns=tuple(value["columns"]),
        rows=tuple(tuple(row) for row in value["rows"]),
    )
