"""Adding, changing, verifying; the provider's word; gaps; referrals and their refusals."""

from __future__ import annotations

import json
import re

import pytest

from panoh.apps.casework import commands as casework
from panoh.apps.directory import access, commands, documents, records, views
from panoh.core.node import Node
from panoh.errors import Forbidden, Invalid, WeakPhrase
from tests.apps.directory.conftest import LEGAL, REASON, SECRET, SHELTER, STATE, client
from tests.cast import FULL, Clock


def entry(node: Node, record: str) -> views.Entry:
    return views.catalogue(node).entry(record)


def test_the_form_comes_back_as_it_was_filled_in(amina: Node, legal: str) -> None:
    flat = commands.flat(entry(amina, legal))
    assert {**flat, "hours": LEGAL["hours"]} == {**flat, **LEGAL}
    assert flat["hours"] == ["1-5 09:00-17:00"]
    assert (flat["country"], flat["status"]) == ("TJ", "active")
    assert commands.change(amina, legal, flat) == []


def test_a_change_touches_nothing_else(amina: Node, legal: str) -> None:
    before = views.whole(amina)
    assert commands.change(amina, legal, {"phones": ["+999 2 000"]}) == ["phones"]
    after = views.whole(amina)
    assert [each["number"] for each in after.table("phone").values()] == ["+999 2 000"]
    for table in ("location", "schedule", "address", "required_document", "language"):
        assert after.table(table) == before.table(table)


def test_every_wrong_field_is_named_at_once(amina: Node) -> None:
    with pytest.raises(Invalid) as refused:
        commands.add(amina, {"name": "x", "hours": ["always"], "factors": ["I999"]})
    assert set(refused.value.problems) == {"hours", "factors"}
    with pytest.raises(Forbidden):
        commands.add(amina, {"name": "x", "factors": ["C06"]})
    assert not views.catalogue(amina).entries


def test_closing_takes_it_out_of_what_is_found(amina: Node, legal: str) -> None:
    assert commands.find(amina, {"factor": "I07"}).answer.found
    commands.verify(amina, legal, {"how": "call", "result": "closed"})
    assert not commands.find(amina, {"factor": "I07"}).answer.found
    assert access.service(amina, legal)["status"] == "defunct"


def test_gap_is_counted_without_town_day_or_case(amina: Node, legal: str) -> None:
    wanted = {"factor": "I07", "place": "Ўш", "country": "KG", "language": "tgk"}
    looked = commands.find(amina, wanted)
    assert [each.card.record for each in looked.answer.nearest] == [legal]
    commands.find(amina, wanted)
    ((row, count),) = views.gaps(amina)
    assert count == 2
    assert row["month"] == "2026-11"
    assert (row["factor"], row["country"], row["language"]) == ("I07", "KG", "tgk")
    assert {each.name for each in records.GAP.fields} == {
        "month", "factor", "country", "region", "language", "safe_for",
    }  # fmt: skip
    commands.find(amina, {"words": "slip of a finger"})
    assert sum(count for _row, count in views.gaps(amina)) == 2


# ── the provider's own word ─────────────────────────────────────────────────────────────────


def filled(form: bytes, **said: str) -> bytes:
    text = form.decode("utf-8-sig")
    for name, value in said.items():
        text = re.sub(rf'("{name}";"[^"]*";"[^"]*");""', rf'\1;"{value}"', text)
    return text.encode()


def test_provider_corrects_and_a_practitioner_decides(amina: Node, legal: str) -> None:
    form = commands.form_file(amina, legal)
    made = commands.take_form(amina, filled(form, name="Legal aid", hours="sa 10:00-12:00"), "Ann")
    assert entry(amina, legal).name == "Legal desk"  # one live version until somebody decides
    assert [each["id"] for each in views.proposals(amina)] == [made]
    commands.decide(amina, made, "approved")
    assert entry(amina, legal).name == "Legal aid"
    assert [each.line() for each in entry(amina, legal).hours] == ["6 10:00-12:00"]
    assert entry(amina, legal).checks[-1]["how"] == "provider"
    (decided,) = amina.all(records.DECISION)
    assert json.loads(decided["before"])["name"] == "Legal desk"
    assert views.proposals(amina) == []
    with pytest.raises(Forbidden):
        commands.decide(amina, made, "declined")


