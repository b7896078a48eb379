"""Maps in files of other tools, both ways.

`links.py` CSV of links and matrices of weights · `graphml.py` · `braces.py` lists of weighted links
as a published map has them · `models.py` XMILE and Vensim text, written so that any of these tools
runs what this one runs. Files are read as data: nothing in them is carried out, no document type is
followed, nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from panoh.apps.circle.rules.exchange import braces, graphml, links, models
from panoh.apps.circle.rules.exchange.common import Taken
from panoh.apps.circle.rules.markup import text_of
from panoh.apps.circle.rules.model import Map
from panoh.errors import WrongUsage
from panoh.words import N_

WRITERS: Mapping[str, Callable[[Map], str]] = {
    "csv": links.write,
    "matrix": links.write_matrix,
    "graphml": graphml.write,
    "xmile": models.write_xmile,
    "mdl": models.write_mdl,
}
ENDINGS = {
    ".csv": "csv", ".graphml": "graphml", ".xmile": "xmile", ".xml": "xmile", ".stmx": "xmile",
    ".mdl": "mdl",
}  # fmt: skip
UNKNOWN = N_("Name a format: csv, matrix, graphml, xmile or mdl.")


def kind_of(file: str) -> str:
    """The format that a file's name ends with."""
    kind = ENDINGS.get(PurePath(file).suffix.lower())
    if kind is None:
        raise WrongUsage(what=UNKNOWN)
    return kind


def write(of: Map, kind: str) -> bytes:
    return WRITERS[kind](of).encode("utf-8")


def read(data: bytes, file: str, names: bytes = b"") -> Taken:
    """A map out of a file, told by its ending and its first letters. BadFile when it is none."""
    text = text_of(data)
    name = PurePath(file).stem[:80]
    ending = PurePath(file).suffix.lower()
    if ending == ".mdl":
        return models.read_mdl(text, name)
    if text.lstrip().startswith("<"):
        return graphml.read(text, name) if "<graphml" in text else models.read_xmile(text, name)
    if ending == ".txt" or "{" in text:
        return braces.read(text, name, text_of(names) if names else "")
    return links.read(text, name)


__all__ = ["ENDINGS", "WRITERS", "Taken", "kind_of", "read", "write"]
