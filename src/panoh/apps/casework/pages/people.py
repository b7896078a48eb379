"""People who stand by the client, the household, family ties."""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import access, commands
from panoh.apps.casework.commands.people import DECIDES
from panoh.apps.casework.pages.common import (
    About,
    Ask,
    a_record,
    attempt,
    fields,
    is_hidden,
    note_opened,
    show,
    show_hidden,
    to_case,
    values_of,
)
from panoh.apps.casework.records import HOUSEHOLD, PERSON, TIE
from panoh.core.records import own
from panoh.core.records.model import Choice, Field, Kind
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import N_, _

TO_PEOPLE = to_case("#people")
PERSON_FIELDS = fields(
    PERSON, "name", "relation", "safe", "may_contact", "phone", "lives_with", "knows"
)
HEADS = fields(HOUSEHOLD, "adults", "children", "small", "counted_on")
OTHER_CODE = Field("other", Kind.TEXT, N_("Code of the other case"), required=True, max_length=12)
_YES_OR_DECIDES = (
    Choice("1", N_("Yes")),
    Choice(DECIDES, N_("A child too young to be asked: whoever decides for the "
                                       "child agreed")),
    Choice("0", N_("No")),
)  # fmt: skip
AGREED = Field("agreed", Kind.CHOICE, N_("This client agreed to the tie"), choices=_YES_OR_DECIDES)
OTHER_AGREED = Field(
    "other_agreed", Kind.CHOICE, N_("The other client agreed to the tie"), choices=_YES_OR_DECIDES
)

_person = a_record(access.person)
_tie = a_record(access.tie)

ADD_PERSON = Ask(
    path="/client/{id}/person/new",
    name="casework.person.new",
    title=N_("Who stands by you?"),
    intro=N_("Only people the client trusts. Ask what is safe before you note a number."),
    fields=(*PERSON_FIELDS, *fields(PERSON, "restricted")),
    save=lambda visit, about, values: commands.add_person(visit.node, about.client["id"], values),
    after=TO_PEOPLE,
    told=N_("The person is noted."),
)

EDIT_PERSON = Ask(
    path="/person/{id}",
    name="casework.person",
    title=N_("Person who stands by the client"),
    fields=PERSON_FIELDS,
    about=_person,
    save=lambda visit, about, values: commands.edit_person(visit.node, about.row["id"], values),
    after=TO_PEOPLE,
    told=N_("Saved."),
    changes_row=True,
    more=lambda about: f"/person/{about.row['id']}/erase",
)


# ── the household ───────────────────────────────────────────────────────────────────────────


def _counted(visit: Visit, about: About) -> dict[str, Any]:
    """What was counted before, unless it is hidden."""
    held = access.household_of(visit.node, about.client["id"])
    day = {"counted_on": visit.node.today().isoformat()}
    if held is None or access.is_hidden(visit.node, held):
        return day
    return {**values_of(held, HEADS), **day}


COUNT = Ask(
    path="/client/{id}/household",
    name="casework.household",
    title=N_("Household"),
    intro=N_("How many people live together? Heads only, no names."),
    fields=(*HEADS, *fields(HOUSEHOLD, "restricted")),
    begin=_counted,
    save=lambda visit, about, values: commands.count_household(
        visit.node, about.client["id"], values
    ),
    after=TO_PEOPLE,
    told=N_("Saved."),
)


# ── family ties ─────────────────────────────────────────────────────────────────────────────


def _add_tie(visit: Visit, about: About, values: dict[str, Any]) -> str:
    other = str(values.pop("other", ""))
    return commands.add_tie(visit.node, about.client["id"], other, values)[0]


ADD_TIE = Ask(
    path="/client/{id}/tie/new",
    name="casework.tie.new",
    title=N_("Family tie"),
    intro=N_(
        "Only if both agree, each asked alone. Each case keeps its own side; neither names the "
        "other, and either may take it back."
    ),
    fields=(
        OTHER_CODE,
        *fields(TIE, "relation"),
        AGREED,
        OTHER_AGREED,
        *fields(TIE, "restricted"),
    ),
    save=_add_tie,
    after=TO_PEOPLE,
    told=N_("The tie is noted in both cases."),
)


def tie_form(visit: Visit) -> Reply:
    about = _tie(visit)
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    return show("tie.html", _("Family tie"), about=about)


def end_tie(visit: Visit) -> Reply:
    about = _tie(visit)

    def act() -> Reply:
        commands.end_tie(visit.node, about.row["id"])
        return Go(TO_PEOPLE(about), told=_("The tie is taken back."))

    return attempt(visit, f"/tie/{about.row['id']}", act)


# ── unsaying ────────────────────────────────────────────────────────────────────────────────


def ask_erase(visit: Visit) -> Reply:
    about = _person(visit)
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    return show(
        "erase.html",
        _("Erase"),
        about=about,
        what=_("Person who stands by the client"),
        here=f"/person/{about.row['id']}/erase",
        names=[each.name for each in PERSON_FIELDS],
        backups=visit.node.all(own.BACKUP, "1 ORDER BY made"),
        form=Form(),
    )


def erase(visit: Visit) -> Reply:
    about = _person(visit)

    def act() -> Reply:
        done = commands.erase_person(visit.node, about.row["id"])
        return erased(about, done)

    return attempt(visit, f"/person/{about.row['id']}/erase", act)


def erased(about: About, done: Any) -> Go:
    """On to the page that says what was proved and which copies still hold it."""
    copies = [each.split(" ", 1) for each in done.backups]
    once = {"entries": done.entries, "backups": copies, "proved": done.proved, "other": True}
    return Go(about.path + "/erased", once={"erased": once})


ASKS = (ADD_PERSON, EDIT_PERSON, COUNT, ADD_TIE)

PAGES: tuple[Page, ...] = (
    *(Page("GET", each.path, each.get, each.name) for each in ASKS),
    *(Page("POST", each.path, each.post, each.name + ".save") for each in ASKS),
    Page("GET", "/person/{id}/erase", ask_erase, "casework.person.erase"),
    Page("POST", "/person/{id}/erase", erase, "casework.person.erase.now"),
    Page("GET", "/tie/{id}", tie_form, "casework.tie"),
    Page("POST", "/tie/{id}/end", end_tie, "casework.tie.end"),
)
