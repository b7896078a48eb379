"""Our QR pictures are read back by a reader written from the standard, module by module."""

from __future__ import annotations

import random
import re

import pytest

from panoh.sync.invitations import write_code
from panoh.web import qr

BLOCKS = {1: (1, 16, 10), 2: (1, 28, 16), 3: (1, 44, 26), 4: (2, 32, 18), 5: (2, 43, 24),
          6: (4, 27, 16)}  # fmt: skip


class Reader:
    """Takes a picture apart; nothing of the writer is used. Works with logarithms, not shifts."""

    def __init__(self, grid: list[list[bool]]) -> None:
        self.grid = grid
        self.size = len(grid)
        self.version = (self.size - 17) // 4
        self.power = [1]
        for _ in range(254):
            twice = self.power[-1] * 2
            self.power.append(twice ^ 0x11D if twice > 255 else twice)

    def text(self) -> str:
        level, mask = self._format()
        assert level == 0, "error correction M"
        codewords = self._codewords(mask)
        data = self._blocks(codewords)
        bits = "".join(f"{each:08b}" for each in data)
        assert bits[:4] == "0010"
        count = int(bits[4:13], 2)
        found, at = "", 13
        while len(found) + 1 < count:
            pair = int(bits[at : at + 11], 2)
            found += qr.SIGNS[pair // 45] + qr.SIGNS[pair % 45]
            at += 11
        if len(found) < count:
            found += qr.SIGNS[int(bits[at : at + 6], 2)]
        return found

    def _format(self) -> tuple[int, int]:
        """Both copies say the same, and it is one of the 32 words of the code."""
        size, grid = self.size, self.grid
        one = [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8), (7, 8), (5, 8),
               (4, 8), (3, 8), (2, 8), (1, 8), (0, 8)]  # fmt: skip
        two = [(size - 1 - at, 8) for at in range(8)] + [(8, size - 7 + at) for at in range(7)]
        words = [sum(grid[y][x] << at for at, (x, y) in enumerate(each)) for each in (one, two)]
        assert words[0] == words[1]
        word = words[0] ^ 0b101010000010010
        rest = word
        for at in range(14, 9, -1):
            if rest >> at & 1:
                rest ^= 0b10100110111 << at - 10
        assert rest == 0
        return word >> 13, word >> 10 & 7

    def _is_free(self, x: int, y: int) -> bool:
        far = self.size - 9
        if (x < 9 and y < 9) or (x > far + 0 and y < 9) or (x < 9 and y > far + 0):
            return False
        if x == 6 or y == 6:
            return False
        middle = self.size - 7
        return not (self.version > 1 and abs(x - middle) < 3 and abs(y - middle) < 3)

    def _codewords(self, mask: int) -> list[int]:
        flips = [
            (lambda x, y: (y + x) % 2 == 0), (lambda x, y: y % 2 == 0), (lambda x, y: x % 3 == 0),
            (lambda x, y: (y + x) % 3 == 0), (lambda x, y: (y // 2 + x // 3) % 2 == 0),
            (lambda x, y: y * x % 2 + y * x % 3 == 0),
            (lambda x, y: (y * x % 2 + y * x % 3) % 2 == 0),
            (lambda x, y: ((y + x) % 2 + y * x % 3) % 2 == 0),
        ]  # fmt: skip
        bits = []
        columns = [x for x in range(self.size - 1, -1, -1) if x != 6]
        for turn in range(0, len(columns), 2):
            pair = columns[turn : turn + 2]
            rows = range(self.size)
            for y in rows if turn % 4 else reversed(rows):
                bits += [self.grid[y][x] ^ flips[mask](x, y) for x in pair if self._is_free(x, y)]
        return [
            int("".join("1" if each else "0" for each in bits[at : at + 8]), 2)
            for at in range(0, len(bits) // 8 * 8, 8)
        ]

    def _blocks(self, codewords: list[int]) -> list[int]:
        blocks, size, correction = BLOCKS[self.version]
        assert len(codewords) == blocks * (size + correction)
        found = []
        for which in range(blocks):
            block = codewords[which::blocks]
            self._syndromes_are_zero(block, correction)
            found += block[:size]
        return found

    def _syndromes_are_zero(self, block: list[int], correction: int) -> None:
        log = {each: at for at, each in enumerate(self.power)}
        for root in range(correction):
            total = 0
            for at, each in enumerate(reversed(block)):
                if each:
                    total ^= self.power[(log[each] + root * at) % 255]
            assert total == 0, root


def test_every_text_comes_back() -> None:
    draw = random.Random(20261120)
    versions = set()
    for _ in range(60):
        text = "".join(draw.choice(qr.SIGNS) for _ in range(draw.randrange(1, 155)))
        reader = Reader(qr.matrix(text))
        assert reader.text() == text
        versions.add(reader.version)
    assert versions == set(BLOCKS)


def test_a_code_is_drawn_and_nothing_else_is() -> None:
    code = write_code(bytes(range(16)))
    assert Reader(qr.matrix(code)).text() == code
    shown = str(qr.svg(code, 'A "label" <b>'))
    assert 'role="img"' in shown
    assert "<b>" not in shown
    assert not re.search(r"style=|href=|url\(|<script", shown)
    with pytest.raises(ValueError):
        qr.matrix("small letters")
    with pytest.raises(ValueError):
        qr.matrix("A" * 155)


def test_a_damaged_picture_is_noticed() -> None:
    grid = qr.matrix("PANOH")
    grid[-1][-1] = not grid[-1][-1]
    with pytest.raises(AssertionError):
        Reader(grid).text()
