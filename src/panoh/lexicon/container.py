"""The outermost shape of a pack file, shared by what ships (`shipped`) and `core/packs`.

A pack's id is the hash of its content before deflating, so it does not hang on how well a zlib
packs. Unpacking never yields more than the file states, and never states more than the limit.
"""

from __future__ import annotations

import zlib
from typing import Any

from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.errors import Refused

PLAIN, DEFLATED = "plain", "zlib"
PARTS = frozenset({"v", "packing", "size", "content", "signer", "signature"})
MAX_FILE = 8 * 1024 * 1024
MAX_CONTENT = 16 * 1024 * 1024


def pack_id(content: bytes) -> bytes:
    return digest(Label.PACK, b"id", content)


def pack(content: bytes) -> tuple[str, bytes]:
    """The packing chosen and the bytes as they are stored."""
    deflated = zlib.compress(content, 9)
    return (DEFLATED, deflated) if len(deflated) < len(content) else (PLAIN, content)


def unpack(packing: Any, size: Any, stored: bytes) -> bytes:
    """The content; raises Refused unless it is whole and exactly as long as stated."""
    if type(size) is not int or not 0 < size <= MAX_CONTENT:
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
