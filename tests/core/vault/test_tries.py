"""Guessing at the screen: at most ten in a minute, through restarts, and no owner locked out."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh.core.vault import tries
from panoh.core.vault.model import VaultPlace
from panoh.errors import TooManyTries
from panoh.storage import files

PLACE = VaultPlace(Path("/home-of-a-test"), "0badcafe")
OTHER = VaultPlace(Path("/home-of-a-test"), "0badcaff")


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def restart() -> None:
    tries._remembered.clear()


def guesses_within(seconds: int, clock: Clock) -> int:
    """How many tries a guesser gets who tries every tenth of a second and restarts each time."""
    made = 0
    for _ in range(seconds * 10):
        restart()
        try:
            tries.claim(PLACE, clock)
            made += 1
        except TooManyTries:
            pass
        clock.now += 0.1
    return made


def test_at_most_ten_guesses_in_the_first_minute_and_in_any_other() -> None:
    clock = Clock()
    assert 5 <= guesses_within(60, clock) <= 10
    assert guesses_within(60, clock) <= 2
    assert guesses_within(3600, clock) <= 20


def test_the_wait_doubles_up_to_five_minutes() -> None:
    waits = [tries.wait_after(count) for count in range(20)]
    assert waits[:8] == [0, 0, 0, 0, 0, 1, 2, 4]
    assert waits == sorted(waits)
    assert waits[-1] == tries.wait_after(10**9) == tries.LONGEST_WAIT == 300


def test_the_error_says_how_long() -> None:
    clock = Clock()
    for _ in range(8):
        while True:
            try:
                tries.claim(PLACE, clock)
                break
            except TooManyTries as refused:
                clock.now += int(str(refused.details["seconds"]))
    with pytest.raises(TooManyTries) as caught:
        tries.claim(PLACE, clock)
    assert caught.value.details == {"seconds": 8}


def test_the_right_phrase_ends_the_waiting() -> None:
    clock = Clock()
    for _ in range(5):
        tries.claim(PLACE, clock)
    tries.clear(PLACE)
    restart()
    for _ in range(5):
        tries.claim(PLACE, clock)


def test_vaults_are_counted_apart() -> None:
    clock = Clock()
    for _ in range(5):
        tries.claim(PLACE, clock)
    tries.claim(OTHER, clock)
    with pytest.raises(TooManyTries):
        tries.claim(PLACE, clock)


def test_a_try_is_counted_before_it_is_made() -> None:
    """A process killed while it stretches wins nothing."""
    clock = Clock()
    for _ in range(5):
        tries.claim(PLACE, clock)
        restart()
    with pytest.raises(TooManyTries):
        tries.claim(PLACE, clock)


def test_a_clock_set_back_locks_nobody_out_for_longer() -> None:
    clock = Clock()
    for _ in range(6):
        try:
            tries.claim(PLACE, clock)
        except TooManyTries:
            clock.now += 1
            tries.claim(PLACE, clock)
    clock.now -= 10 * 365 * 86_400
    with pytest.raises(TooManyTries) as caught:
        tries.claim(PLACE, clock)
    assert int(str(caught.value.details["seconds"])) <= 2


@pytest.mark.parametrize(
    "scribble", [b"", b"rubbish", b"\xa0", b"\xa2ecountf-1dlast\x00", b"x" * 999]
)
def test_scribbling_over_the_count_buys_no_free_tries(scribble: bytes) -> None:
    clock = Clock()
    tries.claim(PLACE, clock)
    restart()
    tries.path(PLACE).write_bytes(scribble)
    with pytest.raises(TooManyTries):
        tries.claim(PLACE, clock)


def test_a_full_disk_keeps_counting_in_memory_and_lets_the_owner_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Full(files.FileLayer):
        def create(self, path: Path, data: bytes) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "layer", Full())
    clock = Clock()
    for _ in range(5):
        tries.claim(PLACE, clock)
    with pytest.raises(TooManyTries):
        tries.claim(PLACE, clock)
    tries.clear(PLACE)
    tries.claim(PLACE, clock)


def test_a_try_given_back_does_not_count() -> None:
    clock = Clock()
    for _ in range(20):
        tries.claim(PLACE, clock)
        tries.give_back(PLACE, clock)


def test_the_file_says_nothing_but_count_and_time() -> None:
    tries.claim(PLACE, Clock())
    assert len(tries.path(PLACE).read_bytes()) < 32
