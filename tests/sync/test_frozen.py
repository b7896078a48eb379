"""A frozen stick, read by a small reader written from docs/wire-format.md alone.

Amina invited Bo with a code, and the file went from hand to hand. The reader is given the code,
Bo's box key and the file, and finds by the page: the answer, the letter with the keys, the members
and what stands in the case. Nothing of Panoh is imported by it. What this file holds must read for
good; `python -m tests.sync.test_frozen` made it once.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import cbor2
import pytest
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_box_seal_open,
    crypto_scalarmult_base,
    crypto_sign_open,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import CryptoError

ROOT = Path(__file__).parents[2]
PATH = ROOT / "tests" / "vectors" / "bundle.json"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ENTRY, VIEW, LETTER, ANSWER = 1, 0xF0, 0xF1, 0xF2


def _frame(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _label(purpose: str) -> bytes:
    return _frame(b"panoh/v1/" + purpose.encode())


def _digest(purpose: str, *parts: bytes, size: int = 32) -> bytes:
    return blake2b(_label(purpose) + _frame(*parts), digest_size=size).digest()


def _derive(purpose: str, key: bytes, *parts: bytes, size: int = 32) -> bytes:
    return blake2b(_label(purpose) + _frame(*parts), digest_size=size, key=key).digest()


def _unseal(purpose: str, key: bytes, sealed: bytes, *parts: bytes) -> bytes:
    bound = _label(purpose) + _frame(*parts)
    return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[24:], bound, sealed[:24], key)


def _verify(purpose: str, public: bytes, signature: bytes, *parts: bytes) -> None:
    crypto_sign_open(signature + _label(purpose) + _frame(*parts), public)


def _canonical(data: bytes) -> Any:
    found = cbor2.loads(data)
    if cbor2.dumps(found, canonical=True) != data:
        raise ValueError("not the canonical form")
    return found


# ── the stick ───────────────────────────────────────────────────────────────────────────────


def read_bundle(data: bytes) -> dict[bytes, list[tuple[bytes, bytes]]]:
    """Heads and bodies by mailbox, in their order."""
    if data[:8] != b"bundle1\n":
        raise ValueError("no bundle")
    found: dict[bytes, list[tuple[bytes, bytes]]] = {}
    at = 8
    while at < len(data):
        mailbox, at = data[at : at + 32], at + 32
        parts = []
        for _ in range(2):
            length, at = int.from_bytes(data[at : at + 4], "big"), at + 4
            parts.append(data[at : at + length])
            at += length
        found.setdefault(mailbox, []).append((parts[0], parts[1]))
    return found


class Box:
    """A channel as a file carries it, opened."""

    def __init__(self, channel: bytes, bundle: dict[bytes, list[tuple[bytes, bytes]]]) -> None:
        here = _derive("channel", channel, b"place", b"file")
        key = crypto_sign_seed_keypair(_derive("channel", here, b"append"))[0]
        self.wrap = _derive("channel", here, b"wrap")
        self.mailbox = _digest("mailbox", key)
        self.blobs = bundle.get(self.mailbox, [])

    def opened(self, kind: int) -> Iterator[tuple[bytes, bytes]]:
        """Head without its first byte, and body, of each blob of one kind; entries with it."""
        for head, body in self.blobs:
            name = _digest("mailbox-name", head)
            plain = self._alike("mailbox-head", head, self.mailbox)
            if plain[0] == kind:
                inside = self._alike("mailbox-body", body, self.mailbox, name) if body else b""
                yield (plain if kind == ENTRY else plain[1:]), inside

    def _alike(self, purpose: str, sealed: bytes, *parts: bytes) -> bytes:
        return _unseal(purpose, _derive(purpose, self.wrap, b"seal"), sealed, *parts)


# ── letters, answers, certificates ──────────────────────────────────────────────────────────


def read_code(code: str) -> bytes:
    """The channel of an invitation, from the code as it is said."""
    number = 0
    for each in code.replace("-", ""):
        number = number * 32 + ALPHABET.index(each)
    data = number.to_bytes(18, "big")
    if _digest("invitation", b"check", data[:16])[:2] != data[16:]:
        raise ValueError("mistyped")
    return _digest("invitation", b"channel", data[:16])


def read_certificate(data: bytes) -> dict[str, bytes]:
    version, root, sign, box, number, _previous, _issued = _canonical(data[:-64])
    if version != 1 or number < 1:
        raise ValueError("another version")
    _verify("device-cert", root, data[-64:], data[:-64])
    device = _digest("device", root, sign, box, size=16)
    return {"person": _digest("identity", root, size=16), "device": device, "sign": sign,
            "box": box}  # fmt: skip


def read_letter(box: Box, secret: bytes) -> dict[str, Any]:
    """The one letter in a box that is for the holder of a box key."""
    public = crypto_scalarmult_base(secret)
    found = []
    for head, body in box.opened(LETTER):
        if head[16:] != _digest("letter", public, head[:16], size=16):
            continue
        plain = crypto_box_seal_open(body, public, secret)
        label = _label("letter")
        if plain[: len(label)] != label:
            raise ValueError("sealed for something else")
        signature, content = plain[len(label) :][:64], plain[len(label) + 64 :]
        if head[:16] != _digest("letter", box.mailbox, public, content, size=16):
            raise ValueError("another letter than its name says")
        said = _canonical(content)
        sender = read_certificate(said["from"])
        _verify("letter", sender["sign"], signature, public, box.mailbox, content)
        found.append(said)
    if len(found) != 1:
        raise ValueError("not one letter")
    return dict(found[0])


def read_answer(box: Box) -> dict[str, Any]:
    ((head, body),) = box.opened(ANSWER)
    signature, content = body[:64], body[64:]
    if head != _digest("invitation", content):
        raise ValueError("another answer than its name says")
    said: dict[str, Any] = _canonical(content)
    _verify("invitation", read_certificate(said["by"])["sign"], signature, box.mailbox, content)
    return said


class Space:
    """A space out of a letter: its id, who was let in, and the keys of its epochs."""

    def __init__(self, told: dict[str, Any]) -> None:
        facts = [fact for _device, _number, _seen, stated in told["facts"] for fact in stated]
        genesis = facts[0]
        self.id = _digest("space", cbor2.dumps(genesis, canonical=True), size=16)
        self.channel = told["channel"]
        self.signers: dict[bytes, bytes] = {}
        self.members: dict[bytes, str] = {}
        for fact in facts:
            for data in [fact.get("cert"), *fact.get("certs", [])]:
                if data is not None:
                    held = read_certificate(data)
                    self.signers[held["device"]] = held["sign"]
            if fact["k"] == "member":
                self.members[fact["person"]] = fact["role"]
        self.keys: dict[bytes, bytes] = {}
        self.headers: dict[bytes, bytes] = {}
        for epoch, _number, key in told["keys"]:
            commit = _digest("epoch-commit", key)
            if epoch != _digest("epoch", self.id, commit, size=16):
                raise ValueError("a key that its epoch was not made from")
            self.keys[epoch], self.headers[epoch] = key, _derive("header-key", key)
        for epoch, _number, key in told["headers"]:
            self.headers[epoch] = key

    def read(self, head: bytes, body_slot: bytes) -> dict[str, Any] | None:
        """An entry; its body is None where only the header's key was given."""
        suite, space, epoch = head[:1], head[1:17], head[17:33]
        if space != self.id or epoch not in self.headers:
            return None
        slot = head[35 : 35 + int.from_bytes(head[33:35], "big")]
        plain = _unseal("header", self.headers[epoch], slot, suite, space, epoch)
        end = 2 + int.from_bytes(plain[:2], "big")
        signed, signature = plain[:end], plain[end : end + 64]
        kind, device, sequence, _previous, _seen, _time, body_hash = _canonical(signed[2:])
        _verify("entry", self.signers[device], signature, suite, space, epoch, signed)
        body = None
        if body_slot and epoch in self.keys:
            if _digest("body-hash", body_slot) != body_hash:
                raise ValueError("another body than was signed for")
            key = _derive("body-key", self.keys[epoch], body_slot[:16])
            padded = _unseal("body", key, body_slot[16:], suite, space, epoch)
            body = _canonical(padded.rstrip(b"\x00")[:-1])
        return {"kind": kind, "device": device, "sequence": sequence, "body": body}


