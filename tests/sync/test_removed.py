"""What is left to those who were taken out, and to whoever holds the hub or the stick."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from panoh.core import sharing
from panoh.core.log import codec as log_codec
from panoh.core.node import Node
from panoh.core.space.model import History, Role, SpaceId
from panoh.errors import NotOpened, PanohError
from panoh.sync import codec
from panoh.sync.carriers.file import FileCarrier
from panoh.sync.carriers.memory import MemoryCarrier
from panoh.sync.session import Session
from tests.core.support import put_thing
from tests.sync.test_session import case, share, sync

LATER = 40


@pytest.fixture
def hub() -> MemoryCarrier:
    return MemoryCarrier("http://hub")


def keys_of(node: Node, space: SpaceId) -> list[bytes]:
    """Every whole key of the space that somebody holds."""
    row = node.spaces.row(space)
    epochs = node.spaces.state(row).epochs
    return [node.spaces.key(row, each) for each in epochs if node.spaces.has_key(row, each)]


def channels_of(node: Node) -> list[bytes]:
    rows = node.database.execute("SELECT no FROM channel")
    return [node.spaces.channel_key(each[0]) for each in rows]


def opened(hub: MemoryCarrier, channels: list[bytes], keys: list[bytes]) -> list[str]:
    """All bodies that these keys open of all that ever lay at the hub."""
    found = []
    blobs = [blob for box in hub.boxes.values() for blob in box.blobs]
    for blob, channel in product(blobs, channels):
        try:
            what, head, body = codec.unwrap(codec.box_of(0, channel), blob)
        except PanohError:
            continue
        if what is not codec.What.ENTRY or body is None:
            continue
        sealed = log_codec.decode(head + body)
        for key in keys:
            try:
                header = log_codec.open_header(sealed, key)[0]
                found.append(str(log_codec.open_body(sealed, key, header)))
            except (PanohError, NotOpened):
                continue
    return found


@pytest.mark.parametrize("apart", [False, True])
def test_all_old_keys_and_the_whole_hub_open_nothing_later(
    hub: MemoryCarrier, amina: Node, bo: Node, chen: Node, apart: bool
) -> None:
    """With `apart`, two managers take the same person out without knowing of each other."""
    space, record = case(amina, title="before")
    share(lambda: hub, amina, bo, space, role=Role.MANAGER, history=History.ALL)
    share(lambda: hub, amina, chen, space, history=History.ALL)
    sync(lambda: hub, amina, bo, chen)
    for each in (amina, bo) if apart else (amina,):
        with each.writing():
            sharing.remove(each, space, chen.person.id)
    if not apart:
        sync(lambda: hub, amina, bo)
    for number in range(LATER):
        put_thing(amina if number % 2 else bo, space, record, text=f"LATER-{number}")
    sync(lambda: hub, amina, bo, chen)
    with amina.writing() as work:
        work.put(amina.types["toy_thing"], space, record, {"text": "LATER-last"})
    sync(lambda: hub, amina, bo, chen)
    theirs = opened(hub, channels_of(chen), keys_of(chen, space))
    assert any("before" in each for each in theirs)
    assert not [each for each in theirs if "LATER" in each]
    # The keys of who stayed open it all, so the search has teeth; and even with their channels the
    # keys of who left open nothing.
    assert any("LATER" in each for each in opened(hub, channels_of(amina), keys_of(amina, space)))
    with_boxes = opened(hub, channels_of(amina), keys_of(chen, space))
    assert not [each for each in with_boxes if "LATER" in each]


def test_hub_and_stick_hold_no_word_and_no_name(
    hub: MemoryCarrier, tmp_path: Path, amina: Node, bo: Node
) -> None:
    words = [f"canary{number:04d}" for number in range(200)]
    space, record = case(amina, title="x")
    share(lambda: hub, amina, bo, space)
    for at in range(0, len(words), 20):
        put_thing(amina, space, record, title=words[at], text=" ".join(words[at : at + 20]))
    stick = tmp_path / "stick"
    for each in (amina, bo, amina):
        Session(each, hub).run()
        Session(each, FileCarrier(stick)).run()
    assert bo.get(amina.types["toy_thing"], record)
    kept = b"".join(
        blob.head + (blob.body or b"") for box in hub.boxes.values() for blob in box.blobs
    )
    both = [kept, stick.read_bytes()]
    names = [b"Amina", b"toy_thing"]
    ids = [space, amina.person.id, bo.person.id, amina.person.device, bo.person.device]
    secrets = [*(each.encode() for each in words), *names, *ids]
    assert [each for each in secrets for held in both if each in held] == []
    assert not {bytes(each) for each in hub.boxes} & {
        stick.read_bytes()[at : at + 32] for at in range(8, stick.stat().st_size - 32)
    }


def test_what_nobody_shares_stays_away_from_a_stick(tmp_path: Path, amina: Node) -> None:
    case(amina, title="mine alone")
    report = Session(amina, FileCarrier(tmp_path / "stick")).run()
    assert report.sent == 0
