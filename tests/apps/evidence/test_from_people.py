"""From a case or a contact no link, no form and no command leads to a claim, a map or an outcome.

Walked with a filled practice, before a pack of evidence is taken in and after it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import click
import pytest
from click.testing import CliRunner

from panoh.apps import casework
from panoh.apps.casework import access as people
from panoh.apps.evidence import commands
from panoh.cli.context import Asked, Doors
from panoh.core.node import Node
from panoh.lexicon.factors import factors
from tests.apps.casework.browser import Browser
from tests.cast import Clock, Template
from tests.journeys import practice

SHELL = ("/safety", "/lock", "/backup", "/vault", "/phrase", "/static", "/two-values")
"""Pages of the shell; one of them, Safety, is the door to the ledger and belongs to no case."""
OUTCOME = re.compile(r"\b[OО]\d{2}\b")
LEAST = 14


def texts_of_the_pack() -> list[str]:
    """Every longer text that a pack brings."""
    found: set[str] = set()
    for _ref, _kind, fields in commands.look_into(commands.offered()).rows:
        values = fields.values() if isinstance(fields, dict) else fields
        found |= {str(each) for each in values if isinstance(each, str) and len(each) >= LEAST}
    return sorted(found)


@pytest.fixture(scope="module")
def filled(
    template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Node, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("people")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PANOH_STATE", str(folder / "state"))
        node = template.copy("Amina", folder, Clock())
        ids = practice.fill(node, folder, "en")
        for each in people.case(node, ids["code"]).restricted:
            people.set_shown(node, ids["client"], [each], True)
        yield node, ids
        node.close()


def tells(body: str, texts: list[str]) -> list[str]:
    return [*OUTCOME.findall(body), *(each for each in texts if each in body)]


def walk(browser: Browser, start: list[str], texts: list[str]) -> set[str]:
    """Everything reached by links, and by every form that only asks."""
    seen, todo = set[str](), list(start)
    while todo:
        at = todo.pop().partition("#")[0]
        if at in seen or not at.startswith("/") or at.startswith(SHELL) or at == "/":
            continue
        seen.add(at)
        if at.startswith(("/contacts/month?", "/contacts?")):
            continue
        page = browser.get(at)
        assert page.status == 200, at
        assert not tells(page.body, texts), (at, tells(page.body, texts))
        leading = [*page.links, *(each.action for each in page.forms)]
        assert not [each for each in leading if re.match(r"/(evidence|map|claim)", each)], at
        for form in page.forms:
            for name, offered in form.offered.items():
                assert not [each for each in offered if OUTCOME.fullmatch(each)], (at, name)
        todo += [each for each in page.links if each not in seen]
    return seen


@pytest.mark.parametrize("with_pack", [False, True], ids=["alone", "with the pack"])
def test_no_link_from_a_person_leads_to_the_ledger(
    filled: tuple[Node, dict[str, str]], with_pack: bool
) -> None:
    node, ids = filled
    texts = texts_of_the_pack()
    assert len(texts) > 200
    if with_pack and not commands_adopted(node):
        commands.add_pack(node, commands.offered())
    browser = Browser(node)
    start = [f"/client/{ids['client']}", f"/contact/{ids['contact']}", "/today", "/clients"]
    seen = walk(browser, start, texts)
    assert {f"/client/{ids['client']}/{each}" for each in ("timeline", "needs/new", "paper",
            "export", "together", "override/new")} <= seen  # fmt: skip
    assert len(seen) > 120
    needs = f"/client/{ids['client']}/needs/new"
    for sought in ("O01", "О01", "recruitment", *texts[:5]):
        found = browser.send(browser.get(needs), needs, {"q": sought[:60], "act": "search"})
        picks = {each for form in found.forms for each in form.offered.get("pick", [])}
        assert picks <= set(factors()), sought
        page = browser.send(browser.get("/search"), "/search", {"q": sought[:60]})
        assert not [each for each in page.links if each.startswith("/evidence")], sought


def commands_adopted(node: Node) -> bool:
    return bool(node.rows("SELECT 1 AS held FROM evidence_adoption"))


# ── in the terminal ─────────────────────────────────────────────────────────────────────────


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[Any]:
    for name, each in sorted(group.commands.items()):
        if isinstance(each, click.Group):
            yield from every_command(each, (*path, name))
        else:
            yield (*path, name), each


def test_no_command_on_a_person_names_the_ledger(
    filled: tuple[Node, dict[str, str]], tmp_path: Path
) -> None:
    """Every command of casework: what it asks, and, where it only reads, what it answers."""
    node, ids = filled
    if not commands_adopted(node):
        commands.add_pack(node, commands.offered())
    texts = texts_of_the_pack()
    root = click.Group("panoh")
    casework.APP.command_line(root)

    def run(*words: str) -> str:
        here = Asked(cast(Doors, None), words, node=node)
        done = CliRunner().invoke(root, list(words), obj=here)
        return done.output

    read = 0
    for path, command in every_command(root):
        asked = run(*path, "--help")
        assert not OUTCOME.search(asked), path
        assert not tells(asked, texts), path
        for param in command.params:
            offered = getattr(param.type, "choices", ())
            assert not [each for each in offered if OUTCOME.fullmatch(str(each))], path
            assert param.name not in ("claim", "map", "brief", "node"), path
        needed = [each.name for each in command.params if isinstance(each, click.Argument)
                  and each.required]  # fmt: skip
        if path[-1] in ("show", "list", "timeline", "search") and set(needed) <= {"code", "words"}:
            words = [ids["code"] if each == "code" else "recruitment" for each in needed]
            said = run(*path, *words, "--json")
            assert not tells(said, texts), path
            read += bool(said.strip())
    assert read >= 4
    exported = json.dumps(people.as_data(node, ids["code"], restricted=True), ensure_ascii=False)
    assert not tells(exported, texts)
