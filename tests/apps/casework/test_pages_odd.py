"""Odd but well-formed forms to every address that takes one: words, nothing half done, nothing
that was typed lost."""

from __future__ import annotations

from itertools import product

import pytest

from panoh.apps.casework import access, commands, records
from panoh.apps.casework.pages import PAGES
from panoh.apps.casework.records import SECOND_LOOK
from panoh.core.node import Node
from panoh.errors import VaultBusy
from panoh.web.session import form_token
from tests.apps.casework.browser import Browser, Seen, Values
from tests.apps.casework.sample import a_card
from tests.core.pictures import png

POSTS = sorted({each.path for each in PAGES if each.method == "POST"})
ASKED = sorted({each.path for each in PAGES if each.method == "GET"} & set(POSTS))
ODD: dict[str, list[str]] = {
    "very long": ["x" * 30_000],
    "not offered": ["zzz"],
    "several where one is meant": ["yes", "no"],
    "controls": ["a\x1b]0;title\x07b"],
    "many digits": ["9" * 5000],
    "the first year": ["0001-01-01"],
    "the last minute": ["9999-12-31T23:59"],
    "nothing under this id": ["f" * 32],
    "a template": ["{0.__class__} %(a)s <b>{{ 7*7 }}"],
}
CANARY = "turquoise heron"
_TEXTS = (
    "purpose",
    "why",
    "recipient",
    "text",
    "own_words",
    "what",
    "asked",
    "goes_by",
    "handed_to",
    "wants",
)
TYPED = {
    **dict.fromkeys(_TEXTS, CANARY),
    "outcome": "reached", "reason": "agreed", "channel": "phone", "pick": "I10",
}  # fmt: skip
AGREED = {
    "purpose": "a bed", "recipient": "The shelter", "kinds": ["code"], "given": "written",
    "expires_on": "2027-01-01",
}  # fmt: skip
SHARE = 7
"""One in so many pairs of field and oddity is tried here; all of them were, by hand."""


class Odd:
    """A case with something of each kind, another case, and a browser."""

    def __init__(self, node: Node) -> None:
        self.node, self.browser = node, Browser(node)
        code, other = commands.add_client(node, {}), commands.add_client(node, {})
        self.ids = {
            "client": access.client(node, code)["id"],
            "need": commands.add_need(node, code, {"own_words": "bread"}),
            "goal": commands.add_goal(node, code, {"text": "rest"}),
            "step": commands.add_step(node, code, {"text": "call"}),
            "follow-up": commands.add_follow_up(node, code, {"span": "24h"}),
            "note": commands.add_note(node, code, {"text": "tired"}),
            "contact": commands.add_contact(node, {"channel": "phone"}),
            "consent": commands.share(node, code, AGREED),
            "person": commands.add_person(node, code, {"name": "the aunt"}),
            "together": commands.edit_safety_plan(node, code, {"call": "the aunt"}),
            "tie": commands.add_tie(
                node, code, other, {"relation": "sibling", "agreed": True, "other_agreed": True}
            )[0],
        }
        card = commands.add_card(node, a_card())
        self.ids |= {
            "card": card,
            "card-used": commands.use_card(node, code, card, {}),
            "demand": commands.add_demand(node, {"authority": "office", "asked_for": "x"}, code),
        }
        asked = {"client": self.ids["client"], "what": "plan", "asked_of": node.person.id.hex()}
        with node.writing() as work:
            look = work.put(SECOND_LOOK, access.space_of(node, code), None, asked)
        self.ids["attachment"] = commands.add_attachment(node, code, png([]), {"title": "paper"})
        self.ids |= {"second-look": look, "caseload": access.line_of(node, code)["id"]}
        self.others = [
            commands.add_need(node, other, {"own_words": "x"}),
            commands.add_goal(node, other, {"text": "x"}),
            access.client(node, other)["id"],
        ]

    def path(self, pattern: str) -> str:
        return pattern.replace("{id}", self.ids.get(pattern.split("/")[1], ""))

    def names(self, path: str) -> set[str]:
        page = self.browser.get(path)
        return {name for form in page.forms if form.action == path for name in form.names}

    def send(self, path: str, values: dict[str, list[str]]) -> tuple[Seen, bool]:
        """What is seen in the end, and whether anything was written."""
        # Looking at a case is noted once; that must not pass for a change.
        commands.note_opened(self.node, self.ids["client"])
        before, _head = self.node.log.journal()
        token = form_token(self.browser._cookie)
        pairs: Values = [
            ("csrf", token),
            *((n, v) for n, several in values.items() for v in several),
        ]
        seen = self.browser.post(path, pairs)
        assert self.browser.answers[-1] == 303, path
        return seen, self.node.log.journal()[0] != before


