"""What a form says to a page."""

from __future__ import annotations

import pytest

from panoh.web.page import Form, Page, Show


def test_a_form_gives_what_was_typed() -> None:
    form = Form({"a": ["1", "2"], "b": [""]})
    assert form.get("a") == "2"
    assert form.all("a") == ["1", "2"]
    assert form.get("b") == ""
    assert form.get("c", "x") == "x"
    assert "a" in form
    assert "c" not in form


def test_an_answer_beside_a_field_goes_before_its_text() -> None:
    form = Form({"phone": ["+992"], "phone.answer": ["?not_safe"], "note.answer": [""]})
    assert form.get("phone") == "?not_safe"
    assert form.all("phone") == ["?not_safe"]
    assert form.typed("phone") == ["+992"]
    assert form.get("note") == ""
    assert form.names() == ["phone"]


def test_text_that_begins_like_an_answer_is_text() -> None:
    assert Form({"note": ["?really"]}).get("note") == "?really"


def test_raw_values_are_what_the_rules_of_records_take() -> None:
    form = Form({"one": ["x"], "none": [""], "box": ["", "a"], "boxes": ["", "a", "b"]})
    found = form.raw(["one", "none", "box", "boxes", "absent"])
    assert found == {"one": "x", "none": "", "box": "a", "boxes": ["a", "b"]}


def test_a_form_of_a_row() -> None:
    form = Form.of({"a": None, "b": True, "c": ["x", "y"], "d": 7})
    assert (form.get("a"), form.get("b"), form.all("c"), form.get("d")) == (
        "",
        "1",
        ["x", "y"],
        "7",
    )


def test_a_page_is_get_or_post_on_a_path() -> None:
    with pytest.raises(ValueError, match="GET or POST"):
        Page("PUT", "/a", lambda _visit: Show("a.html"), "a")
    with pytest.raises(ValueError, match="slash"):
        Page("GET", "a", lambda _visit: Show("a.html"), "a")
