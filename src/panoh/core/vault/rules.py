"""Pure decisions of the vault: phrases, marks, subkeys."""

from __future__ import annotations

import math
import secrets
import unicodedata
from collections.abc import Collection

from panoh.core.vault import paper
from panoh.core.vault.model import ID_SIZE, Mark, Secrets, Strength
from panoh.core.vault.strength import estimate
from panoh.crypto.derive import derive, digest, random
from panoh.crypto.labels import Label
from panoh.errors import Invalid, WeakPhrase, WrongPhrase
from panoh.lexicon import phrases
from panoh.words import N_

GENERATED_BITS = 77.0
GENERATED_WORDS = 6
OWN_BITS = 50.0
LONGEST_PHRASE = 1024
"""Characters; a longer phrase gains nothing and costs memory before it is proved."""

SHAPES = (
    N_("kite"), N_("leaf"), N_("boat"), N_("bell"), N_("cup"), N_("drum"), N_("lamp"),
    N_("bridge"), N_("cloud"), N_("shell"), N_("comb"), N_("spoon"), N_("basket"), N_("ladder"),
    N_("button"), N_("feather"), N_("acorn"), N_("pear"), N_("brush"), N_("wheel"),
)  # fmt: skip
COLOURS = (
    N_("blue"), N_("yellow"), N_("white"), N_("grey"), N_("brown"), N_("orange"), N_("violet"),
    N_("pink"), N_("silver"), N_("golden"),
)  # fmt: skip


def new_phrase(language: str) -> str:
    """Six words of the language's list, more when six would fall short of 77 bits."""
    words = phrases.word_list(language)
    count = max(GENERATED_WORDS, math.ceil(GENERATED_BITS / math.log2(len(words))))
    return " ".join(secrets.choice(words) for _ in range(count))


def strength(phrase: str) -> Strength:
    bits = estimate(normal(phrase))
    if bits >= GENERATED_BITS:
        words = N_("Strong.")
    elif bits >= OWN_BITS:
        words = N_("Enough. One more word would make it much harder to guess.")
    else:
        words = N_("Too easy to guess. Use more words that do not belong together.")
    return Strength(bits=bits, enough=bits >= OWN_BITS, words=words)


def check_phrase(phrase: str) -> None:
    """Refuses a phrase that nobody should rely on, or that could be taken for a paper key."""
    if len(phrase) > LONGEST_PHRASE:
        raise Invalid({"phrase": N_("A phrase has at most 1024 characters.")})
    if phrase != phrase.strip():
        # A form or a file would cut it off, and the vault would not open there.
        raise Invalid({"phrase": N_("A phrase neither begins nor ends with a space.")})
    if paper.looks_like(phrase):
        raise Invalid({"phrase": N_("This looks like a paper key. Choose words instead.")})
    if not strength(phrase).enough:
        raise WeakPhrase


def phrase_bytes(phrase: str) -> bytes:
    """What is stretched: NFC and nothing else, so that no two keyboards disagree."""
    if not phrase or len(phrase) > LONGEST_PHRASE:
        raise WrongPhrase
    try:
        return normal(phrase).encode("utf-8")
    except UnicodeEncodeError:
        raise WrongPhrase from None  # half a character, from a file that is not text


def normal(phrase: str) -> str:
    return unicodedata.normalize("NFC", phrase)


def mark(vault_id: str) -> Mark:
    """The sign of a vault, from its random id alone."""
    drawn = digest(Label.MARK, bytes.fromhex(vault_id), size=16)
    return Mark(
        shape=SHAPES[int.from_bytes(drawn[:8], "big") % len(SHAPES)],
        colour=COLOURS[int.from_bytes(drawn[8:], "big") % len(COLOURS)],
    )


def new_id(taken: Collection[str]) -> str:
    """A random id whose mark no vault in `taken` has, as long as there are marks left."""
    marks = {mark(other) for other in taken}
    crowded = len(marks) >= len(SHAPES) * len(COLOURS)
    while True:
        found = random(ID_SIZE).hex()
        if found not in taken and (crowded or mark(found) not in marks):
            return found


def open_vault_secrets(key: bytes) -> Secrets:
    return Secrets(
        database=derive(Label.VAULT_DB, key),
        identity=derive(Label.VAULT_SECRETS, key),
        epochs=derive(Label.EPOCH_WRAP, key),
    )


def copies_key(key: bytes) -> bytes:
    """The key of growing copies, from the vault key; SpaceStore.copies_key gives the same."""
    return derive(Label.BACKUP_PIECE, open_vault_secrets(key).epochs)


def vault_check(key: bytes, vault_id: str) -> bytes:
    """Kept in each slot: that the key it opens is this vault's key."""
    return derive(Label.VAULT_CHECK, key, bytes.fromhex(vault_id), size=16)
