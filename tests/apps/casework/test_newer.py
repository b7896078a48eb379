"""What a newer program wrote is kept, and hides nothing that this one can read (core.md §8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from panoh import bootstrap
from panoh.apps.casework import access, commands, records
from panoh.apps.casework.pages import PAGES
from panoh.cli import root
from panoh.cli.context import Asked, OnlyApps
from panoh.core.node import Node
from panoh.core.records.model import Field, Kind
from panoh.crypto.derive import random
from tests.apps.casework.browser import Browser

_DATED = (Kind.DATE, Kind.TIME)
USUAL: dict[Kind, Any] = {
    Kind.TEXT: "a text", Kind.LONG: "a text", Kind.DATE: "2026-11-21",
    Kind.TIME: "2026-11-21T10:00", Kind.YES: True, Kind.NUMBER: 4, Kind.PHONE: "123456",
    Kind.LANGUAGES: ["zzz"], Kind.NAMES: ["A name"],
}  # fmt: skip
GROWN = {**USUAL, Kind.CHOICE: "of_later", Kind.CHOICES: ["of_later"], Kind.FACTOR: "I99"}
Make = Callable[[Field], Any]
LEFT_BY_A_FORM = ("/client/{id}/paper/check", "/client/{id}/paper/sheet",
                  "/client/{id}/paper/file", "/attachment/{id}/picture",
                  "/attachment/{id}/file", "/client/{id}/export/file", "/export/file",
                  "/import/preview", "/import/done", "/erased/{id}")  # fmt: skip
"""Pages that show what a form before them left, and nothing without it."""
PLACES = {"safety_plan": "together"}
WAYS: dict[str, Make] = {
    "longer lists": lambda field: GROWN.get(field.kind),
    "other ways of not answering": lambda _field: {"?": "asked_twice"},
    "other fields": lambda _field: None,
    "other shapes": lambda _field: {"from": 1, "to": 2},
    "other dates": lambda field: "2026 or so" if field.kind in _DATED else GROWN.get(field.kind),
    "what is refused here": lambda field: "C06" if field.kind is Kind.FACTOR else None,
}


def _write(node: Node, client: dict[str, Any], make: Make) -> dict[str, str]:
    """A record of each type past every check, as it would come out of the log."""
    ids: dict[str, str] = {}
    with node.writing() as work:
        case = node.space_id(client["space"])
        for rtype in records.ALL:
            if rtype.name in ("client", "caseload"):
                continue
            made = {each.name: make(each) for each in rtype.fields if each.kind is not Kind.LINK}
            values = {name: value for name, value in made.items() if value is not None}
            values["of_later"] = "kept"
            if rtype.field("client"):
                values["client"] = client["id"]
            if rtype.field("card"):
                values["card"] = ids["card"]
            record = random(16)
            space = node.space(rtype.home) if rtype.home in ("desk", "practice") else case
            work._pending.setdefault(space, {})[(rtype.table, record)] = values
            ids[PLACES.get(rtype.name, rtype.name.replace("_", "-"))] = record.hex()
        values = {
            each.name: value
            for each in records.CLIENT.fields
            if each.name not in ("code", "status") and (value := make(each)) is not None
        }
        values["of_later"] = "kept"
        work._pending[case][(records.CLIENT.table, bytes.fromhex(client["id"]))] = values
    line = access.line_of(node, str(client["code"]))["id"]
    return {**ids, "client": client["id"], "caseload": line}


@pytest.mark.parametrize("way", list(WAYS))
def test_no_page_and_no_command_stumbles_over_it(
    amina: Node, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = commands.add_client(amina, {})
    ids = _write(amina, access.client(amina, code), WAYS[way])
    browser = Browser(amina)
    for page in PAGES:
        if page.method == "GET" and page.path not in LEFT_BY_A_FORM:
            record = ids.get(page.path.split("/")[1], "")
            seen = browser.get(page.path.replace("{id}", record))
            assert seen.status == 200, page.path
            assert "C06" not in seen.body, page.path
    assert "needs a newer Panoh" in browser.get(f"/client/{ids['client']}").text
    for line in (
        f"case show {code}", f"case show {code} --json", f"client show {code} --with-programme",
        "client list --status all", "contact list --state all", f"contact show {ids['contact']}",
        "contact month 2026-11", "today", "client search text",
    ):  # fmt: skip
        asked = Asked(OnlyApps(bootstrap.apps), tuple(line.split()), node=amina)
        assert root.perform(asked) == 0, (line, capsys.readouterr().err)
        assert "C06" not in capsys.readouterr().out, line
