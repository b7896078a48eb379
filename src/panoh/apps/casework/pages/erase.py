"""Erasing a case, how long a closed one is kept, and the codes of those that went."""

from __future__ import annotations

from panoh.apps.casework import access, commands, rules_term
from panoh.apps.casework.pages.common import attempt, fields, note_opened, show, the_client
from panoh.apps.casework.pages.plain import Note, show_form
from panoh.apps.casework.records import RETENTION, RETENTION_PERIOD
from panoh.apps.casework.rules_term import CANNOT_KNOW, STAYS
from panoh.errors import Invalid
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import N_, _, ngettext_

# ── erasing ─────────────────────────────────────────────────────────────────────────────────


def ask_erase(visit: Visit) -> Reply:
    """Names exactly what goes, and what it cannot reach; asks once more."""
    about = the_client(visit)
    note_opened(visit, about)
    return show(
        "case_erase.html",
        _("Erase a case"),
        about=about,
        going=access.going(visit.node, about.client["id"]),
        form=Form.of({}),
    )


READ_IT = N_("Say that you have read what goes.")


def erase(visit: Visit) -> Reply:
    about = the_client(visit)

    def act() -> Reply:
        if visit.form.get("read") != "1":
            raise Invalid({"read": READ_IT})
        done = commands.erase_client(
            visit.node, about.client["id"], prove=visit.form.get("prove") == "1"
        )
        return Go("/erased", once={"done": done})

    return attempt(visit, about.path + "/erase", act)


def erased(visit: Visit) -> Reply:
    """Codes and days of what went; with what was proved, right after an erasure."""
    done = visit.state.get("done")
    return show(
        "erased.html",
        _("Erased cases"),
        done=done,
        proof=done.proof if done else None,
        copies=[each.split(" ", 1) for each in done.backups] if done else [],
        stays=_(STAYS),
        cannot_know=[_(each) for each in CANNOT_KNOW],
        rows=access.erased_cases(visit.node),
    )


# ── how long ────────────────────────────────────────────────────────────────────────────────


def term(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    latest = rules_term.after_months(visit.node.today(), access.period(visit.node))
    return show(
        "term.html",
        _("How long it is kept"),
        about=about,
        term=access.term(visit.node, about.client["id"]),
        closed=about.client["status"] == "closed",
        fields=fields(RETENTION, "reason", "keep_until"),
        form=Form.of({"keep_until": latest.isoformat()}),
    )


def renew(visit: Visit) -> Reply:
    about = the_client(visit)
    form = visit.form

    def act() -> Reply:
        until = form.get("keep_until") or None
        commands.renew(visit.node, about.client["id"], form.get("reason"), until)
        return Go(about.path + "/term", told=_("It is kept longer."))

    return attempt(visit, about.path + "/term", act)


def period_form(visit: Visit) -> Reply:
    months = access.period(visit.node)
    held = ngettext_(
        "Closed cases are kept for {n} month.", "Closed cases are kept for {n} months.", months
    )
    return show_form(
        _("How long closed cases are kept"),
        "/retention",
        [("", fields(RETENTION_PERIOD, "months", "why"))],
        ("/clients", _("Clients")),
        begin={"months": months},
        notes=[Note(held.format(n=months)), Note(_(HOW))],
    )


HOW = N_(
    "30 days before the end Today says so. Then the case is erased at the next unlock, unless "
    "somebody keeps it longer and says why. The codes of erased cases stay, and Today names them."
)


def set_period(visit: Visit) -> Reply:
    def act() -> Reply:
        commands.set_period(visit.node, visit.form.get("months"), visit.form.get("why"))
        return Go("/retention", told=_("Saved. Terms already set stay."))

    return attempt(visit, "/retention", act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}/erase", ask_erase, "casework.erase"),
    Page("POST", "/client/{id}/erase", erase, "casework.erase.now"),
    Page("GET", "/erased", erased, "casework.erased"),
    Page("GET", "/client/{id}/term", term, "casework.term"),
    Page("POST", "/client/{id}/term", renew, "casework.term.renew"),
    Page("GET", "/retention", period_form, "casework.retention"),
    Page("POST", "/retention", set_period, "casework.retention.save"),
)
