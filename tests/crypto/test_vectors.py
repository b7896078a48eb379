"""Published answers, each with where it was published; computed must equal published."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

import nacl.bindings as library
import pytest
from nacl.exceptions import CryptoError

from tests.crypto.argon2_reference import argon2id

VECTORS = Path(__file__).parents[1] / "vectors"


def load(name: str, part: str = "vectors") -> list[Any]:
    content = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(each, id=each["name"]) for each in content[part]]


def unhex(vector: dict[str, Any], *names: str) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(vector[name]) for name in names)


@pytest.mark.parametrize("name", ["ed25519", "xchacha20poly1305", "x25519", "blake2b", "argon2id"])
def test_every_vector_says_where_it_comes_from(name: str) -> None:
    content = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    names = [each["name"] for each in content["vectors"]]
    assert len(set(names)) == len(names)
    assert all(each["source"] for each in content["vectors"])


@pytest.mark.parametrize("vector", load("ed25519"))
def test_ed25519_accepts_and_refuses_as_published(vector: dict[str, Any]) -> None:
    key, message, signature = unhex(vector, "key", "message", "signature")
    if vector["valid"]:
        assert library.crypto_sign_open(signature + message, key) == message
    else:
        # With a signature of another length the message begins elsewhere, as in panoh.crypto.sign
        # before it looks at lengths; either way nothing may be accepted.
        with pytest.raises(CryptoError):
            library.crypto_sign_open(signature + message, key)


@pytest.mark.parametrize("vector", [each for each in load("ed25519") if "seed" in each.values[0]])
def test_ed25519_signs_as_published(vector: dict[str, Any]) -> None:
    seed, key, message, signature = unhex(vector, "seed", "key", "message", "signature")
    public, secret = library.crypto_sign_seed_keypair(seed)
    assert public == key
    assert library.crypto_sign(message, secret) == signature + message


@pytest.mark.parametrize("vector", load("xchacha20poly1305"))
def test_xchacha20poly1305_opens_and_refuses_as_published(vector: dict[str, Any]) -> None:
    key, nonce, aad, plain, sealed = unhex(vector, "key", "nonce", "aad", "plaintext", "sealed")
    seal = library.crypto_aead_xchacha20poly1305_ietf_encrypt
    unseal = library.crypto_aead_xchacha20poly1305_ietf_decrypt
    if vector["valid"]:
        assert seal(plain, aad, nonce, key) == sealed
        assert unseal(sealed, aad, nonce, key) == plain
    else:
        with pytest.raises((CryptoError, TypeError)):
            unseal(sealed, aad, nonce, key)


@pytest.mark.parametrize("vector", load("x25519"))
def test_x25519_multiplies_as_published(vector: dict[str, Any]) -> None:
    scalar, point = unhex(vector, "scalar", "point")
    if vector["valid"]:
        assert library.crypto_scalarmult(scalar, point).hex() == vector["result"]
    else:
        with pytest.raises((CryptoError, RuntimeError)):
            library.crypto_scalarmult(scalar, point)


@pytest.mark.parametrize("vector", load("x25519", "boxes"))
def test_sealed_box_opens_as_published(vector: dict[str, Any]) -> None:
    secret, public, plain, sealed = unhex(vector, "secret", "public", "plaintext", "sealed")
    assert library.crypto_scalarmult_base(secret) == public
    assert library.crypto_box_seal_open(sealed, public, secret) == plain


@pytest.mark.parametrize("vector", load("blake2b"))
def test_blake2b_hashes_as_published(vector: dict[str, Any]) -> None:
    key, message = unhex(vector, "key", "message")
    size = vector["size"]
    assert blake2b(message, key=key, digest_size=size).hexdigest() == vector["digest"]
    other = library.crypto_generichash_blake2b_salt_personal(message, digest_size=size, key=key)
    assert other.hex() == vector["digest"]


@pytest.mark.parametrize("vector", load("argon2id"))
def test_argon2id_stretches_as_published(vector: dict[str, Any]) -> None:
    password, salt, tag = unhex(vector, "password", "salt", "tag")
    made = library.crypto_pwhash_alg(
        len(tag), password, salt, vector["time"], vector["memory"],
        library.crypto_pwhash_ALG_ARGON2ID13,
    )  # fmt: skip
    assert made == tag


def test_reference_argon2id_gives_the_answer_of_the_rfc() -> None:
    vector = json.loads((VECTORS / "argon2id.json").read_text(encoding="utf-8"))["rfc"]
    password, salt, secret, ad, tag = unhex(vector, "password", "salt", "secret", "ad", "tag")
    made = argon2id(
        password, salt, time=vector["time"], memory_kib=vector["memory_kib"],
        lanes=vector["lanes"], size=len(tag), secret=secret, ad=ad,
    )  # fmt: skip
    assert made == tag


@pytest.mark.parametrize(
    ("time", "kib", "size"), [(1, 8, 16), (3, 32, 32), (4, 70, 32), (3, 600, 64)]
)
def test_library_agrees_with_the_reference(time: int, kib: int, size: int) -> None:
    made = library.crypto_pwhash_alg(
        size, b"phrase", b"0123456789abcdef", time, kib * 1024,
        library.crypto_pwhash_ALG_ARGON2ID13,
    )  # fmt: skip
    expected = argon2id(b"phrase", b"0123456789abcdef", time=time, memory_kib=kib, size=size)
    assert made == expected
