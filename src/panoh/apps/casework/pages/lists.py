"""The list of clients with its filters, and search. Codes only: no name stands in a list."""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import rules, views
from panoh.apps.casework.pages.case import LEVELS
from panoh.apps.casework.pages.common import attempt, page_number, show
from panoh.apps.casework.pages.needs import askable
from panoh.apps.casework.records.client import STATUSES
from panoh.core.app import Found
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import _

PER_PAGE = 50
FILTERS = ("status", "level", "factor", "overdue")


def _wanted(form: Form) -> dict[str, Any]:
    """The filters as `views.cases` takes them."""
    status = form.get("status")
    known = {each.key for each in STATUSES} | {"all"}
    level = form.get("level")
    return {
        "status": status if status in known else "open",
        "level": level if level in {key for key, _label, _apart in LEVELS} else None,
        "factor": form.get("factor") or None,
        "overdue": form.get("overdue") == "1",
    }


def clients(visit: Visit) -> Reply:
    wanted = dict(visit.state.get("wanted") or _wanted(Form()))
    number = page_number(visit)
    found = views.cases(visit.node, **wanted, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    total = views.count_cases(visit.node, **wanted)
    return show(
        "clients.html",
        _("Clients"),
        rows=found,
        total=total,
        number=number,
        pages=max(1, -(-total // PER_PAGE)),
        shelf=visit.query.get("s", ""),
        wanted=wanted,
        filtered=wanted != _wanted(Form()),
        any=views.count_cases(visit.node, status="all"),
        statuses=STATUSES,
        levels=LEVELS,
        factors=[
            each for each in askable() if each[0] and not rules.person_factor(each[0]).restricted
        ],
        today=visit.node.today().isoformat(),
    )


def filter_clients(visit: Visit) -> Reply:
    """What is looked for stays out of the address: it waits in memory under a random id."""

    def act() -> Reply:
        if visit.form.get("act") == "all":
            return Go("/clients")
        wanted = _wanted(visit.form)
        if wanted["factor"]:
            wanted["factor"] = rules.searchable(wanted["factor"])
        return Go("/clients", keep={"wanted": wanted})

    return attempt(visit, "/clients", act)


def search_form(visit: Visit) -> Reply:
    q = visit.state.get("q", "")
    found: list[Found] = []
    if q:
        found = [each for app in visit.node.apps for each in app.search(visit.node, q)]
    return show("search.html", _("Search"), q=q, found=found)


def search(visit: Visit) -> Reply:
    q = visit.form.get("q").strip()
    if not q:
        return Go("/search")
    if visit.form.get("typing"):  # asked for with every letter, so taken once and not kept
        return Go("/search", once={"q": q})
    return Go("/search", keep={"q": q})


PAGES: tuple[Page, ...] = (
    Page("GET", "/clients", clients, "casework.clients"),
    Page("POST", "/clients", filter_clients, "casework.clients.filter"),
    Page("GET", "/search", search_form, "casework.search"),
    Page("POST", "/search", search, "casework.search.find"),
)
