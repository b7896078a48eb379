"""A whole case erased: nothing of it is left in the opened vault, and the vault stays whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.records import ALL
from panoh.core import backup, check
from panoh.core.intake import take_in
from panoh.core.node import Node
from panoh.core.records.model import Kind, RecordType
from panoh.errors import NotFound
from tests.apps.casework.sample import a_card
from tests.core.support import entries, share

MARKER = "zqvkan"
ENOUGH = 1000


class Canaries:
    """A text of its own for every field that takes one."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def word(self) -> str:
        number = len(self.words) + 1
        self.words.append(f"{MARKER}{number:05d}" + ("" if number % 2 else f" Раҳм{number}ов"))
        return self.words[-1]

    def phone(self) -> str:
        self.words.append(f"+99288{7_000_000 + len(self.words) * 37:07d}")
        return self.words[-1]

    def fill(
        self, rtype: RecordType, without: tuple[str, ...] = (), /, **known: Any
    ) -> dict[str, Any]:
        """A value with a canary for each text field of a record type."""
        values: dict[str, Any] = {}
        for field in rtype.fields:
            if field.name in without or field.name in known:
                continue
            if field.kind is Kind.TEXT:
                values[field.name] = self.word()[: field.max_length]
            elif field.kind is Kind.LONG:
                values[field.name] = f"{self.word()}\n{self.word()}"
            elif field.kind is Kind.NAMES:
                values[field.name] = [self.word(), self.word()]
            elif field.kind is Kind.PHONE:
                values[field.name] = self.phone()
        return {**values, **known}


TYPES = {each.name: each for each in ALL}


def plant(node: Node, canaries: Canaries) -> str:
    """A client about whom every field of every kind holds a canary, compartments too."""
    client = canaries.fill(TYPES["client"], ("code",), programme="other", programme_agreed=True)
    talk = canaries.fill(TYPES["contact"], channel="phone", topic="work")
    code = commands.add_client(node, client, commands.add_contact(node, talk))
    card = commands.add_card(node, a_card())
    commands.edit_client(node, code, canaries.fill(TYPES["client"], ("code",)))
    turn = 0
    while len(canaries.words) < ENOUGH + 150:  # what is changed or moved leaves the pages at once
        turn += 1
        sealed = {"restricted": "violence"} if turn % 3 == 0 else {}
        need = canaries.fill(TYPES["need"], factor="I10", **sealed)
        needed = commands.add_need(node, code, need)
        goal = commands.add_goal(node, code, canaries.fill(TYPES["goal"], need=needed))
        step = commands.add_step(node, code, canaries.fill(TYPES["step"], goal=goal))
        commands.edit_step(node, step, {"text": canaries.word()})
        commands.add_support(node, code, canaries.fill(TYPES["support"], **sealed))
        due = canaries.fill(TYPES["follow_up"], span="24h", **sealed)
        commands.finish_follow_up(
            node, commands.add_follow_up(node, code, due), "reached", canaries.word()
        )
        note = commands.add_note(node, code, canaries.fill(TYPES["note"], **sealed))
        commands.amend_note(node, note, canaries.word())
        commands.erase_note(node, note) if turn == 2 else None
        commands.review(node, code, canaries.fill(TYPES["review"]))
        commands.use_card(node, code, card, {"said": canaries.word(), **sealed})
        commands.add_demand(node, canaries.fill(TYPES["demand"]), code)
        talk = canaries.fill(TYPES["contact"], channel="message")
        commands.attach(node, commands.add_contact(node, talk), code)
    commands.close(node, code, canaries.fill(TYPES["closure"], reason="moved"))
    commands.renew(node, code, canaries.word())
    commands.reopen(node, code, canaries.fill(TYPES["reopening"]))
    commands.note_opened(node, code)
    commands.note_shown(node, code, ["violence"])
    return code


def everything(node: Node) -> list[str]:
    """Every text that any column of any table of the vault holds."""
    tables = node.database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%'"
    )
    found = []
    for (name,) in tables:
        for row in node.database.execute(f'SELECT * FROM "{name}"'):
            found += [
                each if isinstance(each, str) else bytes(each).decode("utf-8", "replace")
                for each in row
                if isinstance(each, (str, bytes))
            ]
    return found


def test_of_a_thousand_canaries_none_is_left(amina: Node) -> None:
    canaries = Canaries()
    kept = commands.add_client(amina, {"goes_by": "Zulfiya", "wants": "her passport back"})
    code = plant(amina, canaries)
    needles = [each.encode() for each in canaries.words]
    assert len(amina.database.find_bytes(needles)) >= ENOUGH  # they were really there
    done = commands.erase_client(amina, code, prove=True)
    assert done.proof is not None
    assert done.proof.holds
    assert done.proof.texts >= ENOUGH
    assert done.compartments == 1
    assert amina.database.find_bytes(needles) == []
    assert amina.database.find_bytes([MARKER.encode()]) == []
    assert not [each for each in everything(amina) if MARKER in each]
    assert [each for each in canaries.words if amina.find_text(each)] == []
    assert check.check(amina, rebuild=True) == []
    with pytest.raises(NotFound):
        access.client(amina, code)
    assert access.client(amina, kept)["goes_by"] == "Zulfiya"
    assert [each.code for each in views.cases(amina, status="all")] == [kept]
    lines = amina.rows("SELECT code FROM casework_caseload")
    assert lines == [{"code": kept}]


