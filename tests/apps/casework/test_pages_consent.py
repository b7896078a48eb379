"""Before anything is kept, and before anything is shared: the pages, driven as a person does."""

from __future__ import annotations

import re

import pytest

from panoh.apps.casework import access, commands, records, views
from panoh.apps.casework.records.common import FREE_TEXT
from panoh.apps.casework.rules import told
from panoh.core.node import Node
from panoh.core.records.model import Kind
from panoh.words import LANGUAGES, use_language
from tests.apps.casework.browser import CASE, Browser, Seen, code_of, take_on
from tests.cast import CODE_ONLY, FULL, Clock

BEFORE = "/client/before"
SAYS = {"choice": "full", "came": "freely", "languages": "tgk"}


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


def told_and(browser: Browser, path: str = BEFORE, **values: object) -> Seen:
    return browser.send(browser.get(path), BEFORE, {**SAYS, **values})


def new_form(seen: Seen) -> str:
    return next(each.action for each in seen.forms if each.action.startswith("/client/new"))


def the_case(seen: Seen) -> str:
    found = CASE.match(seen.path)
    assert found is not None, seen.path
    return f"/client/{found.group(1)}"


# ── before anything is kept ─────────────────────────────────────────────────────────────────


def test_every_way_to_a_new_client_leads_through_the_page_before(
    browser: Browser, amina: Node
) -> None:
    contact = commands.add_contact(amina, {"channel": "phone"})
    for path in ("/today", "/clients", f"/contact/{contact}"):
        links = [each for each in browser.get(path).links if each.startswith("/client/")]
        assert any(each.startswith(BEFORE) for each in links), path
        assert not any(each.startswith("/client/new") for each in links), path


def test_what_is_kept_and_who_reads_it_is_read_out(browser: Browser) -> None:
    seen = browser.get(BEFORE)
    for sentence in told.BEFORE_KEEPING:
        assert sentence in seen.text
    assert "You get help whatever you choose." in seen.text
    assert "Your practice has not written this down yet." in seen.text
    assert told.PASSING_ON_UNKNOWN in seen.text
    assert seen.form(BEFORE).offered["choice"] == ["full", "code", "nothing"]


def test_the_page_before_is_no_sixth_question(browser: Browser, amina: Node) -> None:
    seen = told_and(browser)
    assert seen.path.startswith("/client/new?s=")
    assert len(re.findall(r'<h2 id="g\d">', seen.body)) == 5
    assert "not asked yet" not in seen.text
    saved = browser.send(seen, new_form(seen), {"goes_by": "Umed", "phone": "+992 900 111 222"})
    kept = access.kept(amina, access.client(amina, code_of(saved)))
    assert kept.choice == "full"
    assert kept.row is not None
    assert (kept.row["languages"], kept.row["wording"]) == (["tgk"], "panoh 1 en")
    assert "told on 20 November 2026" in saved.text


def test_it_can_be_left_for_later_and_then_says_so(browser: Browser, amina: Node) -> None:
    before = browser.get(BEFORE)
    assert "/client/new" in before.links
    page = browser.get("/client/new")
    assert "Consent to keep was not asked yet." in page.text
    saved = browser.send(page, "/client/new")
    assert "Consent to keep is not recorded yet: ask the client." in saved.text
    case = the_case(saved)
    assert case + "/keeping" in saved.links
    assert code_of(saved) + ": consent to keep is not recorded yet" in browser.get("/today").text
    here = case + "/keeping"
    seen = browser.send(browser.get(here), here, {**SAYS, "came": "programme"})
    assert "not recorded yet" not in seen.text
    assert told.MAY_NOT_BE_FREE in seen.text
    assert access.kept(amina, access.client(amina, code_of(saved))).sent


def test_no_answer_is_needed_twice_when_it_comes_back(browser: Browser) -> None:
    seen = browser.send(browser.get(BEFORE), BEFORE, {"choice": "code"})
    assert "Please check" in seen.text
    assert ("choice", "code") in seen.form(BEFORE).values
    page = told_and(browser)
    wrong = browser.send(page, new_form(page), {"phone": "no number", "wants": "rest"})
    assert "Please check" in wrong.text
    assert "not asked yet" not in wrong.text
    saved = browser.send(wrong, new_form(wrong), {"phone": ""})
    assert "told on" in saved.text


