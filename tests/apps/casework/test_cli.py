"""The verbs of casework in a terminal, on a node that is open already."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import click
import pytest
from click.testing import CliRunner, Result

from panoh.apps.casework import APP, access
from panoh.apps.casework.records import CLIENT, NOTE
from panoh.apps.casework.rules import read_code
from panoh.cli.context import Asked, Doors
from panoh.core.node import Node
from panoh.errors import Forbidden, Invalid, NotFound, PanohError, WrongUsage

Run = Callable[..., str]


@pytest.fixture
def panoh(amina: Node) -> Run:
    root = click.Group("panoh")
    APP.command_line(root)

    def run(*words: str, stdin: str = "") -> str:
        here = Asked(cast(Doors, None), words, node=amina)
        result: Result = CliRunner().invoke(root, list(words), obj=here, input=stdin)
        if isinstance(result.exception, PanohError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout.strip()

    return run


def read(panoh: Run, *words: str) -> Any:
    return json.loads(panoh(*words, "--json"))


def test_a_case_by_commands_from_first_contact_to_closing(panoh: Run) -> None:
    contact = panoh("contact", "add", "--channel", "phone", "--asked", "wages", "--name", "Aziz")
    panoh("contact", "hand-over", contact, "Bo", "--look-again-on", "2026-11-25")
    assert read(panoh, "contact", "list")[0]["handed_to"] == "Bo"

    made = json.loads(panoh("client", "add", "--name", "Азиз", "--name", "Aziz", "--json"))
    code = made["code"]
    assert set(made) == {"code"}
    assert read_code(code) == code
    panoh("client", "edit", code, "--set", "goes_by=Aziz", "--set", "danger_tonight=?not_safe")
    panoh("contact", "attach", contact[:8], code)
    assert read(panoh, "contact", "list") == []

    need = panoh("need", "add", code, "I10", "--said-by", "client", "--priority", "high")
    panoh("need", "add", code, "--own-words", "nobody answers the phone")
    panoh("strength", "add", code, "F21")
    goal = panoh("goal", "add", code, "I want my money", "--need", need[:10])
    step = panoh(
        "step", "add", code, "--text", "write it down", "--goal", goal, "--due", "2026-12-01"
    )
    panoh("support", "add", code, "--text", "explained the claim", "--sort", "advice")
    first = panoh("follow-up", "add", code, "--in", "72h", "--what", "did they pay")
    panoh("step", "done", step)
    panoh("follow-up", "done", code, first, "--outcome", "reached")
    note = panoh("note", "add", code, "--text", "he laughed for the first time")
    panoh("note", "amend", note, "--text", "he smiled")
    panoh("need", "edit", need, "--state", "easing")
    panoh("case", "review", code, "--client-says", "better", "--next-on", "2027-01-01")

    shown = read(panoh, "case", "show", code)
    assert {each["factor"] for each in shown["needs"]} == {"I10", None}
    assert shown["needs"][0]["state"] in {"easing", "present"}
    assert [each["factor"] for each in shown["strengths"]] == ["F21"]
    assert shown["goals"][0]["steps"][0]["done"] is True
    assert shown["support"][0]["sort"] == "advice"
    assert shown["follow_ups"][0]["outcome"] == "reached"
    assert shown["notes"][0]["amendments"][0]["text"] == "he smiled"
    assert shown["contacts"][0]["asked"] == "wages"
    assert shown["timeline"]
    assert len(shown["opened"]) == 1

    erased = json.loads(panoh("note", "erase", note, "--yes", "--json"))
    assert erased["id"] == note
    panoh("case", "close", code, "--reason", "agreed", "--write-again", "no")
    assert "No, never" in panoh("case", "show", code)
    assert read(panoh, "client", "list") == []
    assert read(panoh, "client", "list", "--status", "all")[0]["status"] == "closed"
    panoh("case", "reopen", code, "--text", "he came back")
    assert read(panoh, "client", "show", code)["status"] == "open"


def test_words_for_a_person_name_labels_and_codes(panoh: Run) -> None:
    code = panoh("client", "add", "--goes-by", "Gul", "--contact-how", "message")
    panoh("need", "add", code, "I10", "--priority", "high")
    shown = panoh("case", "show", code)
    assert "Unpaid or withheld wages" in shown
    assert "High" in shown
    assert "What may we call you? Gul" in panoh("client", "show", code)
    listed = panoh("client", "list")
    assert code in listed
    assert "Gul" not in listed
    assert code in panoh("client", "search", "Gul")
    contact = panoh("contact", "add")
    assert contact[:8] in panoh("contact", "list")
    assert "Not for passing on" in panoh("contact", "month", "2026-11")
    assert read(panoh, "contact", "month", "2026-11")["not_for_passing_on"] is True
    assert "Phone call" in panoh("contact", "show", panoh("contact", "add", "--channel", "phone"))


def test_a_word_in_place_of_an_id_names_what_the_list_has(panoh: Run) -> None:
    code = panoh("client", "add")
    with pytest.raises(WrongUsage, match="I10  Unpaid or withheld wages"):
        panoh("need", "add", code, "wages")
    with pytest.raises(WrongUsage, match="F21"):
        panoh("strength", "add", code, "supportive")
    with pytest.raises(Invalid):
        panoh("need", "add", code, "zzzz")


def test_a_slip_in_a_code_is_told_before_a_note_is_typed(panoh: Run) -> None:
    with pytest.raises(NotFound):
        panoh("note", "add", "CCC-CCC", stdin="a long note")


def test_nothing_is_erased_where_nobody_can_be_asked(panoh: Run) -> None:
    code = panoh("client", "add")
    note = panoh("note", "add", code, "--text", "stays")
    with pytest.raises(WrongUsage, match="--yes"):
        panoh("note", "erase", note)
    assert "stays" in panoh("case", "show", code)


def test_languages_are_named_and_questions_end_as_questions(panoh: Run) -> None:
    code = panoh("client", "add", "--language", "tgk", "--goes-by", "Gul")
    shown = panoh("client", "show", code)
    assert "Tajik" in shown
    assert "?:" not in shown


def test_the_month_is_this_one_if_none_is_named(panoh: Run) -> None:
    panoh("contact", "add", "--channel", "phone")
    assert panoh("contact", "month") == panoh("contact", "month", "2026-11")


def test_notes_need_not_stand_in_the_history_of_a_shell(panoh: Run, tmp_path: Path) -> None:
    code = panoh("client", "add")
    written = tmp_path / "home.txt"
    written.write_text("from a file\n", encoding="utf-8")
    panoh("note", "add", code, "--text-file", str(written))
    panoh("note", "add", code, "--text", "-", stdin="from a pipe\n")
    panoh("note", "add", code, stdin="and so too")
    texts = {each["text"] for each in read(panoh, "case", "show", code)["notes"]}
    assert texts == {"from a file", "from a pipe", "and so too"}


def test_a_programme_on_the_command_line_is_an_agreed_one(panoh: Run, amina: Node) -> None:
    code = panoh("client", "add", "--program", "labour_migrant")
    held = access.programme(amina, code)
    assert held is not None
    assert held.key == "labour_migrant"
    for words in (("client", "show", code), ("case", "show", code), ("client", "list")):
        assert "labour" not in (panoh(*words) + panoh(*words, "--json")).lower()
    shown = read(panoh, "case", "show", code, "--with-programme")
    assert shown["programme"]["key"] == "labour_migrant"


def test_rules_of_harm_hold_on_the_command_line(panoh: Run) -> None:
    code = panoh("client", "add")
    for words in (
        ("need", "add", code, "C06"),
        ("need", "add", code, "O01"),
        ("strength", "add", code, "I38"),
        ("need", "add", code, "I38", "--client-offered"),
        ("contact", "add", "--factor", "O02"),
        ("client", "list", "--factor", "I38"),
    ):
        with pytest.raises(Forbidden):
            panoh(*words)
    with pytest.raises(Invalid):
        panoh("client", "edit", code, "--set", "belief=x")
    with pytest.raises(NotFound):
        panoh("case", "show", "CCC-CCC")


def test_restricted_lines_are_printed_only_when_asked_for(panoh: Run) -> None:
    code = panoh("client", "add")
    panoh("note", "add", code, "--text", "what happened", "--restricted", "violence")
    panoh("note", "add", code, "--text", "an open word")
    shown, data = panoh("case", "show", code), read(panoh, "case", "show", code)
    assert "what happened" not in shown + json.dumps(data)
    assert data["hidden"] == 1
    assert "an open word" in shown
    assert "what happened" not in panoh("client", "search", "happened")
    assert read(panoh, "case", "restricted", code) == {"violence": 1}
    assert "what happened" not in panoh("case", "show", code, "--restricted", "detention")
    asked = panoh("case", "show", code, "--restricted", "violence")
    assert "what happened" in asked
    again = read(panoh, "case", "show", code, "--restricted", "violence")
    assert len(again["opened"]) > len(data["opened"])


def test_no_stored_text_steers_the_terminal(panoh: Run, amina: Node) -> None:
    code = panoh("client", "add")
    row = access.client(amina, code)
    hostile = "\x1b]0;title\x07\x9b2J\u202egnp.exe\r"
    with amina.writing() as work:  # past every check, as another program may write it
        values = {"client": row["id"], "text": hostile}
        work._pending[amina.space_id(row["space"])] = {(NOTE.table, bytes(16)): values}
        work._pending[amina.space_id(row["space"])][(CLIENT.table, bytes.fromhex(row["id"]))] = {
            "goes_by": hostile
        }
    for line in (["case", "show", code], ["client", "show", code]):
        for more in ([], ["--json"]):
            printed = panoh(*line, *more)
            assert "gnp.exe" in printed
            assert not set("\x1b\x07\x9b\r\u202e") & set(printed), line
    assert read(panoh, "client", "show", code)["goes_by"] == hostile


@pytest.mark.parametrize("month", ["0000-01", "9999-12", "٢٠٢٦-١١", "2026-13", "now"])
def test_a_month_that_cannot_be_is_refused_in_words(panoh: Run, month: str) -> None:
    for line in (["contact", "month", month], ["contact", "list", "--month", month]):
        with pytest.raises(WrongUsage, match="2026-11"):
            panoh(*line)


def test_today_tells_what_is_due_without_names(panoh: Run) -> None:
    assert "Nothing is due." in panoh("today")
    told = ("--keep", "full", "--heard-in", "tgk", "--came", "freely")
    code = panoh("client", "add", "--name", "Зарина", *told)
    panoh("follow-up", "add", code, "--due", "2026-11-01", "--past", "--what", "ask Зарина")
    shown = read(panoh, "today")
    assert shown["date"] == "2026-11-20"
    assert [each["kind"] for each in shown["items"]] == ["follow_up"]
    assert shown["backup"] == {"days": None, "late": True}
    for told in (panoh("today"), json.dumps(shown, ensure_ascii=False)):
        assert code in told
        assert "Зарина" not in told


def test_every_command_explains_itself(panoh: Run) -> None:
    root = click.Group("panoh")
    APP.command_line(root)
    for name, group in root.commands.items():
        assert panoh(name, "--help")
        if not isinstance(group, click.Group):
            continue
        for verb, command in group.commands.items():
            text = panoh(name, verb, "--help")
            assert command.help
            assert "--json" in text
            assert "\0" not in text
