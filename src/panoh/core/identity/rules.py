"""Pure decisions of identity: ids from keys."""

from __future__ import annotations

from panoh.core.identity.model import DeviceId, PersonId
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label

ID_BYTES = 16


def person_id(root_public: bytes) -> PersonId:
    return digest(Label.IDENTITY, root_public, size=ID_BYTES)


def device_id(root_public: bytes, sign_public: bytes, box_public: bytes) -> DeviceId:
    """The root is part of it: another person who certifies a colleague's public keys names some
    other device, never that colleague's."""
    return digest(Label.DEVICE, root_public, sign_public, box_public, size=ID_BYTES)
