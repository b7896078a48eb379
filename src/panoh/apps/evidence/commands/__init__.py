"""The verbs of the evidence ledger: each one write, whole or not at all.

`source.py` sources, their text, passages, what is set aside · `claim.py` claims, figures, remarks ·
`table.py` figures out of tables · `practice.py` · `brief.py` · `pack.py`.
"""

from __future__ import annotations

from panoh.apps.evidence.commands.claim import (
    add_check,
    add_claim,
    add_contest,
    add_figure,
    add_remark,
    change_claim,
    erase,
)
from panoh.apps.evidence.commands.pack import (
    MEANS,
    Removed,
    add_pack,
    build_pack,
    is_offered,
    look_into,
    offered,
    remove_pack,
)
from panoh.apps.evidence.commands.source import add_source, change_source

__all__ = [
    "MEANS",
    "Removed",
    "add_check",
    "add_claim",
    "add_contest",
    "add_figure",
    "add_pack",
    "add_remark",
    "add_source",
    "build_pack",
    "change_claim",
    "change_source",
    "erase",
    "is_offered",
    "look_into",
    "offered",
    "remove_pack",
]
