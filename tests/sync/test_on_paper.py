"""A device on paper: what it may and may not, in two vaults and a hub in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from panoh.core import sharing
from panoh.core.identity import store as identity_store
from panoh.core.node import Node
from panoh.core.vault import paper
from panoh.errors import Forbidden, NotFound, PanohError, Refused
from panoh.sync import invitations, letters, on_paper, post, running
from panoh.sync.carriers.file import FileCarrier
from panoh.sync.store import SyncStore
from tests.core.support import THING, Vaults, put_thing

Way = Callable[[], FileCarrier]


@pytest.fixture
def way(tmp_path: Path) -> Way:
    """A stick stands for the hub: it is asked for the same boxes and keeps the same blobs."""
    return lambda: FileCarrier(tmp_path / "boxes")


def _titles(node: Node) -> set[str]:
    return {str(each["title"]) for each in node.all(THING)}


def test_it_comes_back_as_a_new_device_and_can_add_more(
    amina: Node, vaults: Vaults, way: Way
) -> None:
    with amina.writing() as work:
        space = work.new_space("case")
    put_thing(amina, space, title="before")
    code = on_paper.make(amina)
    assert len(on_paper.devices(amina)) == 1
    running.run(amina, way())
    with amina.writing() as work:
        later = work.new_space("case")
    put_thing(amina, later, title="after")
    with amina.writing():  # renewed since: sealed to the paper too
        amina.log.state_facts(
            amina.spaces.row(space), [amina.spaces.renew_key(amina.spaces.row(space))], now=1
        )
    put_thing(amina, space, title="under a renewed key")
    running.run(amina, way())
    for name in ("First", "Second"):  # however often: each is another device
        new = vaults.node(name)
        own = new.person.device
        on_paper.come_back(new, f" {code.lower()} ", way)
        assert _titles(new) >= {"before", "after", "under a renewed key"}
        assert new.person.id == amina.person.id
        assert new.person.root_seed == amina.person.root_seed
        assert new.person.device not in (own, amina.person.device)
        assert new.person.device not in on_paper.devices(amina)
        put_thing(new, later, title=name)
        running.run(new, way())
    running.run(amina, way())
    assert {"First", "Second"} <= _titles(amina)
    personal = new.spaces.state(new.spaces.row(new.space("personal")))
    assert len(personal.devices) == 4
    assert invitations.invite_device(new)  # it holds the root
    assert on_paper.make(new) != code


def test_a_code_made_anew_shuts_out_the_one_before(amina: Node, vaults: Vaults, way: Way) -> None:
    with amina.writing() as work:
        space = work.new_space("case")
    put_thing(amina, space, title="then")
    old = on_paper.make(amina)
    (first,) = on_paper.devices(amina)
    running.run(amina, way())
    fresh = on_paper.make(amina)
    state = amina.spaces.state(amina.spaces.row(space))
    assert first not in state.devices
    assert first not in state.epochs[state.current].readers
    assert on_paper.devices(amina) - {first} <= set(state.devices)
    put_thing(amina, space, title="now")
    running.run(amina, way())
    by_old, by_fresh = vaults.node("Old"), vaults.node("Fresh")
    on_paper.come_back(by_fresh, fresh, way)
    assert _titles(by_fresh) == {"then", "now"}
    try:
        on_paper.come_back(by_old, old, way)
    except PanohError:
        pass  # refused, or it reads what it could read before: either will do
    assert "now" not in _titles(by_old)


def test_nothing_comes_by_another_code(amina: Node, vaults: Vaults, way: Way) -> None:
    on_paper.make(amina)
    running.run(amina, way())
    new = vaults.node("New")
    own = new.person.id
    with pytest.raises(NotFound):
        on_paper.come_back(new, paper.new(), way)
    assert new.person.id == own
    assert letters.PAPER not in new.session
    with pytest.raises(PanohError):
        on_paper.come_back(new, "not a code", way)


def test_no_vault_holds_the_secrets_of_the_paper(amina: Node, way: Way) -> None:
    code = on_paper.make(amina)
    running.run(amina, way())
    keys = letters.OnPaper.of(paper.decode(code))
    needles = [code.encode(), paper.decode(code), keys.box_secret, keys.channel]
    assert amina.database.find_bytes(needles) == []
    assert amina.database.find_bytes([keys.box_public])  # what is public is there


def test_the_root_goes_to_the_paper_alone(
    amina: Node, vaults: Vaults, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[bytes, bool]] = []
    write = post.codec.write_letter

    def noted(box: object, sender: object, to: object, content: dict[str, object]) -> object:
        said.append((to.device, "root" in content))  # type: ignore[attr-defined]
        return write(box, sender, to, content)  # type: ignore[arg-type]

    monkeypatch.setattr(post.codec, "write_letter", noted)
    second = vaults.node("Second")
    invited = invitations.invite_device(amina)
    invitations.join_as_device(second, invited)
    on_paper.make(amina)
    for each in (second, amina, second, amina):
        running.run(each, way())
    on_it = on_paper.devices(amina)
    assert {device for device, root in said if root} == on_it
    assert second.person.device in {device for device, root in said if not root}
    assert second.person.root_seed is None
    with pytest.raises(Forbidden):
        on_paper.make(second)


def test_a_letter_without_the_right_root_makes_nobody(amina: Node, vaults: Vaults) -> None:
    code = on_paper.make(amina)
    for root in (b"", bytes(31), bytes(32)):
        new = vaults.node(f"New{len(root)}")
        keys = letters.OnPaper.of(paper.decode(code))
        device = next(iter(on_paper.devices(amina)))
        to = amina.spaces.state(amina.spaces.row(amina.space("personal"))).devices[device]
        with pytest.raises(Refused, match="without the root"), new.writing():
            letters._come_back(
                new, keys, amina.person.certificate, {"cert": to.encoded, "root": root}
            )
        with pytest.raises(Refused, match="another device"), new.writing():
            letters._come_back(
                new, keys, amina.person.certificate,
                {"cert": amina.person.certificate.encoded, "root": amina.person.root_seed},
            )  # fmt: skip


def test_a_restored_computer_lets_another_in_where_it_never_wrote(
    amina: Node, vaults: Vaults, way: Way
) -> None:
    with amina.writing() as work:
        space = work.new_space("case")
    code = on_paper.make(amina)
    running.run(amina, way())
    new = vaults.node("New")
    on_paper.come_back(new, code, way)
    assert new.person.device not in new.spaces.state(new.spaces.row(space)).devices
    with new.writing() as work:
        made = identity_store.certify_other(
            new.database, new.person, amina.person.certificate.sign_public,
            bytes([9, *bytes(31)]), issued=1,
        )  # fmt: skip
        sharing.add_device(new, work, made, bytes(8))
    state = new.spaces.state(new.spaces.row(space))
    assert {made.device, new.person.device} <= set(state.devices)
    assert SyncStore(new.database, new.log).invitations(mine=True, state="open") == []
