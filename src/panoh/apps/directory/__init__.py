"""The directory: who can help near, now, safely, in the right language; and referrals.

It keeps services as the open standard HSDS describes them and what that has no place for: what was
verified when and how, confidential addresses, ties to a state, for whom a service is safe. It finds
with reasons, counts what is missing, and refers only on a client's agreement, with copies of
exactly what was agreed to, in a space of their own.
It promises that confidential places, ties to a state and clients never leave by an export, a form
or the read API. It opens no case: what may be shared is asked through the core.
"""

from __future__ import annotations

from pathlib import Path

from panoh.apps.directory import access, records, views
from panoh.apps.directory.cli import command_line
from panoh.apps.directory.pages import NAVIGATION, PAGES
from panoh.core.app import App, Registered
from panoh.words import N_

APP = App(
    name="directory",
    title=N_("Services"),
    records=tuple(Registered(each, getattr(access, each.access)) for each in records.ALL),
    views=views.SQL,
    today=views.today,
    search=views.search,
    timeline=None,
    pages=PAGES,
    navigation=NAVIGATION,
    command_line=command_line,
    templates=Path(__file__).parent / "templates",
    packs=("gazetteer", "factors"),
    space_of=access.space_of,
    name_of=access.name_of,
    shut=views.shut,
    beside=views.beside,
)
