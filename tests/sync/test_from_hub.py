"""Every computer is gone; what is left is a code on paper and what lies at the hub."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from panoh import bootstrap
from panoh.crypto.derive import FLOOR
from tests.cli.conftest import PHRASE, Terminal

NEW = "copper meadow ticket harbour nineteen orchard"


def _terminal(folder: Path, name: str = "") -> Terminal:
    folder.mkdir()
    made = Terminal(folder)
    if name:
        bootstrap.create_vault(made.home, PHRASE, name, cost=FLOOR)
    return made


def test_a_code_on_paper_and_the_hub_bring_everything_back(hub_url: str, tmp_path: Path) -> None:
    lost, bo = _terminal(tmp_path / "lost", "Amina"), _terminal(tmp_path / "bo", "Bo")
    early = lost.ok("client", "add").strip()
    lost.ok("note", "add", early, "--text", "before the code")
    invited = json.loads(lost.ok("space", "invite", early, "--hub", hub_url, "--json"))["code"]
    bo.ok("space", "join", invited, "--hub", hub_url)
    for each in (bo, lost, bo):
        each.ok("sync")
    made = json.loads(lost.ok("device", "paper", "--json"))
    assert made["hub"] == hub_url
    lost.ok("sync")
    # Founded, written and renewed after the code was made.
    late = lost.ok("client", "add").strip()
    lost.ok("note", "add", late, "--text", "after the code")
    lost.ok("sync")
    bo.ok("sync")
    bo.ok("note", "add", early, "--text", "by a colleague")
    bo.ok("sync")
    shutil.rmtree(lost.home)
    shutil.rmtree(lost.state)

    new = _terminal(tmp_path / "new")
    (new.folder / "code.txt").write_text(made["code"] + "\n")
    new.phrase = NEW
    came = ("restore", "--from-hub", hub_url, "--code-file", "code.txt")
    new.ok(*came)
    assert set(new.ok("client", "list").split()) >= {early, late}
    notes = {
        each["text"]
        for code in (early, late)
        for each in json.loads(new.ok("case", "show", code, "--json"))["notes"]
    }
    assert notes == {"before the code", "after the code", "by a colleague"}
    assert "Nothing is off." in new.ok("vault", "check", "--rebuild")
    # A device of its own, which writes on and which the colleague reads.
    devices = json.loads(new.ok("device", "list", "--json"))
    assert len(devices) == 3
    new.ok("note", "add", early, "--text", "on the new computer")
    for each in (new, bo, new):
        found = json.loads(each.ok("sync", "--json"))
        assert not found["findings"], found
    read = json.loads(bo.ok("case", "show", early, "--json"))["notes"]
    assert "on the new computer" in {each["text"] for each in read}
    old = next(each["id"] for each in devices if each["number"] == 1)
    new.ok("device", "revoke", old, "--yes")
    # It may be made anew, and the code made before opens nothing of what comes then.
    again = json.loads(new.ok("device", "paper", "--json"))["code"]
    assert again != made["code"]
