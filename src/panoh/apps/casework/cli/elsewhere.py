"""What a proof of erasure says beyond this vault: the hub, colleagues, what nobody can know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from panoh.apps.casework import commands
from panoh.apps.casework.rules_term import CANNOT_KNOW, OFFLINE
from panoh.core.node import Node
from panoh.core.space.store import SpaceRow
from panoh.sync import running
from panoh.sync.proving import Elsewhere
from panoh.words import _, ngettext_


def look(node: Node, rows: Sequence[SpaceRow], record: str | None = None) -> Elsewhere:
    """With the hub that is in use, if one is."""
    way = running.carrier(node) if node.setting(running.HUB_SETTING) else None
    return commands.elsewhere(node, rows, record, way)


def as_data(node: Node, found: Elsewhere) -> dict[str, Any]:
    """`asked` is false where no hub is used, or it could not be reached."""
    data = asdict(found)
    return {**data, "hub": str(node.setting(running.HUB_SETTING) or ""), "asked": bool(found.hub)}


def lines(node: Node, found: Elsewhere) -> list[str]:
    """What is gone where, one line a place."""
    told = [
        ngettext_(
            "{n} entry was erased; of these still have a text in this vault: {left}",
            "{n} entries were erased; of these still have a text in this vault: {left}",
            found.named,
        ).format(n=found.named, left=found.left)
    ]
    if found.hub:
        told.append(
            _(
                "Hub {hub}: without a text {gone}, still with one {held}, never seen {absent}"
            ).format(hub=found.hub, gone=found.gone, held=found.held, absent=found.absent)
        )
    elif node.setting(running.HUB_SETTING):
        told.append(_("The hub could not be reached: what it still has is not known."))
    else:
        told.append(_("No hub is used."))
    if found.knowing:
        told.append(_("These people have written since they knew of it; it is gone there:"))
        told += [f"  {each}" for each in found.knowing]
    if found.silent:
        told.append(_("Of these people it is not known yet; it goes there when they exchange:"))
        told += [f"  {each}" for each in found.silent]
    if found.former:
        told.append(_("These people were taken out before; what they had read they keep:"))
        told += [f"  {each}" for each in found.former]
    return [*told, *(_(each) for each in (OFFLINE, *CANNOT_KNOW))]
