"""Travel: no canary anywhere after leaving, everything byte by byte after coming back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from panoh import bootstrap
from panoh.apps.casework import access, commands
from panoh.core import backup, increments, travel
from panoh.core.check import check
from panoh.core.log import codec
from panoh.core.node import Node
from panoh.core.vault import anchor, store, wipe
from panoh.core.vault.model import VaultPlace
from panoh.errors import Forbidden, NotFound, VaultRolledBack, WrongUsage
from panoh.sync import homecoming
from tests.cast import PHRASE, Clock
from tests.core.pictures import png

CANARIES = 300


def canary(number: int) -> str:
    return f"heliotrope-{number:04d}-{number * 7919 % 100_003:06d}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "stays-at-home"
    made.mkdir()
    return made


def _fill(node: Node) -> tuple[str, list[str]]:
    """A case that travels and cases full of canaries that do not; their codes."""
    stays = commands.add_client(node, {})
    commands.add_note(node, stays, {"text": "this one is needed on the way"})
    codes, number = [], iter(range(CANARIES))
    while (at := next(number, None)) is not None:
        code = commands.add_client(
            node, {"goes_by": canary(at), "names": [canary(next(number, 0))]}
        )
        codes.append(code)
        for restricted in (None, "violence"):
            values = {"text": " ".join(canary(next(number, 0)) for _ in range(12))}
            commands.add_note(
                node, code, {**values, **({"restricted": restricted} if restricted else {})}
            )
    said = (b"tRNS", canary(0).encode() * 9000)
    commands.add_attachment(node, codes[0], png([said]), {"title": canary(1)})
    return stays, codes


def _rows(node: Node, codes: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Every row of these cases, without the local number of the space."""
    found = {}
    for code in codes:
        main = node.spaces.row_of(access.client(node, code)["space"])
        spaces = [main.no, *(each.no for each in node.spaces.compartments(main))]
        for rtype in node.types.values():
            for row in node.rows(f"SELECT * FROM {rtype.table} ORDER BY id"):
                if row["space"] in spaces:
                    found.setdefault(code, []).append({**row, "space": None, "type": rtype.table})
    return found


def _entries(node: Node, codes: list[str]) -> dict[str, list[bytes]]:
    found = {}
    for code in codes:
        main = node.spaces.row_of(access.client(node, code)["space"])
        for row in (main, *node.spaces.compartments(main)):
            found.setdefault(code, []).extend(
                codec.encode(each.sealed) for each in node.log.entries(row)
            )
    return {code: sorted(each) for code, each in found.items()}


def _pages(node: Node) -> list[bytes]:
    node.database.checkpoint()
    return [node.database.image()]


def _hits(node: Node) -> int:
    held = b"".join(_pages(node))
    folders = [node.place.folder, node.place.home]
    held += b"".join(f.read_bytes() for d in folders for f in d.rglob("*") if f.is_file())
    return sum(canary(number).encode() in held for number in range(CANARIES))


def _copy(path: Path, to: Path) -> Node:
    place, key = increments.unpack(path, PHRASE, to)
    return bootstrap.open_node(place, key, anchored=False)


def test_no_canary_is_left_and_all_comes_back_byte_by_byte(
    amina: Node, home: Path, tmp_path: Path, clock: Clock
) -> None:
    stays, codes = _fill(amina)
    assert _hits(amina) > CANARIES * 0.9
    rows, entries = _rows(amina, codes), _entries(amina, codes)
    keep = [amina.space_id(access.client(amina, stays)["space"])]
    left = travel.leave(amina, keep, home)
    assert (left.found, left.looked > 20) == (0, True)
    assert _hits(amina) == 0
    assert left.spaces == 2 * len(codes)
    # It is a sound vault of which nothing tells what went, and it goes on.
    assert check(amina, rebuild=True) == []
    seen = travel.seen(amina)
    assert seen.cases == (stays,)
    assert seen.away
    commands.add_note(amina, stays, {"text": "written on the way"})
    for code in codes:
        with pytest.raises(NotFound):
            access.client(amina, code)
    with pytest.raises(Forbidden):
        travel.leave(amina, keep, home)
    for table in ("epoch", "fact", "entry", "assignment", "mention", "head"):
        spaces = {each[0] for each in amina.database.execute(f"SELECT DISTINCT space FROM {table}")}
        assert spaces <= {each.no for each in amina.spaces.all()}, table
    # Opened again, no rollback is suspected; and a copy of before is one.
    place, key = amina.place, store.unlock(amina.place, PHRASE)
    amina.close()
    again = bootstrap.open_node(place, key, clock=clock)
    try:
        copy = _copy(left.copy, tmp_path / "opened")
        try:
            back = homecoming.from_copy(again, copy)
        finally:
            copy.close()
        assert back.spaces == left.spaces
        assert _rows(again, codes) == rows
        assert _entries(again, codes) == entries
        assert check(again, rebuild=True) == []
        assert not travel.is_away(again)
        assert access.attachment_bytes(again, access.attachments(again, codes[0])[0]["id"])
        commands.add_note(again, codes[0], {"text": "home again"})
        assert check(again, rebuild=True) == []
    finally:
        again.close()


