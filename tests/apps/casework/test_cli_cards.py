"""Cards, demands, erasing and terms in a terminal; and slips that are told as such."""

from __future__ import annotations

import json

import pytest

from panoh.apps.casework import access, commands
from panoh.cli.output import words_of
from panoh.core.node import Node
from panoh.errors import Forbidden, Invalid, NotFound, PanohError, WrongUsage
from tests.apps.casework.sample import HELPER, STEP, WITHHELD, a_card
from tests.apps.casework.test_cli import Run, panoh, read
from tests.cast import Clock

__all__ = ["panoh"]


def add(panoh: Run, **more: str) -> str:
    words = [part for name, value in a_card(**more).items()
             for part in (f"--{name.replace('_', '-')}", str(value))]  # fmt: skip
    return panoh("card", "add", *words)


def test_a_card_by_commands(panoh: Run, amina: Node, clock: Clock) -> None:
    card = add(panoh)
    assert STEP in panoh("card", "show", card[:8])
    assert "Wages that were not paid" in panoh("card", "list")
    code = panoh("client", "add")
    used = json.loads(panoh("card", "use", code, card, "--counted-from", "2026-11-20", "--json"))
    assert (used["last_day"], used["version"]) == ("2027-02-18", 1)
    due = ("--reviewed-by", "Bo", "--source-on", "2026-11-20", "--review-due", "2027-01-20")
    panoh("card", "review", card, *due, "--steps", "Go to the inspector first.")
    shown = read(panoh, "card", "show", card)
    assert [each["code"] for each in shown["cases"]] == [code]
    assert f"{code}: a guidance card given here has changed" in panoh("today")
    panoh("card", "looked", used["id"], "--said", "told her")
    assert read(panoh, "card", "show", card)["cases"] == []
    panoh("card", "edit", card, "--helpers", HELPER + ", new")
    panoh("card", "translate", card, "--language", "rus", "--title", "Зарплата",
          "--steps", "Записать.", "--reviewed-by", "Bo")  # fmt: skip
    assert "Записать." in panoh("card", "show", card, "--in", "rus")
    assert read(panoh, "case", "show", code)["cards_used"][0]["card"] == card
    clock.pass_days(90)
    for words in (("card", "show", card), ("card", "list"), ("card", "show", card, "--json"),
                  ("card", "list", "--json"), ("client", "search", "inspector"),
                  ("case", "show", code, "--json")):  # fmt: skip
        said = panoh(*words)
        assert "inspector" not in said
        assert not [each for each in WITHHELD if each in said]
    assert HELPER in panoh("card", "show", card)
    assert "inspector" in panoh("card", "review", card, "--old-text", "--in", "eng")
    with pytest.raises(Forbidden):
        panoh("card", "review", card, "--old-text", "--json")


def test_demands_by_commands(panoh: Run) -> None:
    code = panoh("client", "add")
    noted = panoh("demand", "add", code, "--authority", "Office", "--asked-for", "her address")
    panoh("demand", "add", "--authority", "Tax office", "--asked-for", "all papers")
    panoh("demand", "edit", noted, "--given", "nothing", "--lawyer", "yes")
    listed = panoh("demand", "list")
    assert "her address" in listed
    assert "no single case" in listed
    assert [each["id"] for each in read(panoh, "demand", "list", "--code", code)] == [noted]
    assert "her address" not in panoh("case", "show", code)
    assert "her address" not in panoh("case", "show", code, "--json")


