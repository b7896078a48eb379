"""A labour migrant whose wages were not paid: from the call to a card in his hand, in Chromium."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import LOCALES, PHONE_SIZE
from tests.journeys.hands import Hands
from tests.journeys.looks import Watch
from tests.journeys.panoh import Panoh
from tests.journeys.story import Story

SAID = {
    "en": {
        "title": "Wages that were not paid", "steps": "Write down every day that was worked.",
        "sign": "An empty sheet.", "keep": "Messages and photos of the building site.",
        "who": "The union in the next street", "danger": "The foreman hears of each visit.",
        "country": "Example", "source": "Example act, article 1",
        "wants": "I want my three months.",
        "office": "Labour inspection", "demand": "the names of those who complained",
        "changed": "Go to the inspector first.", "told": "Told him on the phone.",
    },
    "ru": {
        "title": "Невыплаченная зарплата", "steps": "Запишите каждый отработанный день.",
        "sign": "Пустой лист.", "keep": "Сообщения и снимки стройки.",
        "who": "Профсоюз на соседней улице", "danger": "Бригадир узнаёт о каждом визите.",
        "country": "Пример", "source": "Закон-пример, статья первая",
        "wants": "Верните за три месяца.",
        "office": "Инспекция труда", "demand": "имена тех, кто жаловался",
        "changed": "Сначала к инспектору.", "told": "Сказали ему по телефону.",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
def test_unpaid_wages_from_the_call_to_a_card(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    panoh = Panoh(tmp_path)
    started = panoh.start()
    context = browser.new_context(locale=LOCALES[language], viewport=PHONE_SIZE)
    context.set_default_timeout(10_000)
    page = context.new_page()
    do = Hands(page, Watch(started.origin, language).over(context, page))
    copies = tmp_path / "copies"
    copies.mkdir()
    try:
        story = Story(do, started.address, copies, scripts=True)
        story.make_vault()
        _write_card(do, SAID[language])
        case = _take_on(do, SAID[language])
        _give_card(do, SAID[language])
        _card_changes(do, SAID[language])
        _demand(do, SAID[language], case)
        do.watch.end(context, page)
    finally:
        context.close()
        started.stop()


def _write_card(do: Hands, said: dict[str, str]) -> None:
    do.visit("/cards")
    do.sees("There is no card yet. Begin with what you are asked most often, and with the people "
            "who help: a card that shows only contacts is worth having.")  # fmt: skip
    do.follow("New guidance card")
    do.write("title", said["title"])
    do.choose("topic", "wages")
    do.write("country", said["country"])
    do.write("deadline_days", "90")
    do.write("steps", said["steps"])
    do.write("not_sign", said["sign"])
    do.write("evidence", said["keep"])
    do.write("helpers", said["who"])
    do.write("contact_danger", said["danger"])
    do.write("source", said["source"])
    do.press("Save")
    do.sees("The card is saved.")
    assert said["steps"] in do.text()


def _take_on(do: Hands, said: dict[str, str]) -> str:
    do.visit("/clients")
    do.follow("New client")
    do.choose("choice", "full")
    do.choose("came", "freely")
    do.choose("languages", "tgk")
    do.press("Go on")
    do.choose("danger_tonight", "no")
    do.write("wants", said["wants"])
    do.press("Save")
    do.follow("Add needs and strengths")
    do.choose("pick", "I10")
    do.press("Save")
    return do.page.url.split("?")[0].split("#")[0]


def _give_card(do: Hands, said: dict[str, str]) -> None:
    do.follow("Give a card")
    with do.page.expect_navigation(wait_until="load"):
        do.page.get_by_role("link", name=said["title"]).click()
    do.watch.look(do.page)
    assert said["sign"] in do.text()
    do.day("counted_from", date.today())
    do.press("It was given")
    do.sees("Noted. You will be told when the card changes.")
    do.sees("Last day of the deadline")


def _card_changes(do: Hands, said: dict[str, str]) -> None:
    do.visit("/cards")
    do.page.get_by_role("link", name=said["title"]).click()
    do.follow("Review it")
    do.write("steps", said["changed"])
    do.press("It is checked")
    do.sees("Cases to look at again")
    do.visit("/today")
    do.press_at('main a[href*="#cards"]')
    do.sees("It has changed since")
    do.follow("See what has changed")
    assert said["changed"] in do.text()
    do.write("said", said["told"])
    do.press("I have looked, and told the client where it matters")
    assert do.words("It has changed since") not in do.text()


def _demand(do: Hands, said: dict[str, str], case: str) -> None:
    assert case in do.page.url
    do.follow("Note a demand by an authority")
    do.sees("A demand by itself is never a reason to give anything. Ask a lawyer first.")
    do.day("asked_on", date.today() - timedelta(days=1))
    do.write("authority", said["office"])
    do.write("asked_for", said["demand"])
    do.choose("given", "nothing")
    do.press("Save")
    do.sees("The demand is noted.")
    assert said["demand"] not in do.text()
