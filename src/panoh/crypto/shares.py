"""A secret cut into shares of words, of which some are enough (SLIP-39, one group).

The arithmetic is the library's of those who wrote the format. It takes care of no side channels, so
this runs only where shares are made or joined: on the computer of the person whose secret it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shamir_mnemonic import combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share as _Share
from shamir_mnemonic.utils import MnemonicError
from shamir_mnemonic.wordlist import WORDLIST

from panoh.errors import Refused

SECRET_SIZE = 16
"""Bytes; 20 words a share. Longer secrets gain nothing and are copied wrongly more often."""
WORDS = 20
MOST = 16
_BEGINNING = 4
"""Letters by which every word of the list is told from all others."""
_BY_BEGINNING: dict[str, str] = {word[:_BEGINNING]: word for word in WORDLIST}
_EFFORT = 0
"""Each step doubles the stretching of a passphrase; none is used, the secret is random."""


@dataclass(frozen=True, slots=True)
class Share:
    """One share read: which set it is of, its number there (from 0), how many are needed."""

    set: int
    number: int
    need: int
    text: str


def split(secret: bytes, need: int, of: int) -> list[str]:
    """The shares as words, in the order of their numbers."""
    if len(secret) != SECRET_SIZE or not 2 <= need <= of <= MOST:
        raise ValueError("a secret of 16 bytes, in 2 to 16 shares")
    return list(generate_mnemonics(1, [(need, of)], secret, iteration_exponent=_EFFORT)[0])


def read(text: str) -> Share:
    """A share as somebody typed it; four letters of a word are enough. Raises Refused, whose
    finding says what is wrong, on an unknown word or words that do not fit each other."""
    words = [_word(each) for each in text.replace(",", " ").split()]
    if len(words) != WORDS:
        raise Refused(finding="it does not have 20 words")
    text = " ".join(words)
    try:
        share = _Share.from_mnemonic(text)
    except MnemonicError:
        raise Refused(finding="a word is not as it was given") from None
    if share.group_count != 1:
        raise Refused(finding="it was not made by Panoh")
    return Share(share.identifier, share.index, share.member_threshold, text)


def join(texts: Sequence[str]) -> bytes:
    """The secret; exactly as many shares of one set as are needed."""
    try:
        return bytes(combine_mnemonics(list(texts)))
    except MnemonicError:
        raise Refused(finding="the shares do not belong together") from None


def _word(typed: str) -> str:
    word = _BY_BEGINNING.get(typed.lower()[:_BEGINNING])
    if word is None or not word.startswith(typed.lower()[: len(word)]):
        raise Refused(finding="it has a word that no share has")
    return word
