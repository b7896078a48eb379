"""Backup: make a copy in a folder that is typed, and open a copy to see that it is whole."""

from __future__ import annotations

from pathlib import Path

from panoh.core import backup, schedule
from panoh.errors import (
    MistypedPaperKey,
    NotOpened,
    NoVault,
    StorageFailed,
    TooManyTries,
    VaultDamaged,
    WrongUsage,
)
from panoh.web.page import Again, Form, Go, Page, Reply, Show, Visit
from panoh.web.said import said
from panoh.web.shell import Held
from panoh.words import N_, _

NO_FOLDER = N_("There is no such folder. Put the stick in, or make the folder first.")
WHOLE_PATH = N_("Write the whole path, from the drive on.")
NO_PLAN = N_("No copies are made by themselves.")
NO_COPY = N_("No copy of a vault is in this folder.")


class Backups:
    def __init__(self, held: Held) -> None:
        self._held = held

    def show(self, visit: Visit) -> Reply:
        return Show(
            "backup.html", _("Backup"), last=backup.last_made(visit.node),
            made=visit.state.get("made"), verified=visit.state.get("verified"),
            place=visit.node.place, copies=backup.listed(visit.node)[:20],
            plan=schedule.of(visit.node),
        )  # fmt: skip

    def plan(self, visit: Visit) -> Reply:
        if visit.form.get("off") == "yes":
            schedule.end(visit.node)
            return Go("/backup", told=_(NO_PLAN))
        folder, problem = folder_of(visit.form.get("where"))
        if problem:
            return Again("/backup", visit.form, {"where": _(problem)})
        days = visit.form.get("days")
        try:
            schedule.set_to(visit.node, folder, int(days) if days.isdigit() else 0)
            schedule.run(visit.node)
        except (WrongUsage, StorageFailed) as error:
            return Again("/backup", visit.form, {"where": said(error)})
        return Go("/backup", told=_("Saved."))

    def make(self, visit: Visit) -> Reply:
        folder, problem = folder_of(visit.form.get("folder"))
        if problem:
            return Again("/backup", visit.form, {"folder": _(problem)})
        try:
            made = backup.create(visit.node, folder)
        except WrongUsage as error:
            return Again("/backup", visit.form, {"folder": said(error)})
        except StorageFailed as error:
            return Again("/backup", visit.form, {"folder": said(error)})
        return Go("/backup", once={"made": {"path": str(made.path), "size": made.size}})

    def verify(self, visit: Visit) -> Reply:
        folder, problem = folder_of(visit.form.get("copy"))
        typed = Form({"copy": visit.form.all("copy")})  # never the phrase
        if problem:
            return Again("/backup", typed, {"copy": _(problem)})
        try:
            found = self._held.shell.doors.backup_verify(folder, visit.form.get("phrase").strip())
        except NoVault:
            return Again("/backup", typed, {"copy": _(NO_COPY)})
        except (VaultDamaged, StorageFailed) as error:
            return Again("/backup", typed, {"copy": said(error)})
        except (NotOpened, MistypedPaperKey, TooManyTries) as error:
            return Again("/backup", typed, {"phrase": said(error)})
        if not found.findings:
            backup.note_verified(visit.node, found.path)
        state = {"path": str(found.path), "findings": list(found.findings)}
        return Go("/backup", once={"verified": state})


def folder_of(typed: str) -> tuple[Path, str]:
    """The folder somebody typed, or what is wrong with it. Quotes come along when it is copied."""
    text = typed.strip().strip("\"'")
    folder = Path(text)
    if not text or not folder.is_absolute():
        return folder, WHOLE_PATH
    try:
        return folder, "" if folder.is_dir() else NO_FOLDER
    except (OSError, ValueError):
        return folder, NO_FOLDER


def pages(held: Held) -> tuple[Page, ...]:
    backups = Backups(held)
    return (
        Page("GET", "/backup", backups.show, "backup"),
        Page("POST", "/backup/schedule", backups.plan, "backup-schedule"),
        Page("POST", "/backup/create", backups.make, "backup-create"),
        Page("POST", "/backup/verify", backups.verify, "backup-verify"),
    )
