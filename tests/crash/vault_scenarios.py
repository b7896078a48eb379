"""Scenarios on whole vaults, through the same calls that pages and commands make."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from panoh import bootstrap
from panoh.core import backup, check
from panoh.core.node import Node
from panoh.core.records import own
from panoh.core.vault import rules, store, tries
from panoh.core.vault.model import VaultPlace
from panoh.errors import WrongPhrase
from tests.crash.faults import World
from tests.crash.storage_scenarios import journal_holds

PHRASES = tuple(
    f"quiet lantern {word} mountain river seven copper" for word in ("one", "two", "three")
)
SECRET = "what was said in confidence on a long evening, and is to be forgotten."


@contextmanager
def _at(folder: Path) -> Iterator[Path]:
    """The home folder inside `folder`, with the state folder beside it."""
    before = os.environ.get("PANOH_STATE")
    os.environ["PANOH_STATE"] = str(folder / "state")
    tries._remembered.clear()
    try:
        yield folder / "home"
    finally:
        if before is None:
            del os.environ["PANOH_STATE"]
        else:
            os.environ["PANOH_STATE"] = before


@contextmanager
def _open(home: Path, key: bytes) -> Iterator[Node]:
    node = bootstrap.open_node(store.pick(home), key)
    try:
        yield node
    finally:
        node.close()


def _make(folder: Path) -> bytes:
    """A vault, opened once so that its anchor stands; returns its key."""
    with _at(folder) as home:
        place, key = bootstrap.create_vault(home, PHRASES[0], "Aida")
        store.unlock(place, PHRASES[0])
        with _open(home, key):
            pass
    return key


def _sound(node: Node) -> None:
    findings = check.check(node)
    assert findings == [], findings


class CreateVault:
    """No vault at all; then one that is whole, opened by its phrase, and a first save."""

    name = "create"

    def prepare(self, folder: Path) -> None:
        """Nothing: not even the home folder."""

    def act(self, world: World) -> None:
        with _at(world.folder) as home:
            with world.step("created"):
                _, key = bootstrap.create_vault(home, PHRASES[0], "Aida")
            with _open(home, key) as node, world.step("saved"), node.writing() as work:
                work.set("first", "value")

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with _at(folder) as home:
            places = store.list_vaults(home)
            assert len(places) == 1 or (not done and not places), "the vault is not there"
            for place in places:
                key = store.unlock(place, PHRASES[0])
                with _open(home, key) as node:
                    assert node.rows("SELECT working_name FROM core_member") == [
                        {"working_name": "Aida"}
                    ]
                    saved = node.setting("first")
                    assert saved == "value" or ("saved" not in done and saved is None)
                    _sound(node)


class SaveRecords:
    """Saves into two spaces at once, of different sizes; both entries or neither."""

    name = "save"

    def prepare(self, folder: Path) -> None:
        self.key = _make(folder)

    def act(self, world: World) -> None:
        with _at(world.folder) as home, _open(home, self.key) as node:
            for number in range(1, 6):
                with world.step(number), node.writing() as work:
                    work.set(f"n{number}", self._text(number))
                    values = {"person": "", "working_name": self._text(number)[:100]}
                    values["person"] = f"{number:032x}"
                    work.put(own.MEMBER, node.space("practice"), None, values)
                if number == 3:
                    node.database.checkpoint()

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with _at(folder) as home, _open(home, self.key) as node:
            settings = node.rows("SELECT name, value FROM core_setting ORDER BY name")
            numbers = [int(row["name"][1:]) for row in settings]
            assert numbers in (done, [*done, pending]), f"saves {numbers}"
            assert all(row["value"] == self._text(int(row["name"][1:])) for row in settings)
            members = node.rows(
                "SELECT person FROM core_member WHERE working_name <> 'Aida' ORDER BY person"
            )
            assert [int(row["person"], 16) for row in members] == numbers, "half a save"
            _sound(node)
            with node.writing() as work:
                work.set("after", "value")
            assert node.setting("after") == "value"

    @staticmethod
    def _text(number: int) -> str:
        return f"text {number} " + "y" * (number * 1777 % 4000)


class ChangePhrase:
    """Two changes of the phrase, then a paper key: at any moment exactly one phrase works."""

    name = "phrase"
    _phrase_after: ClassVar = {None: 0, "second": 1, "third": 2, "paper": 2}

    def prepare(self, folder: Path) -> None:
        self.key = _make(folder)
        self.paper = ""

    def act(self, world: World) -> None:
        with _at(world.folder) as home:
            place = store.pick(home)
            with world.step("second"):
                store.change_phrase(place, PHRASES[0], PHRASES[1])
            with world.step("third"):
                store.change_phrase(place, PHRASES[1], PHRASES[2])
            with world.step("paper"):
                self.paper = store.add_paper_key(place, self.key)

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with _at(folder) as home:
            place = store.pick(home)
            last = done[-1] if done else None
            allowed = {self._phrase_after[last]} | (
                {self._phrase_after[pending]} if pending else set()
            )
            works = [number for number, phrase in enumerate(PHRASES) if self._opens(place, phrase)]
            assert len(works) == 1, f"phrases {works} open the vault"
            assert works[0] in allowed, f"phrase {works[0]} opens it, not {allowed}"
            if "paper" in done:
                assert store.unlock(place, self.paper) == self.key
            with _open(home, self.key):
                pass

    def _opens(self, place: VaultPlace, phrase: str) -> bool:
        tries._remembered.clear()
        tries.clear(place)
        try:
            key = store.unlock(place, phrase)
        except WrongPhrase:
            return False
        assert key == self.key, "another key came out"
        return True


class EraseRecord:
    """A record with a long text is unsaid: no page holds it after the acknowledgement."""

    name = "erase"

    def prepare(self, folder: Path) -> None:
        self.key = _make(folder)
        with _at(folder) as home, _open(home, self.key) as node:
            with node.writing() as work:
                work.set("kept", "stays")
                values = {"name": "secret", "value": SECRET * 30}
                self.record = work.put(own.SETTING, node.space("personal"), None, values)
            with node.writing() as work:
                work.put(own.SETTING, node.space("personal"), self.record, {"value": SECRET * 40})

    def act(self, world: World) -> None:
        with (
            _at(world.folder) as home,
            _open(home, self.key) as node,
            world.step("erased"),
            node.writing() as work,
        ):
            work.erase(own.SETTING, self.record)

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with _at(folder) as home, _open(home, self.key) as node:
            there = node.get(own.SETTING, self.record)
            assert there is None or (not done and there["value"] == SECRET * 40)
            assert node.setting("kept") == "stays"
            _sound(node)
            if done:
                key = rules.open_vault_secrets(self.key).database
                needle = SECRET.encode()
                assert not journal_holds(node.place.database, key, needle), "in the journal"
                assert node.database.find_bytes([needle]) == [], "still in a page"


class MakeBackup:
    """A backup on a stick: whole when acknowledged; under a final name never half."""

    name = "backup"

    def prepare(self, folder: Path) -> None:
        self.key = _make(folder)
        with _at(folder) as home, _open(home, self.key) as node, node.writing() as work:
            work.set("kept", "stays")
        (folder / "stick").mkdir()

    def act(self, world: World) -> None:
        with _at(world.folder) as home, _open(home, self.key) as node, world.step("backup"):
            backup.create(node, world.folder / "stick")

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with _at(folder) as home:
            made = [each for each in (folder / "stick").iterdir() if each.name[0] != "."]
            assert len(made) == 1 or (not done and not made), f"{len(made)} backups"
            for each in made:
                verified = backup.verify(each, PHRASES[0], _open_copy)
                assert verified.findings == (), verified.findings
            with _open(home, self.key) as node:
                assert node.setting("kept") == "stays"
                assert not done or backup.last_made(node) is not None
                _sound(node)


def _open_copy(place: VaultPlace, key: bytes) -> Node:
    return bootstrap.open_node(place, key, anchored=False)


VAULT_SCENARIOS = (CreateVault, SaveRecords, ChangePhrase, EraseRecord, MakeBackup)
