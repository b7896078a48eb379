"""Copies made by themselves when a vault is unlocked: where, how often, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from panoh.core import backup, increments
from panoh.errors import PanohError, WrongUsage
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

FOLDER, DAYS, FAILED = "backup_folder", "backup_days", "backup_failed"
MOST_DAYS = 90
NO_DAYS = N_("Between 1 and 90 days.")


@dataclass(frozen=True, slots=True)
class Schedule:
    folder: Path
    days: int
    last: datetime | None
    failed: bool

    def is_due(self, now: datetime) -> bool:
        return self.last is None or now - self.last >= timedelta(days=self.days)

    def is_late(self, now: datetime) -> bool:
        """Missed for so long that Today says so."""
        return self.last is None or now - self.last >= timedelta(days=self.days * 2)


def of(node: Node) -> Schedule | None:
    folder, days = node.setting(FOLDER), node.setting(DAYS)
    if not folder or not days:
        return None
    rows = node.database.execute(
        "SELECT max(made) FROM core_backup WHERE place LIKE ? || '%'",
        (str(increments.folder_of(Path(folder), node.place.id)),),
    )
    last = datetime.fromisoformat(rows[0][0]) if rows and rows[0][0] else None
    return Schedule(Path(folder), int(days), last, node.setting(FAILED) == "yes")


def set_to(node: Node, folder: Path, days: int) -> None:
    """From now on a copy grows in `folder` every so many days; the first one is made at once."""
    if not 1 <= days <= MOST_DAYS:
        raise WrongUsage(what=NO_DAYS)
    backup.refuse_place(node, folder)
    with node.writing() as work:
        work.set(FOLDER, str(folder))
        work.set(DAYS, str(days))
        work.set(FAILED, "no")


def end(node: Node) -> None:
    with node.writing() as work:
        for name in (FOLDER, DAYS, FAILED):
            work.set(name, "")


def run(node: Node) -> increments.Grown | None:
    """Make the copy if one is due; None when none is, or its folder is not there (a stick)."""
    held = of(node)
    if held is None or not held.is_due(node.now().replace(tzinfo=None)):
        return None
    if not held.folder.is_dir():
        return None
    try:
        made = backup.grow(node, held.folder)
    except PanohError:
        with node.writing() as work:
            work.set(FAILED, "yes")
        raise
    if held.failed:
        with node.writing() as work:
            work.set(FAILED, "no")
    return made
