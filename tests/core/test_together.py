"""Two processes on one vault, and acts that stop half-way: nothing stale, nothing half, no lie."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from panoh import bootstrap
from panoh.core import work as work_module
from panoh.core.check import check
from panoh.core.intake import take_in
from panoh.core.log import codec as log_codec
from panoh.core.log.model import EntryKind
from panoh.core.node import Node
from panoh.core.vault import anchor
from panoh.errors import NotFound, Refused, StorageFailed, VaultBusy, VaultRolledBack
from tests.core.forging import forged
from tests.core.support import THING, Vaults, copy_vault, entries, member, put_thing, share


@pytest.fixture
def two(vaults: Vaults) -> tuple[Node, Node]:
    """The vault as a running Panoh and a command hold it at the same time."""
    place, key = vaults.make("Amina")
    return vaults.open(place, key), vaults.open(place, key)


def test_facts_and_keys_of_the_other_process_count_at_once(
    two: tuple[Node, Node], bo: Node
) -> None:
    running, command = two
    with running.writing() as work:
        space = work.new_space("case")
        record = work.put(THING, space, None, {"title": "x"})
    share(command, bo, space)
    row = running.spaces.row(space)
    assert bo.person.id in running.spaces.state(row).members
    put_thing(running, space, record, title="under the key that the other made")
    assert take_in(bo, entries(running, space)).refused == ()
    with command.writing():
        gone = {"k": "remove", "person": bo.person.id}
        command.log.state_facts(command.spaces.row(space), [gone], now=1)
    data = forged(bo, space, EntryKind.ASSIGN, {"r": []})
    assert take_in(bo, entries(command, space)).refused == ()
    knowing = forged(bo, space, EntryKind.ASSIGN, {"r": []})
    assert take_in(running, [knowing]).new == 0
    assert take_in(running, [data]).new == 1
    put_thing(running, space, record, title="not for Bo any more")
    state = running.spaces.state(running.spaces.row(space))
    assert bo.person.device not in state.epochs[state.current].readers
    for node in two:
        assert check(node, rebuild=True) == []


def test_both_write_into_one_chain(two: tuple[Node, Node]) -> None:
    running, command = two
    with running.writing() as work:
        space = work.new_space("case")
        record = work.put(THING, space, None, {"title": "0"})
    for number in range(1, 7):
        put_thing(two[number % 2], space, record, title=str(number))
    row = command.get(THING, record)
    assert row is not None
    assert (row["title"], row["conflicts"]) == ("6", [])
    assert check(running, rebuild=True) == []


def test_check_sees_one_moment_while_the_other_writes(two: tuple[Node, Node]) -> None:
    running, command = two
    with running.writing() as work:
        space = work.new_space("case")
    for number in range(4):
        put_thing(running, space, title=str(number))

    def meanwhile(what: str, _done: int, _total: int) -> None:
        if what != "pages":
            put_thing(command, space, title="written during the check")
            command.anchor()

    assert check(running, rebuild=True, progress=meanwhile) == []
    assert check(running, rebuild=True) == []


def test_erasure_of_the_other_process_is_final(two: tuple[Node, Node]) -> None:
    running, command = two
    with running.writing() as work:
        space = work.new_space("case")
        record = work.put(THING, space, None, {"title": "words to be erased"})
    with command.writing() as work:
        work.erase(THING, record)
    assert running.get(THING, record) is None
    assert running.find_text("words") == []
    with pytest.raises(NotFound):
        put_thing(running, space, record, title="again")


def test_devices_met_in_a_write_that_was_undone_are_forgotten(
    vaults: Vaults, amina: Node, bo: Node
) -> None:
    with amina.writing() as work:
        space = work.new_space("case")
    share(amina, bo, space)
    take_in(bo, entries(amina, space))
    chen = vaults.node("Chen")
    share(amina, chen, space)
    take_in(bo, entries(amina, space))
    take_in(chen, entries(amina, space))
    mine, theirs = (put_thing(each, space, title="x") for each in (bo, chen))
    _take_and_undo(amina, entries(chen, space))
    assert take_in(amina, entries(bo, space)).refused == ()
    assert amina.views._device_ids() == dict(amina.database.execute("SELECT no, id FROM device"))
    assert amina.get(THING, mine) is not None
    assert amina.get(THING, theirs) is None
    assert take_in(amina, entries(chen, space)).refused == ()
    assert check(amina, rebuild=True) == []


def _take_and_undo(node: Node, carried: list[bytes]) -> None:
    with suppress(InterruptedError), node.writing() as work:
        for data in carried:
            appended = node.log.receive(log_codec.decode(data))
            if not isinstance(appended, int):
                work.applied(node.records.apply(appended.kept, appended.opened))
        raise InterruptedError


# ── half-way ────────────────────────────────────────────────────────────────────────────────


def test_write_inside_a_write_leaves_the_outer_one_as_it_is(amina: Node) -> None:
    with amina.writing() as work:
        space = work.new_space("case")
        with pytest.raises(RuntimeError), amina.writing():
            pass
        record = work.put(THING, space, None, {"title": "x"})
    assert amina.get(THING, record) is not None
    assert check(amina, rebuild=True) == []


def test_anchor_that_cannot_be_written_is_no_failed_save(
    amina: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StorageFailed(reason="no space left")

    with monkeypatch.context() as patched:
        patched.setattr(anchor, "write", refuse)
        patched.setattr("panoh.core.node.ANCHOR_SECONDS", 0.0)
        with amina.writing() as work:
            space = work.new_space("case")
        record = put_thing(amina, space, title="saved all the same")
    assert amina.get(THING, record) is not None
    amina.anchor()
    held = anchor.read(amina.place, amina.person.certificate.sign_public)
    assert held is not None
    assert held.count == amina.log.journal()[0]


@pytest.mark.parametrize("problem", [VaultBusy(), StorageFailed(reason="the disk is full")])
def test_erasure_that_cannot_be_proved_stands_and_says_so(
    amina: Node, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    with amina.writing() as work:
        space = work.new_space("case")
        record = work.put(THING, space, None, {"title": "words that are to go"})

    def refuse(*_: object) -> None:
        raise problem

    with monkeypatch.context() as patched:
        patched.setattr(amina.database, "find_bytes", refuse, raising=False)
        with amina.writing() as work:
            done = work.erase(THING, record)
    assert not done.proved
    assert amina.get(THING, record) is None
    assert check(amina, rebuild=True) == []


@pytest.mark.parametrize(
    ("text", "proved"),
    [("too short", True), ("Ҷамшед", True), ("a word", False), ("ok", False), ("", True)],
)
def test_nothing_is_called_proved_that_was_too_short_to_look_for(
    amina: Node, text: str, proved: bool
) -> None:
    with amina.writing() as work:
        space = work.new_space("case")
        record = work.put(THING, space, None, {"count": "1", **({"title": text} if text else {})})
    with amina.writing() as work:
        done = work.erase(THING, record)
    assert done.proved is proved


def test_same_words_elsewhere_are_not_called_gone(amina: Node) -> None:
    with amina.writing() as work:
        space = work.new_space("case")
        first, second = (work.put(THING, space, None, {"title": "Zuhra's aunt"}) for _ in "ab")
    for record, proved in ((first, False), (second, True)):
        with amina.writing() as work:
            done = work.erase(THING, record)
        assert done.proved is proved


def test_import_longer_than_an_entry_is_written_in_several_and_erased_from(
    amina: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_module, "_PIECE", 4096)
    with amina.writing() as work:
        space = work.new_space("case")
        records = [
            work.put(THING, space, None, {"title": f"{number}", "text": f"{number} " * 200})
            for number in range(20)
        ]
    row = amina.spaces.row(space)
    assert 3 < len(list(amina.log.entries(row))) < 12
    monkeypatch.setattr(work_module, "_PIECE", 2048)
    with amina.writing() as work:
        assert work.erase(THING, records[3]).entries == 1
    assert len(amina.all(THING)) == 19
    assert check(amina, rebuild=True) == []


# ── copies ──────────────────────────────────────────────────────────────────────────────────


def test_used_vault_on_a_computer_that_never_saw_it_goes_on_as_another_device(
    vaults: Vaults, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else two computers would write two histories under one device key."""
    place, key = vaults.make("Amina")
    node = vaults.open(place, key)
    with node.writing() as work:
        space = work.new_space("case")
    put_thing(node, space, title="written here")
    node.close()
    moved = copy_vault(place, tmp_path / "elsewhere")
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state-elsewhere"))
    with pytest.raises(VaultRolledBack):
        vaults.open(moved, key)
    there = vaults.open(moved, key, accept_restored=True)
    put_thing(there, space, title="written there")
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    here = vaults.open(place, key)
    put_thing(here, space, title="and here again")
    assert take_in(here, entries(there, space)).refused == ()
    assert take_in(there, entries(here, space)).refused == ()
    for each, state in ((here, "state"), (there, "state-elsewhere")):
        monkeypatch.setenv("PANOH_STATE", str(tmp_path / state))
        titles = {row["title"] for row in each.all(THING)}
        assert titles == {"written here", "written there", "and here again"}
        assert check(each, rebuild=True) == []


