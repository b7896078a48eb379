"""Attaching a picture to a case, and erasing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access
from panoh.apps.casework.commands.shared import own_class, read_values, space_for
from panoh.apps.casework.records import ATTACHMENT
from panoh.apps.casework.rules import consent
from panoh.core import attachments as pieces
from panoh.core import stripping
from panoh.core.node import Erased, Node
from panoh.errors import Invalid
from panoh.words import N_

WHY = {
    stripping.UNKNOWN: N_("Only photographs (JPEG), pictures (PNG) and PDF are taken."),
    stripping.TOO_LARGE: N_("It is larger than 8 MB."),
    stripping.BROKEN: N_("The file is damaged or not what it seems to be."),
    stripping.TOO_MANY_PIXELS: N_("The picture has too many pixels."),
    stripping.EMPTY: N_("Choose a file."),
}
CODE_ONLY = N_("This client is kept under a code only; a picture may show a name.")


def add_attachment(node: Node, ref: str, data: bytes, values: Mapping[str, Any]) -> str:
    """`title`, and `restricted` to put it into a compartment. What a picture says besides the
    picture is taken out before anything is kept."""
    cleaned = read_values(ATTACHMENT, values)
    if not cleaned.get("title"):
        raise Invalid({"title": N_("This is needed.")})
    client = access.client(node, ref)
    if access.kept(node, client).choice in consent.NARROW:
        raise Invalid({"file": CODE_ONLY})
    try:
        kept = stripping.clean(data)
    except stripping.NotTaken as refused:
        raise Invalid({"file": WHY[str(refused)]}) from None
    restricted = cleaned.get("restricted") or own_class(node, client)
    with node.writing() as work:
        space = space_for(node, work, client, restricted)
        entries = pieces.add(work, space, kept.data)
        record = {
            **cleaned,
            "client": client["id"],
            "media": kept.kind,
            "size": len(kept.data),
            "check": pieces.check_of(kept.data).hex(),
            "pieces": " ".join(each.hex() for each in entries),
        }
        if restricted:
            record["restricted"] = restricted
        return work.put(ATTACHMENT, space, None, record)


def erase_attachment(node: Node, ref: str) -> Erased:
    """The pieces and the record at once."""
    row = access.attachment(node, ref)
    held, _check = access.entries_of(node, row["id"])
    with node.writing() as work:
        pieces.erase(node, work, node.space_id(row["space"]), held)
        return work.erase(ATTACHMENT, row["id"])
