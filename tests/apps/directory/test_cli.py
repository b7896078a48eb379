"""The directory, services and referrals in a terminal, and the read API as a process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from panoh import bootstrap
from panoh.apps.directory import commands, views
from panoh.core.node import Node
from panoh.crypto.derive import FLOOR
from panoh.errors import Forbidden, Invalid, Unsound, WrongUsage
from tests.apps.directory.conftest import LEGAL, SECRET, SHELTER, Run, client
from tests.cast import PHRASE


def test_add_find_show_change_verify(panoh: Run) -> None:
    made = panoh(
        "service", "add", "--name", "Legal desk", "--town", "Душанбе", "--hours",
        "1-5 09:00-17:00", "--factor", "i07", "--language", "tgk", "--cost", "free", "--phone",
        "+999 1 23", "--safe-for", "undocumented", "--json",
    )["id"]  # fmt: skip
    asked = ("--need", "I07", "--place", "Dushanbe", "--language", "tgk", "--free", "--open", "now")
    found = panoh("service", "find", *asked, "--json")
    (one,) = found["found"]
    assert one["id"] == made
    assert one["km"] < 1
    assert {each["state"] for each in one["why"]} <= {"fits", "not"}
    assert "open then" in panoh("service", "find", *asked)
    panoh("service", "change", made, "--phone", "+999 2 34")
    assert panoh("service", "show", made, "--json")["phones"] == ["+999 2 34"]
    assert [each["id"] for each in panoh("directory", "stale", "--json")] == [made]
    panoh("directory", "verify", made, "--how", "call", "--result", "right")
    assert panoh("directory", "stale", "--json") == []
    shown = panoh("service", "show", made)
    assert "Dushanbe" in shown
    assert "Verified lately" in shown
    panoh("service", "find", "--need", "I07", "--place", "Osh", "--country", "KG")
    assert panoh("directory", "gaps", "--json")[0]["country"] == "KG"


def test_in_and_out_in_both_forms(panoh: Run, amina: Node, bo: Node, tmp_path: Path) -> None:
    commands.add(amina, LEGAL)
    commands.add(amina, {**SHELTER, "state_risk": "undesirable"})
    from tests.apps.directory.conftest import terminal

    for form, name in (("json", "out.json"), ("csv", "out.zip")):
        path = tmp_path / name
        panoh("directory", "export", "-o", str(path), "--format", form)
        data = path.read_bytes()
        assert SECRET.encode() not in data
        assert b"undesirable" not in data
        assert path.stat().st_mode & 0o077 == 0
        taken = terminal(bo)("directory", "import", str(path), "--json")
        assert taken["rows"]["service"] == 2
        with pytest.raises(WrongUsage):
            panoh("directory", "export", "-o", str(path), "--format", form)
    bad = tmp_path / "bad.json"
    bad.write_text('{"id": "a", "status": "active"}')
    with pytest.raises(Unsound):
        panoh("directory", "import", str(bad))


def test_form_out_and_back(panoh: Run, amina: Node, tmp_path: Path) -> None:
    made = commands.add(amina, LEGAL)
    form = tmp_path / "form.csv"
    panoh("service", "form", made, "-o", str(form))
    text = form.read_text("utf-8-sig").replace('"Legal desk";""', '"Legal desk";"Legal aid"')
    form.write_text(text, "utf-8")
    proposal = panoh("service", "proposal", str(form), "--by", "Ann", "--json")
    assert proposal["changes"] == {"name": "Legal aid"}
    panoh("service", "approve", proposal["id"])
    assert panoh("service", "show", made, "--json")["name"] == "Legal aid"


def test_a_referral_from_consent_to_done(panoh: Run, amina: Node, tmp_path: Path) -> None:
    made = commands.add(amina, LEGAL)
    case = client(amina)
    items = {each["item"]: each["agreed"] for each in panoh("referral", "items", made, case,
                                                            "--json")}  # fmt: skip
    assert items["wants"]
    assert not items["names"]
    with pytest.raises(Forbidden):
        panoh("referral", "new", made, case, "--item", "names", "--reason", "Wages.")
    said = ("--item", "wants", "--reason", "Wages.", "--priority", "urgent", "--json")
    referral = panoh("referral", "new", made, case, *said)
    code = referral["code"]
    assert (referral["state"], referral["due"]) == ("sent", "2026-11-23")
    panoh("referral", "answer", code, "accepted")
    phrase = tmp_path / "phrase"
    phrase.write_text(PHRASE)
    sealed = tmp_path / "copy.age"
    panoh("referral", "print", code, "--sealed", "--phrase-file", str(phrase), "-o", str(sealed))
    assert sealed.read_bytes().startswith(b"age-encryption.org")
    paper = tmp_path / "paper.pdf"
    panoh("referral", "print", code, "-o", str(paper))
    assert paper.read_bytes().startswith(b"%PDF-")
    assert len(panoh("referral", "share", code, "--json")["code"]) > 20
    done = panoh("referral", "done", code, "--result", "helped", "--json")
    assert done["state"] == "done"
    assert panoh("referral", "list", "--json") == []
    assert panoh("referral", "list", "--all", "--json")[0]["code"] == code
    other = panoh("referral", "new", made, case, *said)["code"]
    assert panoh("referral", "revoke", other, "--yes", "--json")["items"] == []
    with pytest.raises((Forbidden, Invalid)):
        panoh("referral", "answer", other, "accepted")


def test_the_read_api_as_a_process_of_its_own(tmp_path: Path) -> None:
    home, state = tmp_path / "home", tmp_path / "state"
    before = os.environ["PANOH_STATE"]
    os.environ["PANOH_STATE"] = str(state)
    try:
        place, key = bootstrap.create_vault(home, PHRASE, cost=FLOOR)
        node = bootstrap.open_node(place, key)
        commands.add(node, LEGAL)
        commands.add(node, SHELTER)
        node.close()
    finally:
        os.environ["PANOH_STATE"] = before
    phrase = tmp_path / "phrase"
    phrase.touch(0o600)
    phrase.write_text(PHRASE)
    environment = {**os.environ, "PANOH_HOME": str(home), "PANOH_STATE": str(state),
                   "PANOH_PASSPHRASE_FILE": str(phrase)}  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "panoh", "directory", "serve"], env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urlopen(address + "/services") as answer:
            page = json.load(answer)
        assert page["total_items"] == 2
        assert SECRET not in json.dumps(page)
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (out, err, process.returncode) == ("", "", 0)


def test_find_in_a_district_of_the_own_list(panoh: Run, amina: Node) -> None:
    for name, district in (("One", "Sino"), ("Two", "SINO"), ("Three", "Firdavsi"), ("Four", "")):
        commands.add(amina, {**LEGAL, "name": name, "district": district})
    assert views.districts(amina) == ["Firdavsi", "Sino"]  # one spelling of each
    found = panoh("service", "find", "--district", "sino", "--json")
    names = [each["name"] for each in found["found"]]
    assert names == ["One", "Two", "Four"]  # what is not known stands last
    said = {e["name"]: [w["words"] for w in e["why"]] for e in found["found"]}
    assert "in this district" in said["One"]
    assert "district not known" in said["Four"]
    with pytest.raises(Invalid) as refused:
        panoh("service", "find", "--district", "Nowhere")
    assert set(refused.value.problems) == {"district"}


def test_printing_and_sealing_are_noted_and_a_preview_writes_nothing(
    panoh: Run, amina: Node, tmp_path: Path
) -> None:
    legal = commands.add(amina, LEGAL)
    made = panoh("referral", "new", legal, client(amina), "--item", "wants", "--reason", "Wages.",
                 "--json")  # fmt: skip
    phrase = tmp_path / "phrase"
    phrase.write_text("umbrella lantern gravel monday orchard violin\n")
    panoh("referral", "print", made["code"], "-o", str(tmp_path / "a.pdf"))
    panoh("referral", "print", made["code"], "-o", str(tmp_path / "a.zip"), "--sealed", "--format",
          "zip", "--phrase-file", str(phrase))  # fmt: skip
    with pytest.raises(WrongUsage):  # what could not be written was not taken out
        panoh("referral", "print", made["code"], "-o", str(tmp_path / "a.pdf"))
    (one,) = panoh("referral", "list", "--json")
    assert [each["form"] for each in one["taken_out"]] == ["pdf", "zip"]
    given = tmp_path / "in.json"
    given.write_text(json.dumps([{"id": "s1", "name": "New desk", "status": "active"}]))
    seen = panoh("directory", "import", str(given), "--preview", "--json")
    assert (seen["new"], seen["known"]) == (1, 0)
    assert len(views.catalogue(amina).entries) == 1
