"""The pages of the evidence ledger."""

from __future__ import annotations

from panoh.core.app import NavItem
from panoh.web.page import Page

PAGES: tuple[Page, ...] = ()
NAVIGATION: tuple[NavItem, ...] = ()
