"""Paper keys survive being copied by hand: slips are named, look-alikes forgiven."""

from __future__ import annotations

import pytest

from panoh.core.vault import paper, rules
from panoh.errors import MistypedPaperKey
from panoh.lexicon import phrases

KEY = paper.encode(bytes(range(100, 120)))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_key_has_160_bits_in_eight_groups_of_five() -> None:
    assert paper.BITS == 160
    text = paper.new()
    assert [len(group) for group in text.split("-")] == [5] * 8
    assert paper.encode(paper.decode(text)) == text


def test_new_keys_differ() -> None:
    assert len({paper.new() for _ in range(2000)}) == 2000


def test_every_wrong_character_is_found_and_its_group_named() -> None:
    for place, right in enumerate(KEY):
        for wrong in ALPHABET:
            if right in ("-", wrong):
                continue
            with pytest.raises(MistypedPaperKey) as caught:
                paper.decode(KEY[:place] + wrong + KEY[place + 1 :])
            assert caught.value.details == {"group": place // 6 + 1}


def test_every_exchange_of_neighbours_in_a_group_is_found() -> None:
    for place in range(len(KEY) - 1):
        one, other = KEY[place], KEY[place + 1]
        if "-" in (one, other) or one == other:
            continue
        with pytest.raises(MistypedPaperKey):
            paper.decode(KEY[:place] + other + one + KEY[place + 2 :])


def test_every_exchange_of_two_groups_is_found() -> None:
    groups = KEY.split("-")
    for one in range(8):
        for other in range(one + 1, 8):
            exchanged = list(groups)
            exchanged[one], exchanged[other] = groups[other], groups[one]
            with pytest.raises(MistypedPaperKey):
                paper.decode("-".join(exchanged))


def test_equal_groups_exchanged_with_their_neighbours_are_found() -> None:
    """Even when the four characters of two groups are the same, their places differ."""
    groups = paper.encode(bytes(20)).split("-")
    assert len(set(groups)) == 8


@pytest.mark.parametrize("cut", [1, 5, 6, 20, len(KEY)])
def test_a_part_of_a_key_is_refused(cut: int) -> None:
    with pytest.raises(MistypedPaperKey):
        paper.decode(KEY[:-cut])
    with pytest.raises(MistypedPaperKey):
        paper.decode(KEY[cut:])


def test_something_after_the_key_is_refused() -> None:
    with pytest.raises(MistypedPaperKey) as caught:
        paper.decode(KEY + "-A")
    assert caught.value.details == {"group": 9}


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda key: key.replace("-", ""),
        lambda key: key.replace("-", " – "),
        lambda key: f"\n {key}\t\n",
        lambda key: ".".join(key),
        lambda key: key.replace("0", "O"),
        lambda key: key.replace("0", "o").replace("1", "l"),
        lambda key: key.replace("1", "I"),
        lambda key: key.replace("V", "U"),
        lambda key: key.translate(str.maketrans("ABCEHKMPTX", "АВСЕНКМРТХ")),
        lambda key: key.lower().translate(str.maketrans("acepx", "асерх")),
        lambda key: "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in key),
    ],
)
def test_look_alikes_case_and_gaps_are_forgiven(change: object) -> None:
    for number in range(50):
        secret = bytes((number * 37 + at * 59) % 256 for at in range(20))
        typed = change(paper.encode(secret))  # type: ignore[operator]
        assert paper.decode(typed) == secret


def test_a_key_with_slips_still_looks_like_one() -> None:
    for _ in range(300):
        key = paper.new()
        assert paper.looks_like(key)
        assert paper.looks_like(key[:-3].lower())
        assert paper.looks_like(key.replace("3", "?", 1) + "xx")


@pytest.mark.parametrize("language", ["en", phrases.DIGITS])
def test_generated_phrases_never_look_like_one(language: str) -> None:
    for _ in range(300):
        assert not paper.looks_like(rules.new_phrase(language))


@pytest.mark.parametrize("text", ["", "-", "Привет", "correct horse battery staple", "0" * 40])
def test_other_texts_do_not_look_like_one(text: str) -> None:
    assert not paper.looks_like(text)
    with pytest.raises(MistypedPaperKey):
        paper.decode(text)
