"""What a member writes who does not use Panoh: properly signed and sealed, with any content."""

from __future__ import annotations

from typing import Any

from panoh.core.intake import take_in
from panoh.core.log import codec as log_codec
from panoh.core.log.model import EntryKind, Header, Sealed
from panoh.core.node import Node
from panoh.core.space.model import SpaceId
from tests.core.support import entries, share


def forged(node: Node, space: SpaceId, kind: EntryKind, body: Any, *, keep: bool = False) -> bytes:
    """The member's next entry with this body, past every check of their own vault. Unless kept,
    their vault forgets it, so that the next one takes its place."""
    try:
        with node.writing():
            row = node.spaces.row(space)
            done = node.log._append(row, kind, body, node.milliseconds())
            data = log_codec.encode(done.kept.sealed)
            if not keep:
                raise InterruptedError
    except InterruptedError:
        pass
    return data


def under_header(node: Node, space: SpaceId, body: Any, **changed: Any) -> bytes:
    """As `forged`, with fields of the header set at will; `epoch` is taken out of them."""
    row = node.spaces.row(space)
    epoch = changed.pop("epoch", node.spaces.epoch_id(row))
    key = changed.pop("key", None) or node.spaces.key(row, epoch)
    own = node.person.device_no
    sequence, previous = node.log._heads(row.no).get(own, (0, None))
    header: dict[str, Any] = {
        "kind": int(EntryKind.ASSIGN),
        "device": node.person.device,
        "sequence": sequence + 1,
        "previous": previous,
        "seen": (),
        "time": node.milliseconds(),
        "body_hash": bytes(32),
    }
    made, _ = log_codec.make(
        row.id, epoch, key, Header(**{**header, **changed}), body, node.person.sign_seed
    )
    return log_codec.encode(made)


def without_body(data: bytes) -> bytes:
    """The entry as somebody hands it on who cannot read it, and keeps its body back."""
    sealed = log_codec.decode(data)
    bare = Sealed(sealed.suite, sealed.space, sealed.epoch, sealed.header_slot, None)
    return log_codec.encode(bare)


# ── several vaults, one space ───────────────────────────────────────────────────────────────


def state_of(node: Node, space: bytes) -> Any:
    return node.spaces.state(node.spaces.row(space))


def state_facts(node: Node, space: bytes, *facts: Any) -> None:
    with node.writing():
        node.log.state_facts(node.spaces.row(space), facts, now=node.milliseconds())


def exchange(space: bytes, *nodes: Node) -> None:
    for _ in range(3):
        for here in nodes:
            for there in nodes:
                if here is not there:
                    take_in(there, entries(here, space))


def removal(node: Node) -> dict[str, Any]:
    return {"k": "remove", "person": node.person.id}


def everybody(space: bytes, owner: Node, *others: Node) -> None:
    for each in others:
        share(owner, each, space)
    exchange(space, owner, *others)


def heads(node: Node, space: bytes) -> list[tuple[bytes, int]]:
    return [
        (bytes(device), last)
        for device, last in node.database.execute(
            "SELECT d.id, h.sequence FROM head h JOIN device d ON d.no = h.device"
            " WHERE h.space = ?",
            (node.spaces.row(space).no,),
        )
    ]
