from __future__ import annotations

import pytest

from panoh.core.identity import store
from panoh.core.node import Node
from panoh.core.vault.rules import open_vault_secrets
from panoh.errors import NotOpened, VaultDamaged
from tests.core.support import Vaults


def test_keys_of_a_person_are_sealed_within_the_vault(vaults: Vaults) -> None:
    place, key = vaults.make("Amina")
    node = vaults.open(place, key)
    sealed = node.database.execute("SELECT sealed FROM own_identity")[0][0]
    for secret in (node.person.root_seed, node.person.sign_seed, node.person.box_secret):
        assert secret not in sealed
        assert node.database.find_bytes([secret]) == []


def test_wrong_subkey_does_not_open_the_keys(amina: Node) -> None:
    with pytest.raises(NotOpened):
        store.load(amina.database, bytes(range(32)))


def test_missing_keys_are_damage_and_not_replaced(vaults: Vaults) -> None:
    place, key = vaults.make("Amina")
    node = vaults.open(place, key)
    node.database.execute("DELETE FROM own_identity")
    with pytest.raises(VaultDamaged):
        store.load(node.database, open_vault_secrets(key).identity)


def test_renewed_device_is_certified_by_the_same_root(vaults: Vaults) -> None:
    place, key = vaults.make("Amina")
    node = vaults.open(place, key)
    with node.database.write():
        renewed = store.renew_device(node.database, open_vault_secrets(key).identity, issued=2)
    assert renewed.id == node.person.id
    assert renewed.device != node.person.device
    assert renewed.certificate.number == 2
