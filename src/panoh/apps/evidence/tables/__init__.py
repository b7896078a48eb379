"""Tables of figures exactly as they are downloaded: World Bank, UNHCR, CBP, HXL, plain CSV.

Each reader takes bytes and gives a `Table`: what the source is, and values for the fields of
figures. It promises bounds on size and rows, one clear reason when a file is not what it was said
to be, and that no number is invented: what a reader sums up says of how many rows.
"""

from __future__ import annotations

from collections.abc import Callable

from panoh.apps.evidence.tables import cbp, hxl, plain, unhcr, worldbank
from panoh.apps.evidence.tables.common import MOST_FIGURES, NoTable, Table

READERS: dict[str, Callable[[bytes], Table]] = {
    "worldbank": worldbank.read,
    "unhcr": unhcr.read,
    "cbp": cbp.read,
    "hxl": hxl.read,
    "csv": plain.read,
}

__all__ = ["MOST_FIGURES", "READERS", "NoTable", "Table"]
