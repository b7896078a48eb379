"""The only functions that give a casework object to a caller.

Each takes the node and a code or a record id, and raises `NotFound` alike for what is absent and
for what is not open to this person. Quiet fields (the programme) are left out of every row; only
`programme` gives that one, and only while it is agreed and has not lapsed.

`card.py` guidance, withheld past its review · `demand.py` what authorities asked for · `term.py`
how long a case is kept · `one.py` one record · `case.py` a case as a whole · `restricted.py` what
of it is hidden until it is shown · `data.py` a case as data for `--json` · `timeline.py` what
happened in it, from its log.
"""

from __future__ import annotations

from panoh.apps.casework.access.card import (
    Card,
    card,
    card_language,
    card_text,
    card_used,
    cards,
    cards_used,
    cases_of,
    is_checking,
    language_name,
    newest,
    set_checking,
    title_of,
    to_check,
    whole,
)
from panoh.apps.casework.access.case import (
    Case,
    Goal,
    NextStep,
    Note,
    case,
    titled,
)
from panoh.apps.casework.access.data import as_data
from panoh.apps.casework.access.demand import demand, demands
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
from panoh.apps.casework.access.outside import head_of, part_of_classes, taken_out
from panoh.apps.casework.access.restricted import (
    OpenPart,
    is_hidden,
    is_shown,
    open_part,
    set_shown,
)
from panoh.apps.casework.access.term import (
    Going,
    Term,
    erased_case,
    erased_cases,
    going,
    notices,
    period,
    retention,
    retention_notice,
    retention_period,
    term,
)
from panoh.apps.casework.access.timeline import Moment, timeline

__all__ = [
    "Card",
    "Case",
    "Goal",
    "Going",
    "Moment",
    "NextStep",
    "Note",
    "OpenPart",
    "Programme",
    "Term",
    "as_data",
    "card",
    "card_language",
    "card_text",
    "card_used",
    "cards",
    "cards_used",
    "case",
    "case_contact",
    "caseload",
    "cases_of",
    "client",
    "closure",
    "contact",
    "demand",
    "demands",
    "erased_case",
    "erased_cases",
    "factor_title",
    "find",
    "follow_up",
    "goal",
    "going",
    "head_of",
    "is_checking",
    "is_hidden",
    "is_shown",
    "language_name",
    "need",
    "newest",
    "note",
    "notices",
    "open_part",
    "opened",
    "part_of_classes",
    "period",
    "programme",
    "programme_fields",
    "reopening",
    "retention",
    "retention_notice",
    "retention_period",
    "review",
    "set_checking",
    "set_shown",
    "step",
    "support",
    "taken_out",
    "term",
    "timeline",
    "title_of",
    "titled",
    "to_check",
    "whole",
]
