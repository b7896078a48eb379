"""Two program versions edit one case, both ways: nothing is lost, the unknown is shown as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh import bootstrap
from panoh.core.app import App
from panoh.core.check import check
from panoh.core.intake import take_in
from panoh.core.node import Node
from panoh.core.records.model import Choice, Field, Kind, RecordType
from tests.core.support import Vaults, entries, share, toy_app

OPEN = Choice("open", "Open")
OLD = RecordType(
    app="toy", name="thing", label="Thing", home="case", readers="",
    fields=(
        Field("title", Kind.TEXT, "Title", search=True),
        Field("state", Kind.CHOICE, "State", choices=(OPEN,)),
    ),
)  # fmt: skip
NEW = RecordType(
    app="toy", name="thing", label="Thing", home="case", readers="",
    fields=(
        Field("title", Kind.TEXT, "Title", search=True),
        Field("state", Kind.CHOICE, "State", choices=(OPEN, Choice("resting", "Resting"))),
        Field("mood", Kind.TEXT, "Mood"),
    ),
)  # fmt: skip
FRESH = RecordType(
    app="toy", name="fresh", label="Fresh", home="case", readers="",
    fields=(Field("text", Kind.TEXT, "Text"),),
)  # fmt: skip
OLDER, NEWER = toy_app(OLD), toy_app(NEW, FRESH)


@pytest.fixture
def versions(vaults: Vaults, monkeypatch: pytest.MonkeyPatch) -> tuple[Node, Node, bytes]:
    def under(app: App, name: str) -> Node:
        monkeypatch.setattr(bootstrap, "apps", lambda: (app,))
        return vaults.node(name)

    older, newer = under(OLDER, "Amina"), under(NEWER, "Bo")
    with newer.writing() as work:
        space = work.new_space("case")
    share(newer, older, space)
    _exchange(older, newer, space)
    return older, newer, space


def _exchange(older: Node, newer: Node, space: bytes) -> None:
    for _ in range(2):
        for here, there in ((newer, older), (older, newer)):
            assert take_in(there, entries(here, space)).refused == ()


def test_older_program_keeps_and_carries_what_it_does_not_know(
    versions: tuple[Node, Node, bytes],
) -> None:
    older, newer, space = versions
    with newer.writing() as work:
        record = work.put(NEW, space, None, {"title": "one", "mood": "calm", "state": "resting"})
        work.put(FRESH, space, None, {"text": "of a type still unknown there"})
    _exchange(older, newer, space)
    seen = older.get(OLD, record)
    assert seen is not None
    assert (seen["title"], seen["state"], seen["newer"]) == ("one", "resting", ["mood"])
    with older.writing() as work:
        work.put(OLD, space, record, {"title": "changed by the older"})
    _exchange(older, newer, space)
    back = newer.get(NEW, record)
    assert back is not None
    assert (back["title"], back["mood"]) == ("changed by the older", "calm")
    assert len(newer.all(FRESH)) == 1
    for node in (older, newer):
        assert check(node, rebuild=True) == []


def test_upgraded_vault_shows_what_it_had_kept(
    versions: tuple[Node, Node, bytes], vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer, space = versions
    with newer.writing() as work:
        record = work.put(NEW, space, None, {"title": "one", "mood": "calm"})
        work.put(FRESH, space, None, {"text": "kept"})
    _exchange(older, newer, space)
    place = older.place
    older.close()
    monkeypatch.setattr(bootstrap, "apps", lambda: (NEWER,))
    upgraded = vaults.open(place, _key_of(place.home))
    seen = upgraded.get(NEW, record)
    assert seen is not None
    assert (seen["mood"], seen["newer"]) == ("calm", [])
    assert [row["text"] for row in upgraded.all(FRESH)] == ["kept"]
    assert check(upgraded, rebuild=True) == []


def test_older_program_opens_a_vault_last_used_by_a_newer_one(
    versions: tuple[Node, Node, bytes], vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, newer, space = versions
    with newer.writing() as work:
        record = work.put(NEW, space, None, {"title": "one", "mood": "calm"})
    place = newer.place
    newer.close()
    monkeypatch.setattr(bootstrap, "apps", lambda: (OLDER,))
    seen = vaults.open(place, _key_of(place.home)).get(OLD, record)
    assert seen is not None
    assert seen["newer"] == ["mood"]


def test_erasure_by_an_older_program_takes_the_newer_fields_too(
    versions: tuple[Node, Node, bytes],
) -> None:
    older, newer, space = versions
    with newer.writing() as work:
        record = work.put(NEW, space, None, {"title": "one", "mood": "a mood to be unsaid"})
    _exchange(older, newer, space)
    with older.writing() as work:
        work.erase(OLD, record)
    _exchange(older, newer, space)
    for node in (older, newer):
        assert node.database.find_bytes([b"a mood to be unsaid"]) == []
        assert check(node, rebuild=True) == []


def _key_of(home: Path) -> bytes:
    from panoh.core.vault import store
    from tests.core.support import PHRASE

    return store.unlock(store.pick(home), PHRASE)
