"""Trustees among colleagues, and pictures in a shared case: by commands, over a stick."""

from __future__ import annotations

import json
from pathlib import Path

from panoh import bootstrap
from panoh.crypto.derive import FLOOR
from tests.cli.conftest import PHRASE, Terminal
from tests.core.pictures import png


def _person(folder: Path, name: str) -> Terminal:
    folder.mkdir()
    terminal = Terminal(folder)
    bootstrap.create_vault(terminal.home, PHRASE, name, cost=FLOOR)
    return terminal


def test_shares_reach_colleagues_and_a_picture_is_erased_everywhere(tmp_path: Path) -> None:
    amina, bo = _person(tmp_path / "amina", "Amina"), _person(tmp_path / "bo", "Bo")
    stick = str(tmp_path / "stick")

    def exchange() -> None:
        for each in (amina, bo, amina, bo):
            each.ok("sync", "--file", stick)

    code = amina.ok("client", "add").strip()
    for what in ("practice", code):
        made = json.loads(amina.ok("space", "invite", what, "--role", "writer", "--json"))
        bo.ok("space", "join", made["code"])
        exchange()
    setup = ("recovery", "setup", "--need", "2", "--trustee", "Bo", "--papers", "2", "--json")
    papers = json.loads(amina.ok(*setup))["papers"]
    assert [each["number"] for each in papers] == [2, 3]
    exchange()
    held = json.loads(bo.ok("recovery", "status", "--json"))
    assert [(each["name"], each["number"]) for each in held["held"]] == [("Amina", 1)]
    # The drill: Bo reads out the second list of his share, Amina has one of the papers back.
    words = [bo.ok("recovery", "drill", "--for", "Amina"), papers[0]["drill"]]
    for number, each in enumerate(words):
        (amina.folder / f"{number}.txt").write_text(each, "utf-8")
    drill = ("recovery", "drill", "--share-file", "0.txt", "--share-file", "1.txt")
    assert "It works with 2 shares." in amina.ok(*drill)
    # A request is seen by its owner, who stops it; nothing was given out before.
    bo.ok("recovery", "request", "Amina")
    assert bo.run("recovery", "approve", "Amina", "--yes").status == 8
    exchange()
    assert "If it was not you, stop it." in amina.ok("today")
    amina.ok("recovery", "request", "Amina", "--stop")
    exchange()
    assert all(e["over"] for e in json.loads(bo.ok("recovery", "status", "--json"))["requests"])

    drawn = (b"tRNS", bytes(range(256)) * 600)
    picture, said = png([drawn]), png([(b"tEXt", b"Author\x00nobody"), drawn])
    (amina.folder / "contract.png").write_bytes(said)
    ident = amina.ok("attachment", "add", code, "contract.png", "--title", "contract").strip()
    exchange()
    (listed,) = json.loads(bo.ok("attachment", "show", code, "--json"))
    assert (listed["id"], listed["size"]) == (ident, len(picture))
    bo.ok("attachment", "export", ident, "-o", "out.png", "--yes")
    assert (bo.folder / "out.png").read_bytes() == picture
    assert bo.run("attachment", "export", ident, "-o", "out.png", "--yes").status != 0
    amina.ok("attachment", "erase", ident, "--yes")
    exchange()
    assert json.loads(bo.ok("attachment", "show", code, "--json")) == []
    for each in (amina, bo):
        assert "Nothing is off." in each.ok("vault", "check", "--rebuild")
    assert amina.run("attachment", "add", code, "missing.png", "--title", "x").status == 2
