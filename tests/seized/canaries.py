"""Words that stand nowhere else, and a search for them in any bytes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

MARKER = "zqvkan"
"""Every canary word begins with it; no file of a machine holds it by chance."""


@dataclass
class Canaries:
    """Hands out canaries and remembers each. Half are Cyrillic behind the marker."""

    words: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)

    def word(self) -> str:
        number = len(self.words) + 1
        made = f"{MARKER}{number:05d}" + ("" if number % 2 else f" Раҳм{number}ов")
        self.words.append(made)
        return made

    def phone(self) -> str:
        made = f"+99288{7_000_000 + len(self.phones) * 37:07d}"
        self.phones.append(made)
        return made

    @property
    def count(self) -> int:
        return len(self.words) + len(self.phones)

    def needles(self) -> dict[bytes, str]:
        """Every form in which one could lie on a disk: the marker stands for all words."""
        texts = [MARKER, MARKER.upper(), *self.phones, *(each[1:] for each in self.phones)]
        return {form: text for text in texts for form in forms(text)}


def forms(text: str) -> Iterator[bytes]:
    """UTF-8, UTF-16 both ways, base64 at its three alignments of each, and hexadecimal."""
    for encoded in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
        yield encoded
        yield encoded.hex().encode()
        for shift in range(3):
            packed = base64.b64encode(b"\0" * shift + encoded)
            # Only the middle depends on the text alone, not on what stands around it.
            yield packed[4 if shift else 0 : len(packed) - 4]


def found_in(data: bytes, needles: Iterable[bytes]) -> list[bytes]:
    pattern = re.compile(b"|".join(re.escape(each) for each in needles))
    return sorted({match.group() for match in pattern.finditer(data)})


def search(folders: Iterable[Path], canaries: Canaries) -> tuple[int, list[str]]:
    """How many files were read, and a line for each that holds a canary."""
    needles = canaries.needles()
    read, lines = 0, []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file():
                if found_in(path.name.encode(), needles):
                    lines.append(f"{path}: its name")
                continue
            read += 1
            for each in found_in(path.name.encode() + b"\n" + path.read_bytes(), needles):
                lines.append(f"{path}: {needles[each]} as {each[:40]!r}")
    return read, lines
