"""What was written once must open for good; read by our code and by a second reader."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from panoh.core.vault import anchor, codec, paper, rules, slots, store
from panoh.core.vault.model import Header, SlotKind, VaultPlace
from panoh.crypto import seal
from panoh.crypto.derive import StretchCost
from panoh.crypto.labels import Label
from panoh.crypto.sign import verify_key
from tests.core.vault import second_reader
from tests.core.vault.conftest import PHRASE, Made
from tests.vectors import freeze

VECTORS = Path(__file__).parents[2] / "vectors"
FROZEN: dict[str, Any] = json.loads((VECTORS / "panoh-vault.json").read_text(encoding="utf-8"))
LABELS = json.loads((VECTORS / "panoh-labels.json").read_text(encoding="utf-8"))["labels"]
KEY = bytes.fromhex(FROZEN["key"])
ID = bytes.fromhex(FROZEN["id"])
PLACE = VaultPlace(Path("/nowhere"), FROZEN["id"])


def test_every_label_is_frozen() -> None:
    """A new label: run tests/vectors/freeze.py. A changed one: stored data would not open."""
    assert set(LABELS) == set(Label.__members__)


@pytest.mark.parametrize("label", Label, ids=lambda label: str(label.name))
def test_labels_answer_as_frozen(label: Label) -> None:
    assert freeze.answers(label) == LABELS[label.name]


@pytest.mark.parametrize("frozen", FROZEN["slots"], ids=lambda frozen: str(frozen["kind"]))
def test_frozen_slots_open(frozen: dict[str, Any]) -> None:
    data = bytes.fromhex(frozen["file"])
    slot = codec.decode_slot(data, SlotKind(frozen["kind"]))
    assert slots.open_slot(PLACE, slot, frozen["secret"]) == KEY
    assert codec.encode_slot(slot) == data


@pytest.mark.parametrize("frozen", FROZEN["slots"], ids=lambda frozen: str(frozen["kind"]))
def test_slots_are_made_as_frozen(frozen: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "random", lambda size: bytes.fromhex(frozen["salt"]))
    monkeypatch.setattr(seal, "urandom", lambda size: bytes.fromhex(frozen["nonce"]))
    cost = StretchCost(frozen["time"], frozen["memory"])
    made = slots.make(PLACE, SlotKind(frozen["kind"]), frozen["secret"], KEY, cost)
    assert made.hex() == frozen["file"]


def test_frozen_header_reads() -> None:
    data = bytes.fromhex(FROZEN["header"]["file"])
    assert codec.decode_header(data) == Header(ID, "uz_Cyrl")
    assert codec.encode_header(Header(ID, "uz_Cyrl")) == data


@pytest.mark.parametrize("frozen", FROZEN["paper_keys"], ids=lambda frozen: str(frozen["bytes"]))
def test_paper_keys_are_as_frozen(frozen: dict[str, str]) -> None:
    assert paper.encode(bytes.fromhex(frozen["bytes"])) == frozen["text"]
    assert paper.decode(frozen["text"]).hex() == frozen["bytes"]


@pytest.mark.parametrize("frozen", FROZEN["marks"], ids=lambda frozen: str(frozen["id"]))
def test_marks_are_as_frozen(frozen: dict[str, str]) -> None:
    """People remember them: the lists of shapes and colours are never changed."""
    mark = rules.mark(frozen["id"])
    assert (mark.shape, mark.colour) == (frozen["shape"], frozen["colour"])


def test_subkeys_are_as_frozen() -> None:
    secrets = rules.open_vault_secrets(KEY)
    frozen = FROZEN["secrets"]
    assert secrets.database.hex() == frozen["database"]
    assert secrets.identity.hex() == frozen["identity"]
    assert secrets.epochs.hex() == frozen["epochs"]


def test_frozen_anchor_reads(state: Path) -> None:
    frozen = FROZEN["anchor"]
    anchor.path(PLACE).parent.mkdir(parents=True)
    anchor.path(PLACE).write_bytes(bytes.fromhex(frozen["file"]))
    public = verify_key(bytes.fromhex(frozen["seed"]))
    read = anchor.read(PLACE, public)
    assert read is not None
    assert (read.count, read.digest.hex()) == (frozen["count"], frozen["digest"])
    seen = second_reader.anchor(bytes.fromhex(frozen["file"]), ID, public)
    assert seen == (read.count, read.digest)


@pytest.mark.parametrize("frozen", FROZEN["slots"], ids=lambda frozen: str(frozen["kind"]))
def test_second_reader_opens_frozen_slots(frozen: dict[str, Any]) -> None:
    assert second_reader.vault_key(bytes.fromhex(frozen["file"]), ID, frozen["secret"]) == KEY


def test_second_reader_opens_a_new_vault(made: Made) -> None:
    vault_id = bytes.fromhex(made.place.id)
    for kind, secret in ((SlotKind.PASSPHRASE, PHRASE), (SlotKind.PAPER, made.paper)):
        data = made.place.slot(kind).read_bytes()
        assert second_reader.vault_key(data, vault_id, secret) == made.key
    header = second_reader.fields(made.place.header.read_bytes(), "vault-header")
    assert header == {"v": 1, "id": vault_id, "language": "ru"}


def test_a_whole_frozen_vault_folder_unlocks(tmp_path: Path, made: Made) -> None:
    """Small files as frozen, in a folder of the frozen name: the frozen key comes out."""
    place = VaultPlace(tmp_path, FROZEN["id"])
    place.slots.mkdir(parents=True)
    place.header.write_bytes(bytes.fromhex(FROZEN["header"]["file"]))
    shutil.copy(made.place.database, place.database)
    for frozen in FROZEN["slots"]:
        place.slot(SlotKind(frozen["kind"])).write_bytes(bytes.fromhex(frozen["file"]))
        assert store.unlock(place, frozen["secret"]) == KEY
