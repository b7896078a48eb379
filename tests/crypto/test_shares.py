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


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (lambda words: words[:19], "20 words"),
        (lambda words: ["xylophone", *words[1:]], "no share has"),
        (lambda words: [words[1], words[0], *words[2:]], "not as it was given"),
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
