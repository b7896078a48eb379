"""What there is to see of help: the tour on its pages, and words explained in place."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.journeys.visitor import Visitor


def tour(on: Visitor) -> None:
    """Offered on the first page, then on top of each page that it goes over."""
    on.go("/today")
    for number in range(1, 7):
        on.submit("/tour")
        on.see(f"tour, {number}", urlsplit(on.page.url).path)
    on.submit("/tour")
    on.see("tour, ended", "/help", "Help")


def explained(on: Visitor, client: str) -> None:
    """Every `?` of a page open at once."""
    for path in (f"/client/{client}", "/contact/new"):
        on.go(path)
        on.page.evaluate("for (const e of document.querySelectorAll('.why')) e.open = true")
        on.see(f"{path.split('/')[1]}, every word explained")
