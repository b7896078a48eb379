"""Back from a journey by another own device: nothing that was carried brings it back."""

from __future__ import annotations

import json
from pathlib import Path

from panoh import bootstrap
from panoh.crypto.derive import FLOOR
from tests.cli.conftest import PHRASE, Terminal


def test_another_device_hands_over_what_stayed_at_home(hub_url: str, tmp_path: Path) -> None:
    laptop, home = (Terminal(_made(tmp_path / name)) for name in ("laptop", "home"))
    stick = _made(tmp_path / "stick")
    for each in (laptop, home):
        bootstrap.create_vault(each.home, PHRASE, "Amina", cost=FLOOR)

    def exchange(*order: Terminal) -> None:
        for each in order:
            each.ok("sync", "--hub", hub_url)

    code = laptop.ok("client", "add", "--goes-by", "Zuhra").strip()
    laptop.ok("note", "add", code, "--text", "stays at home")
    invited = json.loads(laptop.ok("device", "invite", "--hub", hub_url, "--json"))
    home.ok("device", "join", invited["code"], "--hub", hub_url)
    exchange(home, laptop, home, laptop, home)
    assert code in home.ok("client", "list")
    laptop.ok("note", "add", code, "--text", "only just before leaving")
    exchange(laptop, home)
    laptop.ok("travel", "leave", "--copy", str(stick), "--yes")
    home.ok("note", "add", code, "--text", "written at home meanwhile")
    exchange(home, laptop, laptop)
    assert code not in laptop.ok("client", "list")
    assert json.loads(laptop.ok("travel", "status", "--json"))["away"]
    assert not json.loads(laptop.ok("travel", "return", "--json"))["back"]
    away = next(
        each["id"] for each in json.loads(laptop.ok("device", "list", "--json")) if each["this"]
    )
    home.ok("travel", "give", away)
    exchange(home, laptop, home, laptop)
    assert json.loads(laptop.ok("travel", "return", "--json"))["back"]
    notes = {n["text"] for n in json.loads(laptop.ok("case", "show", code, "--json"))["notes"]}
    assert len(notes) == 3
    laptop.ok("note", "add", code, "--text", "home again")
    exchange(laptop, home)
    assert "home again" in home.ok("case", "show", code, "--json")
    for each in (laptop, home):
        assert "Nothing is off." in each.ok("vault", "check", "--rebuild")
    assert home.run("travel", "give", "00000000").status == 7


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
