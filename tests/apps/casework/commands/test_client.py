"""The client."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands
from panoh.apps.casework.rules import read_code
from panoh.core.node import Node
from panoh.errors import Invalid


def test_a_code_alone_saves(amina: Node) -> None:
    code = commands.add_client(amina, {})
    assert read_code(code) == code
    row = access.client(amina, code)
    assert (row["status"], row["names"], row["goes_by"]) == ("open", [], None)


def test_each_client_has_a_space_of_its_own(amina: Node) -> None:
    rows = [access.client(amina, commands.add_client(amina, {})) for _ in range(3)]
    assert len({row["space"] for row in rows}) == 3
    assert len({row["code"] for row in rows}) == 3


def test_only_named_fields_change(amina: Node) -> None:
    code = commands.add_client(amina, {"goes_by": "Bek", "phone": "+996 555 000 111"})
    commands.edit_client(amina, code, {"phone": "", "names": ["Бекзод", "بیکزاد"]})
    row = access.client(amina, code)
    assert (row["goes_by"], row["phone"], row["names"]) == ("Bek", None, ["Бекзод", "بیکزاد"])


@pytest.mark.parametrize("name", ["code", "status", "id", "belief", "sect", "risk_score"])
def test_code_status_and_unknown_fields_cannot_be_set(amina: Node, name: str) -> None:
    code = commands.add_client(amina, {})
    for write in (
        lambda: commands.add_client(amina, {name: "x"}),
        lambda: commands.edit_client(amina, code, {name: "x"}),
    ):
        with pytest.raises(Invalid) as refused:
            write()
        assert set(refused.value.problems) == {name}


def test_a_programme_needs_agreement_and_always_lapses(amina: Node) -> None:
    with pytest.raises(Invalid):
        commands.add_client(amina, {"programme": "returnee"})
    code = commands.add_client(amina, {"programme": "returnee", "programme_agreed": "yes"})
    held = access.programme(amina, code)
    assert held is not None
    assert held.until == "2027-11-20"
    commands.edit_client(amina, code, {"programme_until": "2026-12-24"})
    assert access.programme(amina, code) == access.Programme("returnee", "2026-12-24")
    commands.clear_programme(amina, code)
    assert access.programme(amina, code) is None
    assert not any(access.programme_fields(amina, access.client(amina, code)["id"]).values())


def test_the_caseload_line_has_no_name_and_no_factor(amina: Node) -> None:
    code = commands.add_client(amina, {"goes_by": "Malika", "names": ["Малика"]})
    commands.add_need(amina, code, {"factor": "I10"})
    follow_up = commands.add_follow_up(amina, code, {"due": "2026-11-18"})

    def line() -> dict[str, object]:
        (found,) = amina.rows("SELECT * FROM casework_caseload WHERE code = ?", (code,))
        names = ("code", "assignee", "status", "next_due", "overdue")
        assert not {"Malika", "Малика", "I10"} & {str(each) for each in found.values()}
        return {name: found[name] for name in names}

    expected = {"code": code, "assignee": "Amina", "status": "open"}
    assert line() == {**expected, "next_due": "2026-11-18", "overdue": 1}
    commands.finish_follow_up(amina, follow_up)
    assert line() == {**expected, "next_due": None, "overdue": 0}
    practice = amina.history(amina.space("practice"))
    assert "Malika" not in repr(practice)
    assert "I10" not in repr(practice)
