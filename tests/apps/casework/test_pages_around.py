"""Pages on who is around the client, children, safety."""

from __future__ import annotations

import pytest
from markupsafe import escape

from panoh.apps.casework import access, commands
from panoh.apps.casework.records.safety_plan import NOW_WORDS, PLAN_WORDS, QUESTIONS
from panoh.core.node import Node
from panoh.words import _, reviewed, use_language
from tests.apps.casework.browser import CASE, Browser, code_of, take_on


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


def _id(path: str) -> str:
    found = CASE.match(path)
    assert found
    return found[1]


def test_a_yes_about_dying_leads_to_what_follows_it(browser: Browser, amina: Node) -> None:
    path, _case = take_on(browser)
    here = path + "/needs/new"
    found = browser.send(browser.get(here), here, {"q": "suicide", "act": "search"})
    seen = browser.send(found, here, {"pick": ["I23"], "act": "save"})
    assert seen.path.startswith(path + "/now?")
    for each in QUESTIONS:
        assert each in seen.text
    assert "has not written yet whom to call" in seen.text
    kept = browser.send(browser.get("/now/whom"), "/now/whom", {"whom": "Dr. N.", "checked_on":
                                                                 "2026-01-05"})  # fmt: skip
    assert "Dr. N." in kept.text
    assert "Nobody has tried this for half a year" in kept.text
    assert "Dr. N." in browser.get(path + "/now").text


def test_no_question_about_dying_stands_without_that_page(browser: Browser, amina: Node) -> None:
    path, _case = take_on(browser)
    todo, seen = [path, "/today", "/contact/new", "/own/new"], set[str]()
    while todo:
        at = todo.pop().partition("#")[0]
        if at in seen or not at.startswith("/") or at.startswith(("/contacts/month?", "/static")):
            continue
        seen.add(at)
        page = browser.get(at)
        if any(each in page.text for each in QUESTIONS):
            assert "If one of the answers is yes" in page.text, at
            assert "Whom to call" in page.text, at
        todo += page.links
    assert path + "/now" in seen


def test_something_restricted_leads_to_a_plan_that_need_not_be_written(
    browser: Browser, amina: Node
) -> None:
    path, _case = take_on(browser)
    here = path + "/needs/new"
    found = browser.send(browser.get(here), here, {"q": "domestic violence", "act": "search"})
    seen = browser.send(found, here, {"pick": ["F01"], "act": "save"})
    assert seen.path.startswith(path + "/together?")
    form = browser.send(seen, path + "/together", {"signs": "steps on the stairs"})
    assert "steps on the stairs" not in form.text
    shown = browser.send(browser.get(path + "/more"), path + "/show", {"class": "violence"})
    plan = next(each for each in shown.links if each.startswith("/together/"))
    assert "steps on the stairs" in browser.get(plan).body
    browser.send(browser.get(plan), plan, {"call": "the aunt"})
    erased = browser.send(browser.get(plan + "/erase"), plan + "/erase")
    assert "Proved" in erased.text
    whole = access.case(amina, _id(path))
    assert whole.safety_plans == []
    talked = browser.get(path + "/together")
    values = [(name, value) for name, value in talked.forms[-2].values]
    browser.post(path + "/together", [*values, ("act", "talked")])
    assert "Talked through on" in browser.get(path).text


@pytest.mark.parametrize("language", ["ru", "tg", "kk"])
def test_a_machines_draft_of_words_of_safety_is_never_shown(
    browser: Browser, amina: Node, language: str
) -> None:
    path, _case = take_on(browser)
    amina.language = language
    for at, part, messages in (("/together", "safety", PLAN_WORDS), ("/now", "now", NOW_WORDS)):
        page = browser.get(path + at)
        with use_language(language):
            shown, drafts = reviewed(*messages), [_(each) for each in messages]
        assert shown.language != language  # nobody has reviewed them yet
        for each in shown.texts:
            assert escape(each) in page.body, at
        left = [each for each in drafts if each not in shown.texts and escape(each) in page.body]
        assert left == [], at
        assert f'<div lang="{shown.language}">' in page.body
        commands.write_wording(
            amina,
            {"part": part, "language": language, "text": "Own words of safety, checked.",
             "checked_by": "Somebody who speaks it", "checked_on": "2026-11-01"},
        )  # fmt: skip
        page = browser.get(path + at)
        assert "Own words of safety, checked." in page.text
        assert "Somebody who speaks it" in page.text
    assert escape(NOW_WORDS[0]) not in page.body  # ours give way to the practice's own


