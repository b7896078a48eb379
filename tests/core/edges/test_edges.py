"""Edges of the core that no longer story comes by: exact bounds, last steps, ties."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from panoh.core import canonical, membership, sharing, stripping
from panoh.core.check import check
from panoh.core.node import Node
from panoh.core.records import codec as records_codec
from panoh.core.records import own
from panoh.core.space.model import Role
from panoh.core.vault import strength, tries, trustees
from panoh.core.vault.model import VaultPlace
from panoh.errors import Refused, TooManyTries
from tests.core.pictures import jpeg
from tests.core.support import LINE, THING, Vaults, backup, note_backup, put, put_thing

PLAN = trustees.Plan(
    2, 72, 1, trustees.Cut(1, (bytes(16),) * 3), trustees.Cut(2, (bytes(16),) * 3), bytes(16)
)


@pytest.mark.parametrize("hours", [0, -1, trustees.MOST_HOURS + 1])
def test_a_plan_with_a_wait_nobody_may_choose_is_refused(hours: int) -> None:
    assert trustees._decode(trustees._encode(PLAN)) == PLAN
    for good in (1, trustees.MOST_HOURS):
        assert trustees._decode(trustees._encode(replace(PLAN, hours=good))).hours == good
    with pytest.raises(Refused, match="malformed"):
        trustees._decode(trustees._encode(replace(PLAN, hours=hours)))
    body = canonical.decode(trustees._encode(PLAN))
    with pytest.raises(Refused, match="malformed"):
        trustees._decode(canonical.encode({**body, "hours": "72"}))


@pytest.mark.parametrize("need", [0, 1, 3, 4])
def test_a_plan_of_impossible_numbers_is_refused(need: int) -> None:
    with pytest.raises(Refused, match="malformed"):
        trustees._decode(trustees._encode(replace(PLAN, need=need)))
    many = trustees.Cut(1, (bytes(16),) * 17)
    with pytest.raises(Refused, match="malformed"):
        trustees._decode(trustees._encode(replace(PLAN, real=many)))


def test_a_try_given_back_is_as_if_it_had_not_been(tmp_path: Path) -> None:
    place = VaultPlace(tmp_path, "00000001")
    tries._remembered.clear()
    tries.give_back(place, lambda: 1000)
    tries.claim(place, lambda: 1000)
    tries.give_back(place, lambda: 1000)
    for _ in range(tries.FREE):
        tries.claim(place, lambda: 1000)
    with pytest.raises(TooManyTries):
        tries.claim(place, lambda: 1000)
    tries.clear(place)
    assert [tries.wait_after(each) for each in (0, 4, 5, 6, 13, 14, 99)] == [
        0, 0, 1, 2, 256, 300, 300
    ]  # fmt: skip


def test_a_check_tells_how_far_it_is_up_to_the_end(amina: Node) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    for number in range(3):
        note_backup(amina, place=str(number))

    def tell(name: str, at: int, of: int) -> None:
        told.setdefault(name, []).append((at, of))

    assert check(amina, rebuild=True, progress=tell) == []
    count = int(amina.database.execute("SELECT count(*) FROM entry")[0][0])
    assert told["rebuild"] == [(count, count)]
    for steps in told.values():
        assert steps[-1][0] == steps[-1][1]
    # Nothing of the comparison stays behind, so it can be made again.
    assert amina.database.execute("SELECT name FROM sqlite_temp_schema") == []
    assert check(amina, rebuild=True) == []


def test_unsaying_a_field_takes_the_copy_of_before_an_upgrade_too(amina: Node) -> None:
    record = put(amina, own.BACKUP, None, made="2026-11-20T10:00", place="here", journal=1,
                 verified="2026-11-20T11:00")  # fmt: skip
    amina.place.upgrade_copy.write_bytes(b"a copy of before")
    with amina.writing() as work:
        work.erase_fields(own.BACKUP, record, ["verified"])
    assert not amina.place.upgrade_copy.exists()
    assert backup(amina, record)["verified"] is None
    amina.place.upgrade_copy.write_bytes(b"a copy of before")
    with amina.writing() as work:
        work.erase(own.BACKUP, record)
    assert not amina.place.upgrade_copy.exists()


def test_of_two_names_the_later_one_counts(amina: Node, vaults: Vaults) -> None:
    for person in ("bb" * 16, "aa" * 16):
        put(amina, own.MEMBER, None, person=person, working_name="Same")
    assert membership.name_of(amina, bytes.fromhex("aa" * 16)) == "Same"
    put(amina, own.MEMBER, None, person="cc" * 16, working_name="First")
    vaults.clock.forward(hours=1)
    put(amina, own.MEMBER, None, person="cc" * 16, working_name="Later")
    assert membership.name_of(amina, bytes.fromhex("cc" * 16)) == "Later"


def test_fill_bytes_before_a_marker_are_passed_over() -> None:
    plain = jpeg([])
    filled = plain[:2] + b"\xff\xff" + plain[2:]
    assert stripping.clean(filled).data == stripping.clean(plain).data


def test_names_of_one_letter_are_names() -> None:
    sound = {"r": [["t", bytes(16), {"f": 1}]]}
    assert list(records_codec.assigned(sound)) == [("t", bytes(16), {"f": 1})]
    for wrong in (
        [["", bytes(16), {"f": 1}]], [["t", bytes(15), {"f": 1}]], [["t", bytes(16), {"": 1}]],
        [["t", bytes(16)]], [["t", bytes(16), []]], "text",
    ):  # fmt: skip
        with pytest.raises(Refused):
            list(records_codec.assigned({"r": wrong}))


def test_a_space_says_what_it_shows(amina: Node) -> None:
    from panoh.core import erasing

    with amina.writing() as work:
        space = work.new_space("case")
        other = work.new_space("case")
    first = put_thing(amina, space, title="x")
    put_thing(amina, other, title="y", other=first)
    put_thing(amina, space, title="z", other=first)
    with amina.writing() as work:
        work.put(LINE, space, None, {"text": "a line"})
    number = amina.spaces.row(space).no
    assert erasing.counted(amina, number) == {THING.label: 2, LINE.label: 1}
    assert erasing.pointing_at(amina, first, [number]) == {THING.label: 1}
    assert erasing.pointing_at(amina, first, [number, amina.spaces.row(other).no]) == {}
    assert erasing.pointing_at(amina, first, []) == {THING.label: 2}


def test_an_empty_segment_of_a_picture_is_sound() -> None:
    plain = jpeg([])
    for length, sound in ((2, True), (1, False), (0, False)):
        with_comment = plain[:2] + b"\xff\xfe" + length.to_bytes(2, "big") + plain[2:]
        if sound:
            assert stripping.clean(with_comment).data == stripping.clean(plain).data
        else:
            with pytest.raises(stripping.NotTaken):
                stripping.clean(with_comment)


def test_spaces_of_the_same_people_are_carried_together_and_no_others(
    amina: Node, bo: Node, vaults: Vaults
) -> None:
    chen = vaults.node("Chen")
    spaces = []
    for people in ((bo,), (chen,), (bo,), (bo, chen), ()):
        with amina.writing() as work:
            space = work.new_space("case")
            for each in people:
                sharing.let_in(amina, work, space, [each.person.certificate], Role.WRITER)
        spaces.append(amina.spaces.row(space).channel)
    with_bo, with_chen, again, with_both, alone = spaces
    assert with_bo == again
    assert alone == amina.spaces.own_channel()
    assert len({with_bo, with_chen, with_both, alone}) == 4


def test_a_chain_that_ends_elsewhere_than_noted_is_told_with_both_numbers(amina: Node) -> None:
    note_backup(amina, place="x")
    row = amina.spaces.row(amina.space("personal"))
    ((last,),) = amina.database.execute("SELECT sequence FROM head WHERE space = ?", (row.no,))
    with amina.database.write():
        amina.database.execute("DELETE FROM head WHERE space = ?", (row.no,))
    assert f"ends at number {last}, but 0 were written" in "".join(check(amina))
    with amina.database.write():
        amina.database.execute(
            "INSERT INTO head (space, device, sequence, entry)"
            " SELECT space, device, ? , id FROM entry WHERE space = ? LIMIT 1", (last + 4, row.no)
        )  # fmt: skip
    found = "".join(check(amina))
    assert f"ends at number {last}, but {last + 4} were written" in found


def test_a_word_that_can_be_spoken_is_guessed_as_a_word_from_four_letters_on() -> None:
    assert strength._letters("bam") == math.inf
    assert strength._letters("bamo") < 4 * math.log2(26)
    assert strength._letters("bmgt") == math.inf
    assert strength._letters("BaMo") == math.inf
    assert strength._letters("Bamo") == strength._letters("bamo") + 1
