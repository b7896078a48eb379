"""How far a vault had come, kept outside it and signed, so that an older copy is noticed.

It stands in the platform's state folder. Whoever puts back the whole machine puts the anchor back
too: that is noticed at the first contact with a peer, a hub or a backup, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from panoh import platform
from panoh.core import canonical
from panoh.core.vault.model import Anchor, VaultPlace
from panoh.crypto.derive import same
from panoh.crypto.labels import Label
from panoh.crypto.sign import SIGNATURE_SIZE, sign, verify
from panoh.errors import Refused, VaultDamaged, VaultNewer, VaultRolledBack
from panoh.storage import files

VERSION = 1
LIMIT = 256
DIGEST_SIZE = 32


def path(place: VaultPlace) -> Path:
    return platform.state_folder() / "anchors" / place.id


def write(place: VaultPlace, count: int, digest: bytes, seed: bytes) -> Anchor:
    """Call after the commit it speaks of, never before: an anchor must not run ahead."""
    if count < 0 or len(digest) != DIGEST_SIZE:
        raise ValueError("an anchor needs a count and a digest of 32 bytes")
    signature = sign(Label.ANCHOR, seed, *_signed(place, count, digest))
    where = path(place)
    if not where.parent.is_dir():
        files.private_folder(where.parent)
    files.write_atomically(
        where,
        canonical.encode({"v": VERSION, "count": count, "digest": digest, "sig": signature}),
    )
    return Anchor(count=count, digest=digest, signature=signature)


def read(place: VaultPlace, verify_key: bytes) -> Anchor | None:
    """The anchor, proved by its signature; None when this machine has none for this vault."""
    where = path(place)
    if not where.exists():
        return None
    try:
        fields = canonical.decode(files.read(where, LIMIT), LIMIT)
        anchor = _decoded(fields)
        verify(
            Label.ANCHOR,
            verify_key,
            anchor.signature,
            *_signed(place, anchor.count, anchor.digest),
        )
    except Refused:
        raise _damaged() from None
    return anchor


def check(anchor: Anchor | None, count: int, digest_at: Callable[[int], bytes]) -> None:
    """Raises VaultRolledBack when the vault, now at `count`, lacks what the anchor saw."""
    if anchor is None:
        return
    if count < anchor.count or not same(digest_at(anchor.count), anchor.digest):
        raise VaultRolledBack


def forget(place: VaultPlace) -> None:
    files.remove(path(place))


def _signed(place: VaultPlace, count: int, digest: bytes) -> tuple[bytes, ...]:
    return bytes.fromhex(place.id), count.to_bytes(8, "big"), digest


def _decoded(fields: Any) -> Anchor:
    if type(fields) is not dict or type(fields.get("v")) is not int:
        raise _damaged()
    if fields["v"] > VERSION:
        raise VaultNewer
    if fields["v"] < VERSION or set(fields) != {"v", "count", "digest", "sig"}:
        raise _damaged()
    count, digest, signature = fields["count"], fields["digest"], fields["sig"]
    if type(count) is not int or count < 0:
        raise _damaged()
    if type(digest) is not bytes or len(digest) != DIGEST_SIZE:
        raise _damaged()
    if type(signature) is not bytes or len(signature) != SIGNATURE_SIZE:
        raise _damaged()
    return Anchor(count=count, digest=digest, signature=signature)


def _damaged() -> VaultDamaged:
    return VaultDamaged(finding="its anchor on this computer was altered")
