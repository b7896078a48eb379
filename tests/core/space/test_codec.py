from __future__ import annotations

import pytest

from panoh.core.identity import codec as identity_codec
from panoh.core.space import codec
from panoh.crypto.seal import box_public, new_box_key, new_key
from panoh.crypto.sign import new_signing_key, verify_key
from panoh.errors import NotOpened, Refused

BOX = new_box_key()
DEVICE = identity_codec.certify(
    new_signing_key(), verify_key(new_signing_key()), box_public(BOX), issued=1
)
READERS = {DEVICE.device: DEVICE}
SPACE = codec.space_id(codec.genesis(DEVICE, "case"))


def test_reader_opens_the_key_sealed_to_its_device() -> None:
    key = new_key()
    fact = codec.epoch(SPACE, 1, key, READERS)
    assert codec.unseal_epoch(fact, SPACE, DEVICE.device, BOX) == key


def test_key_of_another_space_is_refused() -> None:
    fact = codec.epoch(SPACE, 1, new_key(), READERS)
    with pytest.raises(Refused):
        codec.unseal_epoch(fact, b"another space id", DEVICE.device, BOX)


def test_other_device_does_not_open_it() -> None:
    fact = codec.epoch(SPACE, 1, new_key(), READERS)
    with pytest.raises(NotOpened):
        codec.unseal_epoch(fact, SPACE, DEVICE.device, new_box_key())
    with pytest.raises(Refused):
        codec.unseal_epoch(fact, SPACE, b"somebody else 16", BOX)


def test_key_that_does_not_match_its_commitment_is_refused() -> None:
    fact = {**codec.epoch(SPACE, 1, new_key(), READERS), "commit": bytes(32)}
    with pytest.raises(Refused):
        codec.unseal_epoch(fact, SPACE, DEVICE.device, BOX)


def test_two_foundings_never_share_an_id() -> None:
    assert codec.space_id(codec.genesis(DEVICE, "case")) != SPACE
