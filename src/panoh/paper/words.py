"""A trustee's share as a sheet: two lists of words, and nothing that tells what they are for."""

from __future__ import annotations

from panoh.paper.model import Item, Section, Sheet, Text
from panoh.words import N_, _

TITLE = N_("Words to keep")
KEEP = N_(
    "Keep this where neither a search nor a flood reaches it, away from any computer, and away "
    "from the other sheets. Do not write on it what it is for."
)
FIRST = N_("First list")
SECOND = N_("Second list")
FIRST_FOR = N_("Only when its owner asks you in person.")
SECOND_FOR = N_("Once a year, when its owner asks: read these out, and nothing else.")


def share_sheet(number: int, day: str, real: str, drill: str, language: str) -> Sheet:
    return Sheet(
        _(TITLE),
        f"{number} · {day}",
        language,
        (
            Section("", (Text(_(KEEP)),)),
            Section(_(FIRST), (Text(_(FIRST_FOR)), *_lines(real))),
            Section(_(SECOND), (Text(_(SECOND_FOR)), *_lines(drill))),
        ),
    )


def _lines(words: str) -> list[Item]:
    """Four words a line, each with its place."""
    held = [f"{place} {word}" for place, word in enumerate(words.split(), 1)]
    return [Item("    ".join(held[at : at + 4])) for at in range(0, len(held), 4)]
