"""Citations in and out: RIS, BibTeX, CSL-JSON.

`read(kind, text)` gives values for the fields of a source; `write(kind, sources)` the reverse. What
a format says and a source has no field for is kept in `extra` under that format's name and
written again, so that a round trip loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from panoh.apps.evidence.citing import bibtex, csl, ris

Reads = Callable[[str], list[dict[str, Any]]]
Writes = Callable[[Sequence[Mapping[str, Any]]], str]
KINDS: dict[str, tuple[Reads, Writes]] = {
    "ris": (ris.read, ris.write),
    "bib": (bibtex.read, bibtex.write),
    "json": (csl.read, csl.write),
}
ENDINGS = {"ris": "ris", "bib": "bib", "bibtex": "bib", "json": "json"}
_BIB = re.compile(rb"@[A-Za-z]{3,20}\s*\{")
MOST = 2000
"""Citations of one file."""


def read(kind: str, text: str) -> list[dict[str, Any]]:
    """Values for the fields of a source, one for each citation; ValueError when it is not one."""
    found = KINDS[kind][0](text)
    if not found or len(found) > MOST:
        raise ValueError(kind)
    return found


def kind_of(data: bytes) -> str:
    """Whether a file looks like citations: ris, bib, json; empty when it does not."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"TY  - "):
        return "ris"
    if _BIB.match(head):
        return "bib"
    return "json" if head[:1] in (b"[", b"{") and b'"type"' in head else ""


def write(kind: str, sources: Iterable[Mapping[str, Any]]) -> str:
    return KINDS[kind][1](list(sources))


__all__ = ["ENDINGS", "KINDS", "MOST", "kind_of", "read", "write"]
