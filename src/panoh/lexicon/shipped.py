"""The packs that ship with the program, pinned by the hash of their content.

What the pin proves: the rows used are exactly those that stood beside this source when it was
written; an altered, exchanged or cut file is refused before a row is read. It proves as much as
the source does and no more: whoever can alter the program can alter the pin with it.

What the signature in the file proves: nothing about who made it. No signing secret is kept for
shipped packs; the build makes a key from the content itself, signs, and forgets it, so that the
file has the same form as any other pack and two builds give the same bytes. Anybody could repeat
it, and its public half is in no list of trusted keys. Packs from elsewhere are judged by their
signer (`core/packs`), shipped ones by this table alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Any

import cbor2

from panoh.errors import NotFound, Refused
from panoh.lexicon import container

SHIPPED = {
    "factors": "433b0a523fc48bc791ea3fa3f8219342f316294e47a0f1c907dde87065a004f8",
    "gazetteer": "92751577e91ef290f3d0f98b66b6a5634156e1a9ee6932bb82b6d2808d56c1d7",
}
"""Name → pack id (hexadecimal). `tools/build_factors.py` and `build_gazetteer.py` print it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A shipped pack's rows, and where they come from."""

    id: str
    name: str
    version: int
    licence: str
    source: str
    made_on: str
    columns: tuple[str, ...]
    rows: list[list[Any]]


def file_of(name: str) -> bytes:
    """The file as it ships, unproved."""
    if name not in SHIPPED:
        raise NotFound(what=name)
    return resources.files("panoh.lexicon").joinpath("packs", f"{name}.pack").read_bytes()


def load(name: str) -> Table:
    """The rows; raises Refused unless their content is the one pinned above."""
    data = file_of(name)
    if len(data) > container.MAX_FILE:
        raise Refused(finding=f"the shipped pack {name} is too large")
    try:
        file = cbor2.loads(data)
    except (cbor2.CBORError, ValueError, TypeError, RecursionError) as error:
        raise Refused(finding=f"the shipped pack {name} is damaged") from error
    if type(file) is not dict or set(file) != container.PARTS or type(file["content"]) is not bytes:
        raise Refused(finding=f"the shipped pack {name} is damaged")
    content = container.unpack(file["packing"], file["size"], file["content"])
    if container.pack_id(content).hex() != SHIPPED[name]:
        raise Refused(finding=f"the shipped pack {name} is not the one this program knows")
    value = cbor2.loads(content)
    return Table(
        id=SHIPPED[name],
        name=name,
        version=value["version"],
        licence=value["licence"],
        source=value["source"],
        made_on=value["made_on"],
        columns=tuple(value["columns"]),
        rows=value["rows"],
    )
