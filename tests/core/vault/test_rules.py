"""Phrases, their strength, and marks."""

from __future__ import annotations

import itertools
import math
import re
import string
from pathlib import Path
from random import Random

import pytest

from panoh.core.vault import rules
from panoh.errors import Invalid, WeakPhrase, WrongPhrase
from panoh.lexicon import phrases
from panoh.words import LANGUAGES, use_language


@pytest.mark.parametrize("language", [*LANGUAGES, phrases.DIGITS])
def test_a_generated_phrase_has_77_bits_computed_from_its_list(language: str) -> None:
    words = phrases.word_list(language)
    drawn = rules.new_phrase(language).split(" ")
    assert len(drawn) >= 6
    assert set(drawn) <= set(words)
    assert len(drawn) * math.log2(len(set(words))) >= 77


def test_more_words_are_drawn_from_a_shorter_list(monkeypatch: pytest.MonkeyPatch) -> None:
    short = tuple(f"w{number}" for number in range(2048))
    monkeypatch.setattr(phrases, "word_list", lambda language: short)
    assert len(rules.new_phrase("en").split()) == 7


def test_words_are_drawn_evenly() -> None:
    words = phrases.word_list("en")
    middle = set(words[: len(words) // 2])
    drawn = [word for _ in range(500) for word in rules.new_phrase("en").split()]
    share = sum(word in middle for word in drawn) / len(drawn)
    assert 0.45 < share < 0.55
    assert len(set(drawn)) > 2000


def test_generated_phrases_are_strong_enough() -> None:
    bits = [rules.strength(rules.new_phrase("en")).bits for _ in range(200)]
    assert min(bits) > 60
    assert sum(each >= 77 for each in bits) > 180


WEAK = [
    "",
    "password",
    "Password123!",
    "qwertyuiop1234567890",
    "йцукенгшщзхъфывапролджэ",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabcabcabcabcabc",
    "Dushanbe2024",
    "dushanbe dushanbe dushanbe dushanbe",
    "12.03.1985",
    "19850312 1985 1985",
    "p@ssw0rd p@ssw0rd p@ssw0rd",
    "zebra lantern",
    "солнышко любовь привет",
    "+992 900 12 34 56",
]
STRONG = [
    "wildness zebra ecosphere rotten",
    "мой дядя самых честных правил когда",
    "4821 9930 1174 6602 3358 7719",
    "xT7#kQ9vLm2xRw8$",
    "hF4kz9QwB2vn7XcR",
]


@pytest.mark.parametrize("phrase", WEAK)
def test_easy_phrases_are_refused(phrase: str) -> None:
    assert not rules.strength(phrase).enough
    with pytest.raises(WeakPhrase):
        rules.check_phrase(phrase)


@pytest.mark.parametrize("phrase", STRONG)
def test_good_phrases_are_taken(phrase: str) -> None:
    assert rules.strength(phrase).enough
    rules.check_phrase(phrase)


def test_fifty_bits_are_asked_of_an_own_phrase() -> None:
    assert rules.OWN_BITS == 50
    for phrase in (*WEAK, *STRONG):
        found = rules.strength(phrase)
        assert found.enough == (found.bits >= 50)


def test_more_is_never_weaker() -> None:
    random = Random(7)
    for _ in range(40):
        phrase = "".join(random.choice(string.printable[:95]) for _ in range(30))
        bits = [rules.strength(phrase[:size]).bits for size in range(30)]
        for before, after in itertools.pairwise(bits):
            assert after >= before - 9  # a piece may turn out to be a known word


def test_the_meter_never_says_more_than_the_alphabet_allows() -> None:
    random = Random(11)
    letters = string.ascii_letters + string.digits
    for size in (8, 12, 20):
        phrase = "".join(random.choice(letters) for _ in range(size))
        assert rules.strength(phrase).bits <= size * math.log2(62) + size


@pytest.mark.parametrize("phrase", ["x" * 1025, "слово " * 300])
def test_an_endless_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(Invalid):
        rules.check_phrase(phrase)
    with pytest.raises(WrongPhrase):
        rules.phrase_bytes(phrase)


@pytest.mark.parametrize("edge", [" ", "\n", "\u00a0", "\u3000"])
def test_a_phrase_with_a_space_at_its_edge_is_refused(edge: str) -> None:
    """Forms and files cut it off: a vault made with it would open in one place and not another."""
    for phrase in (STRONG[0] + edge, edge + STRONG[0]):
        with pytest.raises(Invalid):
            rules.check_phrase(phrase)


def test_only_the_composition_of_characters_is_evened_out() -> None:
    assert rules.phrase_bytes("e\u0308") == rules.phrase_bytes("ë")
    assert rules.phrase_bytes("A") != rules.phrase_bytes("a")
    assert rules.phrase_bytes("a ") != rules.phrase_bytes("a")
    assert rules.phrase_bytes("\uff41") != rules.phrase_bytes("a")


def test_marks_are_neutral_and_many() -> None:
    marks = {rules.mark(f"{number:08x}") for number in range(3000)}
    assert len(marks) == len(rules.SHAPES) * len(rules.COLOURS) == 200
    assert len(set(rules.SHAPES)) == 20
    assert len(set(rules.COLOURS)) == 10


def test_a_mark_is_said_in_each_language() -> None:
    for language in LANGUAGES:
        with use_language(language):
            said = str(rules.mark("0badcafe"))
        assert said
        assert "{" not in said


def test_a_new_vault_gets_a_mark_that_no_other_has() -> None:
    taken: list[str] = []
    for _ in range(120):
        taken.append(rules.new_id(taken))
    assert len({rules.mark(each) for each in taken}) == 120
    assert all(re.fullmatch(r"[0-9a-f]{8}", each) for each in taken)


def test_when_all_marks_are_taken_an_id_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "SHAPES", ("kite",))
    monkeypatch.setattr(rules, "COLOURS", ("blue", "pink"))
    taken: list[str] = []
    for _ in range(5):
        taken.append(rules.new_id(taken))
    assert len(set(taken)) == 5


def test_subkeys_differ() -> None:
    secrets = rules.open_vault_secrets(bytes(range(32)))
    assert len({secrets.database, secrets.identity, secrets.epochs, bytes(range(32))}) == 4
    with pytest.raises(ValueError):
        rules.open_vault_secrets(b"")


def test_no_rule_touches_the_disk() -> None:
    """`rules`, `paper` and `strength` decide; they read nothing but word lists."""
    folder = Path(rules.__file__).parent
    for name in ("rules", "paper", "strength", "model"):
        text = (folder / f"{name}.py").read_text(encoding="utf-8")
        assert "panoh.storage" not in text
