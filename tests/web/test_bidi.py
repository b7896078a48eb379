"""On a page from right to left, numbers, codes and foreign sentences keep their own order."""

from __future__ import annotations

import re

import pytest

from panoh.web.bidi import isolate


@pytest.mark.parametrize(
    ("shown", "apart"),
    [
        ("تلفون +999 00 103 31", "+999 00 103 31"),
        ("دوسیه 345-678", "345-678"),
        ("QQX-MF8: موعد قدم 27 جولای 2026", "QQX-MF8"),
        ("آن را چون 2026-11-20 بنویسید", "2026-11-20"),
        ("سطر !C001 بیاورید", "!C001"),
        ("با https:// آغاز می‌شود", "https://"),
        ("در --set FIELD=VALUE بنویسید", "--set FIELD=VALUE"),
        ("فایل .csv، .html", ".csv"),
    ],
)
def test_a_run_beside_persian_words_is_set_apart(shown: str, apart: str) -> None:
    made = isolate(f"<p>{shown}</p>")
    assert f'<bdi dir="ltr">{apart}</bdi>' in made
    assert re.sub("</?bdi[^>]*>", "", made) == f"<p>{shown}</p>"


@pytest.mark.parametrize("shown", ["12 نومبر 2026, 17:23", "نام Panoh است", "سن 18 تا 24", "«دری»"])
def test_what_reads_rightly_by_itself_is_left_alone(shown: str) -> None:
    assert isolate(f"<p>{shown}</p>") == f"<p>{shown}</p>"


def test_a_sentence_in_other_letters_keeps_its_full_stop() -> None:
    assert isolate("<dd> Спать спокойно. </dd>") == "<dd> <bdi>Спать спокойно.</bdi> </dd>"


@pytest.mark.parametrize(
    "html",
    [
        "<title>کد QQX-MF8</title>",
        "<option>کد QQX-MF8</option>",
        "<textarea>کد QQX-MF8</textarea>",
        '<a href="/case?a=2026-11-20" title="کد QQX-MF8">کد</a>',
        "<bdi>کد QQX-MF8</bdi>",
        "<svg><text>کد QQX-MF8</text></svg>",
        "<p>گفت: &#34;نخیر&#34; &lt;کد&gt; &amp;</p>",
    ],
)
def test_attributes_entities_and_what_holds_no_tags_stay(html: str) -> None:
    assert isolate(html) == html