def test_where_nothing_is_kept_no_case_is_made(browser: Browser, amina: Node) -> None:
    seen = told_and(browser, choice="nothing")
    assert seen.path.startswith("/contact/new")
    assert "Nothing is kept and no case is made." in seen.text
    contact = commands.add_contact(amina, {"channel": "phone", "name": "Umed"})
    seen = told_and(browser, f"{BEFORE}?contact={contact}", choice="nothing")
    assert seen.path.startswith(f"/contact/{contact}/edit")
    assert "the contact stays without one" in seen.text
    assert views.count_cases(amina, status="all") == 0


def test_under_a_code_only_nobody_is_asked_who_it_is(browser: Browser, amina: Node) -> None:
    contact = commands.add_contact(
        amina, {"channel": "phone", "name": "Umed", "phone": "+992 900 111 222", "asked": "wages"}
    )
    page = told_and(browser, f"{BEFORE}?contact={contact}", choice="code")
    form = page.form(new_form(page))
    assert not {"goes_by", "phone", "phone_other", "names"} & form.names
    assert len(re.findall(r'<h2 id="g\d">', page.body)) == 5
    assert "Umed" not in page.body
    assert ("wants", "wages") in form.values
    saved = browser.send(page, new_form(page), {"contact_ok": "no"})
    case = the_case(saved)
    assert "By the code alone." in page.text
    for part in ("called", "reaching", "about"):
        asked = browser.get(f"{case}/{part}")
        names = {name for each in asked.forms for name in each.names}
        assert not {"goes_by", "phone", "phone_other", "names"} & names, part
    assert "chose a code only" in browser.get(case + "/called").text
    # What is sent by hand all the same is refused in words.
    here = case + "/reaching"
    values = [*browser.get(here).form(here).values, ("phone", "+992 900 111 222")]
    answer = browser.post(here, values)
    assert "The client chose a code only." in answer.text
    assert access.client(amina, code_of(saved))["phone"] is None


def test_names_are_erased_when_only_a_code_remains(browser: Browser, amina: Node) -> None:
    code = commands.add_client(
        amina, {"goes_by": "Zulfiya of the bakery", "phone": "+992 900 111 222"}, keeping=FULL
    )
    case = f"/client/{access.client(amina, code)['id']}"
    here = case + "/keeping"
    asked = browser.send(browser.get(here), here, {**SAYS, "choice": "code"})
    assert asked.path.startswith(case + "/forget")
    assert "What may we call you?" in asked.text
    assert "Phone" in asked.text
    assert "A name or number is still held." in browser.get(case).text
    done = browser.send(asked, case + "/forget")
    assert "Proved" in done.text
    assert "bakery" not in browser.get(case).text
    assert "nothing to erase here" in browser.get(case + "/forget").text


def test_names_of_a_full_record_are_not_erased_by_hand(browser: Browser, amina: Node) -> None:
    code = commands.add_client(amina, {"goes_by": "Zulfiya"}, keeping=FULL)
    case = f"/client/{access.client(amina, code)['id']}"
    values = browser.get(case + "/keeping").form(case + "/keeping").values[:1]
    assert values[0][0] == "csrf"
    seen = browser.post(case + "/forget", values)
    assert "The client has not chosen a code only." in seen.text
    assert access.client(amina, code)["goes_by"] == "Zulfiya"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_out_is_no_draft_and_says_its_language(amina: Node, language: str) -> None:
    amina.language = language
    seen = Browser(amina).get(BEFORE)
    with use_language(language):
        shown = access.before_keeping(amina)
    card = re.findall(r'<div class="card" lang="([^"]+)"[^>]*>(.*?)</div>', seen.body, re.DOTALL)
    assert card[0][0] == shown.language.replace("_", "-")
    assert shown.texts[0] in card[0][1]
    commands.write_wording(
        amina,
        {"part": "keeping", "language": language, "text": "Own words, checked.",
         "checked_by": "Somebody who speaks it", "checked_on": "2026-11-01"},
    )  # fmt: skip
    seen = Browser(amina).get(BEFORE)
    card = re.findall(r'<div class="card" lang="([^"]+)"[^>]*>(.*?)</div>', seen.body, re.DOTALL)
    assert card[0][0] == language.replace("_", "-")
    assert "Own words, checked." in card[0][1]
    assert "Somebody who speaks it" in seen.text


