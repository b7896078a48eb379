"""Vaults as their owners meet them: made whole, opened with the right words, refused otherwise."""

from __future__ import annotations

import itertools
import os
import shutil
import time
import unicodedata
from pathlib import Path

import pytest

from panoh.core.vault import paper, rules, slots, store, tries
from panoh.core.vault.model import SlotKind, VaultPlace
from panoh.crypto.derive import FLOOR
from panoh.errors import (
    Invalid,
    MistypedPaperKey,
    NotOpened,
    NoVault,
    StorageFailed,
    TooManyTries,
    VaultDamaged,
    VaultNewer,
    WeakPhrase,
    WhichVault,
    WrongPhrase,
)
from panoh.storage import files
from panoh.storage.sqlite import Database
from panoh.words import use_language
from tests.core.vault.conftest import NEW_PHRASE, PHRASE, Made, fill
from tests.core.vault.test_codec import rewritten
from tests.core.vault.test_slots import Stopped, StoppingLayer


def snapshot(place: VaultPlace) -> dict[str, bytes]:
    return {
        str(path.relative_to(place.home)): path.read_bytes()
        for path in place.home.rglob("*")
        if path.is_file()
    }


def never(*given: object) -> bytes:
    pytest.fail("a phrase was stretched")


# ── making ──────────────────────────────────────────────────────────────────────────────────


def test_a_vault_holds_its_files_and_nothing_else(made: Made) -> None:
    assert sorted(snapshot(made.place)) == [
        f"{made.place.id}/header",
        f"{made.place.id}/slots/paper.slot",
        f"{made.place.id}/slots/passphrase.slot",
        f"{made.place.id}/vault.db",
    ]


def test_the_filled_database_opens_with_the_derived_key(made: Made) -> None:
    database = Database.open(made.place.database, rules.open_vault_secrets(made.key).database)
    assert database.execute("SELECT a FROM t") == [("first",)]
    database.close()
    with pytest.raises(NotOpened):
        Database.open(made.place.database, made.key)


def test_only_the_owner_may_read_the_folder(made: Made, tmp_path: Path) -> None:
    place, _ = store.create(tmp_path / "new", PHRASE, language="en", cost=FLOOR)
    for path in (place.home, place.folder, place.slots):
        assert path.stat().st_mode & 0o077 == 0
    for path in place.folder.rglob("*.slot"):
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("phrase", ["", "short", "password password password", "a" * 60])
def test_a_weak_phrase_makes_no_vault(phrase: str, tmp_path: Path) -> None:
    with pytest.raises(WeakPhrase):
        store.create(tmp_path / "home", phrase, language="en", cost=FLOOR)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("phrase", ["word " * 300, paper.encode(bytes(range(20)))])
