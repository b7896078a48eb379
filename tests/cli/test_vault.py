"""`panoh vault` by real processes."""

from __future__ import annotations

import json
import shutil

from tests.cli.conftest import Terminal


def test_create_uses_the_named_phrase_and_prints_the_mark(empty: Terminal) -> None:
    made = json.loads(empty.ok("vault", "create", "--name", "Nodira", "--language", "ru", "--json"))
    assert set(made) == {"id", "language", "mark"}
    assert made["language"] == "ru"
    listed = json.loads(empty.ok("--language", "ru", "vault", "list", "--json"))
    assert listed == [{"id": made["id"], "mark": made["mark"]}]
    # The vault's own language is spoken without being asked for.
    assert json.loads(empty.ok("settings", "--json"))["language"] == "ru"


def test_create_without_file_and_terminal_prints_a_phrase_once(empty: Terminal) -> None:
    ran = empty.run("vault", "create", phrase=False)
    mark, phrase = ran.out.splitlines()
    assert ran.status == 0
    assert len(phrase.split()) >= 6
    assert phrase not in ran.err
    empty.phrase = phrase
    assert empty.ok("vault", "list").splitlines() == [mark]
    empty.ok("settings")


def test_weak_phrase_is_refused_and_nothing_is_made(empty: Terminal) -> None:
    empty.phrase = "sunshine1"
    ran = empty.run("vault", "create")
    assert ran.status == 2
    assert "too easy" in ran.err
    assert ran.out == ""
    assert empty.ok("vault", "list") == ""


def test_create_writes_the_paper_key_to_a_new_private_file(terminal: Terminal) -> None:
    terminal.ok("vault", "paper-key", "paper.txt")
    paper = terminal.folder / "paper.txt"
    assert paper.stat().st_mode & 0o777 == 0o600
    terminal.phrase = paper.read_text().strip()
    terminal.ok("settings")
    before = paper.read_bytes()
    ran = terminal.run("vault", "paper-key", "paper.txt")
    assert ran.status == 2
    assert paper.read_bytes() == before


def test_failed_paper_key_leaves_no_file(terminal: Terminal) -> None:
    terminal.phrase = "another otter seldom paints the northern bridge"
    assert terminal.run("vault", "paper-key", "paper.txt").status == 3
    assert not (terminal.folder / "paper.txt").exists()


def test_wrong_phrase_ends_with_3_and_too_many_tries_too(terminal: Terminal) -> None:
    terminal.phrase = "another otter seldom paints the northern bridge"
    ran = terminal.run("settings")
    assert (ran.status, ran.out) == (3, "")
    assert terminal.phrase not in ran.err


def test_no_vault_ends_with_4(empty: Terminal) -> None:
    for words in (["settings"], ["vault", "check"], ["client", "list", "--json"]):
        ran = empty.run(*words)
        assert (ran.status, ran.out) == (4, "")
        assert "panoh vault create" in ran.err


def test_several_vaults_want_a_mark(terminal: Terminal) -> None:
    from panoh import bootstrap
    from panoh.crypto.derive import FLOOR

    first = json.loads(terminal.ok("vault", "list", "--json"))[0]
    other = "cedar lantern drifts above a silent harbour"
    place, _key = bootstrap.create_vault(terminal.home, other, cost=FLOOR)
    marks = {
        each["id"]: each["mark"] for each in json.loads(terminal.ok("vault", "list", "--json"))
    }
    ran = terminal.run("settings")
    assert ran.status == 2
    assert all(mark in ran.err for mark in marks.values())
    terminal.ok("--vault", first["mark"], "settings")
    terminal.ok("settings", "--vault", first["mark"].upper())
    terminal.phrase = other
    terminal.ok("settings", "--vault", place.id)
    assert terminal.run("settings", "--vault", "no such mark").status == 2


def test_home_may_be_named_anywhere(terminal: Terminal) -> None:
    terminal.settings["PANOH_HOME"] = str(terminal.folder / "nothing")
    assert terminal.run("vault", "list").out == ""
    before = terminal.ok("--home", str(terminal.home), "vault", "list")
    assert before
    assert terminal.ok("vault", "list", "--home", "home") == before


def test_check_says_that_nothing_is_off(terminal: Terminal) -> None:
    terminal.ok("client", "add", "--name", "Anna")
    assert json.loads(terminal.ok("vault", "check", "--rebuild", "--json")) == {
        "findings": [],
        "sound": True,
    }
    assert terminal.ok("vault", "check").strip() == "Nothing is off."


def test_check_ends_with_5_and_the_finding(terminal: Terminal) -> None:
    (vault,) = terminal.home.iterdir()
    data = bytearray((vault / "vault.db").read_bytes())
    data[-2000] ^= 1
    (vault / "vault.db").write_bytes(data)
    ran = terminal.run("vault", "check", "--json")
    assert ran.status == 5
    told = json.loads(ran.out)
    assert told["sound"] is False
    assert told["findings"]
    assert told["findings"][0] in ran.err
    (vault / "vault.db").write_bytes(data[:5000])
    assert terminal.run("vault", "check").status == 5
    (vault / "header").unlink()
    assert terminal.run("vault", "check").status != 0


def test_change_of_phrase_leaves_one_that_works(terminal: Terminal) -> None:
    new = "marble heron counts seven distant lighthouses"
    (terminal.folder / "new").write_text(new)
    terminal.ok("vault", "change-passphrase", "--new-passphrase-file", "new")
    assert terminal.run("settings").status == 3
    terminal.phrase = new
    terminal.ok("settings")
    (terminal.folder / "weak").write_text("12345678")
    weak = terminal.run("vault", "change-passphrase", "--new-passphrase-file", "weak")
    assert weak.status == 2
    nobody = terminal.run("vault", "change-passphrase")
    assert nobody.status == 2
    terminal.ok("settings")


def test_restored_copy_is_opened_only_when_said(terminal: Terminal) -> None:
    shutil.copytree(terminal.home, terminal.folder / "older")
    code = terminal.ok("client", "add").strip()
    shutil.rmtree(terminal.home)
    shutil.copytree(terminal.folder / "older", terminal.home)
    ran = terminal.run("client", "list")
    assert ran.status == 5
    assert "open-restored" in ran.err
    asked = terminal.run("vault", "open-restored")
    assert asked.status == 130  # nobody there to say yes
    terminal.ok("vault", "open-restored", "--yes")
    assert code not in terminal.ok("client", "list")
    terminal.ok("client", "add")
    terminal.ok("vault", "check", "--rebuild")
