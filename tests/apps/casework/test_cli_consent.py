"""`panoh consent` on a node that is open already."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

import click
import pytest
from click.testing import CliRunner, Result

from panoh.apps.casework import APP, access
from panoh.apps.casework.rules import told
from panoh.cli.context import Asked, Doors
from panoh.core.node import Node
from panoh.errors import Forbidden, Invalid, NotFound, PanohError, WrongUsage

Run = Callable[..., Result]
TOLD = ("--language", "tgk", "--came", "freely")


@pytest.fixture
def run(amina: Node) -> Run:
    root = click.Group("panoh")
    APP.command_line(root)

    def go(*words: str, stdin: str = "") -> Result:
        here = Asked(cast(Doors, None), words, node=amina)
        result = CliRunner().invoke(root, list(words), obj=here, input=stdin)
        if isinstance(result.exception, PanohError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result

    return go


def said(run: Run, *words: str) -> str:
    return run(*words).stdout.strip()


def read(run: Run, *words: str) -> Any:
    return json.loads(said(run, *words, "--json"))


def test_a_client_is_taken_on_with_what_was_chosen(run: Run, amina: Node) -> None:
    result = run("client", "add")
    assert "Consent to keep was not asked yet" in result.stderr
    code = result.stdout.strip()
    assert read(run, "case", "show", code)["keeping"]["choice"] == "not_asked"
    said(run, "consent", "keep", code, "--choice", "full", *TOLD, "--came", "family",
         "--heard", "panoh 1 en", "--no-interpreter", "--present", "family")  # fmt: skip
    keeping = read(run, "case", "show", code)["keeping"]
    assert (keeping["choice"], keeping["came"], keeping["may_not_be_free"]) == (
        "full", "family", True,
    )  # fmt: skip
    assert (keeping["present"], keeping["interpreter"]) == (["family"], False)
    told_at_once = ("--keep", "code", "--heard-in", "uzb", "--came", "not_asked")
    with pytest.raises(Invalid):
        run("client", "add", "--name", "Zulfiya", *told_at_once)
    other = said(run, "client", "add", "--keep", "code", "--heard-in", "uzb", "--came", "freely")
    assert access.kept(amina, access.client(amina, other)).choice == "code"
    with pytest.raises(Invalid):
        run("client", "edit", other, "--set", "phone=+992900111222")
    with pytest.raises(Forbidden):
        run("client", "add", "--keep", "nothing", "--heard-in", "uzb", "--came", "freely")


def test_names_are_erased_by_a_command(run: Run, amina: Node) -> None:
    code = said(run, "client", "add", "--goes-by", "Zulfiya of the bakery")
    with pytest.raises(WrongUsage):
        run("consent", "forget", code, "--yes")
    result = run("consent", "keep", code, "--choice", "code", *TOLD)
    assert f"panoh consent forget {code}" in result.stderr
    with pytest.raises(WrongUsage):
        run("consent", "forget", code)
    done = read(run, "consent", "forget", code, "--yes")
    assert done["proved"] is True
    assert amina.database.find_bytes([b"Zulfiya of the bakery"]) == []
    assert "nothing to erase" in said(run, "consent", "forget", code)


def test_a_consent_is_added_listed_and_withdrawn(run: Run) -> None:
    code = said(run, "client", "add", "--keep", "full", "--heard-in", "tgk", "--came", "programme")
    note = said(run, "note", "add", code, "--text", "he brought his papers")
    result = run(
        "consent", "add", code, "--purpose", "to claim the wages", "--recipient", "Bureau",
        "--items", "need,code", "--items", note[:8], "--given", "written", "--on", "2026-11-20",
        "--expires", "2027-01-31", "--country", "RU",
    )  # fmt: skip
    made = result.stdout.strip()
    assert told.MAY_NOT_BE_FREE in result.stderr
    listed = read(run, "consent", "list", code)
    assert [each["id"] for each in listed["consents"]] == [made]
    assert listed["consents"][0]["records"] == [note]
    assert listed["consents"][0]["state"] == "holds"
    assert listed["keeping"]["may_not_be_free"] is True
    assert "Bureau" in said(run, "consent", "list", code)
    other = said(run, "client", "add")
    with pytest.raises(NotFound):
        run("consent", "withdraw", other, made)
    run("consent", "withdraw", code, made[:8], "--said-by", "client")
    (row,) = read(run, "case", "show", code)["consents"]
    assert row["state"] == "withdrawn"
    assert "[withdrawn]" in said(run, "consent", "list", code)


def test_restricted_consents_are_listed_only_when_asked_for(run: Run) -> None:
    code = said(run, "client", "add")
    note = said(run, "note", "add", code, "--text", "what he did", "--restricted", "violence")
    said(run, "consent", "add", code, "--purpose", "a bed", "--recipient", "Night shelter",
         "--items", note, "--given", "written", "--expires", "2026-12-24")  # fmt: skip
    assert read(run, "consent", "list", code)["consents"] == []
    assert "Night shelter" not in said(run, "consent", "list", code)
    assert "Night shelter" in said(run, "consent", "list", code, "--restricted", "violence")
    assert len(read(run, "consent", "list", code, "--restricted", "violence")["consents"]) == 1


def test_an_override_by_command_needs_its_reason(run: Run) -> None:
    code = said(run, "client", "add")
    words = ("consent", "override", code, "--recipient", "Court", "--items", "code", "--why",
             "they insist", "--second-view", "nobody", "--told", "later", "--not-told-why",
             "he is not reachable")  # fmt: skip
    with pytest.raises(Invalid):
        run(*words)
    with pytest.raises(Invalid):
        run(*words, "--reason", "law")
    said(run, *words, "--reason", "law", "--law", "Act 5, 7", "--lawyer-asked", "yes")
    assert read(run, "consent", "list", code)["overrides"][0]["reason"] == "law"
    assert "Court" in said(run, "consent", "list", code)


def test_the_words_are_printed_and_written(run: Run) -> None:
    shown = said(run, "consent", "words")
    assert told.BEFORE_KEEPING[0] in shown
    assert told.PASSING_ON_UNKNOWN in shown
    said(run, "consent", "write", "--part", "pass_on", "--country", "TJ", "--language", "tg",
         "--text", "Мо маҷбурем.", "--checked-by", "Bo", "--checked-on", "2026-11-01")  # fmt: skip
    data = read(run, "consent", "words")
    assert data["keeping"]["version"] == "panoh 1 en"
    assert data["pass_on"][0]["texts"] == ["Мо маҷбурем."]
    assert told.PASSING_ON_UNKNOWN not in said(run, "consent", "words")
