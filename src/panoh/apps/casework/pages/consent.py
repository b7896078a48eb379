"""Before anything is kept: what is read out, and what the client chooses; the practice's own words.

The page comes before the first page of intake and is not one of its five questions. It may be left
for later; then the case says so until somebody has asked.
"""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.access import Told
from panoh.apps.casework.pages.common import (
    About,
    attempt,
    fields,
    note_opened,
    page_number,
    show,
    the_client,
)
from panoh.apps.casework.pages.say import TYPES
from panoh.apps.casework.records import KEEPING, WORDING
from panoh.apps.casework.records.consent import WRITTEN_IN
from panoh.apps.casework.rules import consent as rules
from panoh.apps.casework.rules.told import PASSING_ON_UNKNOWN
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records import own
from panoh.errors import Forbidden
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import N_, _, current_language, html_language, ngettext_, reviewed

PER_PAGE = 50
ASKED = fields(KEEPING, "choice", "came", "languages", "interpreter", "present")
COUNTRY = fields(KEEPING, "country")
SAID_BY = fields(KEEPING, "said_by")
WRITTEN = WORDING.fields


# ── what is read out ────────────────────────────────────────────────────────────────────────


def read_out(node: Node, child: Row | None = None) -> dict[str, Any]:
    """What a page needs to show the words: each part with its language; of a child also who is
    to be asked."""
    words, duties = access.before_keeping(node), access.passing_on(node)
    unknown = reviewed(PASSING_ON_UNKNOWN)
    return {
        "words": words,
        "duties": duties,
        "unknown": Told("", unknown.language, unknown.texts),
        "other_language": "" if words.language == current_language() else name_of(words.language),
        "tag": html_language,
        "asked": (*ASKED, *(SAID_BY if child else ()), *(COUNTRY if len(duties) > 1 else ())),
        "child": child,
        "countries": _countries(duties),
    }


def name_of(language: str) -> str:
    """What a language is called in the one spoken."""
    return next((_(each.label) for each in WRITTEN_IN if each.key == language), language)


def _countries(duties: list[Told]) -> list[tuple[str, str]]:
    written = [each.row["country"] for each in duties if each.row]
    return [(each.key, each.label) for each in COUNTRY[0].choices if each.key in written]


def _given(visit: Visit) -> dict[str, Any]:
    raw = visit.form.raw(each.name for each in (*ASKED, *SAID_BY, *COUNTRY))
    return {name: value for name, value in raw.items() if value}


# ── before a client is taken on ─────────────────────────────────────────────────────────────


def _contact(visit: Visit, ref: str) -> Row | None:
    return access.contact(visit.node, ref) if ref else None


def before_form(visit: Visit) -> Reply:
    contact = _contact(visit, visit.query.get("contact", ""))
    along = f"?contact={contact['id']}" if contact else ""
    return show(
        "consent_before.html",
        _("Before anything is kept"),
        about=None,
        action="/client/before",
        later="/client/new" + along,
        contact=contact["id"] if contact else "",
        form=Form.of({}),
        **read_out(visit.node),
    )


def before(visit: Visit) -> Reply:
    contact = _contact(visit, visit.form.get("contact"))
    along = f"?contact={contact['id']}" if contact else ""

    def act() -> Reply:
        told = commands.read_keeping(visit.node, _given(visit))
        if told["choice"] != rules.NOTHING:
            # What follows from the rest is looked up again when the case is made.
            kept = {name: value for name, value in told.items() if name != "duty"}
            return Go("/client/new" + along, keep={"keeping": kept})
        if contact is None:
            words = _("Nothing is kept and no case is made. You can note the contact, without a "
                      "name.")  # fmt: skip
            return Go("/contact/new", told=words)
        words = _("No case is made; the contact stays without one. Take the name and the number "
                  "out of it.")  # fmt: skip
        return Go(f"/contact/{contact['id']}/edit", told=words)

    return attempt(visit, "/client/before" + along, act)


# ── told again, or at last ──────────────────────────────────────────────────────────────────


