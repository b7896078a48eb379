from __future__ import annotations

import pytest

from panoh.core import canonical
from panoh.core.identity import codec, rules
from panoh.core.identity.model import Certificate
from panoh.crypto.labels import Label
from panoh.crypto.seal import box_public, new_box_key
from panoh.crypto.sign import new_signing_key, sign, verify_key
from panoh.errors import Refused

ROOT = new_signing_key()


def _certificate(after: Certificate | None = None, root: bytes = ROOT) -> Certificate:
    device, box = new_signing_key(), new_box_key()
    return codec.certify(root, verify_key(device), box_public(box), issued=1, after=after)


def test_certificate_reads_back_as_it_was_made() -> None:
    made = _certificate()
    assert codec.decode(made.encoded) == made
    assert made.person == rules.person_id(verify_key(ROOT))


def test_devices_of_a_person_are_numbered_and_chained() -> None:
    first = _certificate()
    second = _certificate(first)
    assert (first.number, second.number) == (1, 2)
    assert second.previous == codec.fingerprint(first)


def test_every_altered_byte_is_refused() -> None:
    encoded = _certificate(_certificate()).encoded
    for place in range(len(encoded)):
        altered = bytearray(encoded)
        altered[place] ^= 1
        with pytest.raises(Refused):
            codec.decode(bytes(altered))


def test_certificate_signed_under_another_purpose_is_refused() -> None:
    made = _certificate()
    statement = made.encoded[:-64]
    with pytest.raises(Refused):
        codec.decode(statement + sign(Label.FACT, ROOT, statement))


@pytest.mark.parametrize(
    "change", [{0: 9}, {1: b"short"}, {4: 0}, {5: b"x" * 31}, {6: "soon"}, {5: b"y" * 32}]
)
def test_malformed_statement_is_refused_even_when_signed(change: dict[int, object]) -> None:
    parts = canonical.decode(_certificate().encoded[:-64])
    for place, value in change.items():
        parts[place] = value
    statement = canonical.encode(parts)
    with pytest.raises(Refused):
        codec.decode(statement + sign(Label.DEVICE_CERT, ROOT, statement))


def test_ids_of_different_kinds_never_meet() -> None:
    key = verify_key(new_signing_key())
    assert rules.person_id(key) != rules.device_id(key, key, b"")[:16]
