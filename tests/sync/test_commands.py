"""Three people, three vaults, one hub or stick: everything by real processes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from panoh import bootstrap
from panoh.crypto.derive import FLOOR
from tests.cli.conftest import PHRASE, Terminal

Ways = list[str]


class Colleague:
    """One person at a terminal of their own."""

    def __init__(self, folder: Path, name: str, way: Ways) -> None:
        folder.mkdir()
        self.terminal = Terminal(folder)
        bootstrap.create_vault(self.terminal.home, PHRASE, name, cost=FLOOR)
        self.way = way

    def ok(self, *words: str) -> str:
        return self.terminal.ok(*words).strip()

    def data(self, *words: str) -> Any:
        return json.loads(self.ok(*words, "--json"))

    def sync(self) -> Any:
        return self.data("sync", *self.way)


@pytest.fixture(params=["hub", "file"])
def three(request: pytest.FixtureRequest, tmp_path: Path) -> list[Colleague]:
    if request.param == "hub":
        way = ["--hub", request.getfixturevalue("hub_url")]
    else:
        way = ["--file", str(tmp_path / "stick")]
    return [Colleague(tmp_path / name, name.title(), way) for name in ("amina", "bo", "chen")]


def rounds(*people: Colleague, times: int = 2) -> list[Any]:
    return [each.sync() for _ in range(times) for each in people]


def invite(owner: Colleague, code: str, other: Colleague, *options: str) -> None:
    made = owner.data("space", "invite", code, *options)
    other.ok("space", "join", made["code"])
    rounds(owner, other)


def notes(person: Colleague, code: str) -> list[str]:
    return [each["text"] for each in person.data("case", "show", code)["notes"]]


def test_three_people_and_a_case(three: list[Colleague]) -> None:
    amina, bo, chen = three
    code = amina.ok("client", "add", "--goes-by", "Zuhra", "--phone", "+992 90 000 00 01")
    amina.ok("note", "add", code, "--text", "before anybody else came")
    invite(amina, code, bo, "--role", "writer")
    assert bo.data("case", "show", code)["goes_by"] == "Zuhra"
    assert notes(bo, code) == []
    first, second = (
        each.data("space", "words", name)["words"] for each, name in ((amina, "Bo"), (bo, "Amina"))
    )
    assert first == second
    assert len(first) == 12
    # Both change one field apart from each other.
    amina.ok("client", "edit", code, "--set", "phone=+992 90 000 00 02")
    bo.ok("client", "edit", code, "--set", "phone=+992 90 000 00 03")
    rounds(bo, amina, bo, times=1)
    for each in (amina, bo):
        (found,) = each.data("conflicts", "list")
        assert (found["client"], found["field"]) == (code, "phone")
        assert {(v["author"], v["value"]) for v in found["values"]} == {
            ("Amina", "+992 90 000 00 02"),
            ("Bo", "+992 90 000 00 03"),
        }
    wanted = next(v["number"] for v in found["values"] if v["author"] == "Amina")
    bo.ok("conflicts", "resolve", code, "phone", str(wanted))
    rounds(bo, amina, times=1)
    for each in (amina, bo):
        assert each.data("conflicts", "list") == []
        assert each.data("case", "show", code)["phone"] == "+992 90 000 00 02"
    # A third comes with the whole history, and Bo is taken out.
    invite(amina, code, chen, "--history", "all", "--role", "manager")
    assert notes(chen, code) == ["before anybody else came"]
    amina.ok("space", "revoke", code, "Bo", "--yes")
    rounds(amina, chen, bo, times=1)
    chen.ok("note", "add", code, "--text", "not for Bo")
    rounds(chen, amina, bo, times=2)
    assert "not for Bo" in notes(amina, code)
    assert "not for Bo" not in notes(bo, code)
    assert [m["name"] for m in amina.data("space", "show", code)["parts"][0]["members"]] == [
        "Amina",
        "Chen",
    ]
    # Erased everywhere.
    note = next(n for n in amina.data("case", "show", code)["notes"] if n["text"] == "not for Bo")
    amina.ok("note", "erase", note["id"], "--yes")
    rounds(amina, chen, times=1)
    assert notes(chen, code) == ["before anybody else came"]
    # Handed over.
    amina.ok("space", "hand-over", code, "Chen", "--leave", "--yes")
    rounds(amina, chen, times=2)
    chen.ok("client", "edit", code, "--set", "goes_by=Z.")
    rounds(chen, amina, times=2)
    assert amina.data("case", "show", code)["goes_by"] == "Zuhra"
    for each in three:
        assert each.data("vault", "check", "--rebuild")["findings"] == []