def keeping_form(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    return show(
        "consent_before.html",
        _("Consent to keep"),
        about=about,
        action=about.path + "/keeping",
        later=about.path,
        contact="",
        form=Form.of({}),
        **read_out(visit.node, child=access.child_record(visit.node, about.client)),
    )


def keeping(visit: Visit) -> Reply:
    about = the_client(visit)

    def act() -> Reply:
        commands.keep(visit.node, about.client["id"], _given(visit))
        if access.kept(visit.node, about.client).still_held:
            return Go(about.path + "/forget", told=_("Saved."))
        return Go(about.path + "#consent", told=_("Saved."))

    return attempt(visit, about.path + "/keeping", act)


def forget_form(visit: Visit) -> Reply:
    """Names what goes, and which copies still hold it, and asks once more."""
    about = the_client(visit)
    note_opened(visit, about)
    still = access.kept(visit.node, about.client).still_held
    return show(
        "consent_forget.html",
        _("Names and numbers"),
        about=about,
        labels=_labels(visit.node, about) if still else [],
        backups=visit.node.all(own.BACKUP, "1 ORDER BY made"),
    )


def _labels(node: Node, about: About) -> list[str]:
    found = [
        field.label
        for each in access.says_who(node, about.client)
        for field in TYPES[each.type.name].fields
        if field.name in each.names
    ]
    return [_(each) for each in dict.fromkeys(found)]


def forget(visit: Visit) -> Reply:
    about = the_client(visit)

    def act() -> Reply:
        if access.kept(visit.node, about.client).choice not in rules.NARROW:
            raise Forbidden(why=N_("The client has not chosen a code only."))
        done = commands.forget(visit.node, about.client["id"])
        words = _("Erased.") + " " + _(PROVED if done.proved else NOT_PROVED)
        if done.backups:
            copies = ngettext_(
                "{n} earlier copy may still hold it.", "{n} earlier copies may still hold it.",
                len(done.backups),
            )  # fmt: skip
            words += " " + copies.format(n=len(done.backups))
        return Go(about.path + "#consent", told=words)

    return attempt(visit, about.path + "/forget", act)


PROVED = N_("Proved: every page of the vault was opened and searched, and it was not found.")
NOT_PROVED = N_("Not proved: the same words still stand somewhere, perhaps in a note.")


def not_asked(visit: Visit) -> Reply:
    number = page_number(visit)
    rows = views.not_asked(visit.node, limit=PER_PAGE + 1, offset=(number - 1) * PER_PAGE)
    return show(
        "consent_not_asked.html",
        _("Consent to keep"),
        rows=rows[:PER_PAGE],
        more=len(rows) > PER_PAGE,
        number=number,
        total=views.count_not_asked(visit.node),
    )


# ── the practice's own words ────────────────────────────────────────────────────────────────


def wording_form(visit: Visit) -> Reply:
    begin = {"language": current_language(), "checked_on": visit.node.today().isoformat()}
    return show(
        "consent_words.html",
        _("Words of the practice"),
        held=access.wordings(visit.node),
        fields=WRITTEN,
        tag=html_language,
        form=Form.of({**begin, "part": "pass_on"}),
    )


def wording(visit: Visit) -> Reply:
    def act() -> Reply:
        commands.write_wording(visit.node, visit.form.raw(each.name for each in WRITTEN))
        return Go("/consent/words", told=_("Saved. From now on these words are read out."))

    return attempt(visit, "/consent/words", act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/before", before_form, "casework.before"),
    Page("POST", "/client/before", before, "casework.before.save"),
    Page("GET", "/client/{id}/keeping", keeping_form, "casework.keeping"),
    Page("POST", "/client/{id}/keeping", keeping, "casework.keeping.save"),
    Page("GET", "/client/{id}/forget", forget_form, "casework.forget"),
    Page("POST", "/client/{id}/forget", forget, "casework.forget.now"),
    Page("GET", "/consent/not-asked", not_asked, "casework.keeping.not_asked"),
    Page("GET", "/consent/words", wording_form, "casework.wording"),
    Page("POST", "/consent/words", wording, "casework.wording.save"),
)
