"""What leaves and what never does; Today; what other apps are offered."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from pathlib import Path

import pytest

from panoh.apps.casework.pages.today import URGENCY_WORDS
from panoh.apps.casework.views.search import search as people
from panoh.apps.directory import access, commands, documents, serve, views
from panoh.apps.directory.views import standard
from panoh.core import meeting
from panoh.core.node import Node
from tests.apps.directory.conftest import LEGAL, REASON, SECRET, SHELTER, client
from tests.apps.directory.test_serve import every_answer
from tests.cast import Clock

CANARIES = (
    SECRET, "Hidden Lane", "foreign_agent", "undocumented", "survivor", "Firuz", "Examplezoda",
    "wages of May", "Canary note", "Blue door", "canary@example.invalid",
)  # fmt: skip


@pytest.fixture
def full(amina: Node) -> Node:
    """A directory with everything in it that must never leave."""
    legal = commands.add(amina, {**LEGAL, "state_risk": "foreign_agent"})
    shelter = commands.add(amina, SHELTER)
    commands.verify(amina, legal, {"how": "call", "result": "right", "note": "Canary note"})
    ref = views.catalogue(amina).entry(shelter).sites[0].record["ref"]
    held = standard.whole(amina).table("service_at_location").values()
    at = next(row for row in held if row["location_id"] == ref)
    package = json.dumps({"contacts.csv": [
        {"id": "c1", "location_id": ref, "email": "canary@example.invalid"}],
        "phones.csv": [{"id": "p1", "contact_id": "c1", "number": "+999 Hidden Lane"}],
        "attributes.csv": [{"id": "a1", "link_id": "p1", "value": "Hidden Lane"}],
        "service_at_location.csv": [{**at, "description": "Blue door behind the mill"}],
    })  # fmt: skip
    commands.bring(amina, [("more.json", package.encode())])
    case = client(amina)
    commands.new(amina, legal, case, ["wants"], REASON, risk_told=True)
    commands.change(amina, shelter, {"confidential_address": f"{SECRET}, second floor"})
    return amina


def test_nothing_confidential_leaves_by_any_door(
    full: Node, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    package = views.public(full)
    out = [serve.as_json(package), serve.as_zip(package), *every_answer(package)]
    out += [commands.form_file(full, each.id) for each in views.catalogue(full)]
    with zipfile.ZipFile(io.BytesIO(out[1])) as archive:
        out += [archive.read(each) for each in archive.namelist()]
    for data in out:
        for canary in CANARIES:
            assert canary.encode() not in data, canary
    assert len(package.table("service")) == 2
    with caplog.at_level(logging.DEBUG):
        said = capsys.readouterr()
    assert said.out + said.err + caplog.text == ""


def test_the_canaries_are_there_inside(full: Node) -> None:
    rows = json.dumps([full.all(each.type) for app in full.apps for each in app.records],
                      ensure_ascii=False, default=str)  # fmt: skip
    for canary in CANARIES:
        assert canary in rows, canary


def test_nothing_is_written_beside_the_vault(full: Node, tmp_path: Path) -> None:
    found = [each for each in tmp_path.rglob("*") if each.is_file()]
    for each in found:
        data = each.read_bytes()
        assert not any(canary.encode() in data for canary in CANARIES), each.name


def test_today_names_codes_only(full: Node, clock: Clock) -> None:
    clock.pass_days(200)
    texts = " ".join(each.text for each in views.today(full, 20))
    assert "2 services to verify" in texts
    assert {each.urgency for each in views.today(full, 20)} <= set(URGENCY_WORDS)  # in words
    assert "Legal" not in texts
    assert all(each.link.startswith(("/referral/", "/services/")) for each in views.today(full, 9))


def test_the_page_of_a_case_lists_its_referrals(amina: Node, legal: str) -> None:
    case = client(amina)
    made = commands.new(amina, legal, case, ["wants"], REASON)
    code = access.referral(amina, made)["case"]
    line, begin = meeting.beside(amina, "case", code)
    assert begin.link == "/services"
    assert line.link == f"/referral/{made}"
    assert meeting.beside(amina, "case", "another") == [begin]
    assert meeting.beside(amina, "person", code) == []


def test_search_finds_a_service_by_words_in_any_script(amina: Node, legal: str) -> None:
    commands.translate(amina, legal, {"language": "tgk", "name": "Ёрии ҳуқуқӣ"})
    assert [each.link for each in views.search(amina, "ёрии хукуки")] == [f"/service/{legal}"]
    assert views.search(amina, "legal wages")
    assert views.search(amina, "") == []


def test_search_for_people_passes_over_the_names_of_services(amina: Node, legal: str) -> None:
    """All apps keep names in one index: each finds its own."""
    client(amina)
    assert people(amina, "Legal desk") == []
    assert people(amina, "Dushanbe") == []
    assert [each.link for each in views.search(amina, "Legal desk")] == [f"/service/{legal}"]
    assert people(amina, "Firuz")


def test_paper_is_three_copies_with_the_code_and_not_the_name(amina: Node, legal: str) -> None:
    made = commands.new(amina, legal, client(amina), ["wants"], REASON)
    held = views.made_of(amina, access.referral(amina, made))
    sheet = documents.sheet(amina, held)
    texts = sheet.texts()
    assert sum(each == "The wages of May" for each in texts) == 3
    assert sum(each.new_page for each in sheet.sections) == 2
    assert held.row["case"] in texts
    assert not any("Firuz" in each for each in texts)
