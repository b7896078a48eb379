"""In a real Chromium: every page of the directory with axe and a ruler; and a referral from one
person's pages to another's, over a hub, until it is done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from panoh import bootstrap
from panoh.apps.casework import commands as casework
from panoh.apps.directory import access, commands
from panoh.apps.directory.pages import PAGES
from panoh.core.node import Node
from panoh.crypto.derive import FLOOR
from panoh.paper import fonts
from panoh.words import LANGUAGES, use_language
from tests.cast import FULL
from tests.journeys.conftest import LOCALES
from tests.journeys.looks import Watch
from tests.journeys.panoh import Panoh, Started
from tests.journeys.practice import PHRASE
from tests.journeys.visitor import Visitor

NAME = "Фирӯз Намунаев"
LEGAL = "Ёрии намунавӣ"
SHELTER = "Паноҳгоҳи намунавӣ"
STATE = "Идораи намунавӣ"
ADDRESS = "Кӯчаи пинҳон 17"
WORDS = "Музд"
# The referral below is made in English; the soak looks at every language.
LOOKED_IN = [*LANGUAGES] if os.environ.get("PANOH_MATRIX") == "full" else ["ru"]
FILES = {"/service/{id}/form"}
"""Addresses that hand out a file at once; others do so once, after a press."""
LATER = {"/service/{id}/refer/items", "/services/import/preview"}
"""Addresses that only a form before them leads to."""


def paths() -> set[str]:
    return {each.path for each in PAGES if each.method == "GET"}


def fill(node: Node) -> dict[str, str]:
    """Three services and a client who agreed that two of them get some things."""
    common = {"factors": ["I10"], "spoken": ["tgk"], "description": WORDS, "town": "Dushanbe"}
    hours, phones = ["mo-su 00:00-24:00"], ["+999 1 234567"]
    more = {"cost": "free", "free_places": 2, "documents": [WORDS]}
    legal = commands.add(node, {**common, **more, "name": LEGAL, "hours": hours, "phones": phones})
    hidden = {"confidential": True, "address": ADDRESS, "safe_for": ["survivor"]}
    shelter = commands.add(node, {**common, **hidden, "name": SHELTER})
    state = commands.add(node, {**common, "name": STATE, "state_risk": "state_run"})
    commands.verify(node, legal, {"how": "call", "result": "right", "note": WORDS})
    commands.translate(node, legal, {"language": "rus", "name": WORDS})
    code = casework.add_client(node, {"names": NAME, "wants": WORDS}, keeping=FULL)
    casework.add_need(node, code, {"factor": "I10"})
    day = node.today().replace(year=node.today().year + 1).isoformat()
    for each in (LEGAL, STATE):
        casework.share(node, code, {
            "purpose": WORDS, "recipient": each, "kinds": ["code", "wants"], "given": "written",
            "expires_on": min(day, "2027-05-01"),
        })  # fmt: skip
    sent = commands.new(node, legal, code, ["wants"], {"reason": WORDS, "asked": ["legal"]})
    form = commands.form_file(node, legal).decode("utf-8-sig")
    form = form.replace(f'"{WORDS}";""', f'"{WORDS}";"{WORDS} {WORDS}"')
    return {
        "service": legal, "shelter": shelter, "state": state, "referral": sent, "code": code,
        "proposal": commands.take_form(node, form.encode(), WORDS),
        "sent": access.referral(node, sent)["code"],
    }  # fmt: skip


@dataclass
class Desk:
    """One person with a running Panoh and a browser."""

    panoh: Panoh
    started: Started
    context: BrowserContext
    on: Visitor
    ids: dict[str, str]

    def end(self) -> None:
        self.context.close()
        self.started.stop()


def desk(browser: Browser, folder: Path, name: str, language: str, *, filled: bool) -> Desk:
    folder.mkdir()
    panoh = Panoh(folder, PHRASE)
    before = os.environ["PANOH_STATE"]
    os.environ["PANOH_STATE"] = str(folder / "state")  # as the program itself is told
    place, key = bootstrap.create_vault(panoh.home, PHRASE, name, language, cost=FLOOR)
    node = bootstrap.open_node(place, key)
    try:
        with use_language(language):
            ids = fill(node) if filled else {}
        with node.writing() as work:
            work.set("paper_key", "none")  # so that nothing stands between the door and the work
    finally:
        node.close()
        os.environ["PANOH_STATE"] = before
    started = panoh.start()
    context = browser.new_context(locale=LOCALES[language], accept_downloads=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    watch = Watch(started.origin, language).over(context, page)
    on = Visitor(page, started.origin, watch)
    page.goto(started.address)
    on.go(f"/unlock/{place.id}")
    on.submit(f"/unlock/{place.id}", phrase=PHRASE)
    watch.secrets += [NAME, ADDRESS]
    watch.typed += [LEGAL, SHELTER, STATE, WORDS, "Dushanbe", "Nowhereville", name]
    watch.typed += [ids[each] for each in ("code", "sent") if each in ids]
    return Desk(panoh, started, context, on, ids)


@pytest.mark.long
@pytest.mark.parametrize("language", LOOKED_IN)
def test_every_page_of_the_directory(browser: Browser, tmp_path: Path, language: str) -> None:
    listed = tmp_path / "list.json"
    listed.write_text(json.dumps([{"id": "s1", "name": WORDS, "status": "active"}]))
    here = desk(browser, tmp_path / "one", "Амина", language, filled=True)
    on, ids = here.on, here.ids
    try:
        for path in sorted(paths() - FILES - LATER):
            on.go(path.replace("{id}", ids[path.split("/")[1]]) if "{id}" in path else path)
            on.see(path, path)
        for form, values in (("/services", {"place": "Nowhereville"}), ("/service/new", {}),
                             ("/services/form", {})):  # fmt: skip
            on.go(form)
            on.submit(form, **values)
            assert on.page.locator("#summary").count(), form
            on.see(f"{form}, wrong", form)
        on.go("/services/import")
        on.submit("/services/import")
        on.see("import, wrong", "/services/import")
        on.page.set_input_files("#f-file", str(listed))
        on.submit("/services/import")
        on.see("import, looked at", "/services/import/preview")
        for town, name in (("Dushanbe", "found"), ("Osh", "nothing")):
            on.go("/services")
            on.page.select_option("#f-factor", "I10")
            on.submit("/services", place=town)
            on.see(f"services, {name}", "/services")
        shelter = f"/service/{ids['shelter']}"
        on.go(shelter)
        on.press(f'form[action="{shelter}/address"] button')
        assert ADDRESS in on.page.inner_text("main")
        refer = f"/service/{ids['state']}/refer"
        on.go(refer)
        on.submit(refer, case=ids["code"])
        on.see("refer, items", "/service/{id}/refer/items")
        on.submit(refer + "/items")
        assert on.page.locator("#summary").count()
        on.see("refer, wrong", "/service/{id}/refer/items")
        take_back = f"/referral/{ids['referral']}/take-back"
        on.go(take_back)
        on.submit(take_back)
        on.see("taken back", "/referral/{id}")
        on.go(f"/referral/{ids['referral']}/paper")
        assert not on.page.locator("main button").count()  # nothing can be handed out any more
        on.see("paper, taken back", "/referral/{id}/paper")
    finally:
        here.end()
    assert paths() - FILES - on.covered == set()
    assert not on.findings, "\n" + "\n".join(on.findings)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "panoh", "hub", "serve", "--port", "0"]
    command += ["--database", f"sqlite:///{tmp_path / 'hub.db'}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    if process.stdout is None:
        raise RuntimeError("the hub says nothing")
    yield process.stdout.readline().strip()
    process.terminate()
    process.wait(20)
    process.stdout.close()


@pytest.mark.long
def test_a_referral_goes_to_a_colleague_and_comes_back_done(
    browser: Browser, tmp_path: Path, hub: str
) -> None:
    amina = desk(browser, tmp_path / "amina", "Амина", "en", filled=True)
    bo = desk(browser, tmp_path / "bo", "Bo", "en", filled=False)
    try:
        on, ids = amina.on, amina.ids
        on.go("/services")
        on.page.select_option("#f-factor", "I10")
        on.page.check("#f-free")
        on.submit("/services", place="Душанбе")
        on.press(f'main a[href="/service/{ids["service"]}"]')
        on.press('main a[href$="/refer"]')
        on.submit(f"/service/{ids['service']}/refer", case=ids["code"])
        assert NAME not in on.page.content()
        on.page.check('input[name="items"][value="wants"]')
        on.page.fill("#f-reason", "Wages of May.")
        on.submit(f"/service/{ids['service']}/refer/items")
        referral = on.page.url.split("?")[0].removeprefix(on.origin)
        on.press(f'form[action="{referral}/share"] button')
        code = on.page.locator(".note strong").first.inner_text()

        if fonts.installed():
            on.go(referral)
            on.press('main a[href$="/paper"]')
            assert "Wages of May." in on.page.inner_text("main")
            with on.page.expect_download() as waiting:
                on.page.click('button[value="pdf"]')
            assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF-")

        bo.panoh.run("space", "join", code, "--hub", hub)
        for each in (bo, amina, bo):
            each.panoh.run("sync", "--hub", hub)
        bo.on.go("/today")
        assert "waits for your answer" in bo.on.page.inner_text("main")
        bo.on.press(f'main a[href="{referral}"]')
        text = bo.on.page.inner_text("main")
        assert "Wages of May." in text
        assert WORDS in text
        assert NAME not in bo.on.page.content()
        bo.on.press('button[value="accepted"]')
        bo.on.go("/clients")
        assert ids["code"] not in bo.on.page.inner_text("main")  # nobody joins the case

        for each in (bo, amina):
            each.panoh.run("sync", "--hub", hub)
        on.go(referral)
        assert "Accepted" in on.page.inner_text("main")
        on.page.locator("summary", has_text="Done").click()
        on.page.check('input[name="result"][value="helped"]')
        on.press('button[value="done"]')
        on.go(f"/service/{ids['service']}")
        assert "It helped" in on.page.inner_text("main")
        for each in (amina, bo):
            each.panoh.run("sync", "--hub", hub)
        assert bo.panoh.read("referral", "list", "--all")[0]["state"] == "done"
    finally:
        amina.end()
        bo.end()