def test_declined_correction_changes_nothing(amina: Node, legal: str) -> None:
    made = commands.take_form(amina, filled(commands.form_file(amina, legal), name="Other"))
    commands.decide(amina, made, "declined", "not so")
    assert entry(amina, legal).name == "Legal desk"


def test_form_holds_no_link_and_nothing_of_ours(amina: Node) -> None:
    made = commands.add(amina, {**SHELTER, "state_risk": "undesirable"})
    text = commands.form_file(amina, made).decode()
    for each in (SECRET, "undesirable", "survivor", "http", "Khujand", "I12"):
        assert each not in text


@pytest.mark.parametrize("data", [b"", b"a;b\r\n1;2\r\n", b"\x00\xff" * 40])
def test_what_is_no_form_is_refused(amina: Node, legal: str, data: bytes) -> None:
    from panoh.errors import PanohError

    with pytest.raises(PanohError):
        commands.take_form(amina, data)
    assert views.proposals(amina) == []


# ── referrals ───────────────────────────────────────────────────────────────────────────────


def test_exactly_the_agreed_items_are_copied(amina: Node, legal: str) -> None:
    case = client(amina)
    held = {each.key: each for each in commands.offered(amina, legal, case).items}
    assert held["wants"].text == "The wages of May"
    assert (held["names"].agreement, held["names"].text) == ("", "")
    need = next(each for each in held.values() if each.kind == "need")
    made = commands.new(amina, legal, case, ["wants", need.key[:8]], REASON)
    row = access.referral(amina, made)
    assert [each["kind"] for each in access.copies(amina, row)] == ["wants", "need"]
    assert row["agreements"] == need.agreement
    assert (row["basis"], row["ends"], row["due"]) == ("consent", "2026-12-20", "2026-11-23")


@pytest.mark.parametrize("items", [["names"], ["wants", "names"], ["sex"], []])
def test_without_consent_nothing_goes(amina: Node, legal: str, items: list[str]) -> None:
    case = client(amina)
    with pytest.raises((Forbidden, Invalid)):
        commands.new(amina, legal, case, items, REASON)
    assert amina.all(records.REFERRAL) == []
    assert amina.spaces.of_home("referral") == []


def test_what_is_restricted_stands_nowhere_until_it_was_named(amina: Node, legal: str) -> None:
    case = client(amina)
    casework.add_need(amina, case, {"factor": "I14"})
    casework.add_strength(amina, case, {"factor": "I38", "client_offered": True})
    labels = [each.label for each in commands.offered(amina, legal, case).items]
    assert not any("detention" in each.lower() for each in labels)
    assert sum(each.startswith("Needs") for each in labels) == 1
    assert not any(each.startswith("Strengths") for each in labels)


def test_consent_for_another_recipient_does_not_hold(amina: Node) -> None:
    other = commands.add(amina, {**LEGAL, "name": "Another desk", "organization": "Another"})
    with pytest.raises(Forbidden):
        commands.new(amina, other, client(amina), ["wants"], REASON)


def test_consent_that_ended_does_not_hold(amina: Node, legal: str, clock: Clock) -> None:
    case = client(amina)
    clock.pass_days(31)
    with pytest.raises(Forbidden):
        commands.new(amina, legal, case, ["wants"], REASON)


def test_override_holds_for_what_it_names(amina: Node, legal: str) -> None:
    case = casework.add_client(amina, {"names": "Firuz"}, keeping=FULL)
    casework.override(amina, case, {
        "reason": "life", "why": "Danger tonight.", "recipient": "Example Hope",
        "kinds": ["code", "names"], "second_view": "agrees", "told": "told",
        "told_on": "2026-11-20",
    })  # fmt: skip
    made = commands.new(amina, legal, case, ["names"], {**REASON, "priority": "emergency"})
    row = access.referral(amina, made)
    assert row["basis"] == "life"
    texts = documents.sheet(amina, views.made_of(amina, row)).texts()
    assert "A life is in danger tonight" in texts
    assert not any(each.startswith("I agree") for each in texts)


