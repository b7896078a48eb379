"""Rule 1: no page, link or command leads from a case or a contact to a map, or back."""

from __future__ import annotations

import re

import click
import pytest

from panoh.apps.casework import APP as CASEWORK
from panoh.apps.circle import APP
from panoh.core.node import Node
from tests.apps.casework.browser import Browser, take_on

SHELL = {"/safety", "/", "/lock", "/backup", "/vault/paper", "/phrase"}
NODE = re.compile(r"\bO[01]\d\b|\bC06\b")


def links(body: str) -> set[str]:
    found = re.findall(r'(?:href|action)="(/[^"#?]*)', body)
    return {each for each in found if not each.startswith("/static/")}


@pytest.fixture
def browser(four: Node) -> Browser:
    return Browser(four)


def test_nothing_reached_from_a_case_is_a_map_a_claim_or_a_population(
    browser: Browser, four: Node
) -> None:
    case, _seen = take_on(browser)
    browser.send(browser.get("/contact/new"), "/contact/new", {"channel": "phone"})
    labels = [str(each["label"]) for each in four.offered("populations")]
    texts = [str(each["text"]) for each in four.offered("causal-claims")]
    seen: set[str] = set()
    waiting = ["/today", case, "/contacts", "/clients", "/search"]
    while waiting:
        path = waiting.pop()
        if path in seen or path in SHELL or path == "/lock":
            continue
        seen.add(path)
        page = browser.get(path)
        assert page.status in (200, 404, 405), path
        assert not any(each.startswith("/evidence") for each in links(page.body)), path
        assert NODE.search(page.text) is None, path
        assert not any(each in page.text for each in (*labels, *texts)), path
        waiting += links(page.body)
    assert len(seen) > 20


def test_nothing_reached_from_a_map_is_a_case(browser: Browser) -> None:
    take_on(browser)
    seen: set[str] = set()
    waiting = ["/evidence/maps", "/evidence/answers", "/evidence/rivals"]
    outside: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in seen or "/file/" in path or path.startswith("/evidence/claim"):
            continue
        seen.add(path)
        page = browser.get(path)
        found = links(page.body)
        outside |= {each for each in found if not each.startswith("/evidence")}
        waiting += [each for each in found if re.match(r"/evidence/(map|rival|answer)", each)]
    assert len(seen) > 10
    assert outside <= {"/", "/safety", "/lock", "/help", "/glossary"}


def commands_of(root: click.Group, before: tuple[str, ...] = ()) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, each in root.commands.items():
        if isinstance(each, click.Group):
            found |= commands_of(each, (*before, name))
        else:
            found[" ".join((*before, name))] = each
    return found


def test_no_command_of_a_case_takes_or_gives_a_map_and_none_of_a_map_a_case() -> None:
    of_cases, of_maps = click.Group(), click.Group()
    CASEWORK.command_line(of_cases)
    APP.command_line(of_maps)
    cases, maps = commands_of(of_cases), commands_of(of_maps)
    assert not set(cases) & set(maps)
    for name, command in cases.items():
        names = {str(each.name) for each in command.params}
        assert not names & {"map", "factor_from", "factor_to", "claim", "spec"}, name
    for name, command in maps.items():
        names = {str(each.name) for each in command.params}
        assert not names & {"client", "case", "contact", "who"}, name


def test_a_population_is_refused_on_a_case(browser: Browser) -> None:
    case, _seen = take_on(browser)
    body = browser.get(case).body
    for key in ("O01", "C06"):
        assert key not in body
