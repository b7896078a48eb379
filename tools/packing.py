"""Write a pack that ships: the same bytes from the same source, every time.

The signing key is made from the content and forgotten; see `panoh/lexicon/shipped.py` for what
that proves and what not. A pack that holds a word of tests/house/searched_words.json is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cbor2

from panoh.core.packs.codec import write_pack
from panoh.core.packs.model import Cell
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.lexicon import container
from panoh.lexicon.shipped import SHIPPED

ROOT = Path(__file__).resolve().parent.parent
PACKS = ROOT / "src" / "panoh" / "lexicon" / "packs"
WORDS = ROOT / "tests" / "house" / "searched_words.json"


def unwanted() -> re.Pattern[str]:
    """Finds the words that nothing an install unpacks may hold; matched against lower case."""
    table = json.loads(WORDS.read_text(encoding="utf-8"))
    rules = {"anywhere": "%s", "begin": r"(?<![^\W\d_])%s", "word": r"(?<![^\W_])%s(?![^\W_])"}
    parts = [
        rule % re.escape(bytes.fromhex(word).decode())
        for kind, rule in rules.items()
        for word in table[kind]
    ]
    return re.compile("|".join(parts))


def shipped(columns: Sequence[str], rows: Sequence[Sequence[Cell]], **about: Any) -> bytes:
    """The file, signed with a key made from its own content."""
    draft = write_pack(columns=columns, rows=rows, seed=bytes(32), **about)
    seed = digest(Label.PACK, b"build key", draft)
    return write_pack(columns=columns, rows=rows, seed=seed, **about)


def content_of(data: bytes) -> bytes:
    """A pack file's content, unpacked."""
    file = cbor2.loads(data)
    return container.unpack(file["packing"], file["size"], file["content"])


def finish(name: str, data: bytes) -> None:
    """Write the file, and say what must stand in `lexicon/shipped.py`."""
    content = content_of(data)
    found = unwanted().search(content.decode("utf-8", "replace").lower())
    if found:
        raise SystemExit(f"{name}: holds a word that must not ship, at {found.start()}")
    identity = container.pack_id(content).hex()
    PACKS.mkdir(parents=True, exist_ok=True)
    (PACKS / f"{name}.pack").write_bytes(data)
    print(f"{name}: {len(data)} bytes, {len(content)} unpacked")
    if SHIPPED.get(name) != identity:
        print(f'put into src/panoh/lexicon/shipped.py: "{name}": "{identity}",')