def test_erasing_by_command_names_what_goes_and_proves_it(panoh: Run, amina: Node) -> None:
    code = panoh("client", "add", "--wants", "a word that stands nowhere else")
    with pytest.raises(WrongUsage):
        panoh("erase", "client", code)  # nobody can be asked
    done = json.loads(panoh("erase", "client", code, "--yes", "--prove", "--json"))
    assert (done["code"], done["proved"], done["others"]) == (code, True, [])
    assert done["proof"]["bodies"] == done["proof"]["found"] == 0
    with pytest.raises(NotFound):
        panoh("client", "show", code)
    other = panoh("client", "add", "--wants", "another word that nobody said")
    said = panoh("erase", "client", other, "--yes", "--prove")
    for words in ("Proved.", "What stays", "What cannot be known", other):
        assert words in said
    shown = read(panoh, "retention", "show")
    assert {each["code"] for each in shown["erased"]} == {code, other}


def test_terms_by_command(panoh: Run, amina: Node, clock: Clock) -> None:
    panoh("retention", "set", "--months", "2", "--why", "our own rule")
    assert "2 months" in panoh("retention", "show")
    code = panoh("client", "add")
    panoh("case", "close", code, "--reason", "agreed")
    assert read(panoh, "case", "show", code)["keep_until"] == "2027-01-20"
    clock.pass_days(40)
    assert "will be erased on" in panoh("today")
    panoh("retention", "renew", code, "--reason", "her appeal is open")
    assert "will be erased on" not in panoh("today")
    for days in (59, 1, 31):
        clock.pass_days(days)
        said = panoh("today")
    assert f"{code}: erased on" in said
    with pytest.raises(NotFound):
        access.client(amina, code)
    with pytest.raises(WrongUsage):
        panoh("retention", "set", "--why", "no number")


# ── slips ───────────────────────────────────────────────────────────────────────────────────


def test_a_day_that_is_over_must_be_meant(panoh: Run) -> None:
    code = panoh("client", "add")
    for noun, words in (("step", "write it down"), ("follow-up", "ask")):
        with pytest.raises(Invalid) as refused:
            panoh(noun, "add", code, words, "--due", "2025-12-01")
        assert set(refused.value.problems) == {"due"}
        assert panoh(noun, "add", code, words, "--due", "2025-12-01", "--past")
        assert panoh(noun, "add", code, words, "--due", "2026-11-20")


def test_two_days_for_one_follow_up_are_refused(panoh: Run) -> None:
    code = panoh("client", "add")
    for due in ("2026-12-01", "24h"):
        with pytest.raises(WrongUsage, match="not both"):
            panoh("follow-up", "add", code, "--in", "72h", "--due", due)
    assert panoh("follow-up", "add", code, "--due", "24h")


def test_a_need_of_the_list_is_a_strength_only_if_meant(panoh: Run) -> None:
    code = panoh("client", "add")
    for typed in ("I10", "i10 "):
        with pytest.raises(WrongUsage, match="--as-strength"):
            panoh("strength", "add", code, typed)
    assert read(panoh, "case", "show", code)["strengths"] == []
    panoh("strength", "add", code, "I10", "--as-strength")
    assert [each["factor"] for each in read(panoh, "case", "show", code)["strengths"]] == ["I10"]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        (("contact", "add", "--when", "yesterday"), "When"),
        (("step", "add", "CODE", "x", "--due", "soon"), "By when"),
        (("client", "edit", "CODE", "--set", "phone=none"), "Phone"),
        (("note", "add", "CODE", "--text", ""), "Note"),
        (("contact", "hand-over", "CONTACT", ""), "Handed to whom"),
    ],
)
def test_refusals_name_what_the_help_names(panoh: Run, words: tuple[str, ...], label: str) -> None:
    known = {"CODE": panoh("client", "add"), "CONTACT": panoh("contact", "add")}
    with pytest.raises(PanohError) as refused:
        panoh(*(known.get(each, each) for each in words))
    said = words_of(refused.value)
    assert label in said
    assert "_" not in said


def test_a_reviewed_card_needs_a_person(panoh: Run, amina: Node) -> None:
    card = add(panoh)
    with pytest.raises(Invalid) as refused:
        panoh("card", "review", card)
    assert "Reviewed by" in words_of(refused.value)
    assert commands.use_card  # the same verbs as the pages
