"""Names held in memory: the same ranking as in the vault, for tests and measuring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from panoh.lexicon.names import entries, ranking
from panoh.lexicon.names.keys import vowelled

Row = tuple[str, str, str, str]


class Memory:
    def __init__(self, forms: Iterable[str]) -> None:
        self._forms: list[str] = []
        self._lengths: list[float] = []
        self._numbers: dict[entries.Entry, int] = {}
        self._sounds: list[tuple[int, str, int]] = []
        self._held: list[list[int]] = []
        self._keys: dict[str, list[int]] = {}
        for form in forms:
            self._enter(form)

    def _enter(self, form: str) -> None:
        name = len(self._forms)
        entered = entries.of(form)
        self._forms.append(form)
        self._lengths.append(entered.length)
        for entry, keys in entered.keys.items():
            number = self._numbers.get(entry)
            if number is None:
                number = self._numbers[entry] = len(self._sounds)
                self._sounds.append((number, entry[0], entries.signature(entry[0])))
                self._held.append([])
                for key in keys:
                    self._keys.setdefault(key, []).append(number)
            self._held[number].append(name)

    def beginning(self, start: str, most: int) -> Iterable[tuple[int, str, int]]:
        found = (each for each in self._sounds if vowelled(each[1]).startswith(start))
        return list(islice(found, most))

    def words(self, keys: Sequence[str]) -> Iterable[tuple[int, str, int]]:
        numbers = {number for key in keys for number in self._keys.get(key, ())}
        return [self._sounds[number] for number in numbers]

    def holding(self, words: Sequence[int]) -> Iterable[tuple[int, int, float]]:
        lengths = self._lengths
        return [(word, name, lengths[name]) for word in words for name in self._held[word]]

    def forms(self, names: Sequence[int]) -> Iterable[tuple[int, str]]:
        return [(name, self._forms[name]) for name in names]


def search(index_rows: Iterable[Row]) -> Callable[[str], list[str]]:
    """The evaluator's signature: rows of (id, spelling, language, script) to a search."""
    rows = list(index_rows)
    held = Memory(row[1] for row in rows)

    def find(query: str) -> list[str]:
        return list(dict.fromkeys(rows[each.name][0] for each in ranking.search(held, query)))

    return find
