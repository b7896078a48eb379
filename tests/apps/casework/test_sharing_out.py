"""What goes to somebody else: nothing but what a consent names, and who came sent is said."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pyrage
import pytest

from panoh.apps.casework import access, commands, documents
from panoh.apps.casework.rules import told
from panoh.core.node import Node
from panoh.errors import Invalid
from panoh.sheets import age
from tests.apps.casework.browser import Browser
from tests.apps.casework.test_cli_paper import Run, panoh  # noqa: F401 - a fixture
from tests.cast import FULL, Clock

CLINIC = "The legal clinic"
PHRASE = "seven quiet camels cross a bridge"
SHARED = {"purpose": "wages", "recipient": CLINIC, "given": "written", "expires_on": "2026-12-24"}


@pytest.fixture
def code(amina: Node) -> str:
    made = commands.add_client(
        amina,
        {
            "goes_by": "Zulfiya",
            "phone": "+992 900 471 147",
            "wants": "my wages",
            "district": "Rudaki",
        },
        keeping={**FULL, "came": "programme"},
    )
    commands.add_need(amina, made, {"own_words": "wages unpaid"})
    commands.add_strength(amina, made, {"own_words": "a brother"})
    goal = commands.add_goal(amina, made, {"text": "three months of wages"})
    commands.add_step(amina, made, {"text": "write a claim", "goal": goal})
    commands.add_follow_up(amina, made, {"span": "72h", "what": "how it went"})
    commands.add_note(amina, made, {"text": "what he told"})
    commands.add_need(amina, made, {"own_words": "beaten at home", "restricted": "violence"})
    return made


def on_paper(node: Node, code: str, restricted: tuple[str, ...] = ()) -> str:
    found = documents.sheets(node, code, "summary", ["en"], restricted, recipient=CLINIC)
    return "\n".join(found[0].texts())


def test_without_a_consent_nothing_goes_to_anybody(amina: Node, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        on_paper(amina, code)
    assert "whom" in refused.value.problems
    commands.share(amina, code, {**SHARED, "recipient": "Another office", "kinds": ["need"]})
    with pytest.raises(Invalid):
        on_paper(amina, code)
    for form in ("consent", "safety_plan"):
        with pytest.raises(Invalid):
            documents.sheets(amina, code, form, ["en"], recipient=CLINIC)


def test_exactly_what_was_agreed_stands_on_it(amina: Node, code: str, clock: Clock) -> None:
    made = commands.share(amina, code, {**SHARED, "kinds": ["need", "goal"]})
    said = on_paper(amina, code)
    for each in ("wages unpaid", "three months of wages", "write a claim"):
        assert each in said
    for each in (code, "a brother", "my wages", "how it went", "beaten at home", "Zulfiya"):
        assert each not in said
    clock.pass_days(1)  # what is noted or changed later needs a new consent
    commands.add_need(amina, code, {"own_words": "a bad tooth"})
    commands.add_step(
        amina,
        code,
        {"text": "go to the court", "goal": access.case(amina, code).goals[0].row["id"]},
    )
    assert "a bad tooth" not in on_paper(amina, code)
    assert "go to the court" not in on_paper(amina, code)
    commands.withdraw(amina, made, {})
    with pytest.raises(Invalid):
        on_paper(amina, code)


def test_something_restricted_goes_only_by_a_consent_of_its_own(amina: Node, code: str) -> None:
    commands.share(amina, code, {**SHARED, "kinds": ["need"]})
    assert "beaten at home" not in on_paper(amina, code, ("violence",))
    need = next(each for each in access.case(amina, code).needs if each["restricted"])
    commands.share(amina, code, {**SHARED, "records": need["id"]})
    assert "beaten at home" in on_paper(amina, code, ("violence",))
    assert "beaten at home" not in on_paper(amina, code)
    commands.note_taken_out(amina, code, "summary", "pdf", found_by="nobody",
                            restricted=["violence"], recipient=CLINIC)  # fmt: skip
    noted = {each["restricted"]: each for each in access.case(amina, code).taken_out}
    assert {each["recipient"] for each in noted.values()} == {CLINIC}
    assert noted[None]["agreement"] != noted["violence"]["agreement"]


def test_a_restricted_consent_is_told_of_in_its_compartment_alone(amina: Node, code: str) -> None:
    need = next(each for each in access.case(amina, code).needs if each["restricted"])
    commands.share(amina, code, {**SHARED, "records": need["id"]})
    with pytest.raises(Invalid):
        on_paper(amina, code)  # the open part does not know of it
    commands.note_taken_out(amina, code, "summary", "pdf", found_by="nobody",
                            restricted=["violence"], recipient=CLINIC)  # fmt: skip
    noted = {each["restricted"]: each for each in access.case(amina, code).taken_out}
    assert (noted[None]["recipient"], noted[None]["agreement"]) == (None, None)
    assert noted["violence"]["recipient"] == CLINIC


def test_a_copy_for_somebody_else_holds_no_more(
    panoh: Run,  # noqa: F811
    amina: Node,
    code: str,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(age, "COST", 10)
    (tmp_path / "phrase").write_text(PHRASE + "\n", "utf-8")
    commands.share(amina, code, {**SHARED, "kinds": ["need", "called"]})
    words = ("--phrase-file", str(tmp_path / "phrase"), "--to", CLINIC)
    done = panoh("export", "case", code, "-o", str(tmp_path / "copy"), *words)
    assert told.MAY_NOT_BE_FREE in done.stderr
    inner = io.BytesIO(pyrage.passphrase.decrypt((tmp_path / "copy").read_bytes(), PHRASE))
    with zipfile.ZipFile(inner) as archive:
        whole = b"".join(archive.read(each) for each in archive.namelist())
        (case,) = json.loads(archive.read("cases.json"))
    assert (case["goes_by"], case["code"], case["phone"]) == ("Zulfiya", None, None)
    for each in ("a brother", "my wages", "what he told", "Rudaki", "471 147", "900471147",
                 "how it went", "beaten", "programme", CLINIC):  # fmt: skip
        assert each.encode() not in whole, each
    assert b"wages unpaid" in whole
    with pytest.raises(Invalid):
        panoh("export", "case", "all", "-o", str(tmp_path / "all"), *words)
    assert not (tmp_path / "all").exists()


def test_pages_offer_only_whom_a_consent_names_and_say_who_came_sent(
    amina: Node, code: str
) -> None:
    browser = Browser(amina)
    path = f"/client/{access.client(amina, code)['id']}"
    made = commands.share(amina, code, {**SHARED, "kinds": ["need"]})
    need = next(each for each in access.case(amina, code).needs if each["restricted"])
    hidden = {**SHARED, "recipient": "The night shelter", "records": need["id"]}
    commands.share(amina, code, hidden)
    for at in ("/paper", "/export", "/consent/new", "/override/new", ""):
        page = browser.get(path + at)
        assert told.MAY_NOT_BE_FREE in page.text, at
        assert "night shelter" not in page.body, at
    asked = browser.get(path + "/paper")
    assert set(asked.form(path + "/paper").offered["whom"]) == {"", made}
    wish = {"what": "summary", "language": "en", "found_by": "nobody", "whom": made}
    checked = browser.send(asked, path + "/paper", wish)
    assert told.MAY_NOT_BE_FREE in checked.text
    assert CLINIC in checked.text
    assert "wages unpaid" in checked.text
    assert "my wages" not in checked.text
    action = next(each.action for each in checked.forms if "/paper/check" in each.action)
    sheet = browser.send(checked, action, {"act": "page"})
    assert told.MAY_NOT_BE_FREE not in sheet.text  # a paper may be found
    assert "a brother" not in sheet.text
    (noted,) = access.case(amina, code).taken_out
    assert (noted["recipient"], noted["agreement"]) == (CLINIC, made)
    commands.withdraw(amina, made, {})
    assert "whom" not in browser.get(path + "/paper").form(path + "/paper").names


def test_before_somebody_is_let_in_it_is_said_what_was_agreed(amina: Node, code: str) -> None:
    row = amina.spaces.row_of(access.client(amina, code)["space"])
    none, sent = amina.before_sharing(row)
    assert none.startswith("No consent to share holds")
    assert sent == told.MAY_NOT_BE_FREE
    (apart,) = amina.spaces.compartments(row)
    assert amina.before_sharing(apart) == [none, sent]
    commands.share(amina, code, {**SHARED, "kinds": ["need"]})
    commands.keep(amina, code, FULL)
    assert amina.before_sharing(row) == []
    child = commands.add_child(amina, {"age_band": "6_9"})
    hidden = amina.spaces.row_of(access.client(amina, child)["space"])
    assert amina.before_sharing(hidden) == []
    assert amina.before_sharing(amina.spaces.row(amina.space("desk"))) == []


def test_a_copy_of_all_says_how_many_were_sent(amina: Node, code: str) -> None:
    commands.add_client(amina, {}, keeping=FULL)
    child = commands.add_child(amina, {"age_band": "6_9"})
    commands.keep(amina, child, {**FULL, "came": "family"})
    assert access.count_sent(amina) == 1
    assert "In 1 case the client was sent by somebody" in Browser(amina).get("/export").text
    commands.keep(amina, code, FULL)
    assert access.count_sent(amina) == 0


def test_where_no_copy_is_safe_printing_says_so_first(amina: Node, code: str) -> None:
    browser = Browser(amina)
    path = f"/client/{access.client(amina, code)['id']}"
    plan = {"signs": "the door", "copy": "none", "restricted": "violence"}
    commands.edit_safety_plan(amina, code, plan)
    wish = {"what": "safety_plan", "language": "en", "found_by": "nobody"}
    said = "The client said that no copy is safe anywhere."
    hidden = browser.send(browser.get(path + "/paper"), path + "/paper", wish)
    assert said not in hidden.text  # nor that there is a plan
    browser.send(browser.get(path + "/more"), path + "/show", {"class": "violence"})
    wish["restricted"] = "violence"
    assert said in browser.send(browser.get(path + "/paper"), path + "/paper", wish).text
    blank = {**wish, "blank": "1"}
    assert said not in browser.send(browser.get(path + "/paper"), path + "/paper", blank).text


def test_of_a_hidden_case_nothing_is_said_before_it_is_shown(amina: Node) -> None:
    browser = Browser(amina)
    child = commands.add_child(amina, {"age_band": "6_9"})
    commands.keep(amina, child, {**FULL, "came": "authority"})
    path = f"/client/{access.client(amina, child)['id']}"
    for at in ("", "/paper", "/export"):
        assert told.MAY_NOT_BE_FREE not in browser.get(path + at).text, at
    data = access.as_data(amina, child)
    assert (data["keeping"]["choice"], data["keeping"]["came"]) == ("not_asked", None)
