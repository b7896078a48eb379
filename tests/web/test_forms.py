"""One declaration gives a control for every kind, with the answers, the error and the value."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from panoh.core.records.model import Answer, Field, Kind
from panoh.core.records.rules import clean
from panoh.web.fields import ANSWER_WORDS, control
from panoh.web.page import ANSWERS, Form
from panoh.web.render import Renderer, Static
from panoh.words import use_language
from tests.web.shells import FIELDS

BY_NAME = {each.name: each for each in FIELDS}


class Controls(HTMLParser):
    """Every control of a page with its attributes, and what it would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.sent: list[tuple[str, str]] = []
        self._select = self._area = ""
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in pairs}
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "label":
            self.labels.append(attributes.get("for", ""))
        if tag in {"input", "select", "textarea"}:
            self.found.append((tag, attributes))
        if tag == "select":
            self._select = attributes["name"]
        elif tag == "textarea":
            self._area = attributes["name"]
        elif tag == "option" and "selected" in attributes:
            self.sent.append((self._select, attributes["value"]))
        elif tag == "input" and (
            attributes.get("type") not in {"radio", "checkbox"} or "checked" in attributes
        ):
            self.sent.append((attributes["name"], attributes.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent.append((self._area, data.removeprefix("\n")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def form(self) -> Form:
        values: dict[str, list[str]] = {}
        for name, value in self.sent:
            values.setdefault(name, []).append(value)
        return Form(values)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer({"sample": Path(__file__).parent / "templates"}, Static())


def draw(renderer: Renderer, form: Form, problems: dict[str, str] | None = None) -> str:
    context: dict[str, Any] = {
        "fields": FIELDS, "form": form, "problems": problems or {}, "title": "Sample",
        "told": "", "state": {}, "query": {}, "here": "/", "unlocked": True, "navigation": [],
        "banner": "", "idle_seconds": 300,
    }  # fmt: skip
    with use_language("en"):
        return renderer.page("sample.html", "0" * 64, context).decode()


VALUES: dict[str, Any] = {
    "code": "K-7", "story": "first line\nsecond <line>", "phone": "+992 90 123-45-67",
    "day": "2026-11-20", "moment": "2026-11-20T21:30", "danger": True, "heads": 12,
    "names": ["Нигора", "Nigora"], "speaks": ["tgk", "rus"], "way": "2", "district": "7",
    "topics": ["0", "3"],
}  # fmt: skip


def test_what_a_record_holds_is_what_the_form_sends_back(renderer: Renderer) -> None:
    sent = Controls(draw(renderer, Form.of(VALUES))).form()
    raw = sent.raw([each.name for each in FIELDS])
    assert {each.name: clean(each, raw[each.name]) for each in FIELDS} == VALUES


@pytest.mark.parametrize("answer", list(Answer))
def test_answers_come_back_for_every_kind(renderer: Renderer, answer: Answer) -> None:
    open_ended = [each for each in FIELDS if each.open_ended]
    form = Form({each.name: ["?" + answer.value] for each in open_ended})
    sent = Controls(draw(renderer, form)).form()
    for each in open_ended:
        assert clean(each, sent.raw([each.name])[each.name]) is answer


def test_an_empty_form_clears_every_field(renderer: Renderer) -> None:
    sent = Controls(draw(renderer, Form())).form()
    raw = sent.raw([each.name for each in FIELDS])
    optional = [each for each in FIELDS if not each.required]
    radios = {"way", "danger"}
    assert all(clean(each, raw[each.name]) is None for each in optional if each.name in raw)
    assert set(raw) | radios >= {each.name for each in optional} - {"district"}


def test_no_control_is_filled_or_spelled_by_anybody_else(renderer: Renderer) -> None:
    found = Controls(draw(renderer, Form())).found
    assert len(found) > 30
    for tag, attributes in found:
        assert attributes.get("autocomplete") == "off", (tag, attributes)
        if attributes.get("type") not in {"hidden"} or tag != "input":
            assert attributes.get("spellcheck") == "false", (tag, attributes)


def test_every_template_of_the_shell_keeps_that_rule() -> None:
    for path in Path("src/panoh/web/templates").glob("*.html"):
        for control_tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", path.read_text()):
            assert "off()" in control_tag or "{{ common }}" in control_tag, (path.name, control_tag)


def test_every_control_has_a_name_to_be_read_out(renderer: Renderer) -> None:
    page = Controls(draw(renderer, Form()))
    assert len(page.ids) == len(set(page.ids))
    for _tag, attributes in page.found:
        if attributes.get("type") != "hidden":
            assert attributes["id"] in page.labels


def test_a_problem_stands_beside_its_field_and_on_top(renderer: Renderer) -> None:
    page = draw(renderer, Form({"code": [""], "way": ["1"]}), {"code": "This is needed."})
    assert page.index('href="#f-code"') < page.index("<h1>")
    assert "Code: This is needed." in page
    assert 'id="f-code-problem"' in page
    assert 'aria-describedby="f-code-help f-code-problem"' in page
    assert "<title>Please check: Sample</title>" in page
    assert page.count('role="alert"') == 2  # the summary, and the hidden idle notice


def test_what_was_typed_is_text_never_markup(renderer: Renderer) -> None:
    hostile = '"><script>alert(1)</script>'
    form = Form({each.name: [hostile] for each in FIELDS})
    page = draw(renderer, form, {each.name: hostile for each in FIELDS})
    assert "<script>alert" not in page


def test_nothing_turns_the_reading_of_what_stands_beside_it(renderer: Renderer) -> None:
    form = Form({each.name: ["\u202egnp.\u2066exe \u200cمی"] for each in FIELDS})
    page = draw(renderer, form, {"code": "\u202eproblem"})
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(page)
    assert "gnp.exe \u200cمی" in page


def test_a_value_of_a_newer_program_is_kept() -> None:
    held = control(BY_NAME["way"], "brand-new")
    assert ("brand-new", "brand-new") in held.options
    assert held.texts == ("brand-new",)


def test_few_choices_are_buttons_and_many_are_a_list() -> None:
    assert control(BY_NAME["way"]).shape == "radios"
    assert control(BY_NAME["district"]).shape == "select"
    factor = Field("factor", Kind.FACTOR, "Factor")
    assert control(factor).shape == "line"
    assert control(factor, options=[("I01", "Work")]).shape == "radios"


def test_answer_words_are_those_of_the_model() -> None:
    assert set(ANSWER_WORDS) == ANSWERS == {"?" + each.value for each in Answer}


def test_no_browser_offers_to_keep_a_phrase() -> None:
    pages = [each.read_text() for each in Path("src/panoh/web/templates").glob("*.html")]
    assert not any(re.search(r"""type=['"]?password""", page) for page in pages)
    assert any('type="secret"' in page for page in pages)
