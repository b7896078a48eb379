"""Shares of words: the published answers, every set that is enough, and none that is not."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from panoh.crypto import shares
from panoh.errors import Refused

VECTORS = Path(__file__).parent.parent / "vectors" / "slip39.json"
SECRET = bytes(range(16))
PHRASE = b"TREZOR"


def _vectors() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
    return found


def test_the_published_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """They use a passphrase, which Panoh never does."""
    from shamir_mnemonic import combine_mnemonics

    monkeypatch.setattr(shares, "combine_mnemonics", lambda texts: combine_mnemonics(texts, PHRASE))
    good = 0
    for each in _vectors():
        texts = [str(text) for text in each["shares"]]  # type: ignore[attr-defined]
        if each["secret"]:
            assert shares.join(texts).hex() == each["secret"], each["about"]
            good += 1
        else:
            with pytest.raises(Refused):
                shares.join(texts)
    assert good >= 4
    assert len(_vectors()) - good >= 8


def test_every_set_of_three_gives_the_secret_and_no_two_do() -> None:
    made = shares.split(SECRET, 3, 5)
    assert {shares.read(each).number for each in made} == set(range(5))
    for three in itertools.permutations(made, 3):
        assert shares.join(three) == SECRET
    for two in itertools.combinations(made, 2):
        with pytest.raises(Refused):
            shares.join(two)


def test_a_share_reads_from_four_letters_of_each_word_and_any_case() -> None:
    share = shares.split(SECRET, 2, 3)[0]
    short = " , ".join(word[:4].upper() for word in share.split())
    assert shares.read(short).text == share


def _turned(words: list[str]) -> list[str]:
    """The first word changes places with the next that is another; two may be alike by chance."""
    at = next(number for number, word in enumerate(words) if word != words[0])
    return [words[at], *words[1:at], words[0], *words[at + 1 :]]


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (lambda words: words[:19], "20 words"),
        (lambda words: ["xylophone", *words[1:]], "no share has"),
        (lambda words: _turned(words), "not as it was given"),
        (lambda words: [*words[:-1], "academic"], "not as it was given"),
    ],
)
def test_what_is_wrong_with_a_share_is_said(wrong: object, finding: str) -> None:
    words = shares.split(SECRET, 2, 3)[1].split()
    with pytest.raises(Refused) as refused:
        shares.read(" ".join(wrong(words)))  # type: ignore[operator]
    assert finding in str(refused.value)


def test_any_single_wrong_word_is_noticed() -> None:
    words = shares.split(SECRET, 2, 3)[0].split()
    for place in range(len(words)):
        other = "academic" if words[place] != "academic" else "acid"
        with pytest.raises(Refused):
            shares.read(" ".join([*words[:place], other, *words[place + 1 :]]))


@pytest.mark.parametrize(("need", "of"), [(1, 3), (4, 3), (2, 17), (17, 17), (0, 2)])
def test_bounds_of_a_set(need: int, of: int) -> None:
    with pytest.raises(ValueError, match="2 to 16 shares"):
        shares.split(SECRET, need, of)


@pytest.mark.parametrize("secret", [b"", bytes(15), bytes(17), bytes(32)])
def test_a_secret_of_another_length_is_a_mistake(secret: bytes) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        shares.split(secret, 2, 3)


def test_the_least_and_the_largest_set() -> None:
    assert shares.join(shares.split(SECRET, 2, 2)) == SECRET
    largest = shares.split(SECRET, 16, 16)
    assert len(largest) == 16
    assert shares.join(largest[::-1]) == SECRET
    read = shares.read(largest[5])
    assert (read.number, read.need) == (5, 16)
    assert len({shares.read(each).set for each in largest}) == 1


def test_a_share_of_several_groups_is_none_of_panohs() -> None:
    from shamir_mnemonic import generate_mnemonics

    of_two_groups = generate_mnemonics(2, [(2, 3), (2, 3)], SECRET, iteration_exponent=0)
    with pytest.raises(Refused, match="not made by Panoh"):
        shares.read(of_two_groups[1][0])


def test_a_word_that_only_begins_like_one_is_not_taken_for_it() -> None:
    words = shares.split(SECRET, 2, 3)[0].split()
    for wrong in (words[0][:3], words[0][:4] + "q", words[0] + "s"):
        typed = " ".join([wrong, *words[1:]])
        if wrong == words[0] + "s":  # what is beyond the word is a slip that harms nothing
            assert shares.read(typed).text == " ".join(words)
            continue
        with pytest.raises(Refused, match="no share has"):
            shares.read(typed)
