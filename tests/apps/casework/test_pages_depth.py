"""What was saved is found again, a paper is never empty unawares, and a child is asked as one."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands
from panoh.apps.casework.access.sharable import sharable
from panoh.core.node import Node
from tests.apps.casework.browser import Browser, Seen, take_on
from tests.cast import FULL


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


def _show(browser: Browser, path: str, restricted: str) -> Seen:
    return browser.send(browser.get(path + "/more"), path + "/show", {"class": restricted})


def _told_under(seen: Seen, place: str) -> str:
    """What is told right under the heading where the page lands."""
    after = seen.body.partition(f'id="{place}"')[2].partition("</h")[2][2:]
    return after.partition("</p>")[0] if after.lstrip().startswith('<p class="told"') else ""


def test_a_restricted_note_is_said_to_be_hidden_where_the_page_lands(browser: Browser) -> None:
    path, _case = take_on(browser)
    here = path + "/note/new"
    assert "There is no note yet" in browser.get(path).text
    seen = browser.send(browser.get(here), here, {"text": "a plan to leave",
                                                  "restricted": "violence"})  # fmt: skip
    told = _told_under(seen, "notes")
    assert "The note is saved." in told
    assert "hidden here until you choose to show it" in told
    assert seen.body.count('class="told"') == 1
    notes = seen.body.partition('id="notes"')[2].partition("<h2")[0]
    assert "There is no note yet" not in notes
    assert f'href="{path}/more"' in notes
    plain = browser.send(browser.get(here), here, {"text": "an open one"})
    assert "hidden here" not in _told_under(plain, "notes")


def test_a_hidden_plan_is_opened_and_not_written_twice(browser: Browser, amina: Node) -> None:
    path, _case = take_on(browser)
    here = path + "/together"
    saved = browser.send(browser.get(here), here, {"signs": "canary steps"})
    assert "hidden here until you choose to show it" in _told_under(saved, "safety")
    hidden = browser.get(here)
    assert "This line is restricted" in hidden.text
    assert "canary" not in hidden.body
    shown = browser.send(hidden, path + "/show")
    assert shown.path.startswith(here)
    assert "canary steps" in shown.body
    again = browser.send(browser.get(here + "?new=1"), here, {"signs": "others"})
    plan = access.case(amina, path[8:]).safety_plans[0]["id"]
    assert f"/together/{plan}" in again.links


def test_something_restricted_says_why_a_plan_is_asked_and_only_once(browser: Browser) -> None:
    path, _case = take_on(browser)
    here = path + "/needs/new"

    def tick(factor: str) -> Seen:
        found = browser.send(browser.get(here), here, {"q": factor, "act": "search"})
        return browser.send(found, here, {"pick": [factor], "act": "save"})

    asked = tick("F01")
    assert "You noted something that can be dangerous" in asked.text
    assert "Not now" in asked.text
    browser.send(asked, path + "/together", {"signs": "steps"})
    assert tick("I13").path.startswith(f"{path}?")


def _to_print(browser: Browser, path: str, **wish: str) -> Seen:
    values = {"language": "en", "found_by": "nobody", **wish}
    return browser.send(browser.get(path + "/paper"), path + "/paper", values)


def test_a_filled_plan_is_never_printed_empty_unawares(browser: Browser, amina: Node) -> None:
    path, _case = take_on(browser)
    plan = {"signs": "canary steps", "copy": "other", "copy_where": "the baker's drawer"}
    commands.edit_safety_plan(amina, path[8:], {**plan, "restricted": "violence"})
    blind = _to_print(browser, path, what="safety_plan")
    assert "it would be empty" in blind.text
    assert "Violence" not in blind.text
    assert all("/paper/check" not in each.action for each in blind.forms)
    _show(browser, path, "violence")
    bare = _to_print(browser, path, what="safety_plan")
    assert "without this tick the sheet is empty" in bare.text
    change = next(each.action for each in bare.forms if "/paper/change" in each.action)
    csrf = next(value for name, value in bare.form(change).values if name == "csrf")
    full = browser.post(change, [("csrf", csrf), ("tick", "violence")])
    assert "canary steps" in full.text
    assert "At another safe place the baker's drawer" in full.text.replace("\n", " ")
    sheet = browser.send(full, next(e.action for e in full.forms if "/check" in e.action),
                         {"act": "page"})  # fmt: skip
    assert "canary steps" in sheet.text
    empty = browser.send(bare, change, {"act": "blank"})
    assert "canary" not in empty.body
    assert any("/paper/check" in each.action for each in empty.forms)


def test_a_line_ticked_to_be_left_out_is_not_printed(browser: Browser, amina: Node) -> None:
    path, _case = take_on(browser)
    commands.edit_client(amina, path[8:], {"wants": "my wages back", "languages": ["tgk"]})
    commands.add_step(amina, path[8:], {"text": "leave the site on Sunday"})
    assert 'value="tg" selected' in browser.get(path + "/paper").body or (
        'value="tg" checked' in browser.get(path + "/paper").body
    )
    seen = _to_print(browser, path, what="plan", second="ru")
    change = next(each.action for each in seen.forms if "/paper/change" in each.action)
    key = seen.body.partition("leave the site on Sunday")[0].rpartition('value="')[2][:16]
    after = browser.send(seen, change, {"leave": key, "act": "leave"})
    assert "1 line is left out" in after.text
    sheet = browser.send(after, next(e.action for e in after.forms if "/check" in e.action),
                         {"act": "page"})  # fmt: skip
    assert "leave the site" not in sheet.body
    assert "my wages back" in sheet.text
    assert "data-prints" in sheet.body


def test_each_language_stands_in_its_own_name(browser: Browser, amina: Node) -> None:
    path, _case = take_on(browser)
    amina.language = "ru"
    page = browser.get(path + "/paper").body
    assert ">English<" in page
    assert ">Тоҷикӣ<" in page


def test_the_timeline_does_not_tell_of_a_restricted_paper(browser: Browser, amina: Node) -> None:
    path, _case = take_on(browser)
    commands.edit_safety_plan(amina, path[8:], {"signs": "x", "restricted": "violence"})
    commands.note_taken_out(amina, path[8:], "safety_plan", "page", restricted=["violence"])
    for at in ("", "/timeline"):
        assert "afety plan: " not in browser.get(path + at).text
        assert "Taken out of the vault: Safety plan" not in browser.get(path + at).text
        assert "Taken out of the vault: A paper" in browser.get(path + at).text
    main = amina.space_id(access.client(amina, path[8:])["space"])
    assert "safety_plan" not in repr(amina.history(main))
    _show(browser, path, "violence")
    assert "Taken out of the vault: Safety plan" in browser.get(path).text


def test_what_a_child_wants_and_who_is_asked_stand_in_the_case(
    browser: Browser, amina: Node
) -> None:
    values = {"wish": "to go to school", "assent": "yes", "decides": "unclear", "school": "not"}
    path = "/client/" + access.client(amina, commands.add_child(amina, values))["id"]
    case = browser.send(browser.get(path), path + "/show")
    client = case.body.partition('id="client"')[2].partition("<h2")[0]
    assert "to go to school" in client
    assert "ask whoever may decide for the child" in case.text
    asked = browser.get(path + "/keeping")
    assert "said_by" in asked.form(path + "/keeping").names
    here = path + "/consent/new"
    share = browser.get(here)
    assert {"child_says", "school"} <= set(share.form(here).offered["kinds"])
    given = {"purpose": "a place in class", "recipient": "The school", "kinds": ["school"],
             "given": "written", "expires_on": "2026-12-24"}  # fmt: skip
    assert "Say who gives it" in browser.send(share, here, given).text
    disputed = browser.send(share, here, {**given, "given_by": "decides"})
    assert "unclear or disputed" in disputed.text
    assert access.consents(access.case(amina, path[8:]).agreements) == []
    commands.edit_child(amina, path[8:], {"decides": "parent_with"})
    browser.send(browser.get(here), here, {**given, "given_by": "decides"})
    found = sharable(amina, path[8:], ["The school"]).items
    words = {each.kind: each.text for each in found}
    assert "Does not go" in words["school"]
    assert words["child_says"] == ""
    grown = "/client/" + access.client(amina, commands.add_client(amina, {}, keeping=FULL))["id"]
    form = browser.get(grown + "/consent/new").form(grown + "/consent/new")
    assert "given_by" not in form.names
    assert "school" not in form.offered["kinds"]
