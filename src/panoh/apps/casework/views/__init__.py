"""Typed reads of the casework projections. Lists carry codes, never names, and never a programme.

`cases.py` the list of cases · `contacts.py` the desk and the month's tally · `today.py` what is
due · `search.py` · `names.py` names that sound alike · `paths.py` where lists lead · `views.sql`
the projections.
"""

from __future__ import annotations

from importlib import resources

from panoh.apps.casework.views.cases import CaseLine, cases, count_cases
from panoh.apps.casework.views.contacts import (
    TALLIED,
    Tally,
    contacts,
    count_contacts,
    month_tally,
)
from panoh.apps.casework.views.names import Alike, alike, alike_client
from panoh.apps.casework.views.paths import client_path, contact_path
from panoh.apps.casework.views.search import search
from panoh.apps.casework.views.today import today

SQL = resources.files(__name__).joinpath("views.sql").read_text("utf-8")

__all__ = [
    "SQL",
    "TALLIED",
    "Alike",
    "CaseLine",
    "Tally",
    "alike",
    "alike_client",
    "cases",
    "client_path",
    "contact_path",
    "contacts",
    "count_cases",
    "count_contacts",
    "month_tally",
    "search",
    "today",
]
