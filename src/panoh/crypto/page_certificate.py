"""The certificate under which pages are shown to a phone: a vault's own, the same every day.

X.509 version 3 with ECDSA on P-256, because the browsers of phones take no Ed25519. Key, serial and
signature follow from a seed of the vault, so that neither has to be kept anywhere: the same seed,
day and addresses give the same bytes, and the fingerprint that was compared stays.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address

from Cryptodome.Hash import SHA256
from Cryptodome.PublicKey import ECC
from Cryptodome.Signature import DSS

from panoh.crypto.derive import derive
from panoh.crypto.labels import Label

DAYS = 397
"""Then another one is made, and compared anew."""
NAME = b"local"
"""Who asks this port hears nothing of Panoh."""

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
_COMMON_NAME = bytes.fromhex("0603550403")
_NO_AUTHORITY = bytes.fromhex("300c0603551d130101ff04023000")
_SIGNS_ONLY = bytes.fromhex("300e0603551d0f0101ff040403020780")
_FOR_SERVERS = bytes.fromhex("30130603551d25040c300a06082b06010505070301")
_OTHER_NAMES = bytes.fromhex("0603551d11")


@dataclass(frozen=True, slots=True)
class PageCertificate:
    """`der` is public; `seed` is what its key follows from."""

    der: bytes
    seed: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 as browsers show it, in pairs: "3F 0A …", 32 of them."""
        return sha256(self.der).digest().hex(" ").upper()

    @property
    def key_pin(self) -> str:
        """SHA-256 of the public key alone, in base64, as tools that pin keys want it."""
        public = _key(self.seed).public_key().export_key(format="DER")
        return base64.b64encode(sha256(public).digest()).decode("ascii")

    def sealed_pem(self, password: str) -> bytes:
        """Certificate and key for a library that reads files; the key sealed with `password`,
        which must be random: it is stretched very little."""
        key = _key(self.seed).export_key(
            format="PEM", use_pkcs8=True, passphrase=password,
            protection="PBKDF2WithHMAC-SHA512AndAES256-CBC", prot_params={"iteration_count": 1000},
        )  # fmt: skip
        whole = base64.encodebytes(self.der).decode("ascii")
        return f"{key}\n-----BEGIN CERTIFICATE-----\n{whole}-----END CERTIFICATE-----\n".encode()


def make(seed: bytes, begins: datetime, addresses: Sequence[str]) -> PageCertificate:
    """`seed`: 32 secret bytes; `addresses`: IPv4, as they stand in the browser's address bar."""
    key = _key(seed)
    name = _der(0x30, _der(0x31, _der(0x30, _COMMON_NAME, _der(0x0C, NAME))))
    numbers = [_der(0x87, IPv4Address(each).packed) for each in addresses]
    names = _der(0x30, _OTHER_NAMES, _der(0x04, _der(0x30, *numbers)))
    serial = derive(Label.PHONE, seed, b"serial", _time(begins), *numbers, size=16)
    day = timedelta(days=1)
    body = _der(
        0x30,
        _der(0xA0, b"\x02\x01\x02"),  # version 3
        _der(0x02, b"\x01" + serial[:15]),
        _ECDSA_SHA256,
        name,
        _der(0x30, _time(begins - day), _time(begins + DAYS * day)),
        name,
        key.public_key().export_key(format="DER"),
        _der(0xA3, _der(0x30, _NO_AUTHORITY, _SIGNS_ONLY, _FOR_SERVERS, names)),
    )
    # Deterministic (RFC 6979): a second signature over the same bytes is the same one.
    signature = DSS.new(key, "deterministic-rfc6979", encoding="der").sign(SHA256.new(body))
    return PageCertificate(_der(0x30, body, _ECDSA_SHA256, _der(0x03, b"\x00" + signature)), seed)


def _key(seed: bytes) -> ECC.EccKey:
    wide = derive(Label.PHONE, seed, b"key", size=64)
    return ECC.construct(curve="P-256", d=int.from_bytes(wide, "big") % (_ORDER - 1) + 1)


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _time(when: datetime) -> bytes:
    """UTCTime up to 2049 and GeneralizedTime after it, as the standard wants."""
    moment = when.astimezone(UTC)
    if moment.year < 2050:
        return _der(0x17, moment.strftime("%y%m%d%H%M%SZ").encode("ascii"))
    return _der(0x18, moment.strftime("%Y%m%d%H%M%SZ").encode("ascii"))
