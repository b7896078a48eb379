"""What travels, as blobs: entries wrapped for a box, views, letters, answers to invitations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from panoh.core import canonical
from panoh.core.identity import codec as identity_codec
from panoh.core.identity.model import Certificate, Person
from panoh.core.log import codec as log_codec
from panoh.core.log.model import Sealed
from panoh.crypto.derive import derive, digest
from panoh.crypto.labels import Label
from panoh.crypto.seal import open_box, seal_to
from panoh.crypto.sign import SIGNATURE_SIZE, sign, verify, verify_key
from panoh.errors import NotOpened, Refused
from panoh.sync.model import Box, View, What
from panoh.wire.model import Blob, mailbox_id

_ID = 16
_VIEW = 1 + 2 * _ID + 8 + 16
_MOST_LETTER = 8 * 1024 * 1024


def box_of(channel: int, key: bytes, place: bytes = b"") -> Box:
    """The box of a channel's key. Each kind of carrier has its own `place`, so that a stick and a
    hub that fall into one hand do not show that they carry the same."""
    if place:
        key = derive(Label.CHANNEL, key, b"place", place)
    seed = derive(Label.CHANNEL, key, b"append")
    public = verify_key(seed)
    return Box(channel, mailbox_id(public), public, seed, derive(Label.CHANNEL, key, b"wrap"))


# ── wrapping ────────────────────────────────────────────────────────────────────────────────


def wrap(box: Box, head: bytes, body: bytes | None) -> Blob:
    """Everybody who knows the box makes the same blob of the same bytes."""
    sealed = box.heads.seal(head, box.mailbox)
    if body is None:
        return Blob(sealed, None)
    name = Blob(sealed, None).name
    return Blob(sealed, box.bodies.seal(body, box.mailbox, name))


def unwrap(box: Box, blob: Blob, name: bytes = b"") -> tuple[What, bytes, bytes | None]:
    """What a blob is, its head and its body; raises Refused when nobody with the key made it.
    `name` is its name, where that is known already."""
    try:
        head = box.heads.open(blob.head, box.mailbox)
        body = blob.body
        if body is not None:
            body = box.bodies.open(body, box.mailbox, name or blob.name)
        return What(head[0]), head, body
    except (NotOpened, ValueError, IndexError):
        raise Refused(finding="something that nobody of this channel wrote") from None


def wrap_entry(box: Box, entry: Sealed) -> Blob:
    return wrap(box, log_codec.encode(replace(entry, body_slot=None)), entry.body_slot)


def name_of(box: Box, entry: Sealed) -> bytes:
    """The name of an entry's blob; its body is not needed."""
    return wrap_entry(box, replace(entry, body_slot=None)).name


def wrap_view(box: Box, view: View) -> Blob:
    parts = (bytes([What.VIEW]), view.hub, view.line, view.number.to_bytes(8, "big"), view.digest)
    return wrap(box, b"".join(parts), None)


def read_view(head: bytes) -> View:
    if len(head) != _VIEW:
        raise Refused(finding="a view that is malformed")
    hub, line, rest = head[1 : 1 + _ID], head[1 + _ID : 1 + 2 * _ID], head[1 + 2 * _ID :]
    return View(hub, line, int.from_bytes(rest[:8], "big"), rest[8:])


# ── letters ─────────────────────────────────────────────────────────────────────────────────


def write_letter(box: Box, sender: Person, to: Certificate, content: dict[str, Any]) -> Blob:
    """Signed by this device, sealed to one other; nobody else sees whom it is for."""
    plain = canonical.encode({**content, "from": sender.certificate.encoded})
    signature = sign(Label.LETTER, sender.sign_seed, to.box_public, box.mailbox, plain)
    # From what it says: handed to a carrier again, it is the same letter.
    identity = digest(Label.LETTER, box.mailbox, to.box_public, plain, size=_ID)
    head = bytes([What.LETTER]) + identity + _tag(to.box_public, identity)
    return wrap(box, head, seal_to(Label.LETTER, to.box_public, signature + plain))


def is_for(head: bytes, box_public: bytes) -> bool:
    return head[1 + _ID :] == _tag(box_public, head[1 : 1 + _ID])


def _tag(box_public: bytes, identity: bytes) -> bytes:
    return digest(Label.LETTER, box_public, identity, size=_ID)


def read_letter(box: Box, reader: Person, body: bytes | None) -> tuple[Certificate, dict[str, Any]]:
    """Who wrote it and what it says; raises Refused when altered or not for this device."""
    try:
        opened = open_box(Label.LETTER, reader.box_secret, body or b"")
    except NotOpened:
        raise Refused(finding="a letter that does not open") from None
    signature, plain = opened[:SIGNATURE_SIZE], opened[SIGNATURE_SIZE:]
    content = canonical.decode(plain, _MOST_LETTER)
    if not isinstance(content, dict):
        raise Refused(finding="a letter that is malformed")
    sender = identity_codec.decode(content.get("from", b""))
    public = reader.certificate.box_public
    verify(Label.LETTER, sender.sign_public, signature, public, box.mailbox, plain)
    return sender, content


# ── answers to invitations ──────────────────────────────────────────────────────────────────


def write_answer(box: Box, seed: bytes, content: dict[str, Any]) -> Blob:
    """Signed by the device that answers; the box is known to whoever holds the code only."""
    plain = canonical.encode(content)
    signature = sign(Label.INVITATION, seed, box.mailbox, plain)
    head = bytes([What.ANSWER]) + digest(Label.INVITATION, plain)
    return wrap(box, head, signature + plain)


def read_answer(box: Box, body: bytes | None, public_of: Any) -> dict[str, Any]:
    """What somebody answered, checked with the key that `public_of` finds in it."""
    signature, plain = (body or b"")[:SIGNATURE_SIZE], (body or b"")[SIGNATURE_SIZE:]
    content = canonical.decode(plain, 64 * 1024)
    if not isinstance(content, dict):
        raise Refused(finding="an answer to an invitation that is malformed")
    verify(Label.INVITATION, public_of(content), signature, box.mailbox, plain)
    return content
