"""Forms are filled from what the case holds, and from nothing that was not asked for."""

from __future__ import annotations

from panoh.apps.casework import commands, documents
from panoh.core.node import Node
from panoh.paper.model import Sheet
from tests.cast import FULL

PLAN = {"signs": "he counts the money", "safe_place": "the baker", "code_word": "saffron",
        "call": "the aunt", "restricted": "violence"}  # fmt: skip


def _said(sheets: list[Sheet]) -> str:
    return repr(sheets)


def test_a_safety_plan_is_printed_only_of_a_class_that_was_asked_for(amina: Node) -> None:
    code = commands.add_client(amina, {}, keeping=FULL)
    commands.edit_safety_plan(amina, code, PLAN)
    closed = _said(documents.sheets(amina, code, "safety_plan", ["en"]))
    assert "he counts the money" not in closed
    opened = _said(documents.sheets(amina, code, "safety_plan", ["en"], ["violence"]))
    for each in ("he counts the money", "the baker", "the aunt"):
        assert each in opened
    assert "saffron" not in opened
    blank = _said(documents.sheets(amina, code, "safety_plan", ["en"], ["violence"], blank=True))
    assert "the baker" not in blank


def test_an_agreement_holds_what_was_told_and_what_still_holds(amina: Node) -> None:
    code = commands.add_client(amina, {}, keeping=FULL)
    given = {"purpose": "a bed", "recipient": "The shelter", "kinds": ["need"], "given": "written",
             "expires_on": "2026-12-24"}  # fmt: skip
    made = commands.share(amina, code, given)
    said = _said(documents.sheets(amina, code, "consent", ["en"]))
    for each in ("a bed", "The shelter", "Needs", "Tajik"):
        assert each in said
    commands.withdraw(amina, made, {})
    assert "The shelter" not in _said(documents.sheets(amina, code, "consent", ["en"]))
