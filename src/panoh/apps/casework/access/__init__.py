"""The only functions that give a casework object to a caller.

Each takes the node and a code or a record id, and raises `NotFound` alike for what is absent and
for what is not open to this person. Quiet fields (the programme) are left out of every row; only
`programme` gives that one, and only while it is agreed and has not lapsed.

`one.py` one record · `case.py` a case as a whole, and as data for `--json` · `timeline.py` what
happened in a case, from its log.
"""

from __future__ import annotations

from panoh.apps.casework.access.case import (
    Case,
    Goal,
    NextStep,
    Note,
    as_data,
    case,
    titled,
)
from panoh.apps.casework.access.one import (
    Programme,
    apart,
    case_contact,
    caseload,
    client,
    closure,
    contact,
    find,
    follow_up,
    goal,
    need,
    note,
    opened,
    programme,
    programme_fields,
    reopening,
    review,
    step,
    support,
)
from panoh.apps.casework.access.timeline import Moment, timeline

__all__ = [
    "Case",
    "Goal",
    "Moment",
    "NextStep",
    "Note",
    "Programme",
    "apart",
    "as_data",
    "case",
    "case_contact",
    "caseload",
    "client",
    "closure",
    "contact",
    "find",
    "follow_up",
    "goal",
    "need",
    "note",
    "opened",
    "programme",
    "programme_fields",
    "reopening",
    "review",
    "step",
    "support",
    "timeline",
    "titled",
]
