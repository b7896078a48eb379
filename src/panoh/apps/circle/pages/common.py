"""What the pages of maps share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from panoh.apps.circle import access
from panoh.apps.circle.rules.model import Map
from panoh.apps.circle.views.told import KINDS, SIGN_WORDS
from panoh.errors import Forbidden, Invalid, NotFound, PanohError
from panoh.web.page import Again, Reply, Show, Visit
from panoh.web.said import said
from panoh.words import N_, _

PART = "/evidence"
NOT_THERE = N_("What this points to is not here.")
_ADDRESS = re.compile(r"pooled|[0-9a-f]{32}")


def address(visit: Visit) -> str:
    """How the address names a map, an answer or a change: a fixed word or a random id."""
    asked = visit.path_params.get("id", "")
    if not _ADDRESS.fullmatch(asked):
        raise NotFound(what=asked)
    return asked


def the_map(visit: Visit) -> tuple[str, str, Map]:
    """Its address, its key, and the map."""
    asked = address(visit)
    key, of = access.find_map(visit.node, asked)
    return asked, key, of


def show(template: str, title: str, **data: Any) -> Show:
    ready = {"kinds": KINDS, "signs": SIGN_WORDS}
    return Show(f"circle/{template}", title, **{**ready, **data})


def attempt(visit: Visit, back: str, act: Callable[[], Reply]) -> Reply:
    """What was refused goes back to the form with words beside each field."""
    try:
        return act()
    except Invalid as refused:
        problems = {name: _(text) for name, text in refused.problems.items()}
        return Again(back, visit.form, problems)
    except Forbidden as refused:
        return Again(back, visit.form, {"": _(str(refused.details.get("why", "")))})
    except NotFound:
        return Again(back, visit.form, {"": _(NOT_THERE)})
    except PanohError as error:
        return Again(back, visit.form, {"": said(error)})