def twelve_words(first: bytes, second: bytes) -> list[str]:
    lines = (ROOT / "src/panoh/lexicon/words_en.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    number = int.from_bytes(_digest("words", *sorted((first, second)), size=64), "big")
    found = []
    for _ in range(12):
        number, at = divmod(number, len(words))
        found.append(words[at])
    return found


# ── what stands on it ───────────────────────────────────────────────────────────────────────

FROZEN: dict[str, Any] = json.loads(PATH.read_text("utf-8")) if PATH.exists() else {}


@pytest.fixture(scope="module")
def bundle() -> dict[bytes, list[tuple[bytes, bytes]]]:
    return read_bundle(base64.b64decode(FROZEN["bundle"]))


def test_the_stick_reads_by_the_page(bundle: dict[bytes, list[tuple[bytes, bytes]]]) -> None:
    met = Box(read_code(FROZEN["code"]), bundle)
    answer = read_answer(met)
    assert (answer["kind"], answer["name"]) == ("space", "Bo")
    bo = read_certificate(answer["by"])
    letter = read_letter(met, bytes.fromhex(FROZEN["box_secret"]))
    amina = read_certificate(letter["from"])
    assert read_certificate(letter["cert"]) == bo
    assert dict(letter["names"])[amina["person"]] == "Amina"
    assert twelve_words(amina["person"], bo["person"]) == FROZEN["words"]
    (told,) = letter["spaces"]
    space = Space(told)
    assert space.id.hex() == FROZEN["space"]
    assert space.members == {bo["person"]: "writer"}
    read = [space.read(*each) for each in Box(space.channel, bundle).opened(ENTRY)]
    entries = [each for each in read if each is not None]
    titles = []
    for each in entries:
        for _table, _record, values in (each["body"] or {}).get("r", []):
            title = values.get("title")
            titles += [title] if isinstance(title, str) else [one[3] for one in title or []]
    assert titles == FROZEN["titles"]
    # What was written before Bo came and was not stated again stays closed to him.
    closed = [each for each in entries if each["body"] is None]
    assert closed
    assert {each["device"] for each in closed} == {amina["device"]}
    assert {each["device"] for each in entries} == {amina["device"], bo["device"]}


def test_views_are_named_as_the_page_says(bundle: dict[bytes, list[tuple[bytes, bytes]]]) -> None:
    letter = read_letter(
        Box(read_code(FROZEN["code"]), bundle), bytes.fromhex(FROZEN["box_secret"])
    )
    channel = letter["spaces"][0]["channel"]
    views = [head for head, _body in Box(channel, bundle).opened(VIEW)]
    assert all(len(each) == 16 + 16 + 8 + 16 for each in views)
    assert len(views) == FROZEN["views"]


def test_the_reader_refuses_what_is_off(bundle: dict[bytes, list[tuple[bytes, bytes]]]) -> None:
    code = FROZEN["code"]
    with pytest.raises(ValueError):
        read_code(code[:-1] + ("0" if code[-1] != "0" else "1"))
    other = Box(_digest("invitation", b"channel", bytes(16)), bundle)
    assert other.blobs == []
    met = Box(read_code(code), bundle)
    with pytest.raises(ValueError):
        read_letter(met, bytes(range(32)))  # nobody wrote to this key
    for place, (head, body) in enumerate(met.blobs):
        for changed in ((head[:-1] + bytes([head[-1] ^ 1]), body), (head, body[:-1] + b"\x00")):
            twin = Box(read_code(code), {met.mailbox: [changed]})
            kind = LETTER if place else ANSWER
            with pytest.raises((CryptoError, ValueError)):
                list(twin.opened(kind)) or _fail()


def _fail() -> None:
    raise ValueError


def test_the_program_reads_it_too() -> None:
    from panoh.sync import codec
    from panoh.sync.model import What

    found = read_bundle(base64.b64decode(FROZEN["bundle"]))
    box = codec.box_of(0, read_code(FROZEN["code"]), b"file")
    from panoh.wire.model import Blob

    kinds = [codec.unwrap(box, Blob(head, body or None))[0] for head, body in found[box.mailbox]]
    assert kinds[0] is What.ANSWER
    assert What.LETTER in kinds


def _freeze() -> None:
    import os
    import tempfile

    from panoh import bootstrap
    from panoh.core.space.model import History, Role
    from panoh.sync import invitations
    from panoh.sync.carriers.file import FileCarrier
    from panoh.sync.session import Session
    from tests.core.support import THING, TOY, Vaults

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        os.environ["PANOH_STATE"] = str(folder / "state")
        bootstrap.apps = lambda: (TOY,)  # type: ignore[assignment]  # in this process only
        (folder / "homes").mkdir()
        vaults = Vaults(folder / "homes")
        amina, bo = vaults.node("Amina"), vaults.node("Bo")
        with amina.writing() as work:
            space = work.new_space("case")
            record = work.put(THING, space, None, {"title": "how it began", "count": 1})
        with amina.writing() as work:
            work.put(THING, space, record, {"title": "Раҳмонов"})
        offer = invitations.Offer((space,), Role.WRITER, History.CURRENT)
        code = invitations.invite(amina, offer)
        invitations.join(bo, code)
        for each in (bo, amina, bo):
            Session(each, FileCarrier(folder / "stick")).run()
        with bo.writing() as work:
            work.put(THING, space, record, {"title": "by Bo"})
        Session(bo, FileCarrier(folder / "stick")).run()
        held = {
            "about": "Made once by this program: what reads it must never change.",
            "code": code,
            "box_secret": bo.person.box_secret.hex(),
            "space": space.hex(),
            "titles": ["Раҳмонов", "by Bo"],
            "words": list(invitations.twelve_words(amina.person.id, bo.person.id)),
            "views": 0,
            "bundle": base64.b64encode((folder / "stick").read_bytes()).decode(),
        }
        vaults.close()
    PATH.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    if not PATH.exists():  # made once, never again
        _freeze()
