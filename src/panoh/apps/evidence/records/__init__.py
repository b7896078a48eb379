"""What the evidence ledger records: one declaration per type.

`source.py` sources, their text, passages, what was set aside · `claim.py` claims, figures, remarks,
rival accounts, checks · `practice.py` practices and findings · `brief.py` briefs, packs taken in.
None of it is about a client, and no field can hold one.
"""

from __future__ import annotations

from panoh.apps.evidence.records.brief import ADOPTION, BRIEF
from panoh.apps.evidence.records.claim import CHECK, CLAIM, CONTEST, FIGURE, REMARK
from panoh.apps.evidence.records.practice import FINDING, PRACTICE
from panoh.apps.evidence.records.source import PASSAGE, READING, SET_ASIDE, SOURCE
from panoh.core.records.model import RecordType

IN_PACKS: tuple[RecordType, ...] = (SOURCE, CLAIM, FIGURE, PRACTICE, FINDING, CONTEST, CHECK)
"""What a pack can hold besides places and populations (`NODE_COLUMNS` of access.mounting)."""

ALL: tuple[RecordType, ...] = (
    *IN_PACKS,
    READING,
    PASSAGE,
    SET_ASIDE,
    REMARK,
    BRIEF,
    ADOPTION,
)

__all__ = [
    "ADOPTION",
    "ALL",
    "BRIEF",
    "CHECK",
    "CLAIM",
    "CONTEST",
    "FIGURE",
    "FINDING",
    "IN_PACKS",
    "PASSAGE",
    "PRACTICE",
    "READING",
    "REMARK",
    "SET_ASIDE",
    "SOURCE",
]
