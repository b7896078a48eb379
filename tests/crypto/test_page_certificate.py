"""The certificate for phones: the same bytes every day, and one that TLS takes."""

from __future__ import annotations

import ssl
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from panoh.crypto.page_certificate import make

SEED = bytes(range(32))
DAY = datetime(2026, 11, 20, tzinfo=UTC)


def test_the_same_seed_day_and_addresses_give_the_same_bytes() -> None:
    one = make(SEED, DAY, ["192.168.1.5"])
    assert make(SEED, DAY, ["192.168.1.5"]).der == one.der
    assert make(SEED, DAY, ["192.168.1.6"]).der != one.der
    assert make(bytes(32), DAY, ["192.168.1.5"]).key_pin != one.key_pin


def test_openssl_verifies_it_by_itself_and_for_its_address(tmp_path: Path) -> None:
    file = tmp_path / "one.pem"
    file.write_text(ssl.DER_cert_to_PEM_cert(make(SEED, DAY, ["192.168.1.5"]).der))
    told = subprocess.run(
        ["openssl", "x509", "-in", file, "-noout", "-text"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for each in ("CN = local", "prime256v1", "CA:FALSE", "IP Address:192.168.1.5",
                 "TLS Web Server Authentication", "Dec 22 00:00:00 2027"):  # fmt: skip
        assert each in told
    assert "panoh" not in told.lower()
    command = ["openssl", "verify", "-attime", str(int(DAY.timestamp())), "-partial_chain",
               "-trusted", file]  # fmt: skip
    right = subprocess.run([*command, "-verify_ip", "192.168.1.5", file], capture_output=True)
    other = subprocess.run([*command, "-verify_ip", "192.168.1.6", file], capture_output=True)
    assert (right.returncode, other.returncode != 0) == (0, True)


def test_the_key_opens_with_its_password_only(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    made = make(SEED, DAY, ["192.168.1.5"])
    file.write_bytes(made.sealed_pem("a password of one moment"))
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in file.read_bytes()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, password="a password of one moment")
    with pytest.raises(ssl.SSLError):
        context.load_cert_chain(file, password="another")
