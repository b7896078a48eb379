"""What lies in a box beside entries: letters, answers to invitations, what others were shown."""

from __future__ import annotations

from typing import Any

from panoh.core import canonical
from panoh.core.identity import codec as identity_codec
from panoh.core.identity.model import Person
from panoh.crypto.labels import Label
from panoh.crypto.seal import box_public, new_box_key, seal_to
from panoh.crypto.sign import new_signing_key, sign, verify_key
from panoh.errors import PanohError
from panoh.sync import codec, invitations
from panoh.sync.model import View
from tests.soak.targets.model import Target, same

BOX = codec.box_of(1, bytes(range(32)))


def targets() -> list[Target]:
    person = _person()
    contents = [_answer(person), {"kind": "device", "sign": bytes(32), "box": bytes(32)}]
    own = person.certificate.encoded
    names = [[bytes(16), "Amina"]]
    letters = [{"v": 1, "spaces": [], "names": names, "late": [], "from": own, "cert": own}]
    views = [View(bytes(16), bytes(16), n, bytes(16)) for n in (0, 1 << 40)]
    return [
        Target("view", [_plain(each) for each in views], _view),
        Target("answer", [canonical.encode(each) for each in contents], _unsigned, is_cbor=True),
        Target(
            "answer-signed", [canonical.encode(contents[0])],
            lambda data: _signed(data, person), is_cbor=True,
        ),
        Target(
            "letter", [canonical.encode(each) for each in letters],
            lambda data: _letter(data, person), is_cbor=True,
        ),
        Target("code", [invitations.write_code(bytes(16)).encode()], _code),
    ]  # fmt: skip


def _person() -> Person:
    root, seed, secret = new_signing_key(), new_signing_key(), new_box_key()
    certificate = identity_codec.certify(
        root, verify_key(seed), box_public(secret), issued=1_795_000_000_000
    )
    return Person(certificate.person, certificate.device, 1, certificate, root, seed, secret)


def _answer(person: Person) -> dict[str, Any]:
    encoded = person.certificate.encoded
    return {"kind": "space", "certs": [encoded], "by": encoded, "name": "Bo", "country": "KZ"}


def _plain(view: View) -> bytes:
    return codec.unwrap(BOX, codec.wrap_view(BOX, view))[1]


def _view(data: bytes) -> bool:
    try:
        view = codec.read_view(data)
    except PanohError:
        return False
    same(codec.read_view(data), view, "a view")
    return True


def _unsigned(data: bytes) -> bool:
    """By anybody at all."""
    try:
        codec.read_answer(BOX, bytes(64) + data, invitations._key_of)
    except PanohError:
        return False
    return True


def _signed(data: bytes, person: Person) -> bool:
    """By somebody who holds the code, with anything at all inside."""
    try:
        content = canonical.decode(data, 64 * 1024)
        if not isinstance(content, dict):
            return False
        plain = canonical.encode({**content, "by": person.certificate.encoded, "kind": "space"})
    except (PanohError, TypeError, ValueError):
        return False
    body = sign(Label.INVITATION, person.sign_seed, BOX.mailbox, plain) + plain
    try:
        found = codec.read_answer(BOX, body, invitations._key_of)
        invitations._certificates(found)
    except PanohError:
        return False
    return True


def _letter(data: bytes, person: Person) -> bool:
    to = person.certificate.box_public
    signature = sign(Label.LETTER, person.sign_seed, to, BOX.mailbox, data)
    try:
        codec.read_letter(BOX, person, seal_to(Label.LETTER, to, signature + data))
    except PanohError:
        return False
    return True


def _code(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
        secret = invitations.read_code(text)
    except (UnicodeDecodeError, PanohError):
        return False
    return len(secret) == 16
