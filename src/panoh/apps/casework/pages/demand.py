"""Demands by authorities: noted at once, completed later, in no export and no print."""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import access, commands
from panoh.apps.casework.pages.common import (
    About,
    attempt,
    changes,
    fields,
    is_hidden,
    note_opened,
    record_id,
    show,
    show_hidden,
    the_client,
    values_of,
)
from panoh.apps.casework.pages.plain import Groups, Note, asked_of, filled, show_form
from panoh.apps.casework.records import DEMAND
from panoh.apps.casework.records.demand import NEVER_A_REASON
from panoh.core.app import Row
from panoh.web.page import Go, Page, Reply, Visit
from panoh.words import _


def _groups(*, in_case: bool) -> Groups:
    told = fields(DEMAND, "client_told", "told_why_not") if in_case else ()
    return (
        (_("Who asked"), fields(DEMAND, "asked_on", "authority", "asked_by", "how")),
        (_("For what"), fields(DEMAND, "asked_for", "basis_kind", "basis")),
        (_("What was done"), (*fields(DEMAND, "lawyer", "lawyer_said", "given", "given_what"),
                              *told)),
    )  # fmt: skip


def demands(visit: Visit) -> Reply:
    return show(
        "demands.html",
        _("Demands by authorities"),
        rows=access.demands(visit.node),
        reason=_(NEVER_A_REASON),
    )


def _today(visit: Visit) -> dict[str, Any]:
    return {"asked_on": visit.node.today().isoformat()}


def new_form(visit: Visit) -> Reply:
    return show_form(
        _("New demand"),
        "/demand/new",
        _groups(in_case=False),
        ("/demands", _("Demands by authorities")),
        begin=_today(visit),
        notes=[
            Note(_(NEVER_A_REASON), urgent=True),
            Note(_("Is it about one client? Then note it in that client's case.")),
        ],
    )


def new(visit: Visit) -> Reply:
    values = filled(visit.form.raw(each.name for each in asked_of(_groups(in_case=False))))

    def act() -> Reply:
        commands.add_demand(visit.node, values)
        return Go("/demands", told=_("The demand is noted."))

    return attempt(visit, "/demand/new", act)


def in_case_form(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    return show_form(
        _("New demand"),
        about.path + "/demand/new",
        (*_groups(in_case=True), ("", fields(DEMAND, "restricted"))),
        (about.path, _("Case {code}").format(code=about.client["code"])),
        begin=_today(visit),
        notes=[Note(_(NEVER_A_REASON), urgent=True)],
    )


def in_case(visit: Visit) -> Reply:
    about = the_client(visit)
    asked = [*asked_of(_groups(in_case=True)), *fields(DEMAND, "restricted")]
    values = filled(visit.form.raw(each.name for each in asked))

    def act() -> Reply:
        commands.add_demand(visit.node, values, about.client["id"])
        return Go(about.path + "#demands", told=_("The demand is noted."))

    return attempt(visit, about.path + "/demand/new", act)


def _about(visit: Visit) -> tuple[Row, About | None]:
    row = access.demand(visit.node, record_id(visit))
    if not row["client"]:
        return row, None
    about = About(access.client(visit.node, row["client"]), row)
    note_opened(visit, about)
    return row, about


def one(visit: Visit) -> Reply:
    row, about = _about(visit)
    if about is not None and is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    groups = _groups(in_case=about is not None)
    if about is not None:
        back = (about.path, _("Case {code}").format(code=about.client["code"]))
    else:
        back = ("/demands", _("Demands by authorities"))
    return show_form(
        _("Demand by an authority"),
        f"/demand/{row['id']}",
        groups,
        back,
        begin=values_of(row, asked_of(groups)),
        notes=[Note(_(NEVER_A_REASON), urgent=True)],
        row=row,
    )


def edit(visit: Visit) -> Reply:
    row, about = _about(visit)
    if about is not None and is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    asked = asked_of(_groups(in_case=about is not None))
    wanted = changes(asked, row, visit.form.raw(each.name for each in asked))
    after = about.path + "#demands" if about is not None else "/demands"

    def act() -> Reply:
        if not wanted:
            return Go(after, told=_("Nothing was changed."))
        commands.edit_demand(visit.node, row["id"], wanted)
        return Go(after, told=_("Saved."))

    return attempt(visit, f"/demand/{row['id']}", act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/demands", demands, "casework.demands"),
    Page("GET", "/demand/new", new_form, "casework.demand.new"),
    Page("POST", "/demand/new", new, "casework.demand.new.save"),
    Page("GET", "/client/{id}/demand/new", in_case_form, "casework.demand.client"),
    Page("POST", "/client/{id}/demand/new", in_case, "casework.demand.client.save"),
    Page("GET", "/demand/{id}", one, "casework.demand"),
    Page("POST", "/demand/{id}", edit, "casework.demand.save"),
)