def test_a_childs_case_by_its_own_pages(browser: Browser, amina: Node) -> None:
    form = browser.get("/own/new").form("/own/new")
    assert not form.names & {"goes_by", "names", "phone", "programme", "caregiver"}
    values = {"age_band": "10_13", "wish": "to go back to school", "caregiver_safe": "unsure"}
    hidden = browser.send(browser.get("/own/new"), "/own/new", values)
    path = hidden.path.partition("?")[0]
    code = code_of(hidden)
    for at in ("", "/timeline", "/own", "/agreement", "/needs/new", "/more", "/now", "/together"):
        seen = browser.get(path + at)
        assert "The whole case is kept under its own key" in seen.text, at
        assert "back to school" not in seen.body
    shown = browser.send(hidden, path + "/show")
    assert "to go back to school" in shown.text
    assert "not asked and not contacted" in shown.text
    assert path + "/beside" not in shown.links
    assert "not asked and not contacted" in browser.get(path + "/beside").text
    browser.send(browser.get(path + "/own"), path + "/own", {"caregiver_safe": "yes"})
    beside = browser.get(path + "/beside")
    browser.send(beside, path + "/beside", {"caregiver": "the grandmother"})
    assert "the grandmother" in browser.get(path).text
    refused = browser.send(
        browser.get(path + "/agreement"), path + "/agreement",
        {"programme": "returnee", "programme_agreed": "1"},
    )  # fmt: skip
    assert "never noted of a child" in refused.text
    browser.send(browser.get(path), path + "/hide")
    assert code not in browser.get("/clients").text


def test_who_stands_by_the_client(browser: Browser, amina: Node) -> None:
    path, _case = take_on(browser)
    here = path + "/person/new"
    refused = browser.send(browser.get(here), here, {"name": "the aunt", "phone": "+992 900 1"})
    assert "Please check" in refused.text
    seen = browser.send(
        browser.get(here), here,
        {"name": "the aunt", "safe": "yes", "may_contact": "in_danger", "phone": "+992 900 1"},
    )  # fmt: skip
    assert "the aunt" in seen.text
    assert "+992 900 1" in seen.text
    house = path + "/household"
    assert (
        "3 children"
        in browser.send(browser.get(house), house, {"adults": "2", "children": "3"}).text
    )
    person = next(each for each in seen.links if each.startswith("/person/"))
    after = browser.send(browser.get(person), person, {"safe": "no"})
    assert "+992 900 1" not in after.text
    erased = browser.send(browser.get(person + "/erase"), person + "/erase")
    assert "Erased" in erased.text


def test_a_tie_through_the_pages(browser: Browser, amina: Node) -> None:
    path, _case = take_on(browser)
    other = commands.add_client(amina, {})
    here = path + "/tie/new"
    asked = {"other": other, "relation": "parent", "agreed": "1"}
    assert "Both have to agree" in browser.send(browser.get(here), here, asked).text
    seen = browser.send(browser.get(here), here, {**asked, "other_agreed": "1"})
    assert other in seen.text
    tie = next(each for each in seen.links if each.startswith("/tie/"))
    back = browser.send(browser.get(tie), tie + "/end")
    assert other not in back.text


def test_what_is_restricted_and_due_is_counted_on_today(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser)
    code = code_of(case)
    due = {"due": amina.today().isoformat(), "restricted": "violence", "what": "call at noon"}
    commands.add_follow_up(amina, code, due)
    today = browser.get("/today")
    assert "1 restricted thing is due" in today.text
    assert code not in today.text.replace(f"{code}: consent to keep", "")
    apart = browser.get("/today/apart")
    assert code in apart.text
    assert "call at noon" not in apart.body
    assert path in apart.links


def test_a_contact_can_be_put_into_a_compartment(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser)
    contact = commands.add_contact(amina, {"channel": "phone", "asked": "where to sleep"})
    here = f"/contact/{contact}/attach"
    found = browser.send(browser.get(here), here, {"who": code_of(case)})
    browser.send(found, here, {"client": _id(path), "restricted": "violence"})
    (row,) = access.case(amina, _id(path)).contacts
    assert access.is_hidden(amina, row)
    assert "where to sleep" not in browser.get(path).text
