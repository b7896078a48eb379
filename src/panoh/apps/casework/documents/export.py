"""A case or all cases as files for another program: JSON with everything, CSV beside it.

Restricted lines come only of the classes that were asked for; the programme and faith as a strength
never; neither who opened a case. The files are handed on sealed, never as they are.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from panoh.apps.casework import access
from panoh.core.node import Node
from panoh.sheets import write

FILE_NAMES = {"age": "copy.age", "zip": "copy.zip"}
"""What a download is called: it says nothing."""
LISTS = ("needs", "strengths", "goals", "steps", "support", "follow_ups", "notes", "contacts",
         "reviews", "closures", "reopenings")  # fmt: skip
_INNER = frozenset({"created_at", "changed_at", "changed_by", "answers", "conflicts"})
_NOT_HERE = ("opened", "timeline", "taken_out", "hidden")


def data_of(
    node: Node, ref: str, restricted: Collection[str] = (), recipient: str = ""
) -> dict[str, Any]:
    """One case as data; for a recipient only what was agreed to be shared."""
    data = access.as_data(node, ref, classes=restricted, recipient=recipient)
    return {name: value for name, value in data.items() if name not in _NOT_HERE}


def files(cases: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
    """File name → bytes. Every row of a CSV begins with the code of its case."""
    listed = list(cases)
    found = {"cases.json": _json(listed)}
    clients = [{k: v for k, v in each.items() if not _is_rows(k)} for each in listed]
    found["clients.csv"] = _table(clients)
    for name in LISTS:
        rows = [{"code": case["code"], **row} for case in listed for row in _flat(name, case[name])]
        if rows:
            found[f"{name}.csv"] = _table(rows)
    return found


def _is_rows(name: str) -> bool:
    return name in LISTS


def _flat(name: str, rows: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Rows inside rows (steps of a goal, additions to a note) as rows of their own."""
    inner = {"goals": "steps", "notes": "amendments"}.get(name, "")
    for row in rows:
        below = row.get(inner) or []
        yield {key: value for key, value in row.items() if key != inner}
        for each in below:
            yield {"of": row["id"], **each}


def _table(rows: list[dict[str, Any]]) -> bytes:
    heads = dict.fromkeys(name for row in rows for name in row if name not in _INNER)
    return write.table(list(heads), rows)


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1, default=str).encode()
