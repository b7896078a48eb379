"""The first page asks five things, and nothing that is refused is offered anywhere.

Driven in process: the browser of the other journeys would only make it slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.records import ALL
from panoh.apps.casework.records.client import CALLED, DANGER, LANGUAGE, REACHING, WANTS
from panoh.core.node import Node
from panoh.errors import Forbidden
from panoh.lexicon import factors
from panoh.words import LANGUAGES, use_language
from tests.apps.casework.browser import Browser, Seen, Values
from tests.cast import Clock, Template

REFUSED = ("C06", "O01", "O02", "O09")
NEVER = re.compile(r"^(C06|O\d\d)$")
BELIEF = re.compile(r"belief|faith|relig|ethnic", re.IGNORECASE)
FIVE = (CALLED, LANGUAGE, REACHING, DANGER, WANTS)
OPEN_WORDS = ("a", "o", "believe", "view", "group", "attitude", "violence", "вера", "взгляды")


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Node]:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    found = Template(tmp_path / "made").copy("Amina", tmp_path, Clock())
    yield found
    found.close()


@pytest.fixture
def browser(node: Node) -> Browser:
    return Browser(node)


def test_first_page_of_intake_asks_five_things(browser: Browser, node: Node) -> None:
    seen = browser.get("/client/new")
    headings = re.findall(r'<h2 id="g(\d)">(.*?)</h2>', seen.body)
    assert [number for number, _title in headings] == list("12345")
    asked = {name.removesuffix(".answer") for name in seen.form("/client/new").names}
    assert asked - {"csrf", "contact"} == {each.name for part in FIVE for each in part}
    # What is asked later, or only when agreed, is not on the first page at all.
    for name in ("names", "programme", "sex", "age_band", "district"):
        assert f'name="{name}"' not in seen.body
    # Nothing is needed: sent as it stands, it is saved with a code alone.
    saved = browser.send(seen, "/client/new")
    row = access.client(node, saved.path.split("/")[2].split("?")[0])
    assert row["code"] in saved.text
    assert all(not row[each.name] for part in FIVE for each in part)


def test_the_page_before_intake_is_no_sixth_question(browser: Browser, node: Node) -> None:
    before = browser.get("/client/before")
    values = {"choice": "full", "came": "freely", "languages": "tgk"}
    seen = browser.send(before, "/client/before", values)
    assert len(re.findall(r'<h2 id="g\d">', seen.body)) == 5
    action = next(each.action for each in seen.forms if each.action.startswith("/client/new"))
    asked = {name.removesuffix(".answer") for name in seen.form(action).names}
    assert asked - {"csrf", "contact"} == {each.name for part in FIVE for each in part}
    saved = browser.send(seen, action)
    row = access.client(node, saved.path.split("/")[2].split("?")[0])
    assert access.kept(node, row).choice == "full"


def test_nothing_in_a_client_asks_for_a_belief() -> None:
    for rtype in ALL:
        assert not [each.name for each in rtype.fields if BELIEF.search(each.name)]


# ── what is refused ─────────────────────────────────────────────────────────────────────────


def walk(browser: Browser, start: str) -> list[Seen]:
    """Every page that links lead to, from `start` on."""
    waiting, pages, known = [start], [], set()
    while waiting:
        path = waiting.pop()
        plain = path.split("#")[0]
        shape = re.sub(r"[0-9a-f]{32}", "{id}", plain)
        if not plain.startswith("/") or plain.startswith("/static") or shape in known:
            continue
        known.add(shape)
        seen = browser.get(plain)
        assert seen.status == 200, plain
        pages.append(seen)
        waiting += seen.links
    return pages


def offered(seen: Seen) -> set[str]:
    """All that could be chosen or is sent along."""
    found = {each for form in seen.forms for keys in form.offered.values() for each in keys}
    return found | {value for form in seen.forms for name, value in form.values if name != "q"}


def a_case(node: Node) -> str:
    code = commands.add_client(node, {"goes_by": "Zulfiya"})
    need = commands.add_need(node, code, {"factor": "I10"})
    goal = commands.add_goal(node, code, {"text": "my wages", "need": need})
    commands.add_step(node, code, {"text": "write", "goal": goal})
    commands.add_follow_up(node, code, {"span": "24h"})
    commands.add_note(node, code, {"text": "something"})
    commands.attach(node, commands.add_contact(node, {"channel": "phone"}), code)
    commands.add_contact(node, {"channel": "message"})
    return f"/client/{access.client(node, code)['id']}"


def test_no_page_offers_what_is_refused(browser: Browser, node: Node) -> None:
    case = a_case(node)
    pages = walk(browser, case)
    shapes = {re.sub(r"[0-9a-f]{32}", "{id}", each.path.split("?")[0]) for each in pages}
    assert {"/client/{id}/needs/new", "/contact/new", "/need/{id}", "/clients"} <= shapes
    here = case + "/needs/new"
    for word in (*OPEN_WORDS, *REFUSED):
        pages.append(browser.send(browser.get(here), here, {"q": word, "act": "search"}))
    for code in LANGUAGES:
        with use_language(code):
            assert not [each for each in factors.suggestions() if NEVER.match(each)]
            for word in OPEN_WORDS:
                found = factors.search_factors(word, code)
                assert not [each.id for each in found if NEVER.match(each.id)]
    for seen in pages:
        refused = [each for each in offered(seen) if NEVER.match(each)]
        assert refused == [], seen.path


def _kept(node: Node) -> tuple[int, ...]:
    tables = ("casework_need", "casework_contact", "casework_case_contact", "entry")
    return tuple(node.rows(f"SELECT count(*) AS n FROM {each}")[0]["n"] for each in tables)


@pytest.mark.parametrize("factor", REFUSED)
def test_what_is_refused_cannot_be_sent_by_hand(browser: Browser, node: Node, factor: str) -> None:
    case = a_case(node)
    pages = walk(browser, case)
    before = _kept(node)
    tried = 0
    for seen in pages:
        for form in seen.forms:
            if form.method.lower() != "post" or form.action == "/lock":
                continue
            for name in sorted(form.names & {"factor", "pick"}):
                values: Values = [each for each in form.values if each[0] != name]
                answer = browser.post(form.action, [*values, (name, factor)])
                assert "Please check" in answer.text, form.action
                tried += 1
    assert tried >= 4  # needs, a contact, a changed contact, the filter of the list
    assert browser.answers
    assert set(browser.answers) == {303}
    # A field that the page does not even have changes nothing either.
    need = access.case(node, case.removeprefix("/client/")).needs[0]["id"]
    here = f"/need/{need}"
    form = browser.get(here).form(here)
    browser.post(here, [*form.values, ("factor", factor)])
    assert access.need(node, need)["factor"] == "I10"
    assert _kept(node) == before
    assert node.rows("SELECT id FROM casework_need WHERE factor = ?", (factor,)) == []
    assert views.search(node, factor) == []


def test_faith_is_offered_only_when_it_is_looked_for(browser: Browser, node: Node) -> None:
    case = a_case(node)
    for seen in walk(browser, case):
        assert "I38" not in offered(seen), seen.path
    with pytest.raises(Forbidden):
        commands.add_strength(node, case.removeprefix("/client/"), {"factor": "I38"})
