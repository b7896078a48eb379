"""Known answers, computed once when the program starts.

A library that was exchanged, miscompiled or half installed is noticed before it touches a vault.
Where each answer was published stands beside it; the full vectors are in tests/vectors.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_box_seal_open,
    crypto_pwhash_alg,
    crypto_pwhash_ALG_ARGON2ID13,
    crypto_scalarmult,
    crypto_sign,
    crypto_sign_seed_keypair,
)

from panoh.crypto import derive, seal, sign
from panoh.crypto.labels import Label
from panoh.errors import NotOpened, Refused, SelfTestFailed

_KEY = bytes(range(32))


def run() -> int:
    """Runs every check and says how many ran; SelfTestFailed at the first wrong answer."""
    ran = 0
    for check in CHECKS:
        if not check():
            raise SelfTestFailed(what=check.__name__.strip("_"))
        ran += 1
    if ran != EXPECTED:
        raise SelfTestFailed(what="count")
    return ran


def _ed25519() -> bool:
    """RFC 8032 §7.1, test 2."""
    seed = _hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    public, secret = crypto_sign_seed_keypair(seed)
    return public == _hex(
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    ) and crypto_sign(b"\x72", secret)[:64] == _hex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


def _ed25519_refuses() -> bool:
    """A changed message, a changed signature and an empty key are refused."""
    signature = sign.sign(Label.SELF_TEST, _KEY, b"message")
    public = sign.verify_key(_KEY)
    sign.verify(Label.SELF_TEST, public, signature, b"message")
    return all(
        _raises(Refused, sign.verify, Label.SELF_TEST, key, given, message)
        for key, given, message in (
            (public, signature, b"other"),
            (public, signature[:63] + bytes([signature[63] ^ 1]), b"message"),
            (bytes(32), signature, b"message"),
        )
    )


def _x25519() -> bool:
    """RFC 7748 §6.1."""
    alice = _hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    bob = _hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
    return seal.box_public(alice) == _hex(
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
    ) and crypto_scalarmult(alice, bob) == _hex(
        "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
    )


def _xchacha20_poly1305() -> bool:
    """draft-irtf-cfrg-xchacha-03, A.3.1."""
    key = bytes(range(0x80, 0xA0))
    nonce = bytes(range(0x40, 0x58))
    aad = _hex("50515253c0c1c2c3c4c5c6c7")
    plain = (
        b"Ladies and Gentlemen of the class of '99: "
        b"If I could offer you only one tip for the future, sunscreen would be it."
    )
    sealed = _hex(
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4e"
        "da7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2"
        "383565d3fff921f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"
    )
    return (
        crypto_aead_xchacha20poly1305_ietf_encrypt(plain, aad, nonce, key) == sealed
        and crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, aad, nonce, key) == plain
    )


def _sealing_refuses() -> bool:
    """Another label, other data beside it, one changed bit: not opened."""
    sealed = seal.seal(Label.SELF_TEST, _KEY, b"plain", b"beside")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    return seal.open_sealed(Label.SELF_TEST, _KEY, sealed, b"beside") == b"plain" and all(
        _raises(NotOpened, seal.open_sealed, label, _KEY, given, beside)
        for label, given, beside in (
            (Label.BODY, sealed, b"beside"),
            (Label.SELF_TEST, sealed, b"other"),
            (Label.SELF_TEST, changed, b"beside"),
        )
    )


def _sealed_box() -> bool:
    """Sealed to RFC 7748's Alice, opened by her and under no other label."""
    alice = _hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    made = seal.seal_to(Label.SELF_TEST, seal.box_public(alice), b"plain")
    opened = crypto_box_seal_open(made, seal.box_public(alice), alice)
    return (
        opened == Label.SELF_TEST.framed + b"plain"
        and seal.open_box(Label.SELF_TEST, alice, made) == b"plain"
        and _raises(NotOpened, seal.open_box, Label.BODY, alice, made)
    )


def _blake2b() -> bool:
    """RFC 7693 appendix A, and the first keyed known answer of its authors."""
    return (
        blake2b(b"abc").hexdigest()
        == "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
    ) and (
        blake2b(b"", key=bytes(range(64))).hexdigest()
        == "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786"
        "b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568"
    )


def _argon2id() -> bool:
    """Our own, at a cost that takes a millisecond; the tests tie it to RFC 9106 §5.3."""
    made = crypto_pwhash_alg(32, b"phrase", bytes(16), 3, 32 * 1024, crypto_pwhash_ALG_ARGON2ID13)
    return made == _hex("906221688788f99d510a31b14252418ddea6b62bf7569187c05d34c93e0b6385")


def _framing() -> bool:
    """Labels and lengths keep inputs apart."""
    made = {
        derive.derive(Label.SELF_TEST, _KEY, b"ab", b"c"),
        derive.derive(Label.SELF_TEST, _KEY, b"a", b"bc"),
        derive.derive(Label.SELF_TEST, _KEY, b"abc"),
        derive.derive(Label.BODY_KEY, _KEY, b"abc"),
        derive.digest(Label.SELF_TEST, b"abc"),
    }
    return len(made) == 5


def _randomness() -> bool:
    return len({derive.random(32) for _ in range(8)}) == 8


CHECKS: tuple[Callable[[], bool], ...] = (
    _ed25519,
    _ed25519_refuses,
    _x25519,
    _xchacha20_poly1305,
    _sealing_refuses,
    _sealed_box,
    _blake2b,
    _argon2id,
    _framing,
    _randomness,
)
EXPECTED = 10


def _hex(text: str) -> bytes:
    return bytes.fromhex(text)


def _raises(expected: type[Exception], call: Callable[..., object], *given: object) -> bool:
    try:
        call(*given)
    except expected:
        return True
    return False
