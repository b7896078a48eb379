"""A second device of one's own; a lost one that is shut out."""

from __future__ import annotations

import pytest

from panoh.core import sharing
from panoh.core.check import check
from panoh.core.node import Node
from panoh.core.vault.rules import open_vault_secrets
from panoh.crypto.labels import Label
from panoh.crypto.seal import open_sealed
from panoh.errors import Forbidden
from panoh.sync import invitations
from tests.core.support import Vaults, put_thing
from tests.sync.test_session import Way, case, share, sync, title, way

__all__ = ["way"]


def second(way: Way, first: Node, new: Node) -> None:
    code = invitations.invite_device(first)
    invitations.join_as_device(new, code)
    sync(way, new, first, new, times=1)


def test_second_device_has_everything_and_writes_under_its_own_keys(
    way: Way, amina: Node, bo: Node, chen: Node
) -> None:
    space, record = case(amina, title="alone")
    shared, other = case(amina, title="with Bo")
    share(way, amina, bo, shared)
    second(way, amina, chen)
    assert chen.person.id == amina.person.id
    assert chen.person.device != amina.person.device
    assert chen.person.root_seed is None
    assert (title(chen, record), title(chen, other)) == ("alone", "with Bo")
    put_thing(chen, space, record, title="from the second")
    put_thing(chen, shared, other, title="from the second, to Bo")
    made, inner = case(chen, title="begun on the second")
    sync(way, chen, amina, bo)
    assert title(amina, record) == "from the second"
    assert title(bo, other) == "from the second, to Bo"
    assert title(amina, inner) == "begun on the second"
    put_thing(amina, made, inner, title="and on the first")
    sync(way, amina, chen)
    assert title(chen, inner) == "and on the first"
    for node in (amina, bo, chen):
        assert check(node, rebuild=True) == []


def test_lost_device_reads_nothing_that_comes_after(
    way: Way, amina: Node, bo: Node, chen: Node
) -> None:
    space, record = case(amina, title="alone")
    shared, other = case(amina, title="with Bo")
    share(way, amina, bo, shared)
    second(way, amina, chen)
    assert sharing.revoke_device_everywhere(amina, chen.person.device) == 5
    put_thing(amina, space, record, title="after")
    put_thing(amina, shared, other, title="after")
    sync(way, amina, bo, chen)
    put_thing(bo, shared, other, title="after too")
    sync(way, bo, chen, amina)
    assert title(amina, other) == "after too"
    assert (title(chen, record), title(chen, other)) == ("alone", "with Bo")
    with pytest.raises(Forbidden):
        put_thing(chen, space, record, title="not any more")
    for node in (amina, bo):
        assert check(node, rebuild=True) == []


def test_only_an_empty_vault_joins_another(amina: Node, bo: Node) -> None:
    case(bo, title="mine")
    with pytest.raises(Forbidden):
        invitations.join_as_device(bo, invitations.invite_device(amina))


def test_second_device_holds_no_root_key(way: Way, vaults: Vaults) -> None:
    """Neither the first one's, which never leaves it, nor the one made with its own vault."""
    place, key = vaults.make("Chen")
    first, new = vaults.node("Amina"), vaults.open(place, key)
    roots = [first.person.root_seed, new.person.root_seed]
    assert None not in roots
    case(first, title="alone")
    second(way, first, new)
    secrets = open_vault_secrets(key).identity
    new.close()
    again = vaults.open(place, key)
    assert again.person.id == first.person.id
    assert again.person.root_seed is None
    [(sealed,)] = again.database.execute("SELECT sealed FROM own_identity")
    held = open_sealed(Label.VAULT_SECRETS, secrets, sealed)
    for root in roots:
        assert root is not None
        assert root not in held
        assert not again.database.find_bytes([root])
    with pytest.raises(Forbidden):
        invitations.invite_device(again)
