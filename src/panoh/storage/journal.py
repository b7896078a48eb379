"""The journal of recent changes (the WAL file): tell damage from an interrupted write.

SQLite reads the journal up to the first frame that does not add up and takes the rest for a
write that never finished. Most often that is right; after damage it silently drops acknowledged
work. But each frame's sum runs on from the frame before, and a transaction begins only after
the one before it was fsynced. So a frame that runs on from the end of a transaction that SQLite
did not accept proves damage, and nothing that a power cut leaves behind looks like it.

What cannot be told from a power cut: damage to the last transaction alone, or to the sum that
ends the one before it; a journal cut off or removed. The vault's anchor, kept outside, notices
those, as far as it had followed.
"""

from __future__ import annotations

import io
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
_LOOKS = 4
_PAUSE = 0.02

Order = Literal["big", "little"]
Sum = tuple[int, int]


def path_of(database: Path) -> Path:
    return database.with_name(database.name + "-wal")


def refuse_if_damaged(database: Path, connection: apsw.Connection) -> None:
    """Raise before SQLite could write over frames that it did not accept."""
    found = findings(database, connection)
    if found:
        raise VaultDamaged(finding=found[0])


def findings(database: Path, connection: apsw.Connection) -> list[str]:
    """Another process may be writing at this moment: a finding counts if it stays."""
    found = _look(path_of(database), connection)
    for _ in range(_LOOKS - 1):
        if not found:
            break
        time.sleep(_PAUSE)
        found = _look(path_of(database), connection)
    return found


def _look(path: Path, connection: apsw.Connection) -> list[str]:
    before = _accepted(connection)
    try:
        if files.layer.size(path) < HEADER + FRAME_HEADER:
            return []
        with path.open("rb", buffering=0) as file:
            head = file.read(HEADER)
            if len(head) < HEADER:
                return []
            if not _is_header(head):
                # It is fsynced before the first frame, and a sector is written whole.
                return [f"{_DAMAGED}: its beginning does not add up"]
            ends = _proved_ends(file, head, before)
    except FileNotFoundError:
        return []
    after = _accepted(connection)  # frames written since `before` are accepted by now
    lost = [number for number in ends if number >= after]
    return [f"{_DAMAGED}: part {after + 1} of it does not add up"] if lost else []


def _accepted(connection: apsw.Connection) -> int:
    """How many frames SQLite takes for good."""
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    ((_busy, frames, _moved),) = connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchall()
    return frames if isinstance(frames, int) and frames > 0 else 0


def _proved_ends(file: io.FileIO, head: bytes, first: int) -> list[int]:
    """Frames from `first` on that end a transaction from which the next frame runs on."""
    page_size = int.from_bytes(head[8:12], "big")
    order: Order = "big" if head[3] & 1 else "little"
    ends: list[int] = []
    before: bytes | None = None
    number = first
    file.seek(HEADER + first * (FRAME_HEADER + page_size))
    while True:
        frame = file.read(FRAME_HEADER + page_size)
        if len(frame) < FRAME_HEADER + page_size:
            return ends
        ours = frame[8:16] == head[16:24]
        if ours and before is not None and _ends_transaction(before):
            start = _sum_in(before[16:24])
            if _sum(frame[FRAME_HEADER:], _sum(frame[:8], start, order), order) == _sum_in(
                frame[16:24]
            ):
                ends.append(number - 1)
        before = frame
        number += 1


def _ends_transaction(frame: bytes) -> bool:
    return frame[4:8] != b"\x00\x00\x00\x00"


def _is_header(head: bytes) -> bool:
    order: Order = "big" if head[3] & 1 else "little"
    return (
        int.from_bytes(head[:4], "big") in (_MAGIC, _MAGIC + 1)
        and int.from_bytes(head[8:12], "big") in (512 << n for n in range(8))
        and _sum(head[:24], (0, 0), order) == _sum_in(head[24:32])
    )


def _sum_in(stored: bytes) -> Sum:
    return int.from_bytes(stored[:4], "big"), int.from_bytes(stored[4:8], "big")


def _sum(data: bytes, start: Sum, order: Order) -> Sum:
    first, second = start
    for at in range(0, len(data), 8):
        first = (first + int.from_bytes(data[at : at + 4], order) + second) & 0xFFFFFFFF
        second = (second + int.from_bytes(data[at + 4 : at + 8], order) + first) & 0xFFFFFFFF
    return first, second
