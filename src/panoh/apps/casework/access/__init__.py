"""The only functions that give a casework object to a caller.

Each takes the node and a code or a record id, and raises `NotFound` alike for what is absent and
for what is not open to this person. Quiet fields (the programme) are left out of every row; only
`programme` gives that one, and only while it is agreed and has not lapsed.

`one.py` one record · `case.py` a case as a whole · `restricted.py` what of it is hidden until it is
shown · `data.py` a case as data for `--json` · `timeline.py` what happened in it, from its log.
"""

from __future__ import annotations

from panoh.apps.casework.access.case import (
    Case,
    Goal,
    NextStep,
    Note,
    case,
    titled,
)
from panoh.apps.casework.access.data import as_data
from panoh.apps.casework.access.one import (
    Programme,
    apart,
    case_contact,
    caseload,
    client,
    closure,
    contact,
    factor_title,
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
from panoh.apps.casework.access.restricted import (
    OpenPart,
    is_hidden,
    is_shown,
    open_part,
    set_shown,
)
from panoh.apps.casework.access.timeline import Moment, timeline

__all__ = [
    "Case",
    "Goal",
    "Moment",
    "NextStep",
    "Note",
    "OpenPart",
    "Programme",
    "apart",
    "as_data",
    "case",
    "case_contact",
    "caseload",
    "client",
    "closure",
    "contact",
    "factor_title",
    "find",
    "follow_up",
    "goal",
    "is_hidden",
    "is_shown",
    "need",
    "note",
    "open_part",
    "opened",
    "programme",
    "programme_fields",
    "reopening",
    "review",
    "set_shown",
    "step",
    "support",
    "timeline",
    "titled",
]
