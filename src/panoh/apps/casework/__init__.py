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
from panoh.apps.casework.commands.abroad import agree_abroad, agreed_abroad
from panoh.apps.casework.commands.caseload import bring_up_to_date
from panoh.apps.casework.commands.term import keep_terms
from panoh.apps.casework.pages import NAVIGATION, PAGES
from panoh.apps.casework.records.consent import GIVEN
from panoh.apps.casework.views import paths
from panoh.core.app import Abroad, App, Registered
from panoh.core.node import Node
from panoh.words import N_


def _unlocked(node: Node) -> None:
    keep_terms(node)
    bring_up_to_date(node)


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
    unlocked=_unlocked,
    space_of=access.space_of,
    name_of=access.name_of,
    before_sharing=access.before_sharing,
    path_of=paths.path_of,
    abroad=Abroad(agreed_abroad, agree_abroad, GIVEN),
    sharable=sharable,
    stands=stands,
)
