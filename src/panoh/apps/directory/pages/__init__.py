"""The pages of the directory.

`services.py` find, show, add, change, verify · `provider.py` forms out and back ·
`referrals.py` referrals · `bring.py` a directory in and out.
"""

from __future__ import annotations

from panoh.apps.directory.pages import bring, provider, referrals, services
from panoh.core.app import NavItem
from panoh.web.page import Page
from panoh.words import N_

PAGES: tuple[Page, ...] = tuple(
    page for part in (services, provider, referrals, bring) for page in part.PAGES
)

# Referrals are found on Today, on the case and from the services: a phone has room for few links.
NAVIGATION: tuple[NavItem, ...] = (
    NavItem(
        N_("Services"), "/services", 36,
        tour=N_("Who helps, with what, in which language, and when somebody last tried it. A "
                "referral begins here, with consent."),
    ),
)  # fmt: skip
