"""The verbs of casework: each is one transaction that appends to the log.

Values are given as a form or a command line gives them (`core.records.rules.clean_all` reads
them) or already clean; unknown names are refused. A refused field raises `Invalid` with one text
a field; a rule of harm raises `Forbidden`; what is not there, `NotFound`. Whatever touches a case
also brings its caseload line up to date.

`abroad.py` a case read in another country · `attachment.py` pictures of papers · `bring.py` a list
taken over · `card.py` guidance · `caseload.py` who keeps which case · `child.py` a child's own case
· `client.py` the client · `consent.py` consent to keep and to share · `contact.py` contacts without
a case · `demand.py` what authorities asked for · `erase.py` a whole case · `export.py` sealed
copies · `need.py` needs and strengths · `note.py` notes · `people.py` who is around the client ·
`plan.py` goals, steps, support, follow-ups · `safety_plan.py` · `second_look.py` asking a colleague
· `standing.py` review, close, reopen, who looked · `term.py` how long a case is kept.
"""

from __future__ import annotations

from panoh.apps.casework.commands.attachment import add_attachment, erase_attachment
from panoh.apps.casework.commands.bring import bring_clients, bring_contacts, code_taken
from panoh.apps.casework.commands.card import (
    add_card,
    edit_card,
    looked_again,
    review_card,
    translate_card,
    use_card,
)
from panoh.apps.casework.commands.caseload import assign, bring_up_to_date, set_quiet_hours
from panoh.apps.casework.commands.child import add_child, edit_child
from panoh.apps.casework.commands.client import (
    add_client,
    clear_programme,
    edit_client,
    not_same,
)
from panoh.apps.casework.commands.consent import (
    forget,
    keep,
    override,
    read_keeping,
    share,
    withdraw,
    write_wording,
)
from panoh.apps.casework.commands.contact import (
    add_contact,
    attach,
    edit_contact,
    finish_contact,
    hand_over,
)
from panoh.apps.casework.commands.demand import add_demand, edit_demand
from panoh.apps.casework.commands.erase import (
    ErasedCase,
    asked_hub,
    elsewhere,
    erase_client,
    spaces_of_erased,
    uses_hub,
)
from panoh.apps.casework.commands.export import Exported, export_cases
from panoh.apps.casework.commands.need import add_need, add_needs, add_strength, edit_need
from panoh.apps.casework.commands.note import add_note, amend_note, erase_note
from panoh.apps.casework.commands.outside import note_attachment_out, note_taken_out
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
from panoh.apps.casework.commands.second_look import answer_second_look, ask_second_look
from panoh.apps.casework.commands.standing import close, note_opened, note_shown, reopen, review
from panoh.apps.casework.commands.term import keep_terms, renew, set_period

__all__ = [
    "ErasedCase",
    "Exported",
    "add_attachment",
    "add_card",
    "add_child",
    "add_client",
    "add_contact",
    "add_demand",
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
    "answer_second_look",
    "ask_second_look",
    "asked_hub",
    "assign",
    "attach",
    "bring_clients",
    "bring_contacts",
    "bring_up_to_date",
    "clear_programme",
    "close",
    "code_taken",
    "count_household",
    "edit_card",
    "edit_child",
    "edit_client",
    "edit_contact",
    "edit_demand",
    "edit_follow_up",
    "edit_goal",
    "edit_need",
    "edit_person",
    "edit_safety_plan",
    "edit_step",
    "elsewhere",
    "end_tie",
    "erase_attachment",
    "erase_client",
    "erase_note",
    "erase_person",
    "erase_safety_plan",
    "export_cases",
    "finish_contact",
    "finish_follow_up",
    "finish_step",
    "forget",
    "hand_over",
    "keep",
    "keep_terms",
    "looked_again",
    "not_same",
    "note_attachment_out",
    "note_opened",
    "note_shown",
    "note_taken_out",
    "override",
    "read_keeping",
    "renew",
    "reopen",
    "review",
    "review_card",
    "set_period",
    "set_quiet_hours",
    "set_whom_to_call",
    "share",
    "spaces_of_erased",
    "translate_card",
    "use_card",
    "uses_hub",
    "withdraw",
    "write_wording",
]
