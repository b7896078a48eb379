"""The only functions that hand out something of the evidence ledger.

Each takes the node and an id (32 digits, the beginning of one, or a row id of a held pack) and
raises `NotFound` alike for what is absent and for what is not clear. Own rows and those of packs
come in one shape; `pack` says which is which. Nothing here reads a case, a client or a contact.

`one.py` one record · `mounting.py` packs beside the own records.
"""

from __future__ import annotations

from panoh.apps.evidence import records
from panoh.apps.evidence.access.mounting import adopted, mount, node_label, pack_of
from panoh.apps.evidence.access.one import factor_label, find, finder, own, select, table_of

source = finder(records.SOURCE)
reading = finder(records.READING)
passage = finder(records.PASSAGE)
set_aside = finder(records.SET_ASIDE)
claim = finder(records.CLAIM)
figure = finder(records.FIGURE)
remark = finder(records.REMARK)
contest = finder(records.CONTEST)
check = finder(records.CHECK)
practice = finder(records.PRACTICE)
finding = finder(records.FINDING)
brief = finder(records.BRIEF)
adoption = finder(records.ADOPTION)

__all__ = [
    "adopted",
    "adoption",
    "brief",
    "check",
    "claim",
    "contest",
    "factor_label",
    "figure",
    "find",
    "finder",
    "finding",
    "mount",
    "node_label",
    "own",
    "pack_of",
    "passage",
    "practice",
    "reading",
    "remark",
    "select",
    "set_aside",
    "source",
    "table_of",
]
