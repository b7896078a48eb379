"""The same acts by the real commands, one process each; both ways end in equal records."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from panoh import bootstrap
from panoh.crypto.derive import FLOOR
from tests.journeys.conftest import Told
from tests.journeys.panoh import Panoh
from tests.journeys.story import (
    AROUND,
    PART_OF_PHONE,
    PHONE,
    SEARCHED,
    STRENGTH,
    TICKED,
    day,
)
from tests.journeys.typed import ENGLISH

PHRASE = "umbrella lantern gravel monday orchard violin"
SAID = ENGLISH


def told_by_commands(panoh: Panoh) -> str:
    """Every act of `Story.whole`; the code of the case."""
    run = panoh.run
    contact = run(
        "contact", "add", "--channel", "phone", "--topic", "work", "--asked", SAID["asked"],
        "--answered", SAID["answered"], "--danger-tonight", "no", "--write-back", "yes",
        "--look-again-on", day("look").isoformat(),
    )  # fmt: skip
    code = panoh.read(
        "client", "add", "--keep", "full", "--heard-in", "tgk", "--came", "freely",
        "--goes-by", SAID["called"], "--language", "tgk", "--interpreter", "no",
        "--contact-ok", "agreed_times", "--contact-how", "message",
        "--contact-when", SAID["when"], "--phone-readers", SAID["readers"],
        "--if-other-answers", SAID["other"], "--phone", PHONE,
        "--danger-tonight", "not_asked", "--wants", SAID["wants"],
    )["code"]  # fmt: skip
    about_all = ("--said-by", "client", "--priority", "high")
    suggested = [run("need", "add", code, each, *about_all) for each in TICKED]
    run("need", "add", code, SEARCHED, *about_all)
    run("need", "add", code, "--own-words", SAID["own"], *about_all)
    run("strength", "add", code, STRENGTH)
    run("need", "add", code, AROUND)
    goal = run("goal", "add", code, SAID["goal"], "--need", suggested[0])
    step = run(
        "step", "add", code, SAID["step"], "--goal", goal, "--owner", "client",
        "--due", day("step").isoformat(),
    )  # fmt: skip
    run("step", "done", step)
    run(
        "support", "add", code, SAID["support"], "--sort", "listening", "--given-by", SAID["by"],
        "--need", suggested[1],
    )  # fmt: skip
    follow_up = run("follow-up", "add", code, SAID["what"], "--in", "72h")
    run("follow-up", "done", follow_up, "--outcome", "reached", "--text", SAID["went"])
    run("follow-up", "add", code, "--in", "2w")
    note = run("note", "add", code, "--text", SAID["note"])
    run("note", "amend", note, "--text", SAID["amended"])
    gone = run("note", "add", code, "--text", SAID["erased"])
    copies = panoh.folder / "copies"
    copies.mkdir()
    run("backup", "create", str(copies))
    erased = panoh.read("note", "erase", gone, "--yes")
    assert erased["proved"] is True
    assert len(erased["backups"]) == 1
    assert str(copies) in erased["backups"][0]
    run(
        "case", "review", code, "--text", SAID["review"], "--client-says", SAID["says"],
        "--next-on", day("review").isoformat(),
    )  # fmt: skip
    run("contact", "attach", contact, code)
    return str(code)


def found_and_closed_by_commands(panoh: Panoh, code: str) -> None:
    run = panoh.run
    for typed in (SAID["part_of_name"], PART_OF_PHONE, code, SAID["note_word"]):
        assert panoh.read("client", "search", typed)[0]["code"] == code, typed
    assert panoh.read("client", "search", SAID["erased_word"]) == []
    run(
        "case", "close", code, "--reason", "agreed", "--write-again", "yes",
        "--text", SAID["closing"],
    )  # fmt: skip
    assert panoh.read("client", "list") == []
    assert [each["code"] for each in panoh.read("client", "list", "--status", "closed")] == [code]
    run("case", "reopen", code, "--text", SAID["reopened"])
    assert [each["code"] for each in panoh.read("client", "list")] == [code]
    assert panoh.run("vault", "check", "--rebuild")


@pytest.fixture(scope="module")
def by_commands(tmp_path_factory: pytest.TempPathFactory) -> tuple[Panoh, str]:
    folder: Path = tmp_path_factory.mktemp("commands")
    panoh = Panoh(folder, PHRASE)
    bootstrap.create_vault(panoh.home, PHRASE, SAID["me"], cost=FLOOR)
    code = told_by_commands(panoh)
    found_and_closed_by_commands(panoh, code)
    return panoh, code


def test_one_client_by_commands(by_commands: tuple[Panoh, str]) -> None:
    panoh, code = by_commands
    case = panoh.read("case", "show", code)
    assert case["status"] == "open"
    assert len(case["needs"]) == 5
    assert len(case["strengths"]) == 1
    assert case["goals"][0]["steps"][0]["done"] is True
    assert [each["done"] for each in case["follow_ups"]].count(True) == 1
    assert SAID["erased_word"] not in panoh.run("case", "show", code, "--json")
    listed = panoh.run("client", "list")
    assert code in listed
    assert SAID["called"] not in listed


# ── equal at the end ────────────────────────────────────────────────────────────────────────

ID = re.compile(r"[0-9a-f]{16,64}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?")


class Plain:
    """A case without ids, codes and times: an id becomes its number in order of appearance, so
    that links must agree; a day becomes its distance from the day on which the row was made."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.ids: dict[str, str] = {}
        self.start = date.today()

    def of(self, value: Any) -> Any:
        if isinstance(value, dict):
            made = value.get("created_at") or value.get("time")
            before = self.start
            if made:
                self.start = datetime.fromisoformat(made).astimezone().date()
            found = {name: self.of(each) for name, each in sorted(value.items())}
            self.start = before
            return found
        if isinstance(value, list):
            return [self.of(each) for each in value]
        if not isinstance(value, str):
            return value
        if ID.fullmatch(value):
            return self.ids.setdefault(value, f"id {len(self.ids)}")
        if DAY.fullmatch(value):
            return f"day {(date.fromisoformat(value) - self.start).days:+d}"
        return SECOND.sub("time", value).replace(self.code, "code")


def equal_parts(panoh: Panoh, code: str) -> dict[str, Any]:
    case = panoh.read("case", "show", code)
    # Who opened the case: once for each unlocked session, and every command is a session.
    del case["opened"]
    case["timeline"] = [each for each in case["timeline"] if each["act"] != "opened"]
    for each in case["timeline"]:
        each.pop("entry", None)
    found: dict[str, Any] = Plain(code).of(case)
    # What was ticked together was written at once by the page, one after the other by commands.
    found["timeline"].sort(key=lambda each: json.dumps(each, sort_keys=True))
    return found


def test_both_end_in_equal_records(english: Told, by_commands: tuple[Panoh, str]) -> None:
    pages = equal_parts(english.panoh, english.kept.code)
    commands = equal_parts(*by_commands)
    assert set(pages) == set(commands)
    for part in sorted(pages):
        assert pages[part] == commands[part], part
