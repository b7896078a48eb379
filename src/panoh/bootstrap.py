"""The one place that assembles a node: finds the apps, makes vaults, opens them."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import panoh.apps
from panoh.core import schedule, travel
from panoh.core.app import App
from panoh.core.identity import store as identity_store
from panoh.core.node import Node
from panoh.core.records import own
from panoh.core.vault import anchor, store
from panoh.core.vault import rules as vault_rules
from panoh.core.vault.model import VaultPlace
from panoh.crypto import selftest
from panoh.crypto.derive import StretchCost
from panoh.errors import PanohError, VaultDamaged, VaultRolledBack
from panoh.storage import files, migrate
from panoh.storage.sqlite import Database
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.backup import Verified
    from panoh.sync.homecoming import Back
    from panoh.web.shell import Held, Shell

Clock = Callable[[], datetime]

PIECES = {
    "identity": ("panoh.core.identity", 1),
    "space": ("panoh.core.space", 2),
    "log": ("panoh.core.log", 3),
    "records": ("panoh.core.records", 1),
    "packs": ("panoh.core.packs", 1),
    "views": ("panoh.core.views", 1),
    "sync": ("panoh.sync", 1),
}
"""Schema pieces of the core in the order they build on each other."""

FIRST_COMMITS = 1
"""What the making of a vault writes."""
FIRST_HOMES = ("personal", "practice", "desk")


@cache
def apps() -> tuple[App, ...]:
    """Every app under panoh.apps, by name: a new one touches its own folder only."""
    found = [
        importlib.import_module(f"panoh.apps.{each.name}").APP
        for each in pkgutil.iter_modules(panoh.apps.__path__)
        if each.ispkg
    ]
    return tuple(sorted(found, key=lambda app: app.name))


def create_vault(
    home: Path,
    phrase: str,
    name: str = "",
    language: str = "en",
    *,
    cost: StretchCost | None = None,
    clock: Clock | None = None,
) -> tuple[VaultPlace, bytes]:
    """A new vault with its owner, first spaces and working name; whole or not at all."""

    selftest.run()

    def fill(database: Database, key: bytes) -> None:
        _found(database, key, name, clock)

    return store.create(home, phrase, language=language, cost=cost, fill=fill)


def _found(database: Database, key: bytes, name: str, clock: Clock | None) -> None:
    # The vault does not stand at its place yet, so nothing outside it may speak of it.
    place = VaultPlace(database.path.parent.parent, database.path.parent.name)
    secrets = vault_rules.open_vault_secrets(key)
    with database.write():
        _apply_schema(database)
        now = int((clock or datetime.now)().timestamp() * 1000)
        person = identity_store.make(database, secrets.identity, issued=now)
    node = Node(place, database, person, apps(), secrets.epochs, clock, anchored=False)
    with database.write():
        node.views.make({app.name: app.views for app in apps()})
    with node.writing() as work:
        for each in FIRST_HOMES:
            work.new_space(each)
        if name:
            values = {"person": person.id.hex(), "working_name": name}
            work.put(own.MEMBER, node.space("practice"), None, values)


def _bring_up(place: VaultPlace, database: Database) -> None:
    """To the form that this program writes. A newer one is refused; before an older one is changed
    a copy is made beside it and read through, and it goes when the vault is opened the next time.
    """
    shipped = {name: version for name, (_, version) in PIECES.items()}
    migrate.refuse_newer(database, shipped)
    if migrate.versions(database) == shipped:
        files.remove(place.upgrade_copy)
        return
    files.remove(place.upgrade_copy)
    database.copy_to(place.upgrade_copy)
    _apply_schema(database)


def _apply_schema(database: Database) -> None:
    for name, (package, newest) in PIECES.items():
        for version in range(1, newest + 1):
            migrate.apply(database, name, version, _schema(package, version))


def _schema(package: str, version: int) -> str:
    """The first version of a piece is `schema.sql`, a later one what `schema_2.sql` adds to it."""
    name = "schema.sql" if version == 1 else f"schema_{version}.sql"
    return resources.files(package).joinpath(name).read_text("utf-8")


def open_node(
    place: VaultPlace,
    key: bytes,
    *,
    accept_restored: bool = False,
    as_new_device: bool = False,
    anchored: bool = True,
    clock: Clock | None = None,
) -> Node:
    """An unlocked node. Raises VaultRolledBack when the copy is older than the last one used
    here, or was used elsewhere and never here, unless `accept_restored`: then it goes on under a
    new device key, its old chains closed. `as_new_device` does so whatever the anchor says.

    `anchored=False` opens a copy that is not this computer's own, such as a backup to verify.
    """
    selftest.run()
    secrets = vault_rules.open_vault_secrets(key)
    language = store.read_header(place).language
    database = Database.open(place.database, secrets.database, key_is_proved=True)

    def assemble() -> Node:
        person = identity_store.load(database, secrets.identity)
        return Node(
            place, database, person, apps(), secrets.epochs, clock,
            language=language, anchored=anchored,
            become=partial(identity_store.become, database, secrets.identity),
        )  # fmt: skip

    try:
        _bring_up(place, database)
        node = assemble()
        if anchored and (as_new_device or not _stands(node)):
            if not (accept_restored or as_new_device):
                raise VaultRolledBack
            with database.write():
                identity_store.renew_device(database, secrets.identity, issued=node.milliseconds())
            node = assemble()
            anchor.forget(place)
            files.remove(place.put_back)
        if anchored:
            anchor.write(place, *node.log.journal(), node.person.sign_seed)
        with database.write():
            node.views.make({app.name: app.views for app in apps()})
    except BaseException:  # whatever it was, an interruption too: no open database stays behind
        database.close()
        raise
    return node


def _stands(node: Node) -> bool:
    """Whether the vault is at least as new as this computer's anchor says.

    Only a vault fresh from its making may have none: the first opening writes it, before anything
    else can be written. One that is further along was used on another computer, which may go on
    under the same device key and write a second history.
    """
    if node.place.put_back.exists():
        return False
    try:
        held = anchor.read(node.place, node.person.certificate.sign_public)
        count, _ = node.log.journal()
        if held is None and count > FIRST_COMMITS:
            return False
        if held is not None and travel.stood_before(node, held.count) == held.digest:
            return True
        anchor.check(held, count, lambda at: node.log.journal_at(at) or b"")
    except (VaultRolledBack, VaultDamaged):
        return False
    return True


# ── the pages ───────────────────────────────────────────────────────────────────────────────


def _copy_by_itself(node: Node) -> None:
    with suppress(PanohError):  # Today says that it failed
        schedule.run(node)


def shell(home: Path) -> Shell:
    """What the process that serves the pages is given (`panoh.web.serve` asks for it by name)."""
    from panoh.cli.listener import Listener
    from panoh.web.shell import Doors, Shell

    listener = Listener(apps)

    def unlocked(node: Node, held: Held) -> None:
        with suppress(PanohError, OSError):  # of a return from a journey that was cut off
            files.remove_folder(store.unfinished(node.place.home, node.place.id).folder)
        for app in apps():
            if app.unlocked is not None:
                with suppress(PanohError):
                    app.unlocked(node)
        listener.start(node, held)
        held.later(node, lambda: _copy_by_itself(node))

    def close(node: Node) -> None:
        listener.stop()
        node.close()

    return Shell(
        home,
        Doors(
            open_node=open_node,
            open_restored=partial(open_node, accept_restored=True),
            create_vault=create_vault,
            backup_verify=_verify_backup,
            come_home=_come_home,
        ),
        pages=tuple(page for app in apps() for page in app.pages),
        navigation=[item for app in apps() for item in app.navigation],
        templates={app.name: app.templates for app in apps()},
        on_unlock=unlocked,
        on_lock=close,
    )


def demo_shell(home: Path) -> Shell:
    """The same for `panoh demo`, marked on every page and open until the first lock."""
    from panoh.web.shell import DEMO_PHRASE

    def invented() -> Node:
        place = store.pick(home)
        return open_node(place, store.unlock(place, os.environ[DEMO_PHRASE]))

    return replace(
        shell(home),
        banner=N_("Demo: everybody here is invented."),
        begins_with=invented if DEMO_PHRASE in os.environ else None,
    )


def _come_home(node: Node, folder: Path, secret: str) -> Back:
    from panoh.sync import homecoming

    return homecoming.from_folder(node, folder, secret, partial(open_node, anchored=False))


def _verify_backup(path: Path, secret: str) -> Verified:
    from panoh.core import backup

    return backup.verify(path, secret, partial(open_node, anchored=False))
