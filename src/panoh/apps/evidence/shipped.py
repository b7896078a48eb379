"""The pack that is offered with Panoh and is not part of it: pinned by the hash of its content.

What the pin proves is said in `panoh/lexicon/shipped.py`. The file lies beside the program in a
checkout, never inside the installed package; elsewhere a person brings it (`pack add FILE`).
"""

from __future__ import annotations

from pathlib import Path

import panoh

SHIPPED = {"four-documents": "6b98224aab5e58a95e5c1d3308cc698ed5ec312312e15f257a6f4f2ead471a9e"}
"""Name → pack id (hexadecimal). `tools/build_evidence.py` prints it."""


def place(name: str) -> Path | None:
    """Where the file of an offered pack lies on this computer, if it does."""
    path = Path(panoh.__file__).resolve().parents[2] / "packs" / "evidence" / f"{name}.pack"
    return path if path.is_file() else None
