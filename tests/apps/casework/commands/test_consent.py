"""Consent to keep, consent to share, withdrawal, sharing without consent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from panoh.apps.casework import access, commands, rules, views
from panoh.apps.casework.records import CLIENT, CONSENT, KEEPING
from panoh.core import backup
from panoh.core.check import check
from panoh.core.node import Node
from panoh.errors import Forbidden, Invalid, NotFound
from panoh.words import use_language
from tests.cast import CODE_ONLY, FULL, Clock

NAME = "Zulfiya of the bakery"
PHONE = "+992 900 111 222"
LAWYER = "Bureau of lawyers"
SHARED = {
    "purpose": "to claim the wages", "recipient": LAWYER, "country": "RU", "kinds": ["need"],
    "given": "written", "expires_on": "2027-02-20",
}  # fmt: skip
DANGER = {
    "reason": "life", "why": "he waits at her door", "recipient": "The night shelter",
    "kinds": ["called"], "second_view": "agrees", "told": "told", "told_on": "2026-11-20",
}  # fmt: skip


def kept(node: Node, code: str) -> access.Kept:
    return access.kept(node, access.client(node, code))


def refused(write: Any, *given: Any) -> set[str]:
    with pytest.raises(Invalid) as found:
        write(*given)
    return set(found.value.problems)


# ── to keep ─────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_claimed_that_was_not_asked(amina: Node) -> None:
    code = commands.add_client(amina, {"goes_by": NAME})
    assert kept(amina, code).choice == "not_asked"
    data = access.as_data(amina, code)
    assert data["keeping"]["choice"] == "not_asked"
    assert data["keeping"]["id"] is None
    assert data["consents"] == []
    assert access.case(amina, code).next_step.kind == "keeping"
    assert [each.kind for each in views.today(amina, 9)] == ["keeping"]
    commands.keep(amina, code, FULL)
    assert views.today(amina, 9) == []


def test_each_telling_is_kept_and_the_last_counts(amina: Node, clock: Clock) -> None:
    code = commands.add_client(amina, {}, keeping={**FULL, "came": "family", "interpreter": True})
    row = kept(amina, code).row
    assert row is not None
    assert row["told_on"] == "2026-11-20"
    assert (row["languages"], row["interpreter"], row["came"]) == (["tgk"], True, "family")
    assert row["wording"] == "panoh 1 en"
    assert kept(amina, code).sent
    clock.pass_days(1)
    commands.keep(amina, code, {**FULL, "came": "freely", "present": ["nobody"]})
    assert not kept(amina, code).sent
    rows = amina.all(KEEPING)
    assert {each["came"] for each in rows} == {"family", "freely"}
    space = amina.space_id(row["space"])
    with pytest.raises(Forbidden), amina.writing() as work:
        work.put(KEEPING, space, row["id"], {"choice": "code"})


def test_a_telling_says_choice_language_and_how_the_client_came(amina: Node) -> None:
    code = commands.add_client(amina, {})
    assert refused(commands.keep, amina, code, {}) == {"choice", "languages", "came"}
    assert refused(commands.keep, amina, code, {**FULL, "choice": "some"}) == {"choice"}
    assert refused(commands.keep, amina, code, {**FULL, "told_on": "2026-11-21"}) == {"told_on"}
    assert refused(commands.keep, amina, code, {**FULL, "duty": "a" * 32}) == {"duty"}
    commands.keep(amina, code, {**FULL, "came": "?not_safe"})
    assert not kept(amina, code).sent


def test_where_nothing_is_kept_no_client_is_made(amina: Node) -> None:
    contact = commands.add_contact(amina, {"channel": "phone", "name": NAME})
    with pytest.raises(Forbidden):
        commands.add_client(amina, {}, contact, {**FULL, "choice": "nothing"})
    assert views.count_cases(amina, status="all") == 0
    assert access.contact(amina, contact)["state"] == "open"  # it stays without a case


def test_under_a_code_only_no_name_and_no_number_is_taken(amina: Node) -> None:
    for name, value in {"goes_by": NAME, "names": [NAME], "phone": PHONE}.items():
        with pytest.raises(Invalid) as found:
            commands.add_client(amina, {name: value}, keeping=CODE_ONLY)
        assert set(found.value.problems) == {name}
    code = commands.add_client(amina, {"wants": "to sleep"}, keeping=CODE_ONLY)
    assert refused(commands.edit_client, amina, code, {"phone_other": PHONE}) == {"phone_other"}
    commands.edit_client(amina, code, {"wants": "to work", "phone": ""})
    commands.keep(amina, code, FULL)  # a later consent to everything lifts it
    commands.edit_client(amina, code, {"phone": PHONE})
    assert access.client(amina, code)["phone"] == PHONE


def test_a_contact_leaves_its_name_behind_under_a_code_only(amina: Node) -> None:
    contact = commands.add_contact(
        amina, {"channel": "phone", "name": NAME, "phone": PHONE, "asked": "about wages"}
    )
    code = commands.add_client(amina, {}, contact, CODE_ONLY)
    (row,) = access.case(amina, code).contacts
    assert (row["name"], row["phone"], row["asked"]) == ([], None, "about wages")
    amina.database.vacuum()
    assert amina.database.find_bytes([NAME.encode(), PHONE.encode()]) == []
    assert not kept(amina, code).still_held


def test_from_everything_to_a_code_names_are_erased_for_good(amina: Node, tmp_path: Path) -> None:
    contact = commands.add_contact(amina, {"channel": "phone", "name": "Zulya from the shop"})
    code = commands.add_client(
        amina, {"goes_by": NAME, "phone": PHONE, "wants": "her wages"}, contact, FULL
    )
    commands.edit_client(amina, code, {"names": [NAME, "Зульфия из пекарни"]})
    need = commands.add_need(amina, code, {"factor": "I10"})
    copies = tmp_path / "copies"
    copies.mkdir()
    backup.create(amina, copies)
    commands.keep(amina, code, CODE_ONLY)
    assert set(kept(amina, code).still_held) == {"goes_by", "phone", "names", "name"}
    assert access.case(amina, code).next_step.kind == "forget"
    done = commands.forget(amina, code)
    assert done.proved
    assert len(done.backups) == 1
    assert str(copies) in done.backups[0]
    traces = [NAME, PHONE, "Зульфия из пекарни", "Zulya from the shop"]
    assert amina.database.find_bytes([each.encode() for each in traces]) == []
    bodies = [repr(amina.log.open(each).body) for each in amina.log.entries()]
    assert not [each for each in traces if any(each in body for body in bodies)]
    found = access.case(amina, code)
    assert found.client["wants"] == "her wages"
    assert [each["id"] for each in found.needs] == [need]
    assert found.kept.still_held == ()
    assert not [each for each in traces if each in json.dumps(access.as_data(amina, code))]
    assert [each.act for each in found_moments(amina, code)].count("added") == 1  # the need
    assert "bakery" not in repr(views.search(amina, "bakery"))
    assert check(amina, rebuild=True) == []
    assert commands.forget(amina, code).entries == 0


def found_moments(node: Node, code: str) -> list[access.Moment]:
    return access.timeline(node, code)


def test_restricted_names_are_erased_too(amina: Node) -> None:
    contact = commands.add_contact(
        amina, {"channel": "phone", "name": "Parviz the uncle", "factor": "I13"}
    )
    code = commands.add_client(amina, {}, contact, FULL)
    (row,) = access.case(amina, code).contacts
    assert row["space"] != access.client(amina, code)["space"]
    commands.keep(amina, code, {**FULL, "choice": "nothing"})
    assert access.case(amina, code).next_step.kind == "unkept"
    assert commands.forget(amina, code).proved
    assert amina.database.find_bytes([b"Parviz the uncle"]) == []


# ── the practice's own words ────────────────────────────────────────────────────────────────

WORDS = {
    "part": "pass_on", "country": "TJ", "language": "ru", "text": "Мы обязаны сообщить о побоях.",
    "checked_by": "A lawyer of the bureau", "checked_on": "2026-10-01",
}  # fmt: skip


def test_what_must_be_passed_on_is_the_practices_own_dated_text(amina: Node) -> None:
    assert access.passing_on(amina) == []
    first = commands.write_wording(amina, WORDS)
    code = commands.add_client(amina, {}, keeping=FULL)
    row = kept(amina, code).row
    assert row is not None
    assert (row["country"], row["duty"]) == ("TJ", first)
    again = {**WORDS, "text": "Теперь иначе.", "checked_on": "2026-11-01"}
    second = commands.write_wording(amina, again)
    (told,) = access.passing_on(amina)
    assert told.row is not None
    assert told.row["id"] == second
    assert access.wording(amina, first)["text"] == WORDS["text"]  # what was heard stays readable
    commands.write_wording(amina, {**WORDS, "country": "RU"})
    commands.keep(amina, code, FULL)
    row = kept(amina, code).row
    assert row is not None
    assert row["duty"] is None  # of two countries nobody said which
    commands.keep(amina, code, {**FULL, "country": "TJ"})
    row = kept(amina, code).row
    assert row is not None
    assert row["duty"] == second


def test_own_words_say_who_checked_them_and_when(amina: Node) -> None:
    assert refused(commands.write_wording, amina, {}) == {
        "part", "language", "text", "checked_by", "checked_on",
    }  # fmt: skip
    assert refused(commands.write_wording, amina, {**WORDS, "country": ""}) == {"country"}
    later = {**WORDS, "checked_on": "2026-12-01"}
    assert refused(commands.write_wording, amina, later) == {"checked_on"}


def test_own_words_go_before_ours_in_their_language_only(amina: Node) -> None:
    own = {**WORDS, "part": "keeping", "text": "Мы записываем мало.\n\nЧитаю только я."}
    made = commands.write_wording(amina, own)
    assert access.before_keeping(amina).version == "panoh 1 en"
    with use_language("ru"):
        told = access.before_keeping(amina)
    assert told.version == f"own {made[:8]} ru"
    assert told.texts == ("Мы записываем мало.", "Читаю только я.")


# ── to share ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def code(amina: Node) -> str:
    made = commands.add_client(amina, {"goes_by": NAME}, keeping=FULL)
    commands.add_need(amina, made, {"factor": "I10"})
    return made


def held(node: Node, code: str) -> list[dict[str, Any]]:
    return access.agreements(node, access.client(node, code))


def test_a_consent_is_given_shown_and_withdrawn(amina: Node, code: str, clock: Clock) -> None:
    made = commands.share(amina, code, SHARED)
    (row,) = access.as_data(amina, code)["consents"]
    assert (row["id"], row["state"], row["given_on"]) == (made, "holds", "2026-11-20")
    item = rules.Item("need", made_on="2026-11-20T09:30")
    found = rules.may_share(held(amina, code), LAWYER, item, amina.today())
    assert found is not None
    assert found["id"] == made
    clock.pass_days(3)
    assert refused(commands.withdraw, amina, made, {"withdrawn_on": "2026-11-19"}) == {
        "withdrawn_on"
    }
    commands.withdraw(amina, made, {"said_by": "client"})
    (row,) = access.as_data(amina, code)["consents"]
    assert (row["state"], row["withdrawn_on"], row["withdrawn_by"]) == (
        "withdrawn", "2026-11-23", "client",
    )  # fmt: skip
    assert rules.may_share(held(amina, code), LAWYER, item, amina.today()) is None
    assert refused(commands.withdraw, amina, made, {}) == {"withdrawn_on"}
    acts = [each.act for each in access.timeline(amina, code)]
    assert acts[0] == "withdrawn"
    space = amina.space_id(access.client(amina, code)["space"])
    with pytest.raises(Forbidden), amina.writing() as work:
        work.put(CONSENT, space, made, {"recipient": "somebody else"})


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"recipient": "", "given": "oral", "kinds": []}, {"recipient", "certified_by", "kinds"}),
        ({"recipient": ""}, {"recipient"}),
        ({"purpose": ""}, {"purpose"}),
        ({"given": ""}, {"given"}),
        ({"expires_on": ""}, {"expires_on"}),
        ({"expires_on": "2028-01-01"}, {"expires_on"}),
        ({"kinds": []}, {"kinds"}),
        ({"given": "oral"}, {"certified_by"}),
        ({"given_on": "2026-11-30"}, {"given_on"}),
        ({"records": "ffffffff"}, {"records"}),
        ({"kinds": ["belief"]}, {"kinds"}),
    ],
)
def test_a_consent_without_its_parts_is_refused(
    amina: Node, code: str, values: dict[str, Any], problems: set[str]
) -> None:
    assert refused(commands.share, amina, code, {**SHARED, **values}) == problems
    assert held(amina, code) == []


def test_entries_are_named_one_by_one_and_only_of_this_case(amina: Node, code: str) -> None:
    note = commands.add_note(amina, code, {"text": "he came with his papers"})
    other = commands.add_client(amina, {})
    elsewhere = commands.add_note(amina, other, {"text": "of another"})
    values = {**SHARED, "kinds": [], "records": note[:8]}
    made = commands.share(amina, code, values)
    assert access.consent(amina, made)["records"] == note
    wrong = {**SHARED, "records": elsewhere}
    assert refused(commands.share, amina, code, wrong) == {"records"}
    item = rules.Item("note", note)
    assert rules.may_share(held(amina, code), LAWYER, item, amina.today())
    assert not rules.may_share(
        held(amina, code), LAWYER, rules.Item("note", elsewhere), amina.today()
    )


def test_a_consent_about_restricted_entries_lives_in_their_compartment(
    amina: Node, code: str
) -> None:
    main = access.client(amina, code)["space"]
    secret = commands.add_note(amina, code, {"text": "what he did", "restricted": "violence"})
    made = commands.share(amina, code, {**SHARED, "records": secret})
    assert access.consent(amina, made)["space"] != main
    taken = commands.withdraw(amina, made, {})
    assert access.withdrawal(amina, taken)["space"] != main
    whole = json.dumps(access.as_data(amina, code))
    assert made not in whole
    assert taken not in whole
    shown = access.as_data(amina, code, restricted=True)
    assert [each["id"] for each in shown["consents"]] == [made]
    barracks = commands.add_note(amina, code, {"text": "barracks", "restricted": "military"})
    both = {**SHARED, "records": f"{secret} {barracks}"}
    assert refused(commands.share, amina, code, both) == {"records"}


def test_today_warns_before_a_consent_ends(amina: Node, code: str, clock: Clock) -> None:
    made = commands.share(amina, code, {**SHARED, "expires_on": "2026-12-20"})
    assert views.today(amina, 9) == []
    clock.pass_days(20)
    (item,) = views.today(amina, 9)
    assert item.kind == "consent"
    assert code in item.text
    assert LAWYER not in item.text
    commands.withdraw(amina, made, {})
    assert views.today(amina, 9) == []


def test_many_cases_without_an_answer_are_one_line_of_today(amina: Node) -> None:
    for _ in range(6):
        commands.add_client(amina, {})
    (item,) = views.today(amina, 20)
    assert item.link == views.NOT_ASKED_PATH
    assert views.count_not_asked(amina) == len(views.not_asked(amina)) == 6


# ── without consent ─────────────────────────────────────────────────────────────────────────


def test_an_override_has_one_of_four_reasons_and_ends_soon(amina: Node, code: str) -> None:
    made = commands.override(amina, code, DANGER)
    row = access.override(amina, made)
    assert (row["decided_on"], row["expires_on"]) == ("2026-11-20", "2026-11-23")
    found = rules.may_share(
        held(amina, code), "the night shelter", rules.Item("called"), amina.today()
    )
    assert found is not None
    assert found["id"] == made
    for asked in ("authority", "police", "asked", ""):
        assert refused(commands.override, amina, code, {**DANGER, "reason": asked}) == {"reason"}
    law = {**DANGER, "reason": "law"}
    assert refused(commands.override, amina, code, law) == {"law", "lawyer_asked"}
    assert refused(commands.override, amina, code, {**DANGER, "second_view": ""}) == {"second_view"}
    assert refused(commands.override, amina, code, {**DANGER, "told": "no"}) == {"not_told_why"}
    assert refused(commands.override, amina, code, {**DANGER, "why": ""}) == {"why"}
    assert [each["id"] for each in access.as_data(amina, code)["overrides"]] == [made]


def test_agreements_of_nobody_are_not_found(amina: Node) -> None:
    for read in (access.consent, access.override, access.withdrawal, access.keeping):
        with pytest.raises(NotFound):
            read(amina, "f" * 32)
    assert amina.get(CLIENT, "f" * 32) is None
