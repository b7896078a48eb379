"""The pages at a border: asked where it is crossed, kept in the case, and asked no second time."""

from __future__ import annotations

from panoh.apps.casework import access
from panoh.core import abroad, sharing
from panoh.core.space.model import Role
from panoh.sync.letters import note_name
from panoh.web.page import Again, Form, Visit
from panoh.web.pages import border, letting_in
from panoh.web.pages import sharing as pages
from tests.web.test_sharing import CHOSEN, Two, gone, shown, template, two

__all__ = ["template", "two"]


def consents(two: Two) -> list[tuple[object, object]]:
    found = access.consents(access.agreements(two.amina, two.client))
    return [(each["country"], each["given"]) for each in found]


def test_the_pages_ask_once_and_keep_what_was_said(two: Two) -> None:
    node, other = two.amina, two.bo.person
    assert gone(border.set_own(Visit(node, form=Form({"country": ["TJ"]})))).told
    assert isinstance(border.set_own(Visit(node, form=Form({"country": ["XX"]}))), Again)
    assert shown(pages.overview(Visit(node))).data["form"].get("country") == "TJ"
    sharing.take_out(node, two.main, other.id)
    form = Form({**CHOSEN, "parts": [], "country": ["KZ"]})
    keep = gone(letting_in.take_invite(Visit(node, two.case, form))).keep
    assert keep is not None

    def visit(**typed: str) -> Visit:
        answers = Form({name: [value] for name, value in typed.items()})
        return Visit(node, two.case, answers, dict(keep), {"s": "0" * 32})

    asked = shown(letting_in.check_invite(visit())).data["border"]
    assert (asked.country, asked.parts) == ("Kazakhstan", 1)
    for typed, missing in (
        ({}, {"agrees", "given"}),
        ({"given": "written"}, {"agrees"}),
        ({"agrees": "1", "given": "guessed"}, {"given"}),
        ({"agrees": "1", "given": "oral"}, {"certified_by"}),
    ):
        refused = letting_in.make_code(visit(**typed))
        assert isinstance(refused, Again)
        assert set(refused.problems) == missing
        assert refused.path == f"{two.share}/invite/check?s={'0' * 32}"
    assert consents(two) == []
    made = gone(letting_in.make_code(visit(agrees="1", given="oral", certified_by="Dilnoza")))
    assert made.path == "/share/code"
    assert consents(two) == [("KZ", "oral")]
    assert shown(letting_in.check_invite(visit())).data["border"] is None
    assert gone(letting_in.make_code(visit())).path == "/share/code"
    assert consents(two) == [("KZ", "oral")]


def test_each_part_that_is_handed_over_is_asked_about(two: Two) -> None:
    node, other = two.amina, two.bo.person.id
    abroad.set_own_country(node, "TJ")
    with node.writing() as work:
        note_name(node, work, other, "Bo", "KZ", own_word=True)
    assert border.question(node, [node.spaces.row(two.main)], "TJ", "Bo") is None
    over = {"over": {"who": other.hex(), "leave": False}}

    def visit(**typed: str) -> Visit:
        answers = Form({name: [value] for name, value in typed.items()})
        return Visit(node, two.case, answers, over, {"s": "0" * 32})

    asked = shown(letting_in.check_hand_over(visit())).data["border"]
    assert (asked.name, asked.country, asked.parts) == ("Bo", "Kazakhstan", 2)
    assert isinstance(letting_in.do_hand_over(visit()), Again)
    assert two.roles()[other] is Role.WRITER
    gone(letting_in.do_hand_over(visit(agrees="1", given="written")))
    assert consents(two) == [("KZ", "written")] * 2
    assert two.roles()[other] is Role.MANAGER
