"""What waits in memory is bounded, found by random ids, and gone when it should be."""

from __future__ import annotations

from panoh.web.page import Form
from panoh.web.waiting import LETTER_LIMIT, Waiting


def test_once_is_once() -> None:
    waiting = Waiting()
    name = waiting.put({"a": 1})
    assert waiting.take(name) == {"a": 1}
    assert waiting.take(name) is None


def test_kept_stays_for_the_session() -> None:
    waiting = Waiting()
    name = waiting.keep({"a": 1})
    assert waiting.kept(name) == waiting.kept(name) == {"a": 1}
    waiting.clear()
    assert waiting.kept(name) is None


def test_ids_are_long_and_differ() -> None:
    waiting = Waiting()
    names = {waiting.put({}) for _ in range(50)} | {waiting.keep({}) for _ in range(50)}
    assert len(names) == 100
    assert all(len(name) == 32 and int(name, 16) >= 0 for name in names)


def test_the_oldest_goes_first() -> None:
    waiting = Waiting(once_limit=3, kept_limit=2)
    once = [waiting.put({"n": n}) for n in range(5)]
    assert [waiting.take(name) is not None for name in once] == [False, False, True, True, True]
    kept = [waiting.keep({"n": n}) for n in range(2)]
    waiting.kept(kept[0])  # looked at: stays longer
    waiting.keep({"n": 9})
    assert waiting.kept(kept[0]) is not None
    assert waiting.kept(kept[1]) is None


def test_thousands_do_not_grow() -> None:
    waiting = Waiting()
    for n in range(5000):
        waiting.put({"n": n})
        waiting.keep({"n": n})
    assert len(waiting) <= 128


def test_whatever_is_long_counts() -> None:
    long = "x" * 1_000_000
    for state in (
        {"form": Form({"a.answer": [long]})},
        {"form": Form({long: ["b"]})},
        {"wanted": {"factor": long}},
        {"found": [long]},
        {"q": long},
    ):
        waiting = Waiting()
        for _time in range(20):
            waiting.put(state)
            waiting.keep(state)
        assert len(waiting) <= 2 * LETTER_LIMIT // len(long), state.keys()
