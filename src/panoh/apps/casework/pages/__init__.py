"""The pages of casework: the same acts as in the terminal, in the browser.

`today.py` what to do · `contact.py`, `month.py` contacts without a case · `client.py` taking on and
editing a client · `alike.py` who may be the same person · `case.py` the case page, its timeline ·
`needs.py` · `plan.py` · `follow_up.py` · `note.py` · `standing.py` review, close, reopen ·
`lists.py` clients and search.
They promise neutral titles, addresses of fixed words and record ids, and that a form that is
refused comes back as it was typed. They reach data through access, commands and views alone.
"""

from __future__ import annotations

from panoh.apps.casework.pages import (
    alike,
    case,
    client,
    contact,
    follow_up,
    lists,
    month,
    needs,
    note,
    plan,
    standing,
    today,
)
from panoh.core.app import NavItem
from panoh.web.page import Page
from panoh.words import N_

PAGES: tuple[Page, ...] = tuple(
    page
    for part in (
        today, contact, month, client, alike, case, needs, plan, follow_up, note, standing, lists
    )
    for page in part.PAGES
)  # fmt: skip

NAVIGATION: tuple[NavItem, ...] = (
    NavItem(N_("Today"), "/today", 0),
    NavItem(N_("New contact"), "/contact/new", 10),
    NavItem(N_("Clients"), "/clients", 20),
    NavItem(N_("Contacts"), "/contacts", 30),
    NavItem(N_("Search"), "/search", 40),
)
