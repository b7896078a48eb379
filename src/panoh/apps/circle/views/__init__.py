"""What lists and pages read of maps: which there are, what differs, loops, what acts on what.

`maps.py` maps and rivals · `told.py` loops and answers in sentences · `practices.py` what can be
done, on the map · `drawing.py`, `charts.py` pictures · `pictures.py` all this for a brief. Today
shows nothing of it and the common search finds nothing of it: a case must not lead here.
"""

from __future__ import annotations

from importlib import resources

from panoh.core.app import Found, TodayItem
from panoh.core.node import Node

SQL = resources.files("panoh.apps.circle.views").joinpath("views.sql").read_text("utf-8")


def today(_node: Node, _limit: int) -> list[TodayItem]:
    """Nothing: what is due is about people, and no line leads from there to a map."""
    return []


def search(_node: Node, _query: str) -> list[Found]:
    """Nothing: the common search is where clients are looked for."""
    return []
