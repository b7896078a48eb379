"""Names held in memory: the same ranking as in the vault, for tests and measuring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from panoh.lexicon.names import ranking
from panoh.lexicon.names.folding import fold
from panoh.lexicon.names.keys import as_lettered, keys, related, signature
from panoh.lexicon.names.likeness import weighed

TOGETHER = 15
"""Names of several words up to this many sounds are also entered as one word."""
Row = tuple[str, str, str, str]


def entered(form: str) -> tuple[dict[str, None], float]:
    """The folded words under which a name is entered, and the length of the name."""
    words = fold(form)
    made = dict.fromkeys(each.sound for each in words)
    together = ranking.joined(words)
    if together and weighed(together.sound) <= TOGETHER:
        made[together.sound] = None
    return made, ranking.length_of(words)


class Memory:
    def __init__(self, forms: Iterable[str]) -> None:
        self._forms: list[str] = []
        self._lengths: list[float] = []
        self._numbers: dict[str, int] = {}
        self._sounds: list[tuple[int, str, int]] = []
        self._held: list[list[int]] = []
        self._keys: dict[str, list[int]] = {}
        for form in forms:
            self._enter(form)

    def _enter(self, form: str) -> None:
        name = len(self._forms)
        sounds, length = entered(form)
        self._forms.append(form)
        self._lengths.append(length)
        for sound in sounds:
            number = self._numbers.get(sound)
            if number is None:
                number = self._numbers[sound] = len(self._sounds)
                self._sounds.append((number, sound, signature(sound)))
                self._held.append([])
                for group in (*keys(sound), related(sound)):
                    for key in group:
                        self._keys.setdefault(key, []).append(number)
            self._held[number].append(name)
        for each in fold(form):
            number = self._numbers[each.sound]
            for key in as_lettered(each.plain):
                held = self._keys.setdefault(key, [])
                if number not in held:
                    held.append(number)

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
