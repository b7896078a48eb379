"""Evidence: what each source says, where exactly, as of when, by whose word, side by side.

It keeps sources, passages, claims, figures and practices, shows where they differ and of what kind
the difference is, and builds briefs in which every number has its claim.
It promises never to average, never to pick a winner silently, and to hold nothing before a person
adds it: the install brings no claim. No page of it leads to a case, and none of a case leads here:
Today and the common search know nothing of it. It fetches nothing from a network.
"""

from __future__ import annotations

from pathlib import Path

from panoh.apps.evidence import access, records, views
from panoh.apps.evidence.access.offering import OFFERS
from panoh.apps.evidence.cli import command_line
from panoh.apps.evidence.pages import NAVIGATION, PAGES
from panoh.core.app import App, Registered
from panoh.words import N_

APP = App(
    name="evidence",
    title=N_("Evidence"),
    records=tuple(Registered(each, getattr(access, each.access)) for each in records.ALL),
    views=views.SQL,
    today=views.today,
    search=views.search,
    timeline=None,
    pages=PAGES,
    navigation=NAVIGATION,
    command_line=command_line,
    templates=Path(__file__).parent / "templates",
    offers=OFFERS,
)
