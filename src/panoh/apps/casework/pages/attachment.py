"""Attachments of a case: add, look at, take out, erase. Shown from memory, never from a file."""

from __future__ import annotations

from panoh.apps.casework import access, commands
from panoh.apps.casework.pages.common import (
    About,
    a_record,
    attempt,
    fields,
    is_hidden,
    note_opened,
    record_id,
    show,
    show_hidden,
    the_client,
)
from panoh.apps.casework.records import ATTACHMENT
from panoh.core.stripping import LARGEST, PDF
from panoh.errors import NotFound
from panoh.web.page import Go, Page, Reply, Save, Visit
from panoh.words import _

_ROOM = LARGEST + 64 * 1024
ASKED = fields(ATTACHMENT, "title", "restricted")
_about = a_record(access.attachment)


def listed(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    return _list(visit, about)


def _list(visit: Visit, about: About) -> Reply:
    rows = access.attachments(visit.node, about.client["id"])
    seen = [each for each in rows if not access.is_hidden(visit.node, each)]
    return show("attachments.html", _("Attachments"), about=about, rows=seen,
                hidden=len(seen) < len(rows), asked=ASKED)  # fmt: skip


def add(visit: Visit) -> Reply:
    form = visit.form
    client = access.client(visit.node, form.get("client"))
    about = About(client, client)
    if is_hidden(visit.node, about):
        return Go(about.path)
    data = form.file("file")
    values = {name: form.get(name) for name in ("title", "restricted") if form.get(name)}
    here = about.path + "/attachments"

    def act() -> Reply:
        record = commands.add_attachment(visit.node, client["id"], data, values)
        row = access.attachment(visit.node, record)
        told = _("Attached. A PDF keeps who made it and when; Panoh cannot take that out.")
        if row["media"] != PDF:
            told = _("Attached. Place, camera and time were taken out of the picture.")
        return Go(here, told=told)

    visit.form = form.without_files()
    return attempt(visit, here, act)


def one(visit: Visit) -> Reply:
    about = _about(visit)
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    return show("attachment.html", _("Attachment"), about=about, row=about.row,
                picture=about.row["media"] != PDF)  # fmt: skip


def picture(visit: Visit) -> Reply:
    """The picture itself, for the page above; no file name, nothing to keep."""
    about = _about(visit)
    if is_hidden(visit.node, about) or about.row["media"] == PDF:
        raise NotFound(what=record_id(visit))
    data = access.attachment_bytes(visit.node, about.row["id"])
    return Save(data, "", about.row["media"])


def saved(visit: Visit) -> Reply:
    """A file for the browser to save; it was noted in the case when it was asked for."""
    about = _about(visit)
    if is_hidden(visit.node, about) or visit.state.get("attachment") != about.row["id"]:
        raise NotFound(what=record_id(visit))
    data = access.attachment_bytes(visit.node, about.row["id"])
    ending = {"image/jpeg": "jpg", "image/png": "png"}.get(about.row["media"], "pdf")
    return Save(data, f"attachment.{ending}", about.row["media"])


def take_out(visit: Visit) -> Reply:
    about = _about(visit)
    if is_hidden(visit.node, about):
        return Go(about.path)
    commands.note_attachment_out(visit.node, about.row["id"])
    keep = {"attachment": about.row["id"]}
    return Go(f"/attachment/{about.row['id']}/file", keep=keep)


def erase(visit: Visit) -> Reply:
    about = _about(visit)
    here = f"/attachment/{about.row['id']}"
    if is_hidden(visit.node, about) or visit.form.get("sure") != "yes":
        return Go(here)
    commands.erase_attachment(visit.node, about.row["id"])
    return Go(about.path + "/attachments", told=_("Erased."))


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}/attachments", listed, "casework.attachments"),
    Page("POST", "/attachment/new", add, "casework.attachment.new", upload=_ROOM),
    Page("GET", "/attachment/{id}", one, "casework.attachment"),
    Page("GET", "/attachment/{id}/picture", picture, "casework.attachment.picture"),
    Page("POST", "/attachment/{id}/take-out", take_out, "casework.attachment.out"),
    Page("GET", "/attachment/{id}/file", saved, "casework.attachment.file"),
    Page("POST", "/attachment/{id}/erase", erase, "casework.attachment.erase"),
)
