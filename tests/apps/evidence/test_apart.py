"""Rule 1: no page leads from a case or a contact to the ledger, or back."""

from __future__ import annotations

import re

import pytest

from panoh.apps.evidence import APP, records
from panoh.core.node import Node
from tests.apps.casework.browser import Browser, take_on


def links(body: str) -> set[str]:
    found = re.findall(r'(?:href|action)="(/[^"#]*)', body)
    return {each.split("#")[0] for each in found if not each.startswith("/static/")}


def walk(browser: Browser, start: list[str], inside: str | None) -> dict[str, set[str]]:
    """Every page reached by links from these, and where each leads."""
    seen: dict[str, set[str]] = {}
    waiting = list(start)
    while waiting:
        path = waiting.pop()
        if path in seen or path == "/lock":
            continue
        got = browser.get(path)
        assert got.status in (200, 404, 405), path  # only ever posted to
        seen[path] = links(got.body)
        for each in seen[path]:
            apart = re.match(r"/evidence(?=[/?]|$)", each) is not None
            if inside == "evidence" and not apart:
                continue
            if inside == "casework" and (apart or each in SHELL):
                continue
            waiting.append(each)
    return seen


SHELL = {"/safety", "/", "/lock", "/backup", "/vault/paper", "/phrase"}


@pytest.fixture
def browser(four: Node) -> Browser:
    return Browser(four)


def test_no_page_of_a_case_leads_to_the_ledger(browser: Browser) -> None:
    case, _seen = take_on(browser)
    browser.send(browser.get("/contact/new"), "/contact/new", {"channel": "phone"})
    seen = walk(browser, ["/today", case, "/contacts", "/clients", "/search"], "casework")
    assert len(seen) > 20
    leading = {
        path for path, to in seen.items() if any(each.startswith("/evidence") for each in to)
    }
    assert leading == set()


def test_no_page_of_the_ledger_leads_to_a_case_or_names_one(browser: Browser, four: Node) -> None:
    take_on(browser)
    seen = walk(browser, ["/evidence"], "evidence")
    assert len(seen) > 250  # every claim has its page
    outside = {each for to in seen.values() for each in to if not each.startswith("/evidence")}
    assert outside <= {"/", "/safety", "/lock", "/help", "/glossary"}
    home = browser.get("/evidence").text
    assert "Clients" not in home


def test_the_safety_page_is_the_one_door(browser: Browser) -> None:
    assert "/evidence" in browser.get("/safety").links


def test_the_common_search_and_today_find_nothing_of_it(four: Node) -> None:
    assert APP.search(four, "Moscow") == []
    assert APP.today(four, 50) == []
    assert APP.timeline is None


def test_no_record_of_it_can_hold_a_client() -> None:
    for rtype in records.ALL:
        assert rtype.home == "personal"
        assert not {"client", "case", "contact"} & {each.name for each in rtype.fields}
