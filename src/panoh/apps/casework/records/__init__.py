"""What casework records: one declaration per type, everything else is derived from it.

`contact.py` a conversation without a case, and one attached to a case · `client.py` the client ·
`need.py` needs and strengths · `plan.py` goals, steps, support, follow-ups · `note.py` notes ·
`attachment.py` pictures of papers ·
`person.py` who is around the client · `child.py` a child's own case · `safety_plan.py` ·
`second_look.py` asking a colleague to look something over · `standing.py` reviews, closure,
reopening, who opened the case, the caseload line · `consent.py` consent to keep and to share ·
`card.py` own guidance · `demand.py` what authorities asked for · `term.py` how long a closed case
is kept · `outside.py` what was printed or exported · `apart.py` clients with like names who are
not one person.
There is no field for belief, sect, a score of a person or a watch list, and there will be none.
"""

from __future__ import annotations

from panoh.apps.casework.records.apart import APART
from panoh.apps.casework.records.attachment import ATTACHMENT
from panoh.apps.casework.records.card import CARD, CARD_TEXT, CARD_USED
from panoh.apps.casework.records.child import CHILD
from panoh.apps.casework.records.client import CLIENT, FIRST_PAGE
from panoh.apps.casework.records.consent import CONSENT, KEEPING, OVERRIDE, WITHDRAWAL, WORDING
from panoh.apps.casework.records.contact import CASE_CONTACT, CONTACT
from panoh.apps.casework.records.demand import DEMAND
from panoh.apps.casework.records.need import NEED
from panoh.apps.casework.records.note import NOTE
from panoh.apps.casework.records.outside import TAKEN_OUT
from panoh.apps.casework.records.person import HOUSEHOLD, PERSON, TIE
from panoh.apps.casework.records.plan import FOLLOW_UP, GOAL, STEP, SUPPORT
from panoh.apps.casework.records.safety_plan import CRISIS, SAFETY_PLAN
from panoh.apps.casework.records.second_look import SECOND_LOOK, SECOND_LOOK_ANSWER
from panoh.apps.casework.records.standing import CASELOAD, CLOSURE, OPENED, REOPENING, REVIEW
from panoh.apps.casework.records.term import (
    ERASED_CASE,
    RETENTION,
    RETENTION_NOTICE,
    RETENTION_PERIOD,
)
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
    ATTACHMENT,
    PERSON,
    HOUSEHOLD,
    TIE,
    CHILD,
    SAFETY_PLAN,
    CRISIS,
    REVIEW,
    CLOSURE,
    REOPENING,
    OPENED,
    TAKEN_OUT,
    SECOND_LOOK,
    SECOND_LOOK_ANSWER,
    CASELOAD,
    CARD,
    CARD_TEXT,
    CARD_USED,
    DEMAND,
    RETENTION,
    RETENTION_NOTICE,
    RETENTION_PERIOD,
    ERASED_CASE,
    KEEPING,
    CONSENT,
    WITHDRAWAL,
    OVERRIDE,
    WORDING,
    APART,
)

__all__ = [
    "ALL",
    "APART",
    "ATTACHMENT",
    "CARD",
    "CARD_TEXT",
    "CARD_USED",
    "CASELOAD",
    "CASE_CONTACT",
    "CHILD",
    "CLIENT",
    "CLOSURE",
    "CONSENT",
    "CONTACT",
    "CRISIS",
    "DEMAND",
    "ERASED_CASE",
    "FIRST_PAGE",
    "FOLLOW_UP",
    "GOAL",
    "HOUSEHOLD",
    "KEEPING",
    "NEED",
    "NOTE",
    "OPENED",
    "OVERRIDE",
    "PERSON",
    "REOPENING",
    "RETENTION",
    "RETENTION_NOTICE",
    "RETENTION_PERIOD",
    "REVIEW",
    "SAFETY_PLAN",
    "SECOND_LOOK",
    "SECOND_LOOK_ANSWER",
    "STEP",
    "SUPPORT",
    "TAKEN_OUT",
    "TIE",
    "WITHDRAWAL",
    "WORDING",
]
