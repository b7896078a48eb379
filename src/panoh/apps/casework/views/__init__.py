"""Typed reads of the casework projections. Lists carry codes, never names, and never a programme.

`cases.py` the list of cases · `listed.py` which of them stand there · `apart.py` what is restricted
and due · `contacts.py` the desk and the month's tally · `today.py` what is due · `consent.py` what
was not asked yet · `cards.py` guidance and `terms.py` closed cases on Today · `search.py` ·
`load.py` what is due by week · `names.py` names that sound alike · `paths.py` where lists lead ·
`views.sql` the projections.
"""

from __future__ import annotations

from importlib import resources

from panoh.apps.casework.views.apart import Apart, apart
from panoh.apps.casework.views.cases import CaseLine, cases, count_cases
from panoh.apps.casework.views.consent import NOT_ASKED_PATH, count_not_asked, not_asked
from panoh.apps.casework.views.contacts import (
    TALLIED,
    Tally,
    contacts,
    count_contacts,
    month_tally,
)
from panoh.apps.casework.views.load import Week, load
from panoh.apps.casework.views.names import Alike, alike, alike_client
from panoh.apps.casework.views.paths import client_path, contact_path
from panoh.apps.casework.views.search import search
from panoh.apps.casework.views.today import today

SQL = resources.files(__name__).joinpath("views.sql").read_text("utf-8")

__all__ = [
    "NOT_ASKED_PATH",
    "SQL",
    "TALLIED",
    "Alike",
    "Apart",
    "CaseLine",
    "Tally",
    "Week",
    "alike",
    "alike_client",
    "apart",
    "cases",
    "client_path",
    "contact_path",
    "contacts",
    "count_cases",
    "count_contacts",
    "count_not_asked",
    "load",
    "month_tally",
    "not_asked",
    "search",
    "today",
]
