"""Facts as plain maps ready for an entry's body, and the ids that follow from them.

genesis  k, v, home, parent, restricted, nonce, cert     founds the space; its author manages it
epoch    k, id, number, commit, for, sealed              a key, sealed to each active device
device   k, cert                                         a further device of a member
member   k, person, role, certs                          a person joins or changes role
remove   k, person                                       a person leaves
revoke   k, device                                       one device is shut out
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.core import canonical
from panoh.core.identity.model import Certificate, DeviceId
from panoh.core.space.model import EpochId, Fact, SpaceId
from panoh.crypto.derive import digest, random
from panoh.crypto.labels import Label
from panoh.crypto.seal import open_box, seal_to
from panoh.errors import Refused

VERSION = 1
ID_BYTES = 16


def genesis(
    creator: Certificate, home: str, *, parent: SpaceId | None = None, restricted: str | None = None
) -> Fact:
    return {
        "k": "genesis",
        "v": VERSION,
        "home": home,
        "parent": parent,
        "restricted": restricted,
        "nonce": random(16),
        "cert": creator.encoded,
    }


def space_id(founding: Fact) -> SpaceId:
    return digest(Label.SPACE, canonical.encode(dict(founding)), size=ID_BYTES)


def commitment(key: bytes) -> bytes:
    return digest(Label.EPOCH_COMMIT, key)


def epoch_id(space: SpaceId, committed: bytes) -> EpochId:
    return digest(Label.EPOCH, space, committed, size=ID_BYTES)


def epoch(space: SpaceId, number: int, key: bytes, readers: Mapping[DeviceId, Certificate]) -> Fact:
    """The fact of a new key, sealed to every reader's device."""
    committed = commitment(key)
    devices = sorted(readers)
    return {
        "k": "epoch",
        "id": epoch_id(space, committed),
        "number": number,
        "commit": committed,
        "for": devices,
        "sealed": [
            seal_to(Label.EPOCH_SEAL, readers[each].box_public, space + key) for each in devices
        ],
    }


def unseal_epoch(fact: Fact, space: SpaceId, device: DeviceId, box_secret: bytes) -> bytes:
    """The key of an epoch fact for one of its readers; raises Refused when it is another."""
    if device not in fact["for"]:
        raise Refused(finding="a key that was not sealed to this device")
    sealed = fact["sealed"][fact["for"].index(device)]
    plain = open_box(Label.EPOCH_SEAL, box_secret, sealed)
    key = plain[ID_BYTES:]
    if plain[:ID_BYTES] != space or commitment(key) != fact["commit"]:
        raise Refused(finding="a key that belongs to another space or epoch")
    return key


def facts_of(body: Any) -> list[Fact]:
    """The facts in the body of an entry; raises Refused when malformed."""
    facts = body.get("facts") if isinstance(body, dict) else None
    if not isinstance(facts, list) or not all(
        isinstance(each, dict) and isinstance(each.get("k"), str) for each in facts
    ):
        raise Refused(finding="facts that are malformed")
    return facts


def device(certificate: Certificate) -> Fact:
    return {"k": "device", "cert": certificate.encoded}