def test_a_copy_of_before_put_back_is_noticed(amina: Node, home: Path, clock: Clock) -> None:
    _fill_one(amina)
    left = travel.leave(amina, [], home)
    amina.close()
    shutil.rmtree(amina.place.folder)
    increments.unpack(left.copy, PHRASE, amina.place.home)
    with pytest.raises(VaultRolledBack):
        bootstrap.open_node(amina.place, store.unlock(amina.place, PHRASE), clock=clock)


def _fill_one(node: Node) -> str:
    code = commands.add_client(node, {"goes_by": canary(1)})
    commands.add_note(node, code, {"text": canary(2)})
    return code


def test_where_the_copy_cannot_be_made_nothing_goes(amina: Node, home: Path) -> None:
    code = _fill_one(amina)
    with pytest.raises(WrongUsage):
        travel.leave(amina, [], home / "missing")
    assert access.client(amina, code)["goes_by"] == canary(1)
    assert not travel.is_away(amina)


def test_a_copy_of_another_vault_brings_nothing(
    amina: Node, chen: Node, home: Path, tmp_path: Path
) -> None:
    _fill_one(amina)
    travel.leave(amina, [], home)
    others = tmp_path / "others"
    others.mkdir()
    made = backup.grow(chen, others)
    copy = _copy(made.path, tmp_path / "opened")
    try:
        with pytest.raises(WrongUsage):
            homecoming.from_copy(amina, copy)
    finally:
        copy.close()
    assert travel.is_away(amina)


def test_cut_off_before_the_anchor_it_opens_all_the_same(
    amina: Node, home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill_one(amina)
    amina.anchor()
    place, key = amina.place, store.unlock(amina.place, PHRASE)

    write = anchor.write

    def cut(*said: Any) -> object:
        if travel.is_away(amina):
            raise KeyboardInterrupt
        return write(*said)

    with monkeypatch.context() as patch:
        patch.setattr(anchor, "write", cut)
        with pytest.raises(KeyboardInterrupt):
            travel.leave(amina, [], home)
        amina.anchored = False
        amina.close()
    again = bootstrap.open_node(place, key, clock=clock)
    try:
        assert travel.is_away(again)
        assert check(again) == []
    finally:
        again.close()


def test_it_writes_in_a_case_again_only_when_all_it_wrote_is_back(
    amina: Node, home: Path, tmp_path: Path
) -> None:
    """Another device may not have had the last entries: a number used twice would be a fork."""
    code = _fill_one(amina)
    space = access.client(amina, code)["space"]
    early = backup.grow(amina, _made(tmp_path / "early")).path
    commands.add_note(amina, code, {"text": "after the early copy"})
    left = travel.leave(amina, [], home)
    for path, whole in ((early, False), (left.copy, True)):
        copy = _copy(path, tmp_path / path.parent.parent.name / "opened")
        try:
            if whole:
                _entries_of(amina, copy)
            else:
                homecoming.from_copy(amina, copy)
        finally:
            copy.close()
        if whole:
            assert homecoming.settle(amina)
            commands.add_note(amina, code, {"text": "now"})
        else:
            assert homecoming.rest_away(amina)
            with pytest.raises(Forbidden):
                commands.add_note(amina, code, {"text": "too early"})
    assert check(amina, rebuild=True) == []
    assert space


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _entries_of(node: Node, copy: Node) -> None:
    """As an exchange would bring them."""
    for row in copy.spaces.of_home("case"):
        with node.writing() as work:
            for kept in copy.log.entries(row):
                appended = node.log.receive(kept.sealed)
                if not isinstance(appended, int):
                    work.applied(node.records.apply(appended.kept, appended.opened))


def test_later_copies_on_the_same_stick_neither_hide_nor_take_away_the_one_of_leaving(
    amina: Node, home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(increments, "KEPT", 2)
    code = _fill_one(amina)
    left = travel.leave(amina, [], home)
    for _ in range(4):  # as the schedule does at each unlocking with the stick in place
        clock.pass_days(1)
        commands.add_client(amina, {})
        backup.grow(amina, home)
    assert left.copy.exists()
    back = homecoming.from_folder(amina, home, PHRASE, _opened)
    assert back.spaces == left.spaces
    assert access.client(amina, code)["goes_by"] == canary(1)
    assert not travel.is_away(amina)


def _opened(place: VaultPlace, key: bytes) -> Node:
    return bootstrap.open_node(place, key, anchored=False)


def test_lines_of_what_stayed_at_home_stay_in_the_practice(amina: Node, home: Path) -> None:
    code = _fill_one(amina)
    commands.bring_up_to_date(amina)
    line = access.line_of(amina, code)["id"]
    travel.leave(amina, [], home)
    commands.bring_up_to_date(amina)
    assert access.caseload(amina, line)["code"] == code


def test_a_return_that_was_cut_off_leaves_nothing_that_opens(amina: Node, home: Path) -> None:
    _fill_one(amina)
    left = travel.leave(amina, [], home)
    room = store.unfinished(amina.place.home, amina.place.id)
    room.folder.mkdir()
    place, _key = increments.unpack(left.copy, PHRASE, room.folder / "home")
    assert list(place.slots.iterdir())
    amina.close()
    wipe.keys(amina.place)
    assert list(place.slots.iterdir()) == []
    wipe.finish(amina.place.home)
    assert not room.folder.exists()
