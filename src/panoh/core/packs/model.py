"""What a pack is once it was read and proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.errors import NotFound

Cell = str | int | bool | None | list[str]
Row = tuple[Cell, ...]


def record_id(pack: bytes, row: str) -> str:
    """32 hex digits, as every record's id; the same wherever the same pack is mounted."""
    return digest(Label.PACK_ROW, pack, row.encode(), size=16).hex()


@dataclass(frozen=True, slots=True)
class Pack:
    """`columns[0]` is the row id, a text; rows stand in the order of their ids, each id once."""

    id: bytes  # hash of the content, 32 bytes
    signer: bytes  # public key that signed this file
    kind: str
    name: str
    version: int
    licence: str
    source: str
    made_on: str  # ISO 8601 date of the source, not of the build
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    _places: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        places = {str(row[0]): number for number, row in enumerate(self.rows)}
        object.__setattr__(self, "_places", MappingProxyType(places))

    def row(self, row: str) -> dict[str, Cell]:
        number = self._places.get(row)
        if number is None:
            raise NotFound(what=row)
        return dict(zip(self.columns, self.rows[number], strict=True))

    def record_id(self, row: str) -> str:
        if row not in self._places:
            raise NotFound(what=row)
        return record_id(self.id, row)
