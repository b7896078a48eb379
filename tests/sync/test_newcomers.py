"""Who comes late: what they may do before all has come, and what they hand on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from panoh.core.node import Node
from panoh.core.space.model import History, Role
from panoh.errors import Forbidden
from panoh.sync import codec, invitations
from panoh.sync.carriers.file import FileCarrier
from panoh.sync.carriers.memory import MemoryCarrier
from panoh.sync.invitations import Offer
from panoh.sync.model import Box, Carrier, What
from panoh.sync.session import Session
from panoh.wire.model import Blob, Page
from tests.core.support import put_thing
from tests.sync.test_session import case, share, sync, title


class WithoutEntries(MemoryCarrier):
    """A hub that holds entries back and shows everything else."""

    def __init__(self, hub: MemoryCarrier) -> None:
        super().__init__(hub.name)
        self.boxes, self.hub, self.line = hub.boxes, hub.hub, hub.line

    def fetch(self, box: Box, after: int) -> Page | None:
        page = super().fetch(box, after)
        if page is None:
            return None
        kept = [each for each in page.blobs if codec.unwrap(box, each)[0] is not What.ENTRY]
        return replace(page, blobs=tuple(kept), last=len(kept))


def test_newcomer_tells_the_others_when_who_let_them_in_is_gone(
    amina: Node, bo: Node, chen: Node
) -> None:
    hub, lan = MemoryCarrier("http://hub"), MemoryCarrier("http://lan")
    space, record = case(amina, title="wages")
    share(lambda: hub, amina, bo, space)
    share(lambda: lan, amina, chen, space, history=History.ALL)
    put_thing(chen, space, record, title="wages and papers")

    sync(lambda: hub, chen, bo)  # Amina has lost everything and never comes to the hub again

    assert chen.person.id in bo.spaces.state(bo.spaces.row(space)).members
    assert title(bo, record) == "wages and papers"


def test_nobody_writes_before_what_let_them_in_has_come(amina: Node, bo: Node) -> None:
    hub = MemoryCarrier("http://hub")
    space, record = case(amina, title="wages")
    code = invitations.invite(amina, Offer((space,), Role.MANAGER, History.ALL, notes=False))
    invitations.join(bo, code)
    sync(lambda: hub, bo, amina, times=1)
    assert Session(bo, WithoutEntries(hub)).run().joined == [space.hex()]

    with pytest.raises(Forbidden, match="has not come yet"):
        put_thing(bo, space, record, title="papers")

    sync(lambda: hub, bo)
    put_thing(bo, space, record, title="papers")
    sync(lambda: hub, bo, amina)
    assert title(amina, record) == "papers"


@pytest.fixture(params=["memory", "file"])
def again(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Carrier]:
    if request.param == "file":
        return lambda: FileCarrier(tmp_path / "stick")
    hub = MemoryCarrier("http://hub")
    return lambda: hub


def test_text_that_somebody_lacked_is_added_and_one_that_was_erased_is_not(
    again: Callable[[], Carrier],
) -> None:
    box = codec.box_of(1, bytes(32), b"hub")
    late, whole = Blob(b"h" * 355, None), Blob(b"h" * 355, b"b" * 749)

    def turn(*blobs: Blob, drop: bool = False) -> tuple[list[int] | None, list[Blob]]:
        carrier = again()
        carrier.greet()
        numbers = carrier.append(box, blobs) if blobs else None
        if drop:
            carrier.drop(box, [whole.name])
        page = carrier.fetch(box, 0)
        carrier.finish()
        carrier.leave()
        return numbers, list(page.blobs) if page else []

    assert turn(late) == ([1], [late])
    assert turn(whole) == ([2], [late, whole])
    assert turn(whole, late) == ([2, 2], [late, whole])
    assert turn(drop=True)[1] == [late, late]
