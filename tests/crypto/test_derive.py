"""Deriving, hashing, stretching: bounds first, no empty keys, two libraries agree."""

from __future__ import annotations

import resource
import time
from typing import Any

import nacl.bindings as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.crypto import derive as module
from panoh.crypto.derive import (
    CEILING,
    FLOOR,
    MIB,
    StretchCost,
    derive,
    digest,
    random,
    same,
    stretch,
)
from panoh.crypto.labels import Label, frame
from panoh.errors import VaultDamaged

KEY = bytes(range(32))
SALT = bytes(16)


@given(st.lists(st.binary(max_size=40), max_size=4), st.integers(16, 64))
def test_two_libraries_derive_the_same(parts: list[bytes], size: int) -> None:
    data = Label.BODY_KEY.framed + frame(*parts)
    hashed = library.crypto_generichash_blake2b_salt_personal
    assert derive(Label.BODY_KEY, KEY, *parts, size=size) == hashed(data, size, KEY)
    assert digest(Label.BODY_KEY, *parts, size=size) == hashed(data, size)


@pytest.mark.parametrize("key", [b"", b"\x00", KEY[:31], KEY + b"\x00", KEY * 2])
def test_only_a_whole_key_derives(key: bytes) -> None:
    """An empty key would silently turn the keyed hash into a plain one."""
    with pytest.raises(ValueError):
        derive(Label.VAULT_DB, key)


@pytest.mark.parametrize("size", [0, 15, 65])
def test_a_digest_has_16_to_64_bytes(size: int) -> None:
    with pytest.raises(ValueError):
        digest(Label.BODY_HASH, size=size)


def test_a_shorter_digest_is_not_the_beginning_of_a_longer() -> None:
    assert not digest(Label.MARK, b"x", size=32).startswith(digest(Label.MARK, b"x", size=16))


def test_labels_give_unrelated_keys() -> None:
    assert len({derive(label, KEY) for label in Label}) == len(Label)
    assert not {derive(label, KEY) for label in Label} & {digest(label) for label in Label}


def test_same_compares_whole_values() -> None:
    assert same(b"abc", b"abc")
    assert not same(b"abc", b"abd")
    assert not same(b"abc", b"ab")


def test_salts_never_repeat() -> None:
    assert len({random(16) for _ in range(100_000)}) == 100_000


GIB = 1024 * MIB


@pytest.mark.parametrize(
    "cost",
    [
        StretchCost(3, 64 * GIB),
        StretchCost(10**9, 64 * MIB),
        StretchCost(3, 8 * 1024),
        StretchCost(3, 64 * MIB - 1024),
        StretchCost(2, 64 * MIB),
        StretchCost(11, 64 * MIB),
        StretchCost(3, GIB + 1024),
        StretchCost(3, 64 * MIB + 1),
        StretchCost(0, 0),
        StretchCost(-3, -64 * MIB),
        StretchCost(True, 64 * MIB),
        StretchCost(3.0, 64 * MIB),  # type: ignore[arg-type]
        StretchCost(3, "67108864"),  # type: ignore[arg-type]
        StretchCost(3, None),  # type: ignore[arg-type]
    ],
    ids=str,
)
def test_a_cost_out_of_bounds_is_refused_before_anything_runs(
    cost: StretchCost, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*given: object) -> bytes:
        pytest.fail("the library was called")

    monkeypatch.setattr(module, "crypto_pwhash_alg", never)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(VaultDamaged):
        stretch(Label.SLOT, b"phrase", SALT, cost)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1024
    assert time.monotonic() - started < 1


def test_bounds_are_those_of_the_design() -> None:
    assert (FLOOR.time, FLOOR.memory) == (3, 64 * MIB)
    assert (CEILING.time, CEILING.memory) == (10, 1024 * MIB)
    assert StretchCost() == StretchCost(3, 256 * MIB)
    for cost in (FLOOR, CEILING, StretchCost()):
        cost.check()


def test_stretching_asks_the_library_for_exactly_the_given_cost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []

    def recorded(*given: Any) -> bytes:
        asked.append(given)
        return KEY

    monkeypatch.setattr(module, "crypto_pwhash_alg", recorded)
    made = stretch(Label.SLOT, b"phrase", SALT, StretchCost(4, 128 * MIB))
    argon2id = library.crypto_pwhash_ALG_ARGON2ID13
    assert asked == [(32, b"phrase", SALT, 4, 128 * MIB, argon2id)]
    assert made == derive(Label.SLOT, KEY)


def test_stretching_depends_on_each_input() -> None:
    made = {
        stretch(Label.SLOT, b"phrase", SALT, FLOOR),
        stretch(Label.PAPER, b"phrase", SALT, FLOOR),
        stretch(Label.SLOT, b"phrase ", SALT, FLOOR),
        stretch(Label.SLOT, b"phrase", SALT[:15] + b"\x01", FLOOR),
        stretch(Label.SLOT, b"phrase", SALT, StretchCost(4, FLOOR.memory)),
    }
    assert len(made) == 5


@pytest.mark.parametrize(("secret", "salt"), [(b"", SALT), (b"x", b""), (b"x", SALT + b"\x00")])
def test_an_empty_phrase_or_another_salt_is_a_mistake(secret: bytes, salt: bytes) -> None:
    with pytest.raises(ValueError):
        stretch(Label.SLOT, secret, salt, FLOOR)
