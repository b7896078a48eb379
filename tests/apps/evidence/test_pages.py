"""The pages of the ledger, driven as a person drives them."""

from __future__ import annotations

from urllib.parse import urlencode

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
    values = {
        "title": "On counts",
        "reader": "donor",
        "place": "Germany",
        "body": "It left 144 dead.",
    }
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


# ── added by hand: practices, tables, citations, passages, what is taken out ────────────────


def test_a_practice_and_what_is_known_of_it_are_added(browser: Browser, amina: Node) -> None:
    source = commands.add_source(amina, {"title": "A trial"})
    page = browser.get("/evidence/practice/new")
    empty = browser.send(page, "/evidence/practice/new", {"title": "Only a title"})
    assert "Please check" in empty.text
    values = {"title": "Peer groups", "what": "Peers meet.", "factors": "I07"}
    seen = browser.send(browser.get("/evidence/practice/new"), "/evidence/practice/new", values)
    place = seen.path.split("?")[0]
    finding = {"outcome": "Wages paid", "kind": "research", "grade": "low", "effect": "More."}
    refused = browser.send(browser.get(place + "/finding"), place + "/finding", finding)
    assert "A grade needs the place where it can be read." in refused.text
    done = browser.send(refused, place + "/finding", {"source": source, "locator": "p. 3"})
    assert "Low certainty" in done.text
    assert "Peer groups" in browser.get("/evidence/factor/I07").text


def test_a_table_is_taken_in_from_the_browser(browser: Browser) -> None:
    page = browser.get("/evidence/table/new")
    sent = b"measure,value,place,period_start\nwages,3,Osh,2024\nwages,,Osh,2023\n"
    seen = browser.upload(page, "/evidence/table/new", {"kind": "csv"}, sent, "table")
    assert "1 figure was taken in. 1 cell held no number." in seen.text
    again = browser.upload(page, "/evidence/table/new", {"kind": "csv"}, sent, "table")
    assert "This table is here already." in again.text
    for data in (b"a,b\n1,2\n", b""):
        wrong = browser.upload(page, "/evidence/table/new", {"kind": "csv"}, data, "table")
        assert "Please check" in wrong.text


def test_citations_become_sources(browser: Browser, amina: Node) -> None:
    page = browser.get("/evidence/source/new")
    ris = "TY  - RPRT\r\nTI  - On wages\r\nER  - \r\n"
    seen = browser.send(page, "/evidence/source/new", {"pasted": ris})
    assert "1 source was taken in." in seen.text
    assert access.select(amina, records.SOURCE)[0]["title"] == "On wages"


def test_a_passage_is_marked_by_its_words_and_looked_for_again(
    browser: Browser, amina: Node
) -> None:
    text = b"A report on work.\n\nIn all 40 workers came. Then they left Osh."
    source = commands.take_in(amina, "a.txt", text).source
    place = f"/evidence/source/{source}"
    assert "Then they left Osh." in browser.get(place + "/text").text
    seen = browser.get(place)
    wrong = browser.send(seen, place + "/passage", {"words": "nothing like it stands here"})
    assert "These words do not stand in the text." in wrong.text
    filing = browser.send(seen, place + "/passage", {"words": "Then they left Osh."})
    typed = {"text": "They left.", "kind": "event"}
    claim = browser.send(filing, "/evidence/claim/new", typed)
    assert "Then they left Osh." in claim.text
    sent = b"In all 40 workers came. Nobody left."
    page = browser.get(place)
    assert "Lost: 1." in browser.upload(page, "/evidence/reread", {}, sent, "document").text


def test_a_claim_is_shown_in_a_brief_at_a_press(browser: Browser, amina: Node) -> None:
    commands.add_pack(amina, commands.offered())
    brief = commands.save_brief(amina, {"title": "T", "reader": "donor", "body": "Text."})
    place = f"/evidence/claim/{access.claim(amina, 'C120')['id']}"
    seen = browser.send(browser.get(place), "/evidence/cite", {"brief": brief})
    assert "!C120" in dict(seen.form(f"/evidence/brief/{brief}/edit").values)["body"]


def test_everything_can_be_taken_out_after_a_warning(browser: Browser, amina: Node) -> None:
    commands.add_pack(amina, commands.offered())
    page = browser.get("/evidence/out")
    assert "not sealed" in page.text
    files = [each for each in page.links if each.startswith("/evidence/out/")]
    assert len(files) == 6
    for each in files:
        status, _location, body = browser._send("GET", each)
        assert (status, bool(body)) == (200, True)
    assert browser.get("/evidence/out/other.csv").status == 404
    assert "nothing of your own" in browser.send(
        page, "/evidence/out", {"name": "mine", "source": "a test"}
    ).text  # fmt: skip


def test_a_pack_of_ones_own_goes_out_and_comes_in_after_a_look(
    browser: Browser, amina: Node, chen: Node
) -> None:
    commands.add_source(amina, {"title": "A report"})
    asked = browser.get("/evidence/out").form("/evidence/out")
    kept = [each for each in asked.values if each[0] not in ("name", "source")]
    values = urlencode([*kept, ("name", "mine"), ("source", "a test")])
    status, location, _body = browser._send("POST", "/evidence/out", values.encode())
    assert status == 303
    _status, _location, data = browser._send("GET", location)
    other, place = Browser(chen), "/evidence/packs/file"
    looked = other.upload(other.get("/evidence/packs"), place, {}, data, "pack")
    assert "Signed by" in looked.text
    assert access.adopted(chen) == []
    done = other.upload(looked, place, {"read": "1"}, data, "pack")
    assert "sealed in your vault" in done.text
    assert access.adopted(chen)[0]["name"] == "mine"
    broken = other.upload(other.get("/evidence/packs"), place, {}, b"x", "pack")
    assert "Please check" in broken.text
