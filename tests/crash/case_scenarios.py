"""A whole case erased while the power fails: all of it is there, or nothing of it."""

from __future__ import annotations

from pathlib import Path

from panoh.apps.casework import access, commands
from panoh.core.vault import rules
from panoh.errors import NotFound
from tests.crash.faults import World
from tests.crash.storage_scenarios import journal_holds
from tests.crash.vault_scenarios import SECRET, _at, _make, _open, _sound

NOTES = 4


class EraseCase:
    """Main space, a compartment and the practice's line go in one write."""

    name = "erase-case"

    def prepare(self, folder: Path) -> None:
        self.key = _make(folder)
        with _at(folder) as home, _open(home, self.key) as node:
            self.kept = commands.add_client(node, {"wants": "stays"})
            self.code = commands.add_client(node, {"wants": SECRET * 20})
            for number in range(NOTES):
                sealed = {"restricted": "violence"} if number % 2 else {}
                commands.add_note(node, self.code, {"text": SECRET * 20, **sealed})

    def act(self, world: World) -> None:
        with _at(world.folder) as home, _open(home, self.key) as node, world.step("erased"):
            commands.erase_client(node, self.code)

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with _at(folder) as home, _open(home, self.key) as node:
            notes = node.rows("SELECT text FROM casework_note")
            lines = {row["code"] for row in node.rows("SELECT code FROM casework_caseload")}
            marks = [each["code"] for each in access.erased_cases(node)]
            try:
                there = access.client(node, self.code)["wants"] == SECRET * 20
            except NotFound:
                there = False
            whole = (NOTES, {self.kept, self.code}, [])
            gone = (0, {self.kept}, [self.code])
            assert (len(notes), lines, marks) == (whole if there else gone), "half a case"
            assert not (there and done), "acknowledged and still there"
            assert access.client(node, self.kept)["wants"] == "stays"
            _sound(node)
            if done:
                key = rules.open_vault_secrets(self.key).database
                needle = SECRET.encode()
                assert not journal_holds(node.place.database, key, needle), "in the journal"
                assert node.database.find_bytes([needle]) == [], "still in a page"


CASE_SCENARIOS = (EraseCase,)