def test_service_tied_to_a_state_asks_apart(amina: Node) -> None:
    state = commands.add(amina, STATE)
    case = client(amina, recipient="Office for migrants")
    assert "run by a state" in commands.offered(amina, state, case).asks_apart
    with pytest.raises(Invalid) as refused:
        commands.new(amina, state, case, ["wants"], REASON)
    assert set(refused.value.problems) == {"risk_told"}
    made = commands.new(amina, state, case, ["wants"], REASON, risk_told=True)
    assert access.referral(amina, made)["risk_told"]


def test_withdrawal_shows_on_today_and_taking_back_erases_the_copies(
    amina: Node, legal: str
) -> None:
    case = client(amina)
    made = commands.new(amina, legal, case, ["wants"], REASON)
    row = access.referral(amina, made)
    casework.withdraw(amina, row["agreements"], {})
    assert views.made_of(amina, row).loose
    assert any("Take back" in each.text for each in views.today(amina, 10))
    with pytest.raises(Forbidden):
        documents.printed(amina, views.made_of(amina, row))
    with pytest.raises(Forbidden):
        commands.hand_to_colleague(amina, made)
    done = commands.step(amina, made, "revoked")
    assert done.standing.state == "revoked"
    assert access.copies(amina, row) == []
    assert not any("Take back" in each.text for each in views.today(amina, 10))


@pytest.mark.parametrize("last", ["done", "declined"])
def test_withdrawal_calls_back_what_was_over_already(amina: Node, legal: str, last: str) -> None:
    made = commands.new(amina, legal, client(amina), ["wants"], REASON)
    commands.step(amina, made, last, {"why": "full"} if last == "declined" else {})
    row = access.referral(amina, made)
    assert not views.made_of(amina, row).loose
    casework.withdraw(amina, row["agreements"], {})
    assert any("Take back" in each.text for each in views.today(amina, 10))
    with pytest.raises(Forbidden):
        documents.printed(amina, views.made_of(amina, row))
    assert commands.step(amina, made, "revoked").standing.state == "revoked"
    assert access.copies(amina, row) == []


def test_answer_is_awaited_noted_and_kept_with_the_provider(
    amina: Node, legal: str, clock: Clock
) -> None:
    case = client(amina, expires_on="2027-03-01")
    made = commands.new(amina, legal, case, ["wants"], REASON)
    assert not any("No answer" in each.text for each in views.today(amina, 10))
    clock.pass_days(3)
    assert any("No answer" in each.text for each in views.today(amina, 10))
    with pytest.raises(Invalid):
        commands.step(amina, made, "declined")
    assert commands.step(amina, made, "accepted").standing.state == "accepted"
    clock.pass_days(30)
    assert any("Ask how" in each.text for each in views.today(amina, 10))
    commands.step(amina, made, "done", {"result": "helped"})
    found = entry(amina, legal)
    assert [each["result"] for each in found.feedback] == ["helped"]
    assert found.checks[-1]["how"] == "referral"
    with pytest.raises(Forbidden):
        commands.step(amina, made, "accepted")


def test_sealed_file_opens_with_the_phrase_and_says_nothing_of_the_case(
    amina: Node, legal: str
) -> None:
    made = commands.new(amina, legal, client(amina), ["wants"], REASON)
    held = views.made_of(amina, access.referral(amina, made))
    with pytest.raises(WeakPhrase):
        documents.sealed_file(amina, held, "abc")
    phrase = "umbrella lantern gravel monday orchard violin"
    data = documents.sealed_file(amina, held, phrase)
    assert data.startswith(b"age-encryption.org/v1")
    assert b"wages" not in data
    told = json.dumps(documents.data(amina, held))
    assert "Firuz" not in told
    assert held.row["agreements"] not in told
