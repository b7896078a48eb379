"""Scenarios of disasters: trustees renewed, copies grown and put back, a wipe, a journey."""

from __future__ import annotations

from pathlib import Path

from panoh import bootstrap
from panoh.apps.casework import commands
from panoh.core import backup, check, increments, restoring, travel
from panoh.core.node import Node
from panoh.core.vault import store, tries, trustees, wipe
from panoh.core.vault.model import VaultPlace
from panoh.errors import BadShare, PanohError, StorageFailed
from tests.crash.faults import World
from tests.crash.vault_scenarios import PHRASES, _at, _make, _open, _open_copy, _sound

CANARY = "a canary that stays at home in the evening"


class RenewTrustees:
    """At any moment exactly one set of shares opens the vault: the old one or the new."""

    name = "trustees"

    def prepare(self, folder: Path) -> None:
        self.key = _make(folder)
        with _at(folder) as home:
            place = store.pick(home)
            self.old = trustees.new(place, 2, 3, 1, 0)
            trustees.enforce(place, self.old, self.key)
        self.new: list[trustees.New] = []

    def act(self, world: World) -> None:
        with _at(world.folder) as home:
            place = store.pick(home)
            self.new.append(trustees.new(place, 2, 3, 1, 0))
            with world.step("renewed"):
                trustees.enforce(place, self.new[-1], self.key)

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with _at(folder) as home:
            place = store.pick(home)
            works = [each for each in (self.old, *self.new) if self._opens(place, each)]
            assert len(works) == 1, f"{len(works)} sets open it"
            assert not done or works[0] is not self.old, "the old shares still open it"
            assert pending or done or works[0] is self.old
            tries.clear(place)
            assert store.unlock(place, PHRASES[0]) == self.key

    def _opens(self, place: VaultPlace, given: trustees.New) -> bool:
        tries._remembered.clear()
        tries.clear(place)
        trustees.stop(place)
        try:
            due = trustees.ask(place, 0)
            return trustees.rebuild(place, given.real[:2], due) == self.key
        except BadShare:
            return False


class GrowCopies:
    """Two growing copies: each one that stands under its name is whole."""

    name = "grow"

    def prepare(self, folder: Path) -> None:
        self.key = _make(folder)
        (folder / "stick").mkdir()

    def act(self, world: World) -> None:
        with _at(world.folder) as home, _open(home, self.key) as node:
            with world.step("first"):
                backup.grow(node, world.folder / "stick")
            with node.writing() as work:
                work.set("later", "value")

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with _at(folder) as home:
            made = increments.lists(folder / "stick")
            assert len(made) == 1 or (not done and not made), f"{len(made)} copies"
            for each in made:
                assert backup.verify(each, PHRASES[0], _open_copy).findings == ()
            with _open(home, self.key) as node:
                _sound(node)


class Restore:
    """A copy is put back whole or not at all, and goes on as another device."""

    name = "restore"

    def prepare(self, folder: Path) -> None:
        self.key = _make(folder)
        (folder / "stick").mkdir()
        with _at(folder) as home, _open(home, self.key) as node:
            with node.writing() as work:
                work.set("kept", "stays")
            backup.grow(node, folder / "stick")
            self.device = node.person.device

    def act(self, world: World) -> None:
        with _at(world.folder), world.step("restored"):
            restoring.restore(
                world.folder / "stick", PHRASES[0], world.folder / "new", self._open_new
            )

    def _open_new(self, place: VaultPlace, key: bytes) -> Node:
        return bootstrap.open_node(place, key, as_new_device=True)

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with _at(folder):
            places = store.list_vaults(folder / "new")
            assert len(places) == 1 or (not done and not places), "the vault is not there"
            for place in places:
                tries._remembered.clear()
                key = store.unlock(place, PHRASES[0])
                node = bootstrap.open_node(place, key, accept_restored=True)
                try:
                    assert node.setting("kept") == "stays"
                    assert node.person.device != self.device, "a clone"
                    _sound(node)
                finally:
                    node.close()


class Wipe:
    """After it is acknowledged no slot is left under any name."""

    name = "wipe"

    def prepare(self, folder: Path) -> None:
        self.key = _make(folder)
        with _at(folder) as home:
            place = store.pick(home)
            store.add_paper_key(place, self.key)
            trustees.enforce(place, trustees.new(place, 2, 3, 1, 0), self.key)

    def act(self, world: World) -> None:
        with _at(world.folder) as home:
            place = store.pick(home)
            with world.step("keys"):
                wipe.keys(place)
            with world.step("rest"):
                if wipe.finish(home):
                    raise StorageFailed(reason="something would not go")

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with _at(folder) as home:
            slots = [each for each in home.rglob("*") if each.parent.name == "slots"]
            assert not done or not slots, f"slots are left: {slots}"
            assert "rest" not in done or not any(home.iterdir()), "something is left"
            if not done and not pending:
                assert store.unlock(store.pick(home), PHRASES[0]) == self.key
            wipe.finish(home)
            for place in store.list_vaults(home):
                try:
                    wipe.keys(place)  # what was cut off is done again
                except PanohError:
                    continue


class Leave:
    """A journey: all of it is there, or nothing of it is, and the copy has it."""

    name = "travel"

    def prepare(self, folder: Path) -> None:
        self.key = _make(folder)
        (folder / "stick").mkdir()
        with _at(folder) as home, _open(home, self.key) as node:
            code = commands.add_client(node, {})
            commands.add_note(node, code, {"text": CANARY})
            self.code = code

    def act(self, world: World) -> None:
        with _at(world.folder) as home, _open(home, self.key) as node, world.step("left"):
            assert travel.leave(node, [], world.folder / "stick").found == 0

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with _at(folder) as home, _open(home, self.key) as node:
            away = travel.is_away(node)
            assert away == bool(done) or pending, "half away"
            here = bool(travel.cases(node))
            assert here is not away, "neither here nor away"
            assert check.check(node) == []
            if away:
                assert increments.lists(folder / "stick"), "no copy"
            if done:
                assert node.database.find_bytes([CANARY.encode()]) == []


GUARD_SCENARIOS = (RenewTrustees, GrowCopies, Restore, Wipe, Leave)
