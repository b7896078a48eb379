"""Clients who may be one person: told while one is taken on, and seen for one at any time.

Candidates with the reason for each. Nothing is merged; that two are not the same person is kept.
"""

from __future__ import annotations

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.pages.common import (
    About,
    attempt,
    note_opened,
    record_id,
    show,
    the_client,
)
from panoh.apps.casework.views import Alike
from panoh.core.node import Node
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import _


def of_form(node: Node, form: Form) -> list[Alike]:
    """Clients who may be the one that is being taken on."""
    about = {name: form.get(name) for name in ("sex", "age_band")}
    phones = [form.get("phone"), form.get("phone_other")]
    return views.alike(node, [form.get("goes_by")], phones, about=about)


def _list_path(about: About) -> str:
    return about.path + "/alike"


# ── while somebody is taken on ──────────────────────────────────────────────────────────────


def typed(visit: Visit) -> Reply:
    """What the form says so far, for the list beside it; it is taken once and not kept."""
    return Go("/client/new/alike", once={"typed": visit.form})


def while_typing(visit: Visit) -> Reply:
    form = visit.state.get("typed") or Form()
    return show("alike_new.html", _("New client"), alike=of_form(visit.node, form), chosen=())


# ── for one client ──────────────────────────────────────────────────────────────────────────


def alike(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    found = views.alike_client(visit.node, about.client)
    return show("alike_client.html", _("Perhaps the same person"), about=about, alike=found)


def not_same(visit: Visit) -> Reply:
    about = the_client(visit)

    def act() -> Reply:
        other = access.client(visit.node, record_id(visit, "other"))
        commands.not_same(visit.node, about.client["id"], other["id"])
        return Go(_list_path(about), told=_("Kept: they are two people."))

    return attempt(visit, _list_path(about), act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/new/alike", while_typing, "casework.client.new.alike"),
    Page("POST", "/client/new/alike", typed, "casework.client.new.typed"),
    Page("GET", "/client/{id}/alike", alike, "casework.client.alike"),
    Page("POST", "/client/{id}/alike/{other}", not_same, "casework.client.apart"),
)
