"""What is laid out is what another program reads; a password holds; nothing else stands in it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from panoh.errors import NoFont
from panoh.paper import locked, pdf
from panoh.paper.fonts import Faces, installed
from panoh.paper.model import Blank, Item, Line, Pair, Section, Sheet, Text, alike
from tests.paper.reading import dark, read

WORDS = {
    "ru": "Щёлкни подъёмник: заявление о невыплаченной зарплате, ёж и объём",
    "tg": "Ғамхорӣ, ҷавоб, ӯҳда, қарор, ҳуқуқи меҳнат; Ӣ Ӯ Ҳ Ҷ Қ Ғ",
    "kk": "Әке, ғылым, қызмет, жаңа, өмір, ұлы, үй, һәм, ізгі; Ә Ғ Қ Ң Ө Ұ Ү Һ І",
    "ky": "Өмүр, үй, жаңы иш, кызмат; Ө Ү Ң",
    "uz": "Oʻzbekiston, gʻalaba, shoʻrva; maʼno",
    "uz_Cyrl": "Ўзбекистон, ғалаба, қўшни, ҳуқуқ; Ў Ғ Қ Ҳ",
}


def sheet(*lines: Line, language: str = "en", title: str = "My plan") -> Sheet:
    return Sheet(title, "CDF-GHJ · 20 November 2026", language, (Section("Part", lines),))


@pytest.mark.parametrize("language", WORDS)
def test_every_letter_of_the_languages_is_read_back(language: str) -> None:
    words = WORDS[language]
    made = pdf.write([sheet(Text(words), Item(words, False), Pair("?", words), language=language)])
    assert not made.missing
    assert not made.fallen
    assert read(made.data).text.replace("\n", " ").count(words.split(",")[0]) == 3
    for word in words.replace(",", " ").replace(";", " ").replace(":", " ").split():
        assert word in read(made.data).text
    assert 0.002 < dark(made.data) < 0.2


def test_the_file_says_nothing_of_who_when_or_with_what() -> None:
    made = pdf.write([sheet(Text("words"))])
    assert read(made.data).metadata == {"Title": "My plan"}
    for word in (b"Producer", b"Creator", b"Author", b"CreationDate", b"ModDate", b"panoh",
                 b"Noto", b"DejaVu"):  # fmt: skip
        assert word not in made.data
    assert pdf.write([sheet(Text("words"))]).data == made.data


def test_only_the_letters_used_are_carried_along() -> None:
    assert len(pdf.write([sheet(Text("a word"))]).data) < 40_000


def test_a_password_is_needed_and_opens_it() -> None:
    words = WORDS["tg"]
    made = pdf.write([sheet(Text(words))], "се калимаи дароз")
    assert words.encode("utf-16-be") not in made.data
    assert b"My plan".hex().encode() not in made.data
    assert "Ғамхорӣ" in read(made.data, "се калимаи дароз").text
    assert read(made.data, "се калимаи дароз").metadata == {"Title": "My plan"}
    for wrong in (None, "", "се калимаи дарозтар"):
        with pytest.raises(pypdfium2.PdfiumError):
            read(made.data, wrong)


def test_each_lock_is_its_own() -> None:
    one, other = (pdf.write([sheet(Text("words"))], "a b c") for _ in range(2))
    assert one.data != other.data
    assert locked.lock("a b c").key != locked.lock("a b c").key


@pytest.mark.parametrize("password", ["", "я" * 64])
def test_a_password_that_readers_cut_is_refused(password: str) -> None:
    with pytest.raises(ValueError, match="127"):
        pdf.write([sheet(Text("words"))], password)


def test_a_long_sheet_goes_on_and_counts_its_pages() -> None:
    made = pdf.write([sheet(*(Item(f"step number {n}", n % 2 == 0) for n in range(120)))])
    pages = read(made.data).pages
    assert made.pages == len(pages) == 4
    assert "1 / 4" in pages[0]
    assert "step number 119" in pages[-1]
    text = read(made.data).text
    assert all(f"step number {n}\n" in text + "\n" for n in range(120))


def test_blanks_and_one_endless_word_stay_on_the_paper() -> None:
    endless = "ж" * 700
    made = pdf.write([sheet(Text(endless), *(Blank("sign here", 9) for _ in range(9)))])
    text = read(made.data).text.replace("\n", "")
    assert text.count("ж") == 700
    assert made.pages > 1


def test_two_languages_stand_beside_each_other() -> None:
    russian = sheet(Text("Что можно хранить"), Text("the same"), language="ru", title="Договор")
    tajik = sheet(Text("Чиро нигоҳ доштан мумкин"), Text("the same"), language="tg", title="Аҳд")
    made = pdf.write([russian, tajik])
    lines = read(made.data).text
    assert "Что можно хранить" in lines
    assert "Чиро нигоҳ доштан мумкин" in lines
    assert lines.count("the same") == 1
    with pytest.raises(ValueError, match="same lines"):
        pdf.write([russian, sheet(Text("one line only"))])
    assert not alike(russian, sheet(Text("one"), Blank("other")))


def test_signs_that_no_font_has_are_named(tmp_path: Path) -> None:
    made = pdf.write([sheet(Text("a 𓀀 b"))], faces=Faces(installed()[:1]))
    assert made.missing == {"𓀀"}
    assert "a ? b" in read(made.data).text
    assert pdf.write([sheet(Text("سلام"))]).turned


def test_a_second_font_stands_in_and_is_told() -> None:
    pairs = installed()
    if len(pairs) < 2:
        pytest.skip("one font family only on this machine")
    made = pdf.write([sheet(Text("a ⛔ b"))])
    assert "⛔" in made.fallen | made.missing


def test_without_a_usable_font_it_says_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "font.ttf"
    broken.write_bytes(b"\x00\x01\x00\x00" + bytes(200))
    for pairs in ([], [(broken, broken)], [(tmp_path / "none.ttf", broken)]):
        with pytest.raises(NoFont):
            pdf.write([sheet(Text("words"))], faces=Faces(pairs))


def test_texts_of_a_sheet_are_all_that_is_seen() -> None:
    found = sheet(Text("one"), Pair("two", "three"), Blank("four"), Item("five")).texts()
    assert found[-5:] == ["one", "two", "three", "four", "five"]
    assert found[0] == "My plan"
