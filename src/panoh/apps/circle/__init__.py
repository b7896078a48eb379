"""The circle: what leads to what, by whose word, and a what-if that tells how little it knows.

It draws the causal claims of held packs as maps, one for all and one for each source, finds their
loops, and runs questions about populations over thousands of draws.
It promises: an index against doing nothing, never a forecast, a count or a date; every arrow cites
its claims or is called an assumption; each answer carries the checks that could topple it; nothing
of it is there before a pack is held. No field and no page knows a person, none leads to a case, and
Today and the common search know nothing of it.
"""

from __future__ import annotations

from pathlib import Path

from panoh.apps.circle import access, records, views
from panoh.apps.circle.cli import command_line
from panoh.apps.circle.pages import NAVIGATION, PAGES
from panoh.apps.circle.views.pictures import illustrate
from panoh.core.app import App, Registered
from panoh.words import N_

APP = App(
    name="circle",
    title=N_("Maps"),
    records=tuple(Registered(each, getattr(access, each.access)) for each in records.ALL),
    views=views.SQL,
    today=views.today,
    search=views.search,
    timeline=None,
    pages=PAGES,
    navigation=NAVIGATION,
    command_line=command_line,
    templates=Path(__file__).parent / "templates",
    illustrate=illustrate,
)
