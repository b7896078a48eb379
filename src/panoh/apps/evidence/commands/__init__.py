"""The verbs of the evidence ledger: each one write, whole or not at all.

`source.py` sources, their text, passages, what is set aside · `claim.py` claims, figures, remarks ·
`table.py` figures out of tables · `bring.py` claims out of CSV ·
`practice.py` · `brief.py` · `pack.py`.
"""

from __future__ import annotations

from panoh.apps.evidence.commands.brief import save_brief
from panoh.apps.evidence.commands.bring import Brought, import_claims
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
from panoh.apps.evidence.commands.practice import add_finding, add_practice
from panoh.apps.evidence.commands.source import (
    Reread,
    Taken,
    add_source,
    change_source,
    mark_passage,
    read,
    reread,
    set_aside,
    take_citations,
    take_in,
    text_of,
)
from panoh.apps.evidence.commands.table import Imported, import_table

__all__ = [
    "MEANS",
    "Brought",
    "Imported",
    "Removed",
    "Reread",
    "Taken",
    "add_check",
    "add_claim",
    "add_contest",
    "add_figure",
    "add_finding",
    "add_pack",
    "add_practice",
    "add_remark",
    "add_source",
    "build_pack",
    "change_claim",
    "change_source",
    "erase",
    "import_claims",
    "import_table",
    "is_offered",
    "look_into",
    "mark_passage",
    "offered",
    "read",
    "remove_pack",
    "reread",
    "save_brief",
    "set_aside",
    "take_citations",
    "take_in",
    "text_of",
]
