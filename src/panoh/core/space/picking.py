"""Which channel a space's entries should be carried by: one for all spaces of the same people."""

from __future__ import annotations

from panoh.core.space.model import SpaceState
from panoh.core.space.rules import PERSONAL, channel_is_worn
from panoh.core.space.store import SpaceStore
from panoh.crypto.seal import new_key
from panoh.errors import Refused


def pick_channel(spaces: SpaceStore, state: SpaceState, own: bytes) -> bytes:
    """The key of a channel that exactly the space's people know; a new one when there is none.

    `own` is the person who asks. What they share with nobody goes by their own channel.
    """
    if set(state.members) == {own} and state.home != PERSONAL:
        return spaces.channel_key(spaces.own_channel())
    knowing = {state.devices[each].person for each in state.channel_for if each in state.devices}
    if state.channel and knowing == set(state.members) and not channel_is_worn(state):
        return state.channel
    for row in spaces.carried_apart():
        try:
            other = spaces.state(row)
        except Refused:
            continue  # its facts have not arrived
        fits = (
            other.id != state.id
            and other.channel is not None
            and set(other.members) == set(state.members)
            and not channel_is_worn(other)
            and set(other.channel_for) <= set(state.devices)
        )
        if fits and other.channel is not None:
            return other.channel
    return new_key()
