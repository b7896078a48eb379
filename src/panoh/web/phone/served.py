"""Which pages go out to a phone.

Of the shell's own only the few that are named here, so that a new one stays at home until somebody
thinks about it. Of the apps' pages all but those that hand out files, take them in, erase, or have
nothing to do with a client.
"""

from __future__ import annotations

from panoh.web.page import Page

SHELL = frozenset({"/", "/told/{id}", "/two-values/{id}"})
APART = ("/evidence", "/retention", "/caseload", "/before-you-use")
AT_HOME = frozenset(
    {"export", "import", "paper", "file", "form", "erase", "erased", "forget", "share", "term"}
)
"""A page with one of these words in its path stays at the computer."""


def is_served(page: Page, own: bool) -> bool:
    """`own`: whether it is the shell's own."""
    if own:
        return page.path in SHELL
    return not page.upload and reaches(page.path)


def reaches(path: str) -> bool:
    """Whether an app's page at this path is served; for links that stand on every page too."""
    return not path.startswith(APART) and AT_HOME.isdisjoint(path.split("/"))
