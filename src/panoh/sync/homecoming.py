"""Back from a journey: what was left at home comes from a copy, or from another own device.

Nothing that was carried is enough: the keys are in the copy, or with the other device, which hands
them over like to a new device. This device writes in a case again once all its entries are back.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from panoh.core import increments, restoring, travel
from panoh.core.identity.model import DeviceId
from panoh.core.space.store import SpaceRow
from panoh.core.vault import store
from panoh.errors import Forbidden, NotFound, NoVault, PanohError, WrongUsage
from panoh.storage import files
from panoh.sync import letters, post
from panoh.sync.store import SyncStore
from panoh.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from panoh.core.node import Node
    from panoh.core.vault.model import VaultPlace

OTHER_PERSON = N_("This copy is of another vault.")
NOT_AWAY = N_("Nothing was left at home.")
OWN_ONLY = N_("This is no device of yours, or it is the one you are using.")


@dataclass(frozen=True, slots=True)
class Back:
    spaces: int
    entries: int


def from_copy(node: Node, copy: Node) -> Back:
    """Every space of the copy that is not here, with its keys and entries; one write a space."""
    if not travel.is_away(node):
        raise Forbidden(why=NOT_AWAY)
    if copy.person.id != node.person.id:
        raise WrongUsage(what=OTHER_PERSON)
    rows = [row for row in copy.spaces.all_present() if _is_missing(node, copy, row)]
    rows.sort(key=lambda row: (row.parent is not None, row.no))
    known = SyncStore(node.database, node.log)
    count = 0
    for row in rows:
        with node.writing() as work:
            told = post.whole(copy, row)
            letters.adopt(node, known, copy.person.certificate, told, own_copy=True)
            for kept in copy.log.entries(row):
                appended = node.log.receive(kept.sealed)
                if not isinstance(appended, int):
                    count += 1
                    work.applied(node.records.apply(appended.kept, appended.opened))
                    if kept.sealed.body_slot is None and kept.position not in _missing(copy):
                        node.log.drop_bodies([appended.kept.position])
    if not rest_away(node):
        travel.came_back(node)
    return Back(len(rows), count)


def from_folder(
    node: Node, folder: Path, secret: str, open_copy: Callable[[VaultPlace, bytes], Node]
) -> Back:
    """The same from the newest growing copy in a folder, unpacked, sealed as ever, beside the
    vault for as long as it takes."""
    path = _made_at_leaving(node, folder)
    if path.suffix != increments.SUFFIX:
        raise NoVault
    room = store.unfinished(node.place.home, node.place.id).folder
    if room.exists():
        files.remove_folder(room)
    files.make_folder(room)
    try:
        place, key = increments.unpack(path, secret, room / "home")
        copy = open_copy(place, key)
        try:
            return from_copy(node, copy)
        finally:
            copy.close()
    finally:
        files.remove_folder(room)


def _made_at_leaving(node: Node, folder: Path) -> Path:
    """The newest growing copy of before the leaving: a later one lacks what stayed at home."""
    left = node.database.execute("SELECT sequence FROM left_home WHERE length(space) = 32")
    own = increments.folder_of(folder, node.place.id)
    if left and folder.suffix != increments.SUFFIX:
        held = []
        for each in increments.lists(own if own.is_dir() else folder):
            with suppress(PanohError):  # a damaged list beside the one that is meant
                commits = increments.commits_of(each)
                if increments.vault_of(each) == node.place.id and commits <= int(left[0][0]):
                    held.append((commits, each.name, each))
        if held:
            return max(held)[2]
    return restoring.newest(folder)


def give(node: Node, device: DeviceId) -> int:
    """At home: hand the keys of every space to another own device again; how many spaces."""
    personal = node.spaces.state(node.spaces.row(node.space("personal")))
    if device not in personal.devices or device == node.person.device:
        raise Forbidden(why=OWN_ONLY)
    count = 0
    with node.database.write():
        for row in node.spaces.all_present():
            if node.spaces.is_founded(row) and device in node.spaces.state(row).devices:
                node.spaces.owe_keys(row.no, [device], None, now=node.milliseconds())
                count += 1
    return count


def settle(node: Node) -> bool:
    """After an exchange: whether everything that was left at home is here again."""
    if not travel.is_away(node) or rest_away(node):
        return False
    travel.came_back(node)
    return True


def rest_away(node: Node) -> int:
    """How many of the spaces that this device wrote in are not back, or not with all it wrote."""
    wanted = {
        bytes(name): int(last)
        for name, last in node.database.execute("SELECT space, sequence FROM left_home")
        if len(name) == 16
    }
    for row in node.spaces.all_present():
        name = travel.name_of(row.id)
        if name in wanted and node.log.written_by(row.no, node.person.device_no) >= wanted[name]:
            del wanted[name]
    return len(wanted)


def _is_missing(node: Node, copy: Node, row: SpaceRow) -> bool:
    state = copy.spaces.state(row) if copy.spaces.is_founded(row) else None
    if state is None or copy.person.id not in state.members:
        return False
    try:
        node.spaces.row(row.id)
    except NotFound:
        return True
    return False


def _missing(copy: Node) -> set[int]:
    return set(copy.log.without_bodies())


__all__ = ["Back", "from_copy", "from_folder", "give", "rest_away", "settle"]
