"""Vaults as earlier programs wrote them open, whole, and go on; each file is kept for good."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from panoh import bootstrap
from panoh.apps.casework import access, commands
from panoh.core.check import check
from panoh.core.vault import rules, store
from panoh.core.vault.model import VaultPlace
from panoh.storage import migrate
from panoh.storage.sqlite import Database

VECTORS = Path(__file__).parents[1] / "vectors"
RELEASED = sorted(VECTORS.glob("vault-2*.json"))


def _put(fixture: dict[str, Any], home: Path) -> tuple[VaultPlace, bytes]:
    """The pages are kept bare and packed, since sealed ones do not pack."""
    place = VaultPlace(home, fixture["id"])
    place.slots.mkdir(parents=True)
    for name, data in fixture["files"].items():
        (place.folder / name).write_bytes(base64.b64decode(data))
    (place.folder / "vault.db").touch()
    key = store.unlock(place, fixture["phrase"])
    place.database.unlink()
    image = zlib.decompress(base64.b64decode(fixture["image"]))
    Database.of_image(place.database, rules.open_vault_secrets(key).database, image).close()
    return place, key


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_a_vault_of_an_earlier_program_opens_whole(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    fixture = json.loads(path.read_text("utf-8"))
    place, key = _put(fixture, tmp_path / "home")
    node = bootstrap.open_node(place, key, accept_restored=True)
    try:
        assert place.upgrade_copy.exists()
        newest = {name: version for name, (_, version) in bootstrap.PIECES.items()}
        assert migrate.versions(node.database) == newest
        assert check(node, rebuild=True) == []
        code = fixture["code"]
        assert access.client(node, code)["goes_by"] == "Зарина"
        notes = {each.row["text"] for each in access.case(node, code).notes}
        assert notes == {"written by the first form", "restricted"}
        commands.add_note(node, code, {"text": "and it goes on"})
        assert check(node, rebuild=True) == []
    finally:
        node.close()
