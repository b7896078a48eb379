"""The pages of maps and questions, below /evidence beside the ledger whose pack they come with.

`maps.py` maps, loops, rivals, files · `whatif.py` questions and answers.
Their navigation shows on the ledger's pages, and only while a pack is held.
"""

from __future__ import annotations

from dataclasses import replace

from panoh.apps.circle.access import is_there
from panoh.apps.circle.pages import maps, whatif
from panoh.apps.circle.pages.common import PART
from panoh.core.app import NavItem
from panoh.errors import NotFound
from panoh.web.page import Page, Reply, Visit
from panoh.words import N_


def _while_held(page: Page) -> Page:
    """Without a pack the address leads nowhere, as if the page did not exist."""

    def handle(visit: Visit) -> Reply:
        if not is_there(visit.node):
            raise NotFound(what=page.path)
        return page.handle(visit)

    return replace(page, handle=handle)


PAGES: tuple[Page, ...] = tuple(_while_held(each) for each in (*maps.PAGES, *whatif.PAGES))

NAVIGATION: tuple[NavItem, ...] = (
    NavItem(N_("Maps"), PART + "/maps", 560, PART, is_there),
    NavItem(N_("What-if"), PART + "/answers", 570, PART, is_there),
)
