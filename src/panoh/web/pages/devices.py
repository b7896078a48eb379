"""One's own devices: adding a second computer, shutting out a lost one; also a colleague's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from panoh.core import membership, sharing
from panoh.core.node import Node
from panoh.errors import Forbidden, NotFound
from panoh.sync import invitations, running
from panoh.web.page import Again, Form, Go, Page, Reply, Show, Visit
from panoh.web.pages.letting_in import answered
from panoh.web.pages.sharing import identity, name_of
from panoh.web.shell import Held
from panoh.words import N_, _, ngettext_

THIS_ONE = N_("This is the device you are using. Do it on another one.")
NOT_YOURS = N_("Only its owner, or somebody who manages what it is in, can do this.")
NOT_SURE = N_("Nothing was done. Say first that you know what it means.")


@dataclass(frozen=True, slots=True)
class Device:
    """`number` counts the devices of one person; `may`: whether this one may shut it out."""

    id: str
    number: int
    since: datetime
    this: bool
    may: bool


def listed(visit: Visit) -> Reply:
    node = visit.node
    found = _own(node)
    return Show(
        "devices.html", _("My devices"), devices=found, inside=any(each.this for each in found),
        first=node.person.root_seed is not None,
        empty=not (node.spaces.of_home("case") or node.spaces.carried_apart()),
    )  # fmt: skip


def _own(node: Node) -> list[Device]:
    row = node.spaces.row(node.space("personal"))
    state = node.spaces.state(row)
    found = [
        Device(
            key.hex(),
            each.number,
            datetime.fromtimestamp(each.issued / 1000, UTC).astimezone(),
            key == node.person.device,
            sharing.may_revoke(node, row, key),
        )
        for key, each in state.devices.items()
    ]
    return sorted(found, key=lambda each: each.number)


def ask_add(visit: Visit) -> Reply:
    first = visit.node.person.root_seed is not None
    return Show("device_add.html", _("My devices"), first=first)


def add(visit: Visit) -> Reply:
    node = visit.node
    if visit.form.get("sure") != "yes":
        return Again("/devices/add", Form(), {"sure": _(NOT_SURE)})
    code = invitations.invite_device(node)
    ends = (node.now() + timedelta(days=1)).isoformat()
    kept = {"code": code, "ends": ends, "back": "/devices", "for": "device"}
    return Go("/share/code", keep=kept)


def ask_join(visit: Visit) -> Reply:
    node = visit.node
    hub = running.shown(str(node.setting(running.HUB_SETTING) or ""))
    empty = not (node.spaces.of_home("case") or node.spaces.carried_apart())
    return Show("device_join.html", _("My devices"), hub=hub, empty=empty)


def join(visit: Visit) -> Reply:
    return answered(visit, "/devices/join", invitations.join_as_device)


def ask_revoke(visit: Visit) -> Reply:
    node, device = visit.node, identity(visit.path_params["id"])
    rows = [
        row
        for row in node.spaces.all_present()
        if node.spaces.is_founded(row) and sharing.may_revoke(node, row, device)
    ]
    if not rows:
        raise NotFound(what=device.hex())
    owner = node.spaces.state(rows[0]).devices[device].person
    shown = {
        name_of(node, row)
        for row in rows
        if row.parent is None and row.home == "case" and not membership.is_hidden(node, row)
    }
    return Show(
        "device_revoke.html", _("My devices"), device=device.hex(), mine=owner == node.person.id,
        called=membership.name_of(node, owner), cases=sorted(shown), count=len(rows),
    )  # fmt: skip


def revoke(visit: Visit) -> Reply:
    node, device = visit.node, identity(visit.path_params["id"])
    if device == node.person.device:
        raise Forbidden(why=THIS_ONE)
    count = sharing.revoke_device_everywhere(node, device)
    if not count:
        raise Forbidden(why=NOT_YOURS)
    told = ngettext_("Shut out of {n} place.", "Shut out of {n} places.", count).format(n=count)
    return Go("/devices", told=told)


def pages(_held: Held) -> tuple[Page, ...]:
    return (
        Page("GET", "/devices", listed, "devices"),
        Page("GET", "/devices/add", ask_add, "devices-add"),
        Page("POST", "/devices/add", add, "devices-add"),
        Page("GET", "/devices/join", ask_join, "devices-join"),
        Page("POST", "/devices/join", join, "devices-join"),
        Page("GET", "/device/{id}/revoke", ask_revoke, "device-revoke"),
        Page("POST", "/device/{id}/revoke", revoke, "device-revoke"),
    )
