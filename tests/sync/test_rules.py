"""The table of a session, and what is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh.sync import rules
from panoh.sync.model import Event, State

PAGE = Path(__file__).parents[2] / "docs" / "concepts" / "sharing.md"


def test_every_state_leads_to_the_end() -> None:
    reached = {State.DONE}
    for _ in State:
        reached |= {before for (before, _), after in rules.TABLE.items() if after in reached}
    assert reached == set(State)


def test_every_state_but_the_last_goes_on() -> None:
    for state in State:
        assert ((state, Event.OK) in rules.TABLE) == (state is not State.DONE)


def test_stopping_never_skips_what_makes_it_last() -> None:
    stops = {after for (_, event), after in rules.TABLE.items() if event is Event.STOP}
    assert stops == {State.FINISH}


def test_unknown_turn_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        rules.next_state(State.DONE, Event.OK)


def test_diagram_in_the_document_is_drawn_from_the_table() -> None:
    assert rules.diagram() in PAGE.read_text(encoding="utf-8")


def test_running_digest_tells_order_and_every_name() -> None:
    one, two = bytes(32), bytes([1]) * 32
    assert rules.running(rules.running(b"", one), two) != rules.running(
        rules.running(b"", two), one
    )
    assert len(rules.running(b"", one)) == rules.DIGEST
