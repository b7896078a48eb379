"""The anchor: outside the vault, signed, and it notices an older copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh.core.vault import anchor
from panoh.core.vault.model import VaultPlace
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.crypto.sign import verify_key
from panoh.errors import VaultDamaged, VaultNewer, VaultRolledBack

SEED = bytes(range(32))
KEY = verify_key(SEED)
PLACE = VaultPlace(Path("/home-of-a-test"), "0badcafe")


def digest_at(count: int) -> bytes:
    return digest(Label.SELF_TEST, count.to_bytes(8, "big"))


def test_an_anchor_reads_back(state: Path) -> None:
    assert anchor.read(PLACE, KEY) is None
    written = anchor.write(PLACE, 7, digest_at(7), SEED)
    assert anchor.read(PLACE, KEY) == written
    assert anchor.path(PLACE).is_relative_to(state)


def test_the_last_one_counts() -> None:
    for count in (1, 2, 3):
        anchor.write(PLACE, count, digest_at(count), SEED)
    read = anchor.read(PLACE, KEY)
    assert read is not None
    assert read.count == 3


def test_every_changed_bit_is_noticed() -> None:
    anchor.write(PLACE, 7, digest_at(7), SEED)
    data = anchor.path(PLACE).read_bytes()
    for position in range(8 * len(data)):
        changed = bytearray(data)
        changed[position // 8] ^= 1 << position % 8
        anchor.path(PLACE).write_bytes(changed)
        with pytest.raises((VaultDamaged, VaultNewer)):
            anchor.read(PLACE, KEY)


def test_every_cut_is_noticed() -> None:
    anchor.write(PLACE, 7, digest_at(7), SEED)
    data = anchor.path(PLACE).read_bytes()
    for size in range(len(data)):
        anchor.path(PLACE).write_bytes(data[:size])
        with pytest.raises(VaultDamaged):
            anchor.read(PLACE, KEY)


def test_an_anchor_of_another_vault_or_device_is_refused() -> None:
    anchor.write(PLACE, 7, digest_at(7), SEED)
    other = VaultPlace(PLACE.home, "0badcaff")
    anchor.path(other).write_bytes(anchor.path(PLACE).read_bytes())
    with pytest.raises(VaultDamaged):
        anchor.read(other, KEY)
    with pytest.raises(VaultDamaged):
        anchor.read(PLACE, verify_key(bytes(32)))


@pytest.mark.parametrize("now", [0, 6])
def test_an_older_vault_is_noticed(now: int) -> None:
    with pytest.raises(VaultRolledBack):
        anchor.check(anchor.write(PLACE, 7, digest_at(7), SEED), now, digest_at)


@pytest.mark.parametrize("now", [7, 8, 100])
def test_a_vault_with_another_past_is_noticed(now: int) -> None:
    """As long or longer than it was, but not the same entries."""
    with pytest.raises(VaultRolledBack):
        anchor.check(anchor.write(PLACE, 7, digest_at(8), SEED), now, digest_at)


@pytest.mark.parametrize("now", [7, 8, 100])
def test_the_same_vault_further_on_is_fine(now: int) -> None:
    """A crash between commit and anchor leaves the anchor behind, never ahead."""
    anchor.check(anchor.write(PLACE, 7, digest_at(7), SEED), now, digest_at)
    anchor.check(None, now, digest_at)


def test_a_forgotten_anchor_is_gone() -> None:
    anchor.write(PLACE, 7, digest_at(7), SEED)
    anchor.forget(PLACE)
    assert anchor.read(PLACE, KEY) is None
    anchor.forget(PLACE)


@pytest.mark.parametrize(("count", "size"), [(-1, 32), (1, 31), (1, 0)])
def test_a_senseless_anchor_is_a_mistake(count: int, size: int) -> None:
    with pytest.raises(ValueError):
        anchor.write(PLACE, count, bytes(size), SEED)
