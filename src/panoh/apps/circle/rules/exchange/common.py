"""What every reader of files shares."""

from __future__ import annotations

import re
from dataclasses import dataclass

from panoh.apps.circle.rules.model import Map
from panoh.words import N_

NOT_A_MAP = N_("No links were found in it.")
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True, slots=True)
class Taken:
    """A map out of a file; `equations` is the file's text where it came with equations."""

    map: Map
    equations: str = ""


def key_of(raw: str) -> str:
    """A key out of what a file calls a thing: letters, digits and underscores."""
    return re.sub(r"\W+", "_", raw.strip()).strip("_")[:64] or "x"


def sign_of(raw: str) -> str:
    said = raw.strip().lower()
    if said in ("+", "1", "positive", "pos", "same", "up"):
        return "+"
    if said in ("-", "−", "-1", "negative", "neg", "opposite", "down"):
        return "-"
    return "?"


def listed(raw: str | None) -> tuple[str, ...]:
    """Names of claims or sources; whoever keeps the map asks whether they are known."""
    return tuple(each for each in (raw or "").split("|") if _NAME.fullmatch(each))
