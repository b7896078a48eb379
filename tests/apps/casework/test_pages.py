"""The pages of casework, driven as a person drives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh.apps.casework import access, commands
from panoh.core import backup
from panoh.core.node import Node
from tests.apps.casework.browser import Browser, code_of, take_on
from tests.cast import Clock


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


# ── Today and contacts ──────────────────────────────────────────────────────────────────────


def test_an_empty_today_says_what_to_do_first(browser: Browser) -> None:
    seen = browser.get("/today")
    assert "The first thing to do" in seen.text
    assert "/contact/new" in seen.links
    assert "no copy of this vault yet" in seen.text


def test_a_contact_needs_no_name_and_stands_on_today(browser: Browser) -> None:
    seen = browser.send(
        browser.get("/contact/new"),
        "/contact/new",
        {"channel": "phone", "topic": "work", "danger_tonight": "yes"},
    )
    assert "The contact is saved." in seen.text
    assert "Danger tonight" in seen.text
    assert "Danger tonight" in browser.get("/today").text
    done = browser.send(seen, seen.path.split("?")[0] + "/done")
    assert "The contact is done" in done.text
    assert "Danger tonight" not in browser.get("/today").text


def test_a_refused_contact_comes_back_as_it_was_typed(browser: Browser) -> None:
    seen = browser.send(
        browser.get("/contact/new"), "/contact/new", {"asked": "about wages", "held_at": "never"}
    )
    assert seen.path.startswith("/contact/new?f=")
    assert "Please check" in seen.text
    assert "When: " in seen.text
    assert "How it came: " in seen.text
    assert ("asked", "about wages") in seen.form("/contact/new").values


def test_a_group_session_counts_heads(browser: Browser) -> None:
    seen = browser.send(
        browser.get("/contact/group"),
        "/contact/group",
        {"head_count": "12", "topic": "papers", "answered": "told where to turn"},
    )
    assert "12" in seen.text
    month = browser.get("/contacts/month")
    assert "Not for passing on." in month.text
    assert "12 people" in month.text


def test_a_contact_is_attached_by_code_or_by_name(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser, goes_by="Zulfiya of the bakery")
    for typed in (code_of(case), "Zulfiya"):
        made = commands.add_contact(amina, {"channel": "phone", "asked": "something"})
        here = f"/contact/{made}/attach"
        found = browser.send(browser.get(here), here, {"who": typed})
        assert typed == "Zulfiya" or "Zulfiya" not in found.path
        seen = browser.send(found, here, {"client": path.removeprefix("/client/")})
        assert seen.path.startswith(path)
    assert len(access.case(amina, path.removeprefix("/client/")).contacts) == 2


def test_a_contact_is_handed_over_and_stays_open(browser: Browser, amina: Node) -> None:
    made = commands.add_contact(amina, {"channel": "message", "answered": "yes"})
    here = f"/contact/{made}/hand-over"
    empty = browser.send(browser.get(here), here, {"handed_to": ""})
    assert "Say to whom it was handed." in empty.text
    seen = browser.send(empty, here, {"handed_to": "the lawyer", "look_again_on": "2026-11-22"})
    assert "the lawyer" in seen.text
    assert access.contact(amina, made)["state"] == "open"


def test_a_contact_becomes_a_client_without_asking_twice(browser: Browser, amina: Node) -> None:
    made = commands.add_contact(amina, {"channel": "phone", "asked": "wants the wages"})
    page = browser.get(f"/client/new?contact={made}")
    seen = browser.send(page, "/client/new")
    assert "wants the wages" in seen.text
    assert len(access.case(amina, code_of(seen)).contacts) == 1


# ── taking on and editing ───────────────────────────────────────────────────────────────────


def test_a_code_alone_is_saved(browser: Browser) -> None:
    _path, seen = take_on(browser)
    assert f"Saved. The code is {code_of(seen)}." in seen.text


def test_not_answering_is_an_answer(browser: Browser, amina: Node) -> None:
    path, seen = take_on(
        browser, **{"danger_tonight": "?not_safe", "phone.answer": "?declined", "goes_by": "Umed"}
    )
    row = access.client(amina, code_of(seen))
    assert row["answers"] == {"danger_tonight": "not_safe", "phone": "declined"}
    assert "not safe to ask" in seen.text
    form = browser.get(path + "/reaching").form(path + "/reaching")
    assert ("phone.answer", "?declined") in form.values


def test_an_edit_writes_only_what_changed(browser: Browser, amina: Node) -> None:
    path, seen = take_on(browser, contact_when="evenings", phone="+992 900 111 222")
    before = len(access.timeline(amina, code_of(seen)))
    same = browser.send(browser.get(path + "/reaching"), path + "/reaching")
    assert "Nothing was changed." in same.text
    assert len(access.timeline(amina, code_of(seen))) == before
    browser.send(
        browser.get(path + "/reaching"), path + "/reaching", {"contact_when": "never on Friday"}
    )
    newest = access.timeline(amina, code_of(seen))[0]
    assert newest.changes == {"contact_when": "never on Friday"}


def test_a_programme_is_agreed_and_stands_on_its_own_page_alone(
    browser: Browser, amina: Node, clock: Clock
) -> None:
    path, case = take_on(browser)
    here = path + "/agreement"
    refused = browser.send(browser.get(here), here, {"programme": "returnee"})
    assert "Note a programme only if the client agreed to it." in refused.text
    saved = browser.send(refused, here, {"programme_agreed": "1", "programme_until": "2026-11-25"})
    assert "Returnee" in saved.text
    for other in ("/today", "/clients", path, path + "/timeline"):
        assert "Returnee" not in browser.get(other).text
    clock.pass_days(10)
    lapsed = browser.get(here)
    assert "has lapsed" in lapsed.text
    browser.send(lapsed, here + "/clear")
    assert access.programme(amina, code_of(case)) is None
    assert "lapses" not in browser.get("/today").text


# ── needs and strengths ─────────────────────────────────────────────────────────────────────


def test_needs_are_ticked_searched_and_said_in_own_words(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser)
    here = path + "/needs/new"
    page = browser.get(here)
    assert len(page.form(here).offered["pick"]) == 12
    found = browser.send(page, here, {"pick": "I07", "q": "debt", "act": "search"})
    assert "debt" not in found.path
    assert ("pick", "I07") in found.form(here).values
    seen = browser.send(
        found, here, {"pick": ["I07", "I10"], "own_words": "the landlord shouts", "act": "save"}
    )
    assert "Saved: 3." in seen.text
    needs = access.case(amina, code_of(case)).needs
    assert {each["factor"] for each in needs} == {"I07", "I10", None}


def test_enter_in_own_words_saves_and_enter_in_search_searches(browser: Browser) -> None:
    path, _case = take_on(browser)
    here = path + "/needs/new"
    found = browser.send(browser.get(here), here, {"q": "debt", "act": "save"})
    assert "Found" in found.text
    seen = browser.send(browser.get(here), here, {"own_words": "no sleep", "act": "search"})
    assert "Saved: 1." in seen.text


@pytest.mark.parametrize("refused", ["C06", "O01", "I38"])
def test_what_never_describes_a_person_is_refused(
    browser: Browser, amina: Node, refused: str
) -> None:
    path, case = take_on(browser)
    here = path + "/needs/new"
    assert refused not in browser.get(here).form(here).offered["pick"]
    token = dict(browser.get(here).form(here).values)["csrf"]
    seen = browser.post(here, [("csrf", token), ("pick", "I07"), ("pick", refused)])
    assert "Please check" in seen.text
    assert not access.case(amina, code_of(case)).needs


def test_faith_is_a_strength_that_the_client_offered(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser)
    here = path + "/needs/new"
    found = browser.send(browser.get(here), here, {"q": "I38", "act": "search"})
    browser.send(found, here, {"pick": "I38", "client_offered": "1"})
    strengths = access.case(amina, code_of(case)).strengths
    assert [each["factor"] for each in strengths] == ["I38"]
    one = f"/need/{strengths[0]['id']}"
    page = browser.get(one)
    assert "kind" not in page.form(one).names
    assert "priority" not in page.form(one).names
    assert "Saved." in browser.send(page, one, {"said_by": "practitioner"}).text


def test_a_need_changes_over_time(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser)
    need = commands.add_need(amina, code_of(case), {"factor": "I10"})
    one = f"/need/{need}"
    browser.send(browser.get(one), one, {"state": "easing", "priority": "high"})
    seen = browser.get(one)
    assert "How it changed" in seen.text
    assert "Easing" in seen.text
    assert "matters most" in browser.get(path).text


# ── plan, follow-ups, notes ─────────────────────────────────────────────────────────────────


def test_the_plan_is_made_and_done(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser)
    code = code_of(case)
    need = commands.add_need(amina, code, {"factor": "I10"})
    goal = path + "/goal/new"
    browser.send(browser.get(goal), goal, {"text": "Work near home", "need": need})
    goals = access.case(amina, code).goals
    step = path + "/step/new"
    page = browser.get(f"{step}?goal={goals[0].row['id']}")
    assert ("goal", goals[0].row["id"]) in page.form(step).values
    late = {"text": "Ask the bakery", "owner": "client", "due": "2026-11-18"}
    page = browser.send(page, step, late)
    assert "This day is over." in page.text
    browser.send(page, step, {"due": "2026-11-21"})
    made = access.case(amina, code).goals[0].steps[0]
    commands.edit_step(amina, made["id"], {"due": "2026-11-18"})
    assert "Overdue" in browser.get(path).text
    assert made["need"] == need
    seen = browser.send(browser.get(path), f"/step/{made['id']}/done")
    assert "The step is done." in seen.text
    support = path + "/support/new"
    seen = browser.send(browser.get(support), support, {"text": "Listened", "sort": "listening"})
    assert "Listened" in seen.text


def test_a_follow_up_is_set_done_and_followed_by_the_next(
    browser: Browser, amina: Node, clock: Clock
) -> None:
    path, case = take_on(browser)
    here = path + "/follow-up/new"
    empty = browser.send(browser.get(here), here, {"span": "own"})
    assert "Choose the day." in empty.text
    browser.send(empty, here, {"span": "24h", "what": "Did he sleep?"})
    clock.pass_days(3)
    assert "Overdue" in browser.get("/today").text
    first = access.case(amina, code_of(case)).follow_ups[0]
    one = f"/follow-up/{first['id']}"
    again = browser.send(browser.get(one), one, {"outcome": "reached", "span": "own"})
    assert "Choose the day." in again.text
    assert not access.follow_up(amina, first["id"])["done"]
    browser.send(again, one, {"outcome_text": "Better", "span": "2w"})
    after = access.case(amina, code_of(case)).follow_ups
    assert [bool(each["done"]) for each in after] == [False, True]
    assert after[0]["due"] == "2026-12-07"


def test_a_note_is_put_right_and_erased(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser)
    new = path + "/note/new"
    browser.send(browser.get(new), new, {"text": "He sleeps at the station"})
    note = access.case(amina, code_of(case)).notes[0].row["id"]
    amend = f"/note/{note}/amend"
    seen = browser.send(browser.get(amend), amend, {"text": "Since Monday at his cousin's"})
    assert "Since Monday" in seen.text
    erase = f"/note/{note}/erase"
    confirm = browser.get(erase)
    assert "He sleeps at the station" in confirm.text
    assert "1 later addition" in confirm.text
    assert "no copy of this vault" in confirm.text
    done = browser.send(confirm, erase)
    assert "Proved" in done.text
    assert "sleeps at the station" not in browser.get(path).text
    assert "Something was erased" in browser.get(path).text
    assert "There is nothing more to say here." in browser.get(path + "/erased").text


def test_copies_that_still_hold_a_note_are_named(
    browser: Browser, amina: Node, tmp_path: Path
) -> None:
    _path, case = take_on(browser)
    note = commands.add_note(amina, code_of(case), {"text": "said once too often"})
    stick = tmp_path / "stick"
    stick.mkdir()
    backup.create(amina, stick)
    here = f"/note/{note}/erase"
    for seen in (browser.get(here), browser.send(browser.get(here), here)):
        assert str(stick) in seen.text
        assert "20 November 2026" in seen.text


def test_a_case_is_reviewed_closed_and_reopened(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser)
    for part, values in (
        ("/review", {"text": "Works now", "next_on": "2026-12-20"}),
        ("/close", {"reason": "done", "write_again": "if_asked"}),
    ):
        seen = browser.send(browser.get(path + part), path + part, values)
    assert "The case is closed." in seen.text
    assert code_of(case) not in browser.get("/clients").text
    closed = browser.get(path).text
    assert closed.index("Only if the client writes first") < closed.index("What is next")
    seen = browser.send(browser.get(path + "/reopen"), path + "/reopen", {"text": "He came back"})
    assert "The case is open again." in seen.text
    missing = browser.send(browser.get(path + "/close"), path + "/close")
    assert "Say why the case is closed." in missing.text