def test_the_practice_writes_what_it_must_pass_on(browser: Browser, amina: Node) -> None:
    here = "/consent/words"
    wrong = browser.send(browser.get(here), here, {"text": "We must tell of beaten children."})
    assert "Please check" in wrong.text
    values = {"country": "KZ", "language": "en", "checked_by": "Bota, lawyer"}
    seen = browser.send(wrong, here, values)
    assert "From now on these words are read out." in seen.text
    page = browser.get(BEFORE)
    assert "We must tell of beaten children." in page.text
    assert "Checked by Bota, lawyer on 20 November 2026" in page.text
    assert "not written this down yet" not in page.text
    form = told_and(browser)
    saved = browser.send(form, new_form(form))
    heard = access.kept(amina, access.client(amina, code_of(saved))).row
    assert heard is not None
    assert heard["country"] == "KZ"
    assert access.wording(amina, heard["duty"])["text"] == "We must tell of beaten children."
    browser.send(browser.get(here), here, {**values, "country": "TJ", "text": "Nothing."})
    assert browser.get(BEFORE).form(BEFORE).offered["country"] == ["TJ", "KZ", ""]


def test_many_cases_that_wait_are_listed_by_code(browser: Browser, amina: Node) -> None:
    assert "recorded what may be kept" in browser.get("/consent/not-asked").text
    codes = [commands.add_client(amina, {"goes_by": "Zulfiya"}) for _ in range(7)]
    assert "/consent/not-asked" in browser.get("/today").links
    seen = browser.get("/consent/not-asked")
    assert all(code in seen.text for code in codes)
    assert "Zulfiya" not in seen.body
    assert "7 open cases" in seen.text


# ── before anything is shared ───────────────────────────────────────────────────────────────

SHARED = {
    "purpose": "to claim the wages", "recipient": "Bureau of lawyers", "kinds": ["need", "code"],
    "given": "written",
}  # fmt: skip


@pytest.fixture
def case(browser: Browser, amina: Node) -> str:
    page = told_and(browser)
    saved = browser.send(page, new_form(page), {"goes_by": "Umed", "contact_ok": "yes"})
    commands.add_need(amina, code_of(saved), {"factor": "I10"})
    return the_case(saved)


def test_a_consent_is_given_seen_and_withdrawn(browser: Browser, case: str, clock: Clock) -> None:
    assert "Without consent nothing leaves this case." in browser.get(case).text
    here = case + "/consent/new"
    form = browser.get(here)
    assert ("expires_on", "2027-05-21") in form.form(here).values
    seen = browser.send(form, here, {**SHARED, "expires_on": "2026-11-30"})
    assert "The consent is saved." in seen.text
    assert "Bureau of lawyers" in seen.text
    assert "a consent ends on 30 November 2026" in browser.get("/today").text
    one = next(each for each in seen.links if each.startswith("/consent/"))
    page = browser.get(one)
    assert "The code of the case, Needs" in page.text
    assert "Consent to share agreed" in page.text
    clock.pass_days(2)
    done = browser.send(browser.get(one), one, {"said_by": "client"})
    assert "Withdrawn on 22 November 2026" in done.text
    assert "withdrawn" in browser.get(case).text
    timeline = browser.get(case + "/timeline").text
    assert "A consent to share was withdrawn" in timeline
    assert "Consent to share: added" in timeline


def test_a_refused_consent_comes_back_with_every_tick(
    browser: Browser, case: str, amina: Node
) -> None:
    note = commands.add_note(amina, case.rsplit("/", 1)[1], {"text": "An open word"})
    here = case + "/consent/new"
    seen = browser.send(
        browser.get(here), here, {**SHARED, "given": "oral", "records": note, "expires_on": ""}
    )
    assert "Please check" in seen.text
    values = seen.form(here).values
    assert {("records", note), ("kinds", "need"), ("purpose", SHARED["purpose"])} <= set(values)
    seen = browser.send(seen, here, {"expires_on": "2027-01-01"})
    assert "Somebody has to certify what was said" in seen.text
    seen = browser.send(seen, here, {"certified_by": "Bo, who heard it"})
    assert "The consent is saved." in seen.text


