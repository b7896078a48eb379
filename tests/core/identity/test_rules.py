from __future__ import annotations

from panoh.core.identity import rules
from panoh.crypto.seal import box_public, new_box_key
from panoh.crypto.sign import new_signing_key, verify_key


def test_ids_are_sixteen_bytes_and_follow_from_keys() -> None:
    root = verify_key(new_signing_key())
    assert len(rules.person_id(root)) == rules.ID_BYTES == 16
    assert rules.person_id(root) == rules.person_id(root)


def test_every_key_of_a_device_counts_for_its_id() -> None:
    root, sign = verify_key(new_signing_key()), verify_key(new_signing_key())
    box = box_public(new_box_key())
    made = rules.device_id(root, sign, box)
    assert made != rules.device_id(verify_key(new_signing_key()), sign, box)
    assert made != rules.device_id(root, verify_key(new_signing_key()), box)
    assert made != rules.device_id(root, sign, box_public(new_box_key()))
    assert made != rules.device_id(root, box, sign)


def test_person_and_device_never_share_an_id() -> None:
    key = verify_key(new_signing_key())
    assert rules.person_id(key) not in (
        rules.device_id(key, b"", b""),
        rules.device_id(b"", b"", key),
    )
