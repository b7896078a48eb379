"""The pages of casework: the same acts as in the terminal, in the browser.

`today.py` what to do · `contact.py`, `month.py` contacts without a case · `consent.py` before
anything is kept · `client.py` taking on and editing a client · `alike.py` who may be the same
person · `case.py` the case page and its timeline · `sharing.py` consent to share · `people.py` who
is around the client · `child.py` · `safety_plan.py` · `restricted.py` what is hidden until it is
shown · `needs.py` · `plan.py` · `follow_up.py` · `note.py` · `standing.py` review, close, reopen ·
`practice.py` who keeps which case, second looks · `lists.py` clients and search · `card.py`,
`card_use.py` guidance · `demand.py` · `erase.py` erasing and how long a case is kept ·
`elsewhere.py` what became of it outside this vault · `before.py` questions per country · `plain.py`
forms that belong to no case · `course.py` pictures · `paper.py` printing · `bring.py` taking over a
list · `export.py` sealed copies.
They promise neutral titles, addresses of fixed words and record ids, and that a form that is
refused comes back as it was typed. They reach data through access, commands and views alone.
"""

from __future__ import annotations

from panoh.apps.casework.pages import (
    alike,
    attachment,
    before,
    bring,
    card,
    card_use,
    case,
    child,
    client,
    consent,
    contact,
    course,
    demand,
    elsewhere,
    erase,
    export,
    follow_up,
    lists,
    month,
    needs,
    note,
    paper,
    people,
    plan,
    practice,
    restricted,
    safety_plan,
    sharing,
    standing,
    today,
)
from panoh.core.app import NavItem
from panoh.web.page import Page
from panoh.words import N_

PAGES: tuple[Page, ...] = tuple(
    restricted.guarded(page)
    for part in (
        *(today, contact, month, consent, child, client, alike, case, sharing, people, safety_plan),
        *(needs, plan, follow_up, note, standing, practice, lists, restricted),
        *(course, card, card_use, demand, erase, elsewhere, before),
        *(paper, bring, export, attachment),
    )
    for page in part.PAGES
)  # fmt: skip

NAVIGATION: tuple[NavItem, ...] = (
    NavItem(
        N_("Today"), "/today", 0,
        tour=N_("What is due, what hurts first on top. When it is empty, you may stop."),
    ),
    NavItem(
        N_("New contact"), "/contact/new", 10,
        tour=N_("Somebody called or came by: note it in a minute, without a name. Fields may stay "
                "empty."),
    ),
    NavItem(
        N_("Clients"), "/clients", 20,
        tour=N_("Everybody you accompany for longer, under a code. New client asks first what may "
                "be kept, and whether a call is safe."),
    ),
    NavItem(N_("Contacts"), "/contacts", 30),
    NavItem(N_("Cards"), "/cards", 35),
    NavItem(N_("Search"), "/search", 40),
)  # fmt: skip
