"""Casework: from a first contact to the closing of a case.

It keeps contacts without a case on one's own desk, and for each client a case: needs and strengths
together, a plan in the client's words, support, follow-ups, notes, reviews, closure.
It promises that a code alone is enough, that a note can be erased at once, that names and
programmes stay out of lists, and that nothing about places and populations is recorded about a
person. It does not refer, share or report: those are other apps, met through `APP` alone.
"""

from __future__ import annotations

from pathlib import Path

from panoh.apps.casework import access, records, views
from panoh.apps.casework.access.sharable import sharable, stands
from panoh.apps.casework.access.timeline import events
from panoh.apps.casework.cli import command_line
from panoh.apps.casework.commands.term import keep_terms
from panoh.apps.casework.pages import NAVIGATION, PAGES
from panoh.core.app import App, Registered
from panoh.words import N_

APP = App(
    name="casework",
    title=N_("Casework"),
    records=tuple(
        Registered(each, getattr(access, each.access), access.is_hidden) for each in records.ALL
    ),
    views=views.SQL,
    today=views.today,
    search=views.search,
    timeline=events,
    pages=PAGES,
    navigation=NAVIGATION,
    command_line=command_line,
    templates=Path(__file__).parent / "templates",
    packs=("factors",),
    unlocked=keep_terms,
    space_of=access.space_of,
    name_of=access.name_of,
    sharable=sharable,
    stands=stands,
)
