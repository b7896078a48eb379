"""The verbs of casework: each is one transaction that appends to the log.

Values are given as a form or a command line gives them (`core.records.rules.clean_all` reads
them) or already clean; unknown names are refused. A refused field raises `Invalid` with one text
a field; a rule of harm raises `Forbidden`; what is not there, `NotFound`. Whatever touches a case
also brings its caseload line up to date.

`contact.py` contacts without a case · `client.py` the client · `need.py` needs and strengths ·
`plan.py` goals, steps, support, follow-ups · `note.py` notes · `standing.py` review, close,
reopen, who looked.
"""

from __future__ import annotations

from panoh.apps.casework.commands.client import (
    add_client,
    clear_programme,
    edit_client,
    not_same,
)
from panoh.apps.casework.commands.contact import (
    add_contact,
    attach,
    edit_contact,
    finish_contact,
    hand_over,
)
from panoh.apps.casework.commands.need import add_need, add_needs, add_strength, edit_need
from panoh.apps.casework.commands.note import add_note, amend_note, erase_note
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
from panoh.apps.casework.commands.standing import close, note_opened, note_shown, reopen, review

__all__ = [
    "add_client",
    "add_contact",
    "add_follow_up",
    "add_goal",
    "add_need",
    "add_needs",
    "add_note",
    "add_step",
    "add_strength",
    "add_support",
    "amend_note",
    "attach",
    "clear_programme",
    "close",
    "edit_client",
    "edit_contact",
    "edit_follow_up",
    "edit_goal",
    "edit_need",
    "edit_step",
    "erase_note",
    "finish_contact",
    "finish_follow_up",
    "finish_step",
    "hand_over",
    "not_same",
    "note_opened",
    "note_shown",
    "reopen",
    "review",
]
