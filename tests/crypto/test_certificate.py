"""The certificate for neighbours: TLS takes it, its key fits, its dates and name are as said."""

from __future__ import annotations

import base64
import hashlib
import re
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from panoh.crypto import certificate

NOW = datetime(2026, 11, 20, 9, 30, 15, tzinfo=UTC)


def _der(pem: bytes) -> bytes:
    found = re.search(rb"BEGIN CERTIFICATE-----\n(.*?)\n-----END", pem, re.S)
    assert found is not None
    return base64.b64decode(found[1])


def test_tls_takes_it_and_reads_what_was_meant(tmp_path: Path) -> None:
    pem, told = certificate.make(NOW)
    path = tmp_path / "both.pem"
    path.write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)  # refuses a key that is not the certificate's
    read: dict[str, Any] = ssl._ssl._test_decode_cert(str(path))  # type: ignore[attr-defined]
    assert read["subject"] == read["issuer"] == ((("commonName", "panoh"),),)
    assert read["version"] == 3
    for name, days in (("notBefore", -2), ("notAfter", 2)):
        expected = (NOW + timedelta(days=days)).timestamp()
        assert ssl.cert_time_to_seconds(read[name]) == expected
    assert len(read["serialNumber"]) == 32
    assert read["serialNumber"].startswith("01")
    assert all(len(line) <= 64 for line in pem.splitlines())
    assert told == certificate.fingerprint(_der(pem))


def test_each_is_another() -> None:
    made = [certificate.make(NOW) for _ in range(8)]
    assert len({pem for pem, _ in made}) == len({told for _, told in made}) == 8


def test_the_fingerprint_is_120_bits_in_four_groups_of_six() -> None:
    told = certificate.fingerprint(b"whatever came")
    assert [len(each) for each in told.split("-")] == [6, 6, 6, 6]
    whole = base64.b32encode(hashlib.sha256(b"whatever came").digest()).decode()
    assert whole.startswith(told.replace("-", ""))


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, "0400"),
        (127, "047f"),
        (128, "048180"),
        (255, "0481ff"),
        (256, "04820100"),
        (65536, "0483010000"),
    ],
)
def test_lengths_are_written_as_the_format_asks(size: int, head: str) -> None:
    assert certificate._der(4, bytes(size)) == bytes.fromhex(head) + bytes(size)