def test_fresh_vault_opens_without_an_anchor(vaults: Vaults) -> None:
    node = vaults.open(*vaults.make("Amina"))
    assert node.log.journal()[0] == bootstrap.FIRST_COMMITS


def test_later_pieces_of_the_schema_are_added_in_order(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = bootstrap._schema

    def schema(package: str, version: int) -> str:
        if package != "panoh.core.views" or version == 1:
            return shipped(package, version)
        return f"CREATE TABLE added_{version} (x); INSERT INTO added_{version} VALUES ({version});"

    place, key = vaults.make("Amina")
    vaults.open(place, key).close()
    monkeypatch.setattr(bootstrap, "_schema", schema)
    monkeypatch.setitem(bootstrap.PIECES, "views", ("panoh.core.views", 3))
    for node in (vaults.open(place, key), vaults.open(place, key)):
        both = "SELECT x FROM added_2 UNION ALL SELECT x FROM added_3"
        assert node.database.execute(both) == [(2,), (3,)]
        node.close()


def test_own_certificate_of_somebody_else_is_refused(amina: Node, bo: Node) -> None:
    with amina.writing() as work:
        space = work.new_space("case")
    fact = {**member(bo), "person": amina.person.id}
    with pytest.raises(Refused, match="another person"), amina.writing():
        amina.log.state_facts(amina.spaces.row(space), [fact], now=1)
