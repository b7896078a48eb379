"""Which fonts this computer has, and which of them shows a sign."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from panoh import platform
from panoh.errors import NoFont
from panoh.paper.truetype import BadFont, Font

PREFERRED = (
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("segoeui.ttf", "segoeuib.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
)
"""Plain and bold, by the names of their files; the first that is there is used, the others stand in
for single signs that it lacks. All of them write the seven languages."""
MOST_FILES = 20_000
LONGEST_FONT = 32 * 1024 * 1024
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@dataclass
class Face:
    """A font on a sheet: the file, and what of it is used."""

    name: str
    font: Font
    used: dict[int, str] = field(default_factory=dict)  # glyph → the text it stands for


class Faces:
    """The fonts of one document, plain and bold."""

    def __init__(self, pairs: list[tuple[Path, Path]] | None = None) -> None:
        self._pairs = installed() if pairs is None else pairs
        self._faces: dict[Path, Face | None] = {}
        self.fallen: set[str] = set()
        """Signs that another font than the first had to show."""
        self.missing: set[str] = set()
        self._known: dict[tuple[str, bool], tuple[Face, int]] = {}
        self.turned = False
        """Something runs from right to left, which is not laid out here."""
        if self._first(strong=False) is None:
            raise NoFont

    def _face(self, path: Path) -> Face | None:
        if path not in self._faces:
            try:
                data = path.read_bytes() if path.stat().st_size <= LONGEST_FONT else b""
                self._faces[path] = Face(f"F{len(self._faces)}", Font(data))
            except (OSError, BadFont):
                self._faces[path] = None
        return self._faces[path]

    def _first(self, strong: bool) -> Face | None:
        return next((face for pair in self._pairs if (face := self._face(pair[strong]))), None)

    def glyphs(self, text: str, strong: bool) -> list[tuple[Face, int]]:
        """Each sign of a text as a face and a glyph."""
        found = []
        for sign in unicodedata.normalize("NFC", text):
            if (sign, strong) not in self._known:
                self._known[sign, strong] = self._glyph(sign, strong)
            found.append(self._known[sign, strong])
        return found

    def _glyph(self, sign: str, strong: bool) -> tuple[Face, int]:
        if unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT:
            self.turned = True
        shown = " " if sign.isspace() else sign
        first: Face | None = None
        for pair in self._pairs:
            face = self._face(pair[strong]) or self._face(pair[False])
            if face is None:
                continue
            first = first or face
            glyph = face.font.signs.get(ord(shown))
            if glyph:
                if face is not first:
                    self.fallen.add(sign)
                face.used.setdefault(glyph, shown)
                return face, glyph
        if first is None:
            raise NoFont
        if unicodedata.category(sign) not in ("Cf", "Cc"):
            self.missing.add(sign)
            glyph = first.font.signs.get(ord("?"), 0)
            first.used.setdefault(glyph, "?")
            return first, glyph
        return first, self._glyph(" ", strong)[1]

    def used(self) -> list[Face]:
        return [face for face in self._faces.values() if face and face.used]


@cache
def installed() -> list[tuple[Path, Path]]:
    """The preferred fonts that are here; bold is the plain one where there is no bold."""
    wanted = {name for pair in PREFERRED for name in pair}
    found: dict[str, Path] = {}
    seen = 0
    for folder in platform.font_folders():
        for where, _below, names in os.walk(folder):
            seen += len(names)
            for name in wanted.intersection(names):
                found.setdefault(name, Path(where) / name)
            if seen > MOST_FILES:
                break
    pairs = [(found[plain], found.get(bold)) for plain, bold in PREFERRED if plain in found]
    return [(plain, bold or plain) for plain, bold in pairs]
