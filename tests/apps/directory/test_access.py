"""What is handed out, and what is not found."""

from __future__ import annotations

import pytest

from panoh.apps.directory import access, commands, records
from panoh.core.node import Node
from panoh.errors import NotFound
from tests.apps.directory.conftest import REASON, client


def test_a_service_goes_by_its_id_its_beginning_and_the_id_of_the_standard(
    amina: Node, legal: str
) -> None:
    ref = access.service(amina, legal)["ref"]
    assert access.service(amina, legal[:8])["id"] == legal
    assert access.service(amina, ref)["id"] == legal
    for wrong in ("", "ab", "0" * 32, "zz" * 16):
        with pytest.raises(NotFound):
            access.service(amina, wrong)


def test_a_referral_goes_by_its_code_and_is_a_space_of_its_own(amina: Node, legal: str) -> None:
    case = client(amina)
    made = commands.new(amina, legal, case, ["wants"], REASON)
    row = access.referral(amina, made)
    assert access.referral(amina, row["code"].lower())["id"] == made
    space = amina.find_space(row["code"])
    assert amina.spaces.row(space).home == "referral"
    assert amina.name_of(amina.spaces.row(space)) == row["code"]
    assert space != amina.find_space(row["case"])
    assert access.is_mine(amina, row)


def test_copies_written_in_another_space_are_not_of_this_referral(amina: Node, legal: str) -> None:
    case = client(amina)
    row = access.referral(amina, commands.new(amina, legal, case, ["wants"], REASON))
    with amina.writing() as work:
        other = work.new_space("referral")
        work.put(records.COPY, other, None, {"referral": row["id"], "text": "slipped in"})
        work.put(records.STEP, other, None,
                 {"referral": row["id"], "what": "done", "on": "2026-11-20"})  # fmt: skip
    assert [each["text"] for each in access.copies(amina, row)] == ["The wages of May"]
    assert [each["what"] for each in access.steps(amina, row)] == ["sent"]
