"""How long a closed case is kept: notices, renewal, and erasing when nobody renews."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from panoh import bootstrap
from panoh.apps.casework import APP, access, commands, views
from panoh.core import check
from panoh.core.node import Node
from panoh.errors import Invalid, NotFound, StorageFailed
from tests.cast import Clock

SAID = "the bakery behind the old bridge"


@pytest.fixture
def closed(amina: Node) -> str:
    code = commands.add_client(amina, {"wants": SAID})
    commands.close(amina, code, {"reason": "agreed", "write_again": "no"})
    return code


def items(node: Node) -> list[str]:
    return [each.text for each in views.today(node, 50)]


def test_closing_sets_an_end_of_the_practices_own(amina: Node, closed: str) -> None:
    held = access.term(amina, closed)
    assert held is not None
    assert held.keep_until.isoformat() == "2027-11-20"
    commands.set_period(amina, 3, "our own decision, spring")
    other = commands.add_client(amina, {})
    assert access.term(amina, other) is None
    commands.close(amina, other, {"reason": "moved"})
    later = access.term(amina, other)
    assert later is not None
    assert later.keep_until.isoformat() == "2027-02-20"
    again = access.term(amina, closed)
    assert again is not None
    assert again.keep_until.isoformat() == "2027-11-20"
    for wrong in (0, 121, "many"):
        with pytest.raises(Invalid):
            commands.set_period(amina, wrong)


def test_the_case_goes_when_today_said_so_for_thirty_days(
    amina: Node, closed: str, clock: Clock
) -> None:
    kept = commands.add_client(amina, {"wants": "to stay"})
    clock.pass_days(365 - 31)
    assert commands.keep_terms(amina) == ()
    assert not [each for each in items(amina) if closed in each]
    clock.pass_days(1)
    for _day in range(30):
        assert commands.keep_terms(amina) == ()
        assert [each for each in items(amina) if closed in each]
        clock.pass_days(1)
    assert amina.database.find_bytes([SAID.encode()])
    assert commands.keep_terms(amina) == (closed,)
    assert amina.database.find_bytes([SAID.encode()]) == []
    with pytest.raises(NotFound):
        access.client(amina, closed)
    assert [each for each in items(amina) if closed in each and "its time was over" in each]
    assert access.client(amina, kept)["wants"] == "to stay"
    assert check.check(amina, rebuild=True) == []
    assert commands.keep_terms(amina) == ()
    clock.pass_days(31)
    assert not [each for each in items(amina) if closed in each]
    assert [each["code"] for each in access.erased_cases(amina)] == [closed]


def test_a_vault_that_nobody_opened_gives_thirty_days_first(
    amina: Node, closed: str, clock: Clock
) -> None:
    clock.pass_days(900)
    for days in (0, 1, 28):
        clock.pass_days(days)
        assert commands.keep_terms(amina) == ()
    clock.pass_days(1)
    assert commands.keep_terms(amina) == (closed,)


def test_a_renewal_with_a_reason_begins_anew(amina: Node, closed: str, clock: Clock) -> None:
    clock.pass_days(350)
    commands.keep_terms(amina)
    clock.pass_days(1)
    commands.keep_terms(amina)
    clock.pass_days(20)
    commands.renew(amina, closed, "the court has not decided")
    held = access.term(amina, closed)
    assert held is not None
    assert held.keep_until == amina.today().replace(year=amina.today().year + 1)
    assert (held.reason, held.notices, held.near) == ("the court has not decided", [], False)
    clock.pass_days(30)
    assert commands.keep_terms(amina) == ()
    # A short renewal does not fall back on the notices of the term before.
    commands.renew(amina, closed, "one more", (amina.today() + timedelta(days=1)).isoformat())
    clock.pass_days(2)
    assert commands.keep_terms(amina) == ()
    assert access.client(amina, closed)["wants"] == SAID


@pytest.mark.parametrize(
    ("reason", "until", "named"),
    [
        ("", None, {"reason"}),
        ("why", "2026-11-20", {"keep_until"}),
        ("why", "2027-11-21", {"keep_until"}),
        ("why", "soon", {"keep_until"}),
    ],
)
def test_a_renewal_needs_a_reason_and_has_an_end(
    amina: Node, closed: str, reason: str, until: str | None, named: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        commands.renew(amina, closed, reason, until)
    assert set(refused.value.problems) == named


def test_an_open_case_has_no_end(amina: Node, closed: str, clock: Clock) -> None:
    commands.reopen(amina, closed, {"text": "he came back"})
    assert access.term(amina, closed) is None
    with pytest.raises(Invalid):
        commands.renew(amina, closed, "why")
    clock.pass_days(2000)
    for _unlock in range(40):
        assert commands.keep_terms(amina) == ()
        clock.pass_days(1)
    assert access.client(amina, closed)["status"] == "open"


def test_unlocking_the_pages_keeps_to_the_terms(
    amina: Node, closed: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = bootstrap.shell(Path())
    assert shell.on_unlock is not None
    monkeypatch.setattr("panoh.cli.listener.Listener.start", lambda *_of: None)
    held = cast(Any, SimpleNamespace(node=amina, later=lambda *_: None))
    clock.pass_days(340)
    for days in (0, 1, 30):
        clock.pass_days(days)
        shell.on_unlock(amina, held)
    with pytest.raises(NotFound):
        access.client(amina, closed)


def test_a_full_disk_keeps_nobody_out(amina: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_node: Node) -> None:
        raise StorageFailed(reason="full")

    started: list[Node] = []
    monkeypatch.setattr(bootstrap, "apps", lambda: (SimpleNamespace(
        unlocked=full, pages=(), navigation=(), name="x", templates=Path()),))  # fmt: skip
    monkeypatch.setattr("panoh.cli.listener.Listener.start",
                        lambda _self, node, _held: started.append(node))  # fmt: skip
    shell = bootstrap.shell(Path())
    assert shell.on_unlock is not None
    shell.on_unlock(amina, cast(Any, SimpleNamespace(later=lambda *_: None)))
    assert started == [amina]
    assert APP.unlocked is not None
