"""Notes: written once, amended by a new one, or erased at once."""

from __future__ import annotations

from panoh.apps.casework import access, commands
from panoh.apps.casework.pages.common import (
    Ask,
    a_record,
    attempt,
    fields,
    is_hidden,
    note_opened,
    show,
    show_hidden,
    the_client,
    to_case,
)
from panoh.apps.casework.records import NOTE
from panoh.core.records import own
from panoh.web.page import Go, Page, Reply, Visit
from panoh.words import N_, _

TO_NOTES = to_case("#notes")

_about = a_record(access.note)

ADD = Ask(
    path="/client/{id}/note/new",
    name="casework.note.new",
    title=N_("New note"),
    fields=fields(NOTE, "text", "about_on", "restricted"),
    save=lambda visit, about, values: commands.add_note(visit.node, about.client["id"], values),
    after=TO_NOTES,
    told=N_("The note is saved."),
)

AMEND = Ask(
    path="/note/{id}/amend",
    name="casework.note.amend",
    title=N_("Put a note right"),
    intro=N_("The earlier note stays readable. What you write now stands below it."),
    fields=fields(NOTE, "text"),
    about=_about,
    quote="text",
    save=lambda visit, about, values: commands.amend_note(
        visit.node, about.row["id"], str(values.get("text", ""))
    ),
    after=TO_NOTES,
    told=N_("The addition is saved."),
)


def ask_erase(visit: Visit) -> Reply:
    """Asks once more and names what goes, and which copies still hold it."""
    about = _about(visit)
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    case = access.case(visit.node, about.client["id"])
    amendments = [
        each for thread in case.notes if thread.row["id"] == about.row["id"]
        for each in thread.amendments
    ]  # fmt: skip
    return show(
        "note_erase.html",
        _("Erase a note"),
        about=about,
        amendments=amendments,
        backups=visit.node.all(own.BACKUP, "1 ORDER BY made"),
    )


def erase(visit: Visit) -> Reply:
    about = _about(visit)

    def act() -> Reply:
        done = commands.erase_note(visit.node, about.row["id"])
        # Each is named by when and where: "2026-11-20T21:30 /a/folder".
        copies = [each.split(" ", 1) for each in done.backups]
        once = {"entries": done.entries, "backups": copies, "proved": done.proved}
        return Go(about.path + "/erased", once={"erased": once})

    return attempt(visit, f"/note/{about.row['id']}/erase", act)


def erased(visit: Visit) -> Reply:
    """What was proved; without a fresh erasure behind it, only the way back."""
    about = the_client(visit)
    note_opened(visit, about)
    done = visit.state.get("erased")
    return show("note_erased.html", _("Erased"), about=about, done=done)


ASKS = (ADD, AMEND)

PAGES: tuple[Page, ...] = (
    *(Page("GET", each.path, each.get, each.name) for each in ASKS),
    *(Page("POST", each.path, each.post, each.name + ".save") for each in ASKS),
    Page("GET", "/note/{id}/erase", ask_erase, "casework.note.erase"),
    Page("POST", "/note/{id}/erase", erase, "casework.note.erase.now"),
    Page("GET", "/client/{id}/erased", erased, "casework.note.erased"),
)
