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

from panoh.apps.directory.hsds.model import Package
from panoh.apps.directory.hsds.nested import document
from panoh.apps.directory.hsds.table import write_csv

_WHEN = (1980, 1, 1, 0, 0, 0)


def as_json(package: Package) -> bytes:
    """Organisations with all their services, then services of none; loose rows as tables."""
    below = package.below()
    found = [document(below, "organization", each) for each in package.table("organization")]
    seen = set(package.table("organization"))
    for ident, row in package.table("service").items():
        linked = {row.get("organization_id"), row.get("@organization_id")}
        if not linked & seen:
            found.append(document(below, "service", ident))
    for ident, row in package.table("location").items():
        if (
            not any(
                ident in {e.get("location_id"), e.get("@location_id")}
                for e in package.table("service_at_location").values()
            )
            and not {row.get("organization_id"), row.get("@organization_id")} & seen
        ):
            found.append(document(below, "location", ident))
    held = {"taxonomy", "taxonomy_term"}
    found += [document(below, t, ident) for t in sorted(held) for ident in package.table(t)]
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def as_zip(package: Package) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in write_csv(package).items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def files_of(package: Package) -> Mapping[str, Callable[[], bytes]]:
    return {"json": lambda: as_json(package), "csv": lambda: as_zip(package)}