def test_restricted_entries_and_consents_are_hidden_until_shown(
    browser: Browser, case: str, amina: Node
) -> None:
    client = case.rsplit("/", 1)[1]
    note = commands.add_note(amina, client, {"text": "what he did", "restricted": "violence"})
    here = case + "/consent/new"
    assert "what he did" not in browser.get(here).body
    values = {
        "purpose": "a bed tonight", "recipient": "The night shelter", "records": note,
        "given": "written", "expires_on": "2026-12-01",
    }  # fmt: skip
    made = commands.share(amina, client, values)
    for path in (case, case + "/timeline", "/today", here):
        assert "night shelter" not in browser.get(path).body, path
    assert "This line is restricted" in browser.get(f"/consent/{made}").text
    browser.send(browser.get(case + "/more"), case + "/show", {"class": "violence"})
    assert "The night shelter" in browser.get(case).text
    assert "what he did" in browser.get(f"/consent/{made}").text
    assert "what he did" in browser.get(here).text


def test_where_a_client_was_sent_every_sharing_says_so(browser: Browser, amina: Node) -> None:
    code = commands.add_client(amina, {}, keeping={**FULL, "came": "authority"})
    client = access.client(amina, code)["id"]
    made = commands.share(amina, code, {**SHARED, "expires_on": "2026-12-01"})
    for path in (f"/client/{client}", f"/client/{client}/consent/new", f"/consent/{made}"):
        assert told.MAY_NOT_BE_FREE in browser.get(path).text, path
    commands.keep(amina, code, FULL)
    assert told.MAY_NOT_BE_FREE not in browser.get(f"/client/{client}").text


def test_an_override_asks_for_one_of_four_reasons(browser: Browser, case: str) -> None:
    here = case + "/override/new"
    page = browser.get(here)
    assert page.form(here).offered["reason"] == ["life", "child", "incapable", "law"]
    assert "an authority asks is not a reason by itself" in page.text
    values = {
        "reason": "law", "why": "the court asks", "recipient": "District court",
        "kinds": ["code"], "second_view": "nobody", "told": "no",
    }  # fmt: skip
    seen = browser.send(page, here, values)
    assert "Name the law." in seen.text
    assert "Say whether a lawyer was asked." in seen.text
    assert "Say why the client is not told yet." in seen.text
    seen = browser.send(
        seen, here, {"law": "Act 5, article 7", "lawyer_asked": "yes", "told": "told",
                     "told_on": "2026-11-20"},
    )  # fmt: skip
    assert "without consent" in seen.text
    one = next(each for each in seen.links if re.match(r"/override/[0-9a-f]{32}", each))
    assert "Act 5, article 7" in browser.get(one).text
    assert "Sharing without consent: added" in browser.get(case + "/timeline").text


# ── beside free texts ───────────────────────────────────────────────────────────────────────


def test_beside_every_free_text_stands_what_not_to_write(browser: Browser, amina: Node) -> None:
    rest = FREE_TEXT.split("; ", 1)[1]
    for rtype in records.ALL:
        for field in rtype.fields:
            if field.kind is not Kind.LONG or "case" not in rtype.home.split():
                continue
            # A demand says what others wrote; these others ask for something narrower.
            own = rtype in (records.DEMAND, records.SAFETY_PLAN) or field.name in ("wish", "pieces")
            # Short words of the practitioner's own, and a goal, which is a plan of the client's.
            own = own or (rtype.name, field.name) in {
                ("goal", "text"), ("closure", "text"), ("reopening", "text"), ("person", "knows"),
                ("retention", "reason"),
            }  # fmt: skip
            assert rest in field.help or own, (rtype.name, field.name)
    _path, seen = take_on(browser)
    case = the_case(seen)
    for path in ("/note/new", "/support/new", "/review", "/wants"):
        assert rest in browser.get(case + path).text, path
    assert rest in browser.get("/contact/new").text


def test_code_only_holds_for_whatever_type_is_put(amina: Node) -> None:
    code = commands.add_client(amina, {}, keeping=CODE_ONLY)
    contact = commands.add_contact(amina, {"channel": "phone", "name": "Umed"})
    commands.attach(amina, contact, code)
    assert access.says_who(amina, access.client(amina, code)) == []
