"""What to find out before Panoh is used in a country: blank questions, to be printed."""

from __future__ import annotations

from panoh.apps.casework import before
from panoh.apps.casework.pages.common import show
from panoh.web.page import Page, Reply, Visit
from panoh.words import _


def before_you_use(_visit: Visit) -> Reply:
    return show(
        "before.html",
        _("Before you use Panoh in your country"),
        questions=before.QUESTIONS,
        places=before.PLACES,
    )


PAGES: tuple[Page, ...] = (Page("GET", "/before-you-use", before_you_use, "casework.before"),)
