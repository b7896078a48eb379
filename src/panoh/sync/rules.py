"""Pure decisions of sync: the state machine as a table, bounds, running digests."""

from __future__ import annotations

from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.sync.model import Event, State

TABLE: dict[tuple[State, Event], State] = {
    (State.GREET, Event.OK): State.PULL,
    (State.PULL, Event.OK): State.SETTLE,
    (State.SETTLE, Event.NEWS): State.PULL,
    (State.SETTLE, Event.OK): State.PUSH,
    (State.PUSH, Event.NEWS): State.PULL,
    (State.PUSH, Event.OK): State.FINISH,
    (State.FINISH, Event.OK): State.DONE,
    **{(each, Event.STOP): State.FINISH for each in (State.PULL, State.SETTLE, State.PUSH)},
}
"""What follows in a session. Any error ends it where it stands; the next one begins anew."""

MOST_ROUNDS = 12
"""Turns of one session: keys that open boxes that hold keys. What is left waits for the next."""
BATCH_BYTES = 512 * 1024
BATCH_BLOBS = 512
TAKE = 512
"""Entries taken in by one write."""
MOST_WAITING = 5_000
MOST_WAITING_BYTES = 32 * 1024 * 1024
"""What is kept of entries that came before what they build on."""
MOST_EARLY_LETTERS = 200
"""So many are kept, for one session, whose space comes by another letter."""
TRACE = 2_000
"""Numbers of a mailbox whose running digest is kept, to be compared with others' views."""
VIEWS = 16
"""Others' views kept for a mailbox until one has come that far."""
DIGEST = 16
INVITATION_DAYS = 7
LETTER_SPACES = 40
PAST_CHANNELS = 64
"""Of the channels that a space left, so many are still looked into: for who was away for long."""


def next_state(state: State, event: Event) -> State:
    return TABLE[state, event]


def running(before: bytes, name: bytes) -> bytes:
    """The digest of all that a mailbox showed so far."""
    return digest(Label.CHANNEL_VIEW, before, name, size=DIGEST)


def diagram() -> str:
    """The state machine as Mermaid, for the documents."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.GREET.value}"]
    for (state, event), after in TABLE.items():
        lines.append(f"    {state.value} --> {after.value}: {event.value}")
    return "\n".join([*lines, f"    {State.DONE.value} --> [*]"])
