"""The journal of recent changes (the WAL file): tell damage from an interrupted write.

SQLite reads the journal up to the first frame that does not add up and takes the rest for a
write that never finished. Most often that is right; after damage it silently drops acknowledged
work. A frame is written only after every earlier transaction was fsynced, so frames of the same
run *after* a finished transaction that SQLite did not accept prove damage.

What cannot be told from a power cut: damage to the very last transaction, a journal cut off
between two transactions, a journal removed. The vault's anchor, kept outside, notices those.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal

import apsw

from panoh.errors import VaultDamaged
from panoh.storage import files

HEADER = 32
FRAME_HEADER = 24
_MAGIC = 0x377F0682  # one more says that the sums are big-endian
_DAMAGED = "the journal of recent changes is damaged"


def path_of(database: Path) -> Path:
    return database.with_name(database.name + "-wal")


def refuse_if_damaged(database: Path, connection: apsw.Connection) -> None:
    """Raise before SQLite could write over frames that it did not accept."""
    found = findings(database, connection)
    if found:
        raise VaultDamaged(finding=found[0])


def findings(database: Path, connection: apsw.Connection) -> list[str]:
    """Another process may be writing at this moment: a finding counts if it stays."""
    found = _look(database, connection)
    for _ in range(3):
        if not found:
            break
        time.sleep(0.02)
        found = _look(database, connection)
    return found


def _look(database: Path, connection: apsw.Connection) -> list[str]:
    try:
        return _compare(path_of(database), _accepted(connection))
    except FileNotFoundError:
        return []


def _accepted(connection: apsw.Connection) -> int:
    """How many frames SQLite takes for good."""
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    ((_busy, frames, _moved),) = connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchall()
    return frames if isinstance(frames, int) and frames > 0 else 0


def _compare(path: Path, accepted: int) -> list[str]:
    size = files.layer.size(path)
    if size < HEADER + FRAME_HEADER:
        return []
    with path.open("rb", buffering=0) as file:
        head = file.read(HEADER)
        if len(head) < HEADER:
            return []
        page_size = int.from_bytes(head[8:12], "big")
        whole = _magic(head) and page_size in (512 << n for n in range(8)) and _adds_up(head)
        if not whole:
            # The header is fsynced before the first frame, and a sector is written whole.
            return [f"{_DAMAGED}: its beginning does not add up"]
        salts = head[16:24]
        step = FRAME_HEADER + page_size
        ended = False
        for number in range(accepted, (size - HEADER) // step):
            file.seek(HEADER + number * step)
            frame = file.read(FRAME_HEADER)
            if len(frame) < FRAME_HEADER or frame[8:16] != salts:
                continue
            if ended:
                return [f"{_DAMAGED}: part {accepted + 1} does not add up"]
            ended = ended or frame[4:8] != b"\x00\x00\x00\x00"
    return []


def _magic(head: bytes) -> bool:
    return int.from_bytes(head[:4], "big") in (_MAGIC, _MAGIC + 1)


def _adds_up(head: bytes) -> bool:
    order: Literal["big", "little"] = "big" if head[3] & 1 else "little"
    first = second = 0
    for at in range(0, 24, 8):
        first = (first + int.from_bytes(head[at : at + 4], order) + second) & 0xFFFFFFFF
        second = (second + int.from_bytes(head[at + 4 : at + 8], order) + first) & 0xFFFFFFFF
    return head[24:32] == first.to_bytes(4, "big") + second.to_bytes(4, "big")
