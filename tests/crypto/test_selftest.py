"""The self-test notices a library that answers wrongly, and a check that went missing."""

from __future__ import annotations

import importlib
import time

import pytest

from panoh.crypto import selftest
from panoh.errors import SelfTestFailed


def test_every_check_runs_and_quickly() -> None:
    started = time.monotonic()
    assert selftest.run() == selftest.EXPECTED == len(selftest.CHECKS)
    assert time.monotonic() - started < 1


def test_a_missing_check_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "CHECKS", selftest.CHECKS[:-1])
    with pytest.raises(SelfTestFailed):
        selftest.run()


WRONG = {
    "crypto_sign": lambda message, secret: bytes(64) + message,
    "crypto_scalarmult": lambda scalar, point: bytes(32),
    "crypto_aead_xchacha20poly1305_ietf_encrypt": lambda plain, aad, nonce, key: plain + bytes(16),
    "crypto_pwhash_alg": lambda *given: bytes(32),
    "blake2b": lambda *given, **named: importlib.import_module("hashlib").sha512(b""),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, name, WRONG[name])
    with pytest.raises(SelfTestFailed):
        selftest.run()


def test_a_verification_that_accepts_all_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest.sign, "crypto_sign_open", lambda signed, key: signed[64:])
    with pytest.raises(SelfTestFailed):
        selftest.run()


def test_a_sealing_that_checks_nothing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest.seal, "_decrypt", lambda sealed, aad, nonce, key: b"plain")
    with pytest.raises(SelfTestFailed):
        selftest.run()
