"""Phones of a vault: codes, PINs, shutting out, and the certificate that stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from panoh.core import phones
from panoh.core.node import Node
from panoh.core.phones import Code
from panoh.core.records import own
from panoh.errors import Forbidden, Invalid, NotFound, TooManyTries, WrongCode, WrongPin, WrongUsage
from tests.cast import Clock, Template

PIN = "482915"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PANOH_STATE", str(folder / "state"))
        made = Template(folder / "made")
        made.of("Amina")
        yield made


@pytest.fixture
def node(template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Node]:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    found = template.copy("Amina", tmp_path, Clock())
    yield found
    found.close()


class Hands:
    """Two clocks that a test moves."""

    def __init__(self) -> None:
        self.steady, self.wall = 100.0, 1000.0

    def __call__(self) -> tuple[float, ...]:
        return self.steady, self.wall

    def on(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += seconds


def test_a_code_works_once() -> None:
    code = Code()
    code.check(code.shown.lower().replace("-", " "))
    with pytest.raises(WrongCode):
        code.check(code.text)
    assert not code.is_open()


def test_a_code_is_over_after_ten_minutes_also_in_sleep() -> None:
    for asleep in (False, True):
        hands = Hands()
        code = Code(hands)
        hands.wall += 599
        hands.steady += 0 if asleep else 599
        assert code.is_open()
        hands.wall += 1
        with pytest.raises(WrongCode):
            code.check(code.text)


def test_wrong_codes_wait_longer_and_five_end_it() -> None:
    hands = Hands()
    code = Code(hands)
    for number in range(1, 6):
        with pytest.raises(WrongCode):
            code.check("AAAA-AAAA")
        if number < 5:
            with pytest.raises(TooManyTries) as late:
                code.check(code.text)  # the right one, too early: not used up
            assert late.value.details["seconds"] == 2**number
            hands.on(2**number)
    hands.on(60)
    with pytest.raises(WrongCode):
        code.check(code.text)


def test_a_code_is_not_guessed_and_two_are_different() -> None:
    codes = [Code() for _ in range(200)]
    assert len({each.text for each in codes}) == len({each.place for each in codes}) == 200
    assert all(len(each.text) == 8 and not set(each.text) & set("ILO01U") for each in codes)


def test_the_vault_keeps_neither_token_nor_pin(node: Node) -> None:
    record, token = phones.pair(node, " Nokia ", PIN)
    assert len(token) >= 43
    (row,) = node.all(own.PHONE)
    assert (row["id"], row["called"]) == (record, "Nokia")
    assert token not in str(row)
    assert PIN not in str(row)
    assert node.prove_absent([token, PIN])
    assert [each.token for each in phones.welcome(node)] == [phones.digest_of(token)]


@pytest.mark.parametrize("pin", ["12345", "111111", "121212", "123456", "987654", "1" * 41, ""])
def test_a_pin_that_is_guessed_soon_is_refused(node: Node, pin: str) -> None:
    with pytest.raises(Invalid) as refused:
        phones.pair(node, "", pin)
    assert set(refused.value.problems) == {"pin", "called"}
    assert phones.problems_of("a", PIN, PIN) == {}
    assert phones.problems_of("a", PIN, PIN + "1") == {"again": phones.NOT_SAME}
    assert phones.listed(node) == []


def test_five_wrong_pins_in_a_row_shut_the_phone_out(node: Node) -> None:
    record, token = phones.pair(node, "Nokia", PIN)
    other, foreign = phones.pair(node, "Samsung", PIN)
    with pytest.raises(WrongPin):
        phones.check_pin(node, record, foreign, PIN)  # another phone's token proves nothing
    phones.check_pin(node, record, token, PIN)  # and a right one begins the count anew
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(WrongPin) as wrong:
            phones.check_pin(node, record, token, "000000")
        assert wrong.value.details["left"] == left
    with pytest.raises(NotFound):
        phones.check_pin(node, record, token, PIN)
    assert [(each.called, each.out) for each in phones.listed(node)] == [
        ("Samsung", False), ("Nokia", True)
    ]  # fmt: skip
    assert [each.id for each in phones.welcome(node)] == [other]


def test_shut_out_by_name_and_told_to_the_door(node: Node) -> None:
    class Door:
        address = fingerprint = ""
        forgot: ClassVar[list[str]] = []

        def forget(self, record: str) -> None:
            self.forgot.append(record)

    record, _token = phones.pair(node, "Nokia", PIN)
    node.phones = Door()  # type: ignore[assignment]
    with pytest.raises(NotFound):
        phones.find(node, "Noki")
    phones.shut_out(node, phones.find(node, record[:8]).id)
    assert Door.forgot == [record]
    assert phones.welcome(node) == []
    again, _token = phones.pair(node, "Nokia", PIN)
    assert phones.find(node, "Nokia").id == again


def test_a_phone_unused_for_a_month_is_paired_anew(node: Node) -> None:
    record, token = phones.pair(node, "Nokia", PIN)
    later = node.now() + timedelta(days=30)
    with node.dated(lambda: later):
        assert len(phones.welcome(node)) == 1
    with node.dated(lambda: later + timedelta(days=1)):
        assert phones.welcome(node) == []
    with node.dated(lambda: later):
        phones.check_pin(node, record, token, PIN)
    with node.dated(lambda: later + timedelta(days=30)):
        assert len(phones.welcome(node)) == 1


def test_the_certificate_stays_until_a_year_has_gone_or_it_is_made_anew(node: Node) -> None:
    first = phones.standing(node, "192.168.1.5")
    phones.keep_port(node, 4711)
    same = phones.standing(node, "192.168.1.77")  # another network
    assert same.certificate.fingerprint == first.certificate.fingerprint
    assert same.port == 4711
    anew = phones.standing(node, "192.168.1.77", anew=True)
    assert anew.certificate.key_pin != first.certificate.key_pin
    assert anew.port == 4711
    later = node.now() + timedelta(days=366)
    with node.dated(lambda: later):
        assert phones.standing(node, "10.0.0.2").certificate.der != anew.certificate.der
    pem = first.certificate.sealed_pem("x" * 20)
    assert node.prove_absent([pem.decode()[40:100]])


def test_only_an_address_of_this_computer_that_not_all_the_world_reaches() -> None:
    known = ["192.168.1.5", "8.8.8.8"]
    assert phones.check_address("", known) == "192.168.1.5"
    assert phones.check_address("127.0.0.1", known) == "127.0.0.1"
    with pytest.raises(Forbidden):
        phones.check_address("", [])
    for wrong in ("192.168.1.6", "0.0.0.0", "8.8.8.8", "::1", "panoh.example"):
        with pytest.raises(WrongUsage):
            phones.check_address(wrong, known)


def test_without_a_program_that_serves_pages_nothing_is_switched_on(node: Node) -> None:
    with pytest.raises(Forbidden):
        phones.door(node)
