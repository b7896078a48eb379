"""Finds the words that make a searched laptop dangerous, in any file, in seven languages."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.support import tree

LIST = tree.TESTS / "house/searched_words.json"
Rule = tuple[str, str]  # where it counts, the word


@cache
def rules() -> tuple[Rule, ...]:
    """Each word with where it counts."""
    table = json.loads(LIST.read_text(encoding="utf-8"))
    kinds = ("begin", "anywhere", "word")
    return tuple((kind, bytes.fromhex(word).decode()) for kind in kinds for word in table[kind])


def counts(text: str, start: int, kind: str, word: str) -> bool:
    """Whether a find at `start` is the word, not a part of another one."""
    before = text[start - 1] if start else " "
    end = start + len(word)
    after = text[end] if end < len(text) else " "
    if kind == "anywhere":
        return True
    if before.isalpha() or (kind == "word" and before.isdigit()):
        return False
    return kind == "begin" or not (after.isalpha() or after.isdigit())


def words_in(data: bytes) -> set[str]:
    """The words found, as hexadecimal digits; archives are opened."""
    found: set[str] = set()
    for layer in layers(data):
        text = layer.decode("utf-8", "replace").lower()
        for kind, word in rules():
            start = text.find(word)
            while start >= 0:
                if counts(text, start, kind, word):
                    found.add(word.encode().hex())
                    break
                start = text.find(word, start + 1)
    return found


OPENERS: dict[bytes, Callable[[bytes], bytes]] = {
    b"\x1f\x8b": gzip.decompress,
    b"\xfd7zXZ": lzma.decompress,
    b"BZh": bz2.decompress,
    b"\x78\x9c": zlib.decompress,
    b"\x78\xda": zlib.decompress,
}


def layers(data: bytes) -> Iterator[bytes]:
    """The bytes themselves, and what is packed inside them."""
    yield data
    for magic, opener in OPENERS.items():
        if data.startswith(magic):
            try:
                yield from layers(opener(data))
            except (OSError, EOFError, lzma.LZMAError, zlib.error):
                return  # it only looked like an archive; its bytes were searched as they are
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from layers(member.encode() + b"\n" + archive.read(member))


def searched(paths: Iterator[tuple[str, Path]]) -> dict[str, list[str]]:
    """File → the words in its name or its bytes, for the files that hold any."""
    found = {}
    for shown, path in paths:
        words = words_in(shown.encode()) | words_in(path.read_bytes())
        if words:
            found[shown] = sorted(words)
    return found
