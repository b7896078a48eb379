"""What casework records: one declaration per type, everything else is derived from it.

`contact.py` a conversation without a case, and one attached to a case · `client.py` the client ·
`need.py` needs and strengths · `plan.py` goals, steps, support, follow-ups · `note.py` notes ·
`standing.py` reviews, closure, reopening, who opened the case, the caseload line ·
`apart.py` clients with like names who are not one person.
There is no field for belief, sect, a score of a person or a watch list, and there will be none.
"""

from __future__ import annotations

from panoh.apps.casework.records.apart import APART
from panoh.apps.casework.records.client import CLIENT, FIRST_PAGE
from panoh.apps.casework.records.contact import CASE_CONTACT, CONTACT
from panoh.apps.casework.records.need import NEED
from panoh.apps.casework.records.note import NOTE
from panoh.apps.casework.records.plan import FOLLOW_UP, GOAL, STEP, SUPPORT
from panoh.apps.casework.records.standing import CASELOAD, CLOSURE, OPENED, REOPENING, REVIEW
from panoh.core.records.model import RecordType

ALL: tuple[RecordType, ...] = (
    CONTACT,
    CASE_CONTACT,
    CLIENT,
    NEED,
    GOAL,
    STEP,
    SUPPORT,
    FOLLOW_UP,
    NOTE,
    REVIEW,
    CLOSURE,
    REOPENING,
    OPENED,
    CASELOAD,
    APART,
)

__all__ = [
    "ALL",
    "APART",
    "CASELOAD",
    "CASE_CONTACT",
    "CLIENT",
    "CLOSURE",
    "CONTACT",
    "FIRST_PAGE",
    "FOLLOW_UP",
    "GOAL",
    "NEED",
    "NOTE",
    "OPENED",
    "REOPENING",
    "REVIEW",
    "STEP",
    "SUPPORT",
]
