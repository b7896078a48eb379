"""What pages and commands read of the directory.

`catalogue.py` services with all that hangs on them · `standard.py` the same as rows of the
standard, all or what may leave · `finding.py` a search and its words · `lists.py` Today, referrals,
what is to be verified.
"""

from __future__ import annotations

from importlib import resources

from panoh.apps.directory.views.catalogue import Catalogue, Entry, Site, catalogue
from panoh.apps.directory.views.finding import Looked, districts, look, wanted_of, why
from panoh.apps.directory.views.lists import (
    Made,
    beside,
    gaps,
    made_of,
    proposals,
    referrals,
    search,
    shut,
    to_verify,
    today,
)
from panoh.apps.directory.views.standard import public, whole

SQL = resources.files("panoh.apps.directory.views").joinpath("views.sql").read_text("utf-8")

__all__ = [
    "SQL", "Catalogue", "Entry", "Looked", "Made", "Site", "beside", "catalogue", "districts",
    "gaps", "look", "made_of", "proposals", "public", "referrals", "search", "shut", "to_verify",
    "today", "wanted_of", "whole", "why",
]  # fmt: skip
