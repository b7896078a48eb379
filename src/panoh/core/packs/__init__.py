"""Packs: data that ship or are shared whole.

What it is: one immutable, signed, content-addressed file of rows (a vocabulary, a gazetteer, later
a directory or an evidence ledger), mounted read-only beside the log. Its id is the hash of its
content; a row's record id follows from pack id and row id, so two vaults that adopt the same pack
agree byte for byte, and a new version is a new adoption, never a merge.
It promises: `read_pack` gives back only what `write_pack` would write, signed by a trusted key or
pinned by id; anything else (altered, unsigned, oversized, a bomb, another version) is Refused.
It does not judge what the rows say, does not write to the log, and mixes no pack with another.
"""

from panoh.core.packs.codec import read_pack, write_pack
from panoh.core.packs.model import Pack, record_id

__all__ = ["Pack", "read_pack", "record_id", "write_pack"]
