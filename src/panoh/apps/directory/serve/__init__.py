"""The directory for other programs: files in the open standard, and its read API.

It promises: only what `views.public` gave is ever seen here; nothing can be changed through it; it
answers on this computer alone and keeps no log. It holds no vault and no key while it answers.

`answers.py` what is asked and what comes back · `described.py` the same as OpenAPI · `running.py`
the listening · here, the files.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from panoh.apps.directory.hsds.model import FILES, Package
from panoh.apps.directory.hsds.nested import Room, TooWide, Way, document
from panoh.apps.directory.hsds.table import flat, write_csv

MOST_WRITTEN = 400_000
"""Rows of a document before it is written more sparingly."""
_WHEN = (1980, 1, 1, 0, 0, 0)


def as_json(package: Package) -> bytes:
    """Organisations with all their services, then services of none; what hangs on neither stands
    last, by table, so that nothing is left out. Where all of it in each place would be too much,
    what hangs on a record stands at its first place only."""
    try:
        found = _nested(package, Way(Room(MOST_WRITTEN)))
    except TooWide:
        found = _nested(package, Way(once=True))
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _nested(package: Package, way: Way) -> list[Any]:
    below = package.below()
    found: list[Any] = []
    for table in ("organization", "service", "service_at_location", "location"):
        for ident in package.table(table):
            if (table, ident) not in way.reached:
                found.append(document(below, table, ident, way))
    loose: dict[str, list[Any]] = {}
    for table, row in package.each():
        if (table, str(row["id"])) not in way.reached and table in FILES:
            loose.setdefault(f"{FILES[table]}.csv", []).append(flat(row))
    return [*found, loose] if loose else found


def as_zip(package: Package) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in write_csv(package).items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def files_of(package: Package) -> Mapping[str, Callable[[], bytes]]:
    return {"json": lambda: as_json(package), "csv": lambda: as_zip(package)}