def test_a_phrase_that_cannot_be_used_makes_no_vault(phrase: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        store.create(tmp_path / "home", phrase, language="en", cost=FLOOR)


def test_a_failing_fill_leaves_nothing(tmp_path: Path) -> None:
    def failing(database: Database, key: bytes) -> None:
        raise StorageFailed(reason="the disk is full")

    with pytest.raises(StorageFailed):
        store.create(tmp_path, PHRASE, language="en", cost=FLOOR, fill=failing)
    assert list(tmp_path.glob("*")) == []


@pytest.mark.usefixtures("quick")
def test_stopped_anywhere_a_vault_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = []
    for point in itertools.count():
        home = tmp_path / f"home-{point}"
        monkeypatch.setattr(files, "layer", StoppingLayer(point))
        try:
            store.create(home, PHRASE, language="en", cost=FLOOR, fill=fill)
        except Stopped:
            pass
        monkeypatch.setattr(files, "layer", files.FileLayer())
        places = store.list_vaults(home)
        if outcomes[-3:] == [1, 1, 1]:
            break
        outcomes.append(len(places))
        for place in places:
            key = store.unlock(place, PHRASE)
            database = Database.open(place.database, rules.open_vault_secrets(key).database)
            assert database.execute("SELECT a FROM t") == [("first",)]
            database.close()
        shutil.rmtree(home, ignore_errors=True)
    assert outcomes == sorted(outcomes)
    assert outcomes.count(0) >= 10


def test_what_an_interrupted_creation_left_goes_after_an_hour(tmp_path: Path) -> None:
    for name in (".new-00000001", ".new-00000002"):
        (tmp_path / name / "slots").mkdir(parents=True)
        (tmp_path / name / "slots" / "passphrase.slot").write_bytes(b"left")
    long_ago = time.time() - 4000
    os.utime(tmp_path / ".new-00000001", (long_ago, long_ago))
    assert store.list_vaults(tmp_path) == []
    store.create(tmp_path, PHRASE, language="en", cost=FLOOR)
    left = {path.name for path in tmp_path.iterdir() if path.name.startswith(".")}
    assert left == {".new-00000002"}


# ── finding ─────────────────────────────────────────────────────────────────────────────────


def test_an_empty_home_has_no_vault(tmp_path: Path) -> None:
    with pytest.raises(NoVault):
        store.pick(tmp_path)
    with pytest.raises(NoVault):
        store.pick(tmp_path / "absent", "blue kite")


def test_the_only_vault_is_picked(made: Made) -> None:
    assert store.pick(made.place.home) == made.place


def test_among_several_the_mark_decides_in_any_language(made: Made) -> None:
    other, _ = store.create(made.place.home, PHRASE, language="en", cost=FLOOR)
    assert rules.mark(other.id) != rules.mark(made.place.id)
    with pytest.raises(WhichVault) as caught:
        store.pick(made.place.home)
    for place in (made.place, other):
        mark = str(rules.mark(place.id))
        assert mark in str(caught.value)
        assert store.pick(made.place.home, f"  {mark.upper()} ") == place
        assert store.pick(made.place.home, place.id) == place
        with use_language("ru"):
            russian = str(rules.mark(place.id))
        assert store.pick(made.place.home, russian) == place
    with pytest.raises(WhichVault):
        store.pick(made.place.home, "green elephant")


def test_a_damaged_vault_is_listed(made: Made) -> None:
    made.place.header.unlink()
    made.place.database.unlink()
    assert store.list_vaults(made.place.home) == [made.place]


# ── unlocking ───────────────────────────────────────────────────────────────────────────────


def test_the_phrase_opens(made: Made) -> None:
    assert store.unlock(made.place, PHRASE) == made.key


def test_a_phrase_typed_on_another_keyboard_opens(made: Made) -> None:
    """ё as one sign or as two; only this is forgiven."""
    assert unicodedata.normalize("NFD", PHRASE) != PHRASE
    assert store.unlock(made.place, unicodedata.normalize("NFD", PHRASE)) == made.key


@pytest.mark.parametrize(
    "wrong",
    [PHRASE + " ", PHRASE.upper(), PHRASE[:-1], " " + PHRASE, PHRASE.replace("ё", "е"), NEW_PHRASE],
)
def test_a_wrong_phrase_is_refused_and_changes_nothing(made: Made, wrong: str) -> None:
    before = snapshot(made.place)
    with pytest.raises(WrongPhrase):
        store.unlock(made.place, wrong)
    assert snapshot(made.place) == before


@pytest.mark.parametrize("wrong", ["", "x" * 1025, "\ud800 broken"])
def test_what_cannot_be_a_phrase_is_refused_before_stretching(
    made: Made, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "stretch", never)
    with pytest.raises(WrongPhrase):
        store.unlock(made.place, wrong)


@pytest.mark.parametrize("name", ["header", "vault.db", "slots/passphrase.slot", "slots"])
def test_a_missing_file_is_refused_and_never_made_anew(made: Made, name: str) -> None:
    path = made.place.folder / name
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    before = snapshot(made.place)
    with pytest.raises(VaultDamaged):
        store.unlock(made.place, PHRASE)
    assert snapshot(made.place) == before
    assert not path.exists()


@pytest.mark.parametrize("name", ["header", "slots/passphrase.slot"])
@pytest.mark.parametrize("size", [0, 1, 20])
def test_a_truncated_file_is_refused(made: Made, name: str, size: int) -> None:
    path = made.place.folder / name
    path.write_bytes(path.read_bytes()[:size])
    before = snapshot(made.place)
    with pytest.raises(VaultDamaged):
        store.unlock(made.place, PHRASE)
    assert snapshot(made.place) == before


@pytest.mark.parametrize("name", ["header", "slots/passphrase.slot"])
def test_a_huge_file_is_not_read(made: Made, name: str) -> None:
    with (made.place.folder / name).open("r+b") as file:
        file.truncate(1 << 36)  # sparse: 64 GiB to whoever reads it
    with pytest.raises(VaultDamaged):
        store.unlock(made.place, PHRASE)


@pytest.mark.parametrize("changes", [{"memory": 1 << 36}, {"time": 10**9}, {"memory": 8192}])
def test_an_impossible_cost_is_refused_at_once(made: Made, changes: dict[str, int]) -> None:
    path = made.place.slot(SlotKind.PASSPHRASE)
    path.write_bytes(rewritten(path.read_bytes(), **changes))
    started = time.monotonic()
    with pytest.raises(VaultDamaged):
        store.unlock(made.place, PHRASE)
    assert time.monotonic() - started < 0.5


def test_a_newer_vault_is_refused_with_its_own_error(made: Made) -> None:
    path = made.place.slot(SlotKind.PASSPHRASE)
    path.write_bytes(rewritten(path.read_bytes(), v=2))
    with pytest.raises(VaultNewer):
        store.unlock(made.place, PHRASE)


def test_a_slot_of_another_vault_does_not_open(made: Made) -> None:
    other, _ = store.create(made.place.home, PHRASE, language="en", cost=FLOOR)
    shutil.copy(made.place.slot(SlotKind.PASSPHRASE), other.slot(SlotKind.PASSPHRASE))
    with pytest.raises(WrongPhrase):
        store.unlock(other, PHRASE)


def test_a_folder_under_another_name_is_refused(made: Made) -> None:
    made.place.folder.rename(made.place.home / "0123abcd")
    with pytest.raises(VaultDamaged):
        store.unlock(VaultPlace(made.place.home, "0123abcd"), PHRASE)


def test_guessing_slows_down_and_the_right_phrase_waits_too(made: Made, quick: None) -> None:
    now = [1000.0]
    for _ in range(tries.FREE):
        with pytest.raises(WrongPhrase):
            store.unlock(made.place, NEW_PHRASE, clock=lambda: now[0])
    with pytest.raises(TooManyTries):
        store.unlock(made.place, PHRASE, clock=lambda: now[0])


def test_damage_is_not_counted_as_a_guess(made: Made) -> None:
    path = made.place.slot(SlotKind.PASSPHRASE)
    path.write_bytes(rewritten(path.read_bytes(), sealed=bytes(72)))
    for _ in range(tries.FREE + 2):
        with pytest.raises(VaultDamaged):
            store.unlock(made.place, PHRASE)


# ── the paper key ───────────────────────────────────────────────────────────────────────────


def test_the_paper_key_opens_however_it_is_typed(made: Made) -> None:
    assert store.has_paper(made.place)
    assert store.unlock(made.place, made.paper) == made.key
    sloppy = made.paper.lower().replace("0", "o").replace("1", "l").replace("-", "  ")
    assert store.unlock(made.place, sloppy) == made.key


def test_a_slip_in_the_paper_key_is_named_before_anything_slow(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "stretch", never)
    letter = "7" if made.paper[13] != "7" else "8"
    for _ in range(20):  # and it is not counted as a guess
        with pytest.raises(MistypedPaperKey) as caught:
            store.unlock(made.place, made.paper[:13] + letter + made.paper[14:])
        assert caught.value.details == {"group": 3}
        assert not tries.path(made.place).exists()


def test_a_paper_key_of_another_vault_does_not_open(made: Made) -> None:
    with pytest.raises(WrongPhrase):
        store.unlock(made.place, paper.new())


def test_a_new_paper_key_replaces_the_old(made: Made) -> None:
    text = store.add_paper_key(made.place, made.key)
    assert store.unlock(made.place, text) == made.key
    with pytest.raises(WrongPhrase):
        store.unlock(made.place, made.paper)
    assert store.unlock(made.place, PHRASE) == made.key


def test_no_paper_key_is_made_for_a_key_of_another_vault(made: Made) -> None:
    before = snapshot(made.place)
    with pytest.raises(NotOpened):
        store.add_paper_key(made.place, bytes(32))
    assert snapshot(made.place) == before


def test_a_removed_paper_key_opens_nothing(made: Made) -> None:
    store.remove_paper_key(made.place)
    assert not store.has_paper(made.place)
    with pytest.raises(WrongPhrase):
        store.unlock(made.place, made.paper)
    assert store.unlock(made.place, PHRASE) == made.key


def test_the_paper_key_is_nowhere_in_the_files(made: Made) -> None:
    texts = [made.paper, made.paper.replace("-", ""), PHRASE]
    needles = [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le")]
    needles += [paper.decode(made.paper), made.key]
    for name, data in snapshot(made.place).items():
        assert not [needle for needle in needles if needle in data], name


# ── changing the phrase ─────────────────────────────────────────────────────────────────────


def test_after_a_change_only_the_new_phrase_works(made: Made) -> None:
    before = made.place.database.read_bytes()
    store.change_phrase(made.place, PHRASE, NEW_PHRASE)
    assert store.unlock(made.place, NEW_PHRASE) == made.key
    with pytest.raises(WrongPhrase):
        store.unlock(made.place, PHRASE)
    assert store.unlock(made.place, made.paper) == made.key
    assert made.place.database.read_bytes() == before
    assert slots.read(made.place, SlotKind.PASSPHRASE).cost == FLOOR


def test_the_wrong_old_phrase_changes_nothing(made: Made) -> None:
    before = snapshot(made.place)
    with pytest.raises(WrongPhrase):
        store.change_phrase(made.place, NEW_PHRASE, NEW_PHRASE)
    assert snapshot(made.place) == before


def test_a_weak_new_phrase_is_refused_before_the_old_is_tried(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "stretch", never)
    with pytest.raises(WeakPhrase):
        store.change_phrase(made.place, PHRASE, "password123")


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_the_paper_key_gives_a_new_phrase_when_the_slot_is_damaged(made: Made, damage: str) -> None:
    path = made.place.slot(SlotKind.PASSPHRASE)
    path.unlink() if damage == "gone" else path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(VaultDamaged):
        store.unlock(made.place, PHRASE)
    store.change_phrase(made.place, made.paper, NEW_PHRASE, cost=FLOOR)
    assert store.unlock(made.place, NEW_PHRASE) == made.key


def test_the_language_can_change_before_unlocking(made: Made) -> None:
    assert store.read_header(made.place).language == "ru"
    store.set_language(made.place, "uz_Cyrl")
    assert store.read_header(made.place).language == "uz_Cyrl"
    assert store.unlock(made.place, PHRASE) == made.key
