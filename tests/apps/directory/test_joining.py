"""Two real nodes and a real hub: who is let into a referral, and what taking back leaves there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from panoh.apps.casework import commands as casework
from panoh.apps.directory import access, commands, records, views
from panoh.core import sharing
from panoh.core.node import Node
from panoh.core.space.model import History, Role
from panoh.errors import Forbidden
from panoh.sync import invitations, letters
from panoh.sync.carriers.hub import HubCarrier
from panoh.sync.model import Report
from panoh.sync.session import Session
from tests.apps.directory.conftest import client
from tests.cast import Clock

WHY = "Wages not paid since May."
NOTED = "Asked her brother about it."


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("hub") / "hub.db"
    command = [sys.executable, "-m", "panoh", "hub", "serve", "--database", f"sqlite:///{file}"]
    process = subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, encoding="utf-8")
    if process.stdout is None:
        raise RuntimeError("the hub says nothing")
    yield process.stdout.readline().strip()
    process.terminate()
    process.wait(20)
    process.stdout.close()


def exchange(hub: str, *nodes: Node) -> list[Report]:
    return [Session(each, HubCarrier(hub)).run() for each in nodes]


def sent(node: Node, service: str) -> str:
    said = {"reason": WHY, "asked": ["legal"], "carer": "adult"}
    return commands.new(node, service, client(node), ["wants"], said)


def withdrawn(node: Node, ref: str, _clock: Clock) -> None:
    casework.withdraw(node, access.referral(node, ref)["agreements"], {})


def taken_back(node: Node, ref: str, _clock: Clock) -> None:
    commands.step(node, ref, "revoked")


def declined(node: Node, ref: str, _clock: Clock) -> None:
    commands.step(node, ref, "declined", {"why": "full"})


def ended(node: Node, ref: str, clock: Clock) -> None:
    assert access.referral(node, ref)["ends"] == "2026-12-20"
    clock.pass_days(31)


@pytest.mark.parametrize("happened", [withdrawn, taken_back, declined, ended])
def test_code_given_before_opens_nothing_afterwards(
    hub: str, amina: Node, bo: Node, clock: Clock, legal: str,
    happened: Callable[[Node, str, Clock], None],
) -> None:  # fmt: skip
    made = sent(amina, legal)
    code = commands.hand_to_colleague(amina, made, days=90)
    happened(amina, made, clock)
    invitations.join(bo, code)
    reports = exchange(hub, bo, amina, bo, amina, bo)
    assert bo.spaces.of_home("referral") == []
    assert bo.all(records.REFERRAL) == []
    space = amina.spaces.row(amina.space_id(access.referral(amina, made)["space"]))
    assert list(amina.spaces.state(space).members) == [amina.person.id]
    told = [text for each in reports[::2] for text in each.findings]
    assert told == [letters.CLOSED]  # a plain answer, once
    assert all(each.joined == [] for each in reports)
    assert [each.state for each in invitations.given_out(amina)] == ["refused"]


def test_no_way_leads_into_a_referral_that_is_over(
    hub: str, amina: Node, bo: Node, clock: Clock, legal: str
) -> None:
    first, second = sent(amina, legal), sent(amina, legal)
    invitations.join(bo, commands.hand_to_colleague(amina, first))
    exchange(hub, bo, amina, bo)
    withdrawn(amina, second, clock)
    space = amina.space_id(access.referral(amina, second)["space"])
    with pytest.raises(Forbidden), amina.writing() as work:
        sharing.grant(amina, work, space, bo.person.id, Role.WRITER, History.ALL)
    with pytest.raises(Forbidden):
        invitations.invite(amina, invitations.Offer((space,), Role.WRITER, History.ALL))
    with pytest.raises(Forbidden):
        commands.hand_to_colleague(amina, second)


def test_taking_back_leaves_nothing_of_the_client_with_the_receiver(
    hub: str, amina: Node, bo: Node, legal: str
) -> None:
    made = sent(amina, legal)
    invitations.join(bo, commands.hand_to_colleague(amina, made))
    exchange(hub, bo, amina, bo)
    assert views.made_of(bo, access.referral(bo, made)).row["reason"] == WHY
    assert [each["text"] for each in access.copies(bo, access.referral(bo, made))]
    commands.step(bo, made, "accepted", {"note": NOTED})
    exchange(hub, bo, amina)
    done = commands.step(amina, made, "revoked", {"note": "The client asked for it."})
    assert done.row["reason"] is None
    assert amina.all(records.TOLD, "reason IS NOT NULL") == []
    exchange(hub, amina, bo, amina)
    for node in (amina, bo):
        row = access.referral(node, made)
        held = views.made_of(node, row)
        assert held.standing.state == "revoked"
        assert access.copies(node, row) == []
        assert (held.row["reason"], held.row["asked"], held.row["carer"]) == (None, None, None)
        notes = [each["note"] for each in access.steps(node, row)]
        assert notes == [None, None, "The client asked for it."]
        assert node.prove_absent([WHY, NOTED]), node.person
        assert (row["code"], row["to"]) == (done.row["code"], "Legal desk")


def test_note_written_apart_from_the_taking_back_is_not_shown(
    hub: str, amina: Node, bo: Node, legal: str
) -> None:
    made = sent(amina, legal)
    invitations.join(bo, commands.hand_to_colleague(amina, made))
    exchange(hub, bo, amina, bo)
    commands.step(bo, made, "accepted", {"note": NOTED})
    commands.step(amina, made, "revoked")
    exchange(hub, bo, amina, bo)
    for node in (amina, bo):
        standing = views.made_of(node, access.referral(node, made)).standing
        assert standing.state == "revoked"
        assert [each["note"] for each in standing.steps] == [None, None, None]
