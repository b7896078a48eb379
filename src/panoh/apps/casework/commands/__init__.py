"""The verbs of casework: each is one transaction that appends to the log.

Values are given as a form or a command line gives them (`core.records.rules.clean_all` reads
them) or already clean; unknown names are refused. A refused field raises `Invalid` with one text
a field; a rule of harm raises `Forbidden`; what is not there, `NotFound`. Whatever touches a case
also brings its caseload line up to date.

`contact.py` contacts without a case · `client.py` the client · `need.py` needs and strengths ·
`plan.py` goals, steps, support, follow-ups · `note.py` notes · `people.py` who is around the
client · `child.py` a child's own case · `safety_plan.py` · `standing.py` review, close, reopen, who
looked.
"""

from __future__ import annotations

from panoh.apps.casework.commands.child import add_child, edit_child
from panoh.apps.casework.commands.client import add_client, clear_programme, edit_client
from panoh.apps.casework.commands.contact import (
    add_contact,
    attach,
    edit_contact,
    finish_contact,
    hand_over,
)
from panoh.apps.casework.commands.need import add_need, add_needs, add_strength, edit_need
from panoh.apps.casework.commands.note import add_note, amend_note, erase_note
from panoh.apps.casework.commands.people import (
    add_person,
    add_tie,
    count_household,
    edit_person,
    end_tie,
    erase_person,
)
from panoh.apps.casework.commands.plan import (
    add_follow_up,
    add_goal,
    add_step,
    add_support,
    edit_follow_up,
    edit_goal,
    edit_step,
    finish_follow_up,
    finish_step,
)
from panoh.apps.casework.commands.safety_plan import (
    edit_safety_plan,
    erase_safety_plan,
    set_whom_to_call,
)
from panoh.apps.casework.commands.standing import close, note_opened, note_shown, reopen, review

__all__ = [
    "add_child",
    "add_client",
    "add_contact",
    "add_follow_up",
    "add_goal",
    "add_need",
    "add_needs",
    "add_note",
    "add_person",
    "add_step",
    "add_strength",
    "add_support",
    "add_tie",
    "amend_note",
    "attach",
    "clear_programme",
    "close",
    "count_household",
    "edit_child",
    "edit_client",
    "edit_contact",
    "edit_follow_up",
    "edit_goal",
    "edit_need",
    "edit_person",
    "edit_safety_plan",
    "edit_step",
    "end_tie",
    "erase_note",
    "erase_person",
    "erase_safety_plan",
    "finish_contact",
    "finish_follow_up",
    "finish_step",
    "hand_over",
    "note_opened",
    "note_shown",
    "reopen",
    "review",
    "set_whom_to_call",
]
