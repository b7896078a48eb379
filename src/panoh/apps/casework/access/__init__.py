"""The only functions that give a casework object to a caller.

Each takes the node and a code or a record id, and raises `NotFound` alike for what is absent and
for what is not open to this person. Quiet fields (the programme) are left out of every row; only
`programme` gives that one, and only while it is agreed and has not lapsed.

`one.py` one record · `people.py` who is around the client, the safety plan · `case.py` a case as a
whole · `shown.py`, `restricted.py` what of it is hidden until it is shown · `data.py` a case as
data for `--json` · `timeline.py` what happened in it, from its log.
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
from panoh.apps.casework.access.people import (
    child,
    child_of,
    crisis,
    household,
    household_of,
    may_ask_carer,
    person,
    safety_plan,
    safety_plan_of,
    tie,
    whom_to_call,
)
from panoh.apps.casework.access.restricted import OpenPart, lines_by_class, open_part
from panoh.apps.casework.access.shown import (
    code_only,
    is_hidden,
    is_shown,
    set_shown,
    shown_classes,
    what_may_be_seen,
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
    "as_data",
    "case",
    "case_contact",
    "caseload",
    "child",
    "child_of",
    "client",
    "closure",
    "code_only",
    "contact",
    "crisis",
    "factor_title",
    "find",
    "follow_up",
    "goal",
    "household",
    "household_of",
    "is_hidden",
    "is_shown",
    "lines_by_class",
    "may_ask_carer",
    "need",
    "note",
    "open_part",
    "opened",
    "person",
    "programme",
    "programme_fields",
    "reopening",
    "review",
    "safety_plan",
    "safety_plan_of",
    "set_shown",
    "shown_classes",
    "step",
    "support",
    "tie",
    "timeline",
    "titled",
    "what_may_be_seen",
    "whom_to_call",
]
