"""Certificates as bytes: canonical CBOR of the statement, then the root's signature."""

from __future__ import annotations

from functools import lru_cache

from panoh.core import canonical
from panoh.core.identity.model import Certificate
from panoh.core.identity.rules import device_id, person_id
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.crypto.seal import seal_to
from panoh.crypto.sign import sign, verify, verify_key
from panoh.errors import Refused

VERSION = 1
_SIGNATURE = 64
_LIMIT = 512


def certify(
    root_seed: bytes,
    sign_public: bytes,
    box_public: bytes,
    *,
    issued: int,
    after: Certificate | None = None,
) -> Certificate:
    """The root's certificate for a device; `after` is the last one of the same root."""
    number = after.number + 1 if after else 1
    previous = fingerprint(after) if after else b""
    statement = canonical.encode(
        [VERSION, verify_key(root_seed), sign_public, box_public, number, previous, issued]
    )
    return decode(statement + sign(Label.DEVICE_CERT, root_seed, statement))


def decode(encoded: bytes) -> Certificate:
    """Read and verify; raises Refused when altered, of another version or malformed."""
    if type(encoded) is not bytes:
        raise Refused(finding="a device certificate that is no bytes")
    return _decoded(encoded)


@lru_cache(maxsize=256)
def _decoded(encoded: bytes) -> Certificate:
    if len(encoded) <= _SIGNATURE or len(encoded) > _LIMIT:
        raise Refused(finding="a device certificate of a wrong length")
    statement, signature = encoded[:-_SIGNATURE], encoded[-_SIGNATURE:]
    parts = canonical.decode(statement, _LIMIT)
    if not isinstance(parts, list) or len(parts) != 7:
        raise Refused(finding="a device certificate of an unknown form")
    if type(parts[0]) is not int or parts[0] != VERSION:
        raise Refused(finding="a device certificate of an unknown form")
    _, root_public, sign_public, box_public, number, previous, issued = parts
    for key in (root_public, sign_public, box_public):
        if not isinstance(key, bytes) or len(key) != 32:
            raise Refused(finding="a device certificate with a malformed key")
    if not all(type(each) is int for each in (number, issued)) or number < 1:
        raise Refused(finding="a device certificate with malformed numbers")
    if not isinstance(previous, bytes) or len(previous) != (0 if number == 1 else 32):
        raise Refused(finding="a device certificate outside its chain")
    verify(Label.DEVICE_CERT, root_public, signature, statement)
    # A key that nothing can be sealed to would keep everybody from renewing the space's key.
    seal_to(Label.EPOCH_SEAL, box_public, b"")
    return Certificate(
        person=person_id(root_public),
        root_public=root_public,
        device=device_id(root_public, sign_public, box_public),
        sign_public=sign_public,
        box_public=box_public,
        number=number,
        previous=previous,
        issued=issued,
        encoded=encoded,
    )


def fingerprint(certificate: Certificate) -> bytes:
    """What the next certificate of the chain names."""
    return digest(Label.DEVICE_CERT, certificate.encoded)
