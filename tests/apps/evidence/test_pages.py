"""The pages of the ledger, driven as a person drives them."""

from __future__ import annotations

import pytest

from panoh.apps.evidence import access, commands, records
from panoh.core.node import Node
from tests.apps.casework.browser import Browser


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


def test_the_pack_is_taken_in_after_reading_and_out_with_proof(
    browser: Browser, amina: Node
) -> None:
    page = browser.get("/evidence/packs")
    assert "in some countries that alone can bring you before a court" in page.text
    unread = browser.send(page, "/evidence/packs")
    assert "Nothing was taken in" in unread.text
    seen = browser.send(browser.get("/evidence/packs"), "/evidence/packs", {"read": "1"})
    assert "253 found" in seen.text
    held = access.adopted(amina)[0]["id"]
    ask = browser.get(f"/evidence/pack/{held}/remove")
    gone = browser.send(ask, f"/evidence/pack/{held}/remove")
    assert "Proved: no piece of it" in gone.text
    assert access.adopted(amina) == []


def test_before_it_no_page_but_one_speaks_of_the_pack(browser: Browser) -> None:
    for path in ("/evidence", "/evidence/sources", "/evidence/disagreements", "/evidence/factors",
                 "/evidence/timeline", "/evidence/practices", "/evidence/briefs"):  # fmt: skip
        assert "four documents" not in browser.get(path).text
    assert "four documents" in browser.get("/evidence/packs").text


def test_a_document_becomes_a_claim_by_a_persons_hand(browser: Browser, amina: Node) -> None:
    page = browser.get("/evidence/source/new")
    text = "A report.\n\nIn 2024 more than 300 workers in Osh were not paid. They waited."
    seen = browser.send(page, "/evidence/source/new", {"pasted": text, "title": "Wages in Osh"})
    source = seen.path.split("?")[0]
    assert "300" in seen.text
    (form,) = [each for each in seen.forms if "place" in each.names]
    filled = browser.post(source, [*form.values, ("act", "file")])
    assert ("value", "300") in filled.form("/evidence/claim/new").values
    assert ("period_start", "2024") in filled.form("/evidence/claim/new").values
    typed = {
        "text": "Over 300 workers were not paid.",
        "measure": "workers not paid",
        "place": "Osh",
    }
    claim = browser.send(filled, "/evidence/claim/new", typed)
    assert "The claim is filed." in claim.text
    assert "In 2024 more than 300 workers in Osh were not paid." in claim.text
    assert browser.get(source).text.count("300 workers in Osh were not paid") == 1


def test_a_sentence_set_aside_is_counted_and_not_suggested_again(
    browser: Browser, amina: Node
) -> None:
    text = b"A report on work.\n\nIn all 40 workers came. Then 50 left Osh."
    source = commands.take_in(amina, "a.txt", text).source
    seen = browser.get(f"/evidence/source/{source}")
    form = next(each for each in seen.forms if "place" in each.names)
    again = browser.post(f"/evidence/source/{source}", [*form.values, ("act", "not_needed")])
    assert "1 sentence was set aside" in again.text
    assert "40 workers" not in again.text
    assert len(access.select(amina, records.SET_ASIDE)) == 1


def test_search_leaves_what_is_looked_for_out_of_the_address(browser: Browser, amina: Node) -> None:
    commands.add_pack(amina, commands.offered())
    seen = browser.send(browser.get("/evidence"), "/evidence", {"q": "remittances"})
    assert "C145" in seen.text
    assert "remittances" not in seen.path


def test_a_refused_claim_comes_back_as_it_was_typed(browser: Browser) -> None:
    page = browser.get("/evidence/claim/new")
    seen = browser.send(page, "/evidence/claim/new", {"text": "x", "period_start": "soon"})
    assert "Please check" in seen.text
    assert ("period_start", "soon") in seen.form("/evidence/claim/new").values


def test_a_remark_and_a_note_on_a_disagreement_are_kept(browser: Browser, amina: Node) -> None:
    commands.add_pack(amina, commands.offered())
    claim = f"/evidence/claim/{access.claim(amina, 'C120')['id']}"
    seen = browser.send(browser.get(claim), claim, {"stance": "checked", "text": "Looked up."})
    assert "Looked up." in seen.text
    page = browser.get("/evidence/disagreements")
    form = page.forms[-1]
    noted = browser.post("/evidence/disagreements", [*form.values[:-1], ("text", "See Levada.")])
    assert "See Levada." in noted.text
    assert "The numbers drawn to scale" in noted.text


def test_a_brief_is_refused_then_built_and_taken_out(browser: Browser, amina: Node) -> None:
    commands.add_pack(amina, commands.offered())
    values = {"title": "On counts", "reader": "donor", "place": "Germany", "body": "It left 144 dead."}
    seen = browser.send(browser.get("/evidence/brief/new"), "/evidence/brief/new", values)
    place = seen.path.split("?")[0]
    assert "144: A number without a citation." in seen.text
    edit = browser.get(place + "/edit")
    done = browser.send(edit, place + "/edit", {"body": "It left 144 dead [C120]."})
    assert "Where the sources disagree" in done.text
    for kind, start in (("html", "<!doctype html>"), ("pdf", "%PDF-")):
        status, _location, body = browser._send("GET", f"{place}/{kind}")
        assert (status, body[: len(start)]) == (200, start.encode())


@pytest.mark.parametrize(
    "path",
    ["/evidence/claim/C001", "/evidence/claim/" + "0" * 32, "/evidence/factor/x1",
     "/evidence/brief/" + "0" * 32 + "/exe", "/evidence/pack/" + "0" * 32 + "/remove"],
)  # fmt: skip
def test_odd_addresses_are_not_found(browser: Browser, path: str) -> None:
    assert browser.get(path).status == 404