@pytest.fixture
def odd(amina: Node) -> Odd:
    return Odd(amina)


def test_what_is_refused_changes_nothing_and_comes_back(odd: Odd) -> None:
    values = {**ODD, "of another case": odd.others[:1], "a goal of another": odd.others[1:2]}
    for pattern in ASKED:
        path = odd.path(pattern)
        names = sorted(odd.names(path) - {"csrf"})
        for at, (way, name) in enumerate(product(values, names)):
            if at % SHARE:
                continue
            typed = {each: [TYPED[each]] for each in names if each in TYPED and each != name}
            seen, written = odd.send(path, {**typed, name: values[way]})
            assert seen.status == 200, (path, way, name)
            assert "<b>{{" not in seen.body
            if "Please check" in seen.text:
                assert not written, (path, way, name)
                assert CANARY not in str(typed) or CANARY in seen.body, (path, way, name)


def test_a_form_without_a_field_and_one_with_all_is_answered_in_words(odd: Odd) -> None:
    every = {field.name for rtype in records.ALL for field in rtype.fields} | {"pick", "q", "act"}
    posts = [each for each in POSTS if "{other}" not in each]
    for pattern, strange in product(posts, ([], ODD["not offered"], ODD["controls"])):
        for path in {odd.path(pattern), pattern.replace("{id}", "f" * 32)}:
            seen, _written = odd.send(path, dict.fromkeys(every, strange))
            assert seen.status in (200, 404), (path, strange)


def test_a_busy_vault_loses_no_word(odd: Odd, monkeypatch: pytest.MonkeyPatch) -> None:
    path = odd.path("/client/{id}/note/new")

    def busy(*_any: object) -> None:
        raise VaultBusy

    monkeypatch.setattr(commands, "add_note", busy)
    seen, written = odd.send(path, {"text": [CANARY]})
    assert not written
    assert ("text", CANARY) in seen.form(path).values
    assert "Another Panoh is writing" in seen.text


def test_a_fault_of_ours_loses_no_word_either(odd: Odd, monkeypatch: pytest.MonkeyPatch) -> None:
    path = odd.path("/client/{id}/note/new")
    monkeypatch.setattr(commands, "add_note", lambda *_any: 1 / 0)
    seen, _written = odd.send(path, {"text": [CANARY]})
    assert ("text", CANARY) in seen.form(path).values
    assert "Something went wrong" in seen.text


def test_several_needs_are_saved_all_or_none(odd: Odd) -> None:
    path = odd.path("/client/{id}/needs/new")
    seen, written = odd.send(path, {"pick": ["I10", "I07"], "own_words": ["x" * 500]})
    assert not written
    assert "Please check" in seen.text
    offered = seen.form(path).values
    assert {("pick", "I10"), ("pick", "I07")} <= set(offered)


def test_a_follow_up_is_done_and_followed_or_neither(odd: Odd) -> None:
    path = odd.path("/follow-up/{id}")
    for wrong in ({"due": ["someday"]}, {"span": ["24h"], "what": ["x" * 500]}):
        seen, written = odd.send(path, {"outcome": ["reached"], "outcome_text": [CANARY], **wrong})
        assert not written
        assert CANARY in seen.body
    assert not access.follow_up(odd.node, odd.ids["follow-up"])["done"]


def test_a_contact_is_taken_on_with_its_client_or_neither(
    odd: Odd, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_any: object, **_more: object) -> None:
        raise VaultBusy

    monkeypatch.setattr("panoh.core.work.Work.erase", full)
    cases = odd.node.rows("SELECT count(*) AS n FROM casework_client")[0]["n"]
    seen, written = odd.send("/client/new", {"contact": [odd.ids["contact"]], "wants": [CANARY]})
    assert not written
    assert CANARY in seen.body
    assert odd.node.rows("SELECT count(*) AS n FROM casework_client")[0]["n"] == cases


@pytest.mark.parametrize("path", ["/contacts", "/clients", "/contacts/month"])
@pytest.mark.parametrize("query", ["page=" + "9" * 60, "page=0", "page=-1", "month=9999-12"])
def test_a_page_that_cannot_be_is_a_page(odd: Odd, path: str, query: str) -> None:
    assert odd.browser.get(f"{path}?{query}").status == 200
