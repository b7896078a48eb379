"""What the commands ask of a hub: one function for each, plain values in and out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from panoh.hub import copies, launch
from panoh.hub.model import Quotas

MIB, GIB = 1024**2, 1024**3


def serve(
    database: str,
    address: str,
    port: int,
    *,
    processes: int,
    token: str,
    mailbox_mib: int,
    all_gib: int,
    new_mailboxes: int,
    say: Callable[[str], None],
) -> int:
    """Serves until stopped; the exit status. OSError when the port cannot be used."""
    quotas = Quotas(
        mailbox_bytes=mailbox_mib * MIB, all_bytes=all_gib * GIB, new_mailboxes=new_mailboxes
    )
    return launch.run(
        database, address, port, processes=processes, quotas=quotas, token=token, say=say
    )


def status(database: str) -> dict[str, int]:
    """Counts and bytes; NoHub when there is none."""
    return asdict(copies.standing(database))


def backup(database: str, target: Path) -> dict[str, int]:
    """A copy into the new file `target`; what stands in it."""
    return asdict(copies.backup(database, target))


def restore(copy: Path, database: str) -> dict[str, int]:
    """A copy into an empty database; what stood in it."""
    return asdict(copies.restore(copy, database))