def test_the_code_stays_alone_and_is_not_given_again(
    amina: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = commands.add_client(amina, {"wants": "to be forgotten"})
    commands.erase_client(amina, code)
    (mark,) = access.erased_cases(amina)
    assert (mark["code"], mark["erased_on"]) == (code, "2026-11-20")
    offered = iter([code])
    real = commands.client.rules.make_code

    def again(random: Any, taken: Any) -> str:
        first = next(offered, None)
        return first if first and not taken(first) else real(random, taken)

    monkeypatch.setattr(commands.client.rules, "make_code", again)
    assert commands.add_client(amina, {}) != code
    with pytest.raises(NotFound):
        commands.erase_client(amina, code)


def test_older_copies_are_named(amina: Node, tmp_path: Path) -> None:
    code = commands.add_client(amina, {"wants": "to be forgotten"})
    (tmp_path / "stick").mkdir()
    made = backup.create(amina, tmp_path / "stick")
    assert [str(made.path) in each["place"] or each["place"] in str(made.path)
            for each in access.going(amina, code).backups] == [True]  # fmt: skip
    assert len(commands.erase_client(amina, code).backups) == 1


def test_what_goes_is_counted_and_the_hidden_part_not_named(amina: Node) -> None:
    code = commands.add_client(amina, {})
    commands.add_note(amina, code, {"text": "one"})
    commands.add_note(amina, code, {"text": "two"})
    commands.add_note(amina, code, {"text": "three", "restricted": "detention"})
    found = access.going(amina, code)
    assert dict(found.kinds) == {"Note": 2, "Client": 1}
    assert (found.hidden, found.compartments, found.others) == (1, 1, [])
    assert found.records == 4
    access.set_shown(amina, access.client(amina, code)["id"], ["detention"], True)
    assert dict(access.going(amina, code).kinds)["Note"] == 3


def test_text_that_others_say_too_is_told_apart(amina: Node) -> None:
    words = "the bus station at the river"
    other = commands.add_client(amina, {"wants": words})
    code = commands.add_client(amina, {"wants": words, "contact_when": "only on market days"})
    done = commands.erase_client(amina, code, prove=True)
    assert done.proof is not None
    assert (done.proof.elsewhere, done.proof.found) == (1, 0)
    assert done.proof.holds
    assert access.client(amina, other)["wants"] == words


def test_a_colleague_loses_it_too_when_the_erasure_arrives(amina: Node, chen: Node) -> None:
    code = commands.add_client(amina, {"wants": "a quiet word at the well"})
    commands.add_note(amina, code, {"text": "what was said at the well in spring"})
    space = amina.space_id(access.client(amina, code)["space"])
    share(amina, chen, space)
    take_in(chen, entries(amina, space))
    assert chen.database.find_bytes([b"what was said at the well in spring"])
    assert access.going(amina, code).others
    before = {bytes(each) for each in entries(amina, space)}
    commands.erase_client(amina, code)
    taken = take_in(chen, [each for each in entries(amina, space) if bytes(each) not in before])
    assert taken.refused == ()
    assert chen.database.find_bytes([b"what was said at the well in spring"]) == []
    assert check.check(chen, rebuild=True) == []


def test_ties_and_doubles_that_point_at_it_go_too(amina: Node) -> None:
    code, other, third = (commands.add_client(amina, {"goes_by": "Zarina"}) for _ in range(3))
    both = {"relation": "sibling", "agreed": True, "other_agreed": True}
    commands.add_tie(amina, code, other, both)
    kept = set(commands.add_tie(amina, other, third, both))
    commands.not_same(amina, code, other)
    commands.not_same(amina, other, third)
    assert access.going(amina, code).pointing == []  # nothing is left that does
    commands.erase_client(amina, code)
    assert {each["id"] for each in amina.rows("SELECT id FROM casework_tie")} == kept
    assert len(access.case(amina, other).ties) == 1
    assert len(amina.rows("SELECT id FROM casework_apart")) == 1
    assert check.check(amina, rebuild=True) == []


def test_a_long_proof_says_how_far_it_is(amina: Node) -> None:
    code = commands.add_client(amina, {"wants": "to be forgotten by everybody"})
    told: list[tuple[int, int]] = []
    commands.erase_client(amina, code, prove=True, progress=lambda *far: told.append(far))
    assert told[-1][0] == told[-1][1] > 0
    assert [done for done, _all in told] == sorted(done for done, _all in told)
