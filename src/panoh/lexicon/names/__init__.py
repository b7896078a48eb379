"""Names of people and places, found in any spelling and any script.

What it is: tables that fold letters into sounds (`cyrillic`, `latin`, `persian`), prices of sounds
(`sounds`), families of surnames (`surnames`), words that weigh little (`words`); coarse keys that
select (`keys`), likeness (`likeness`) and one ranking over any store (`ranking`): memory here, the
tables of a vault in `panoh.core.views.names`.
It promises candidates with the reason for each (`explain`), the closest spelling first.
It does not decide that two people are one, merges nothing, and knows no vault.
"""

from __future__ import annotations

from panoh.lexicon.names import cyrillic, latin, persian, sounds, surnames, words
from panoh.lexicon.names.explain import Explained, explain
from panoh.lexicon.names.memory import Memory, search
from panoh.lexicon.names.persons import may_be_one

__all__ = ["Explained", "Memory", "explain", "may_be_one", "rules_text", "search"]

KEYS = 5
"""Raised when the making of keys changes, so that an index made the old way is made again."""


def rules_text() -> str:
    """Every table of rules as one text: an index remembers which it was made by."""
    tables = (cyrillic, latin, persian, sounds, surnames, words)
    said = [f"{name}={value!r}" for table in tables for name, value in sorted(vars(table).items())
            if name.isupper()]  # fmt: skip
    return "\n".join([str(KEYS), *said])
