"""Printing, importing and exporting in a terminal, on a node that is open already."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import click
import pyrage
import pytest
import pyzipper
from click.testing import CliRunner, Result

from panoh.apps.casework import APP, access, commands, views
from panoh.cli.context import Asked, Doors
from panoh.core.node import Node
from panoh.errors import BadTable, Invalid, PanohError, WeakPhrase, WrongUsage
from panoh.sheets import age
from tests.paper.reading import read
from tests.sheets.making import Raw, workbook

Run = Callable[..., Result]
PHRASE = "seven quiet camels cross a bridge"


@pytest.fixture
def panoh(amina: Node) -> Run:
    root = click.Group("panoh")
    APP.command_line(root)

    def run(*words: str) -> Result:
        here = Asked(cast(Doors, None), words, node=amina)
        result: Result = CliRunner().invoke(root, list(words), obj=here)
        if isinstance(result.exception, PanohError):
            raise result.exception
        assert result.exit_code in (0, 2), result.output
        return result

    return run


@pytest.fixture
def code(amina: Node) -> str:
    made = commands.add_client(
        amina,
        {"goes_by": "Zulfiyacanary", "wants": "музд", "phone": "+992900471147",
         "programme": "returnee", "programme_agreed": "1"},
    )  # fmt: skip
    commands.add_needs(amina, made, [
        {"factor": "I13", "detail": "restricted detail"},
        {"kind": "strength", "factor": "I38", "client_offered": "1", "detail": "faith detail"},
        {"own_words": "=cmd|' /C calc'!A1"},
    ])  # fmt: skip
    return made


def taken(amina: Node, code: str) -> list[Any]:
    return access.case(amina, code).taken_out


# ── print ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("what", ["plan", "summary", "consent", "safety-plan"])
def test_every_paper_is_written_for_its_owner_only(
    panoh: Run, amina: Node, code: str, tmp_path: Path, what: str
) -> None:
    out = tmp_path / "n.pdf"
    done = panoh("print", what, code, "-o", str(out), "--found-by", "nobody", "--language", "tg")
    assert done.stdout.strip() == str(out)
    assert "queue" in done.stderr
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    text = read(out.read_bytes()).text
    assert code in text
    assert "canary" not in text
    assert "restricted detail" not in text
    # Whoever has no key of its compartment must not read that there is a safety plan.
    assert taken(amina, code)[0]["what"] == ("paper" if what == "safety-plan" else what)


def test_a_file_that_is_there_is_left_alone_and_nothing_noted(
    panoh: Run, amina: Node, code: str, tmp_path: Path
) -> None:
    out = tmp_path / "n.pdf"
    out.write_bytes(b"mine")
    with pytest.raises(WrongUsage):
        panoh("print", "plan", code, "-o", str(out), "--found-by", "nobody")
    assert out.read_bytes() == b"mine"
    with pytest.raises(Invalid):
        panoh("print", "plan", code, "-o", str(tmp_path / "o.pdf"), "--found-by", "nobody",
              "--restricted", "child")  # fmt: skip
    assert not (tmp_path / "o.pdf").exists()
    assert taken(amina, code) == []


def test_nobody_to_ask_who_might_find_it(panoh: Run, code: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        panoh("print", "plan", code, "-o", str(tmp_path / "n.pdf"))


def test_two_languages_a_password_and_a_restricted_class(
    panoh: Run, amina: Node, code: str, tmp_path: Path
) -> None:
    word = tmp_path / "word"
    word.write_text("ду калима\n", "utf-8")
    done = panoh("print", "summary", code, "-o", str(tmp_path / "n.pdf"), "--found-by", "border",
                 "--language", "ru", "--with", "tg", "--password-file", str(word),
                 "--restricted", "violence", "--json")  # fmt: skip
    data = json.loads(done.stdout)
    assert (data["locked"], data["restricted"], data["pages"]) == (True, ["violence"], 1)
    found = read((tmp_path / "n.pdf").read_bytes(), "ду калима")
    assert "restricted detail" in found.text
    assert "safer to carry nothing" in done.stderr
    assert {each["restricted"] for each in taken(amina, code)} == {None, "violence"}


# ── import ──────────────────────────────────────────────────────────────────────────────────

NAMES = ("Зулфия Раҳмонова", "Gʻulom Oʻktamov", "Әсел Нұрланқызы", "Чоң Өмүр уулу", "Ёлкин Щукин")
HEADS = ("Рақам", "ФИО", "Телефон", "Язык", "Пол", "District")


def a_row(n: int) -> tuple[str, ...]:
    name = f"{NAMES[n % 5]} {n}"
    return (
        str(n),
        name,
        f"+992 90 {n:07d}",
        "тоҷикӣ, Русский",
        ("Женщина", "man")[n % 2],
        "Хатлон",
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_thousand_clients_in_mixed_scripts(
    panoh: Run, amina: Node, tmp_path: Path, kind: str
) -> None:
    rows = [HEADS, *(a_row(n) for n in range(1000))]
    path = tmp_path / f"list.{kind}"
    text = "\n".join("\t".join(each) for each in rows)
    path.write_bytes(text.encode("utf-16") if kind == "csv" else workbook(rows))
    pairs = ("--map", "A=old_number", "--json")
    looked = json.loads(panoh("import", "clients", str(path), "--preview", *pairs).stdout)
    assert (looked["rows"], looked["problems"]) == (1000, [])
    assert views.count_cases(amina, status="all") == 0
    before = amina.log.journal()[0]
    done = panoh("import", "clients", str(path), *pairs)
    assert len(json.loads(done.stdout)["taken"]) == 1000
    assert amina.log.journal()[0] == before + 1  # one transaction
    assert "still lies where it was" in done.stderr
    assert path.exists()
    assert views.count_cases(amina, status="all") == 1000
    last = json.loads(done.stdout)["taken"][7]
    row = access.client(amina, last["code"])
    assert (last["old_number"], row["names"]) == ("7", ["Әсел Нұрланқызы 7"])
    assert row["languages"] == ["tgk", "rus"]
    assert len(amina.rows("SELECT id FROM casework_caseload")) == 1000


BROKEN = {
    "a day that never was": (b"held_at;asked\n31.02.2026;x\n20.11.2026;y\n", 2, "no day"),
    "an open quotation mark": (b'held_at;asked\n20.11.2026;"x\n', 2, "quotation mark"),
    "letters of no alphabet": (b"held_at;asked\n20.11.2026;\xa9\xae\x98\n", 2, "CSV UTF-8"),
    "a head count of one person": (b"held_at;head_count\n20.11.2026;4\n", 2, "group session"),
    "no day at all": (b"held_at;asked\n;x\n", 2, "needed"),
    "a huge cell": (b"held_at;asked\n20.11.2026;" + b"x" * 10_000_000, 2, "32,767"),
    "a formula": (workbook([["held_at", "asked"], ["2026-11-20", Raw("<c><f>1</f></c>")]]), 2,
                  "formula"),
    "a bomb": (workbook(xml="<worksheet>" + " " * 150_000_000), 0, "unpacks to more"),
    "a cut workbook": (workbook([["held_at"], ["2026-11-20"]])[:-60], 0, "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_list_changes_nothing_and_says_why(
    panoh: Run, amina: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    data, row, words = BROKEN[name]
    path = tmp_path / "list"
    path.write_bytes(data)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    before = amina.log.journal()[0]
    if name in ("an open quotation mark", "letters of no alphabet", "a bomb", "a cut workbook"):
        with pytest.raises(BadTable, match=words) as refused:
            panoh("import", "contacts", str(path), "--json")
        assert refused.value.details.get("row", 0) == row
    else:
        done = panoh("import", "contacts", str(path), "--json")
        (problem,) = json.loads(done.stdout)["problems"]
        assert done.exit_code == 2
        assert (problem["row"], words in problem["why"]) == (row, True)
    assert amina.log.journal()[0] == before
    assert list(temporary.iterdir()) == []


def test_a_row_twice_and_a_code_that_is_taken_are_refused(
    panoh: Run, amina: Node, tmp_path: Path
) -> None:
    held = commands.add_client(amina, {})
    path = tmp_path / "list.csv"
    path.write_text(f"code;old_number;name\n{held};1;A\n;1;B\nK-17;3;C\n", "utf-8")
    done = panoh("import", "clients", str(path), "--json")
    problems = json.loads(done.stdout)["problems"]
    assert [(each["row"], each["why"].split()[-1]) for each in problems] == [
        (2, "already."), (3, "row."), (4, "number."),
    ]  # fmt: skip
    assert views.count_cases(amina, status="all") == 1


def test_programmes_and_factors_are_not_taken_from_a_list(panoh: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name;programme;x\nA;returnee;O01\n", "utf-8")
    looked = json.loads(panoh("import", "clients", str(path), "--preview", "--json").stdout)
    assert looked["columns"] == {"name": "names"}
    for field in ("programme", "status", "factor", "restricted"):
        with pytest.raises(WrongUsage):
            panoh("import", "clients", str(path), "--map", f"x={field}")


def test_a_pipe_or_a_folder_is_not_read(panoh: Run, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none", Path("/dev/null")):
        with pytest.raises(WrongUsage):
            panoh("import", "clients", str(path))


# ── export ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def phrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(age, "COST", 10)
    path = tmp_path / "phrase"
    path.write_text(PHRASE + "\n", "utf-8")
    return str(path)


def opened(path: Path, form: str) -> dict[str, bytes]:
    if form == "zip":
        with pyzipper.AESZipFile(path) as locked:
            return {each: locked.read(each, pwd=PHRASE.encode()) for each in locked.namelist()}
    inner = io.BytesIO(pyrage.passphrase.decrypt(path.read_bytes(), PHRASE))
    with zipfile.ZipFile(inner) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


@pytest.mark.parametrize("form", ["age", "zip"])
def test_a_case_goes_out_sealed_without_what_never_leaves(
    panoh: Run, amina: Node, code: str, tmp_path: Path, phrase: str, form: str
) -> None:
    out = tmp_path / "copy"
    panoh("export", "case", code, "-o", str(out), "--format", form, "--phrase-file", phrase)
    assert b"canary" not in out.read_bytes()
    files = opened(out, form)
    whole = b"".join(files.values())
    for word in (b"returnee", b"programme", b"restricted detail", b"faith detail", b"I38"):
        assert word not in whole
    assert json.loads(files["cases.json"])[0]["goes_by"] == "Zulfiyacanary"
    assert b"\"'=cmd|' /C calc'!A1\"" in files["needs.csv"]
    assert b'"\'+992900471147"' in files["clients.csv"]
    assert taken(amina, code)[0]["form"] == form


def test_restricted_lines_leave_only_when_their_class_is_named(
    panoh: Run, amina: Node, code: str, tmp_path: Path, phrase: str
) -> None:
    other = commands.add_client(amina, {"goes_by": "Umed"})
    out = tmp_path / "copy"
    done = panoh("export", "case", "all", "-o", str(out), "--phrase-file", phrase,
                 "--restricted", "violence", "--json")  # fmt: skip
    assert json.loads(done.stdout)["cases"] == 2
    assert b"restricted detail" in opened(out, "age")["needs.csv"]
    assert [each["restricted"] for each in taken(amina, other)] == [None]
    assert {each["restricted"] for each in taken(amina, code)} == {None, "violence"}


def test_a_weak_phrase_writes_and_notes_nothing(
    panoh: Run, amina: Node, code: str, tmp_path: Path
) -> None:
    weak = tmp_path / "phrase"
    weak.write_text("12345678\n", "utf-8")
    with pytest.raises(WeakPhrase):
        panoh("export", "case", code, "-o", str(tmp_path / "copy"), "--phrase-file", str(weak))
    assert not (tmp_path / "copy").exists()
    assert taken(amina, code) == []
