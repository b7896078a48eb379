"""The pages of the evidence ledger, all below /evidence.

`claims.py` claims, search, filing · `sides.py` disagreements, factors, timeline ·
`practices.py` · `sources.py` sources, texts, suggestions · `tables.py` · `briefs.py` · `packs.py` ·
`out.py` what can be taken out.
They stand apart: their navigation shows on no page of another app, and no other shows on theirs.
"""

from __future__ import annotations

from panoh.apps.evidence.pages import (
    briefs,
    claims,
    out,
    packs,
    practices,
    sides,
    sources,
    tables,
)
from panoh.core.app import NavItem
from panoh.web.page import Page
from panoh.words import N_

PART = "/evidence"

PAGES: tuple[Page, ...] = tuple(
    page
    for part in (claims, sources, tables, sides, practices, briefs, packs, out)
    for page in part.PAGES
)

NAVIGATION: tuple[NavItem, ...] = (
    NavItem(N_("Evidence"), PART, 500, PART),
    NavItem(N_("Sources"), PART + "/sources", 505, PART),
    NavItem(N_("Disagreements"), PART + "/disagreements", 510, PART),
    NavItem(N_("Factors"), PART + "/factors", 520, PART),
    NavItem(N_("Practices"), PART + "/practices", 530, PART),
    NavItem(N_("Timeline"), PART + "/timeline", 540, PART),
    NavItem(N_("Briefs"), PART + "/briefs", 550, PART),
    NavItem(N_("Packs"), PART + "/packs", 590, PART),
)
