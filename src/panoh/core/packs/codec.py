"""A pack as bytes and back.

The file is canonical CBOR {v, packing, size, content, signer, signature}; `content` is the
canonical CBOR of the pack itself, deflated when that is smaller. The id is the hash of the content
as it is before deflating, so it does not hang on how well a zlib packs; the signature covers the
id, the packing and the bytes as they stand, so no byte of a file can change unnoticed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from panoh.core.canonical import decode, encode
from panoh.core.packs import rules
from panoh.core.packs.model import Cell, Pack
from panoh.crypto.labels import Label
from panoh.crypto.sign import sign, verify, verify_key
from panoh.errors import Refused
from panoh.lexicon.container import PARTS, pack, pack_id, unpack

_SIGNATURE = b"signature"


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
    packing, stored = pack(content)
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
    if type(file) is not dict or set(file) != PARTS:
        raise Refused(finding="a file that is not a pack")
    if type(file["v"]) is not int or file["v"] != rules.VERSION:
        raise Refused(finding="a pack of a version this program does not read")
    for part in ("content", "signer", "signature"):
        if type(file[part]) is not bytes:
            raise Refused(finding="a pack with a part of the wrong type")
    content = unpack(file["packing"], file["size"], file["content"])
    identity = pack_id(content)
    parts = _signed(identity, file["packing"], file["content"])
    verify(Label.PACK, file["signer"], file["signature"], *parts)
    rules.check_trust(identity, file["signer"], trusted_keys, pinned)
    value = decode(content, rules.MAX_CONTENT)
    rules.check_content(value)
    return _pack(identity, file["signer"], value)


def _signed(identity: bytes, packing: str, stored: bytes) -> tuple[bytes, ...]:
    return _SIGNATURE, identity, packing.encode(), stored


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
