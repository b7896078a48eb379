"""A shell for tests: real vaults at the cheapest allowed cost, and pages of a made-up app."""

from __future__ import annotations

import dataclasses
import time
from functools import partial
from pathlib import Path

from panoh import bootstrap
from panoh.core import backup, phones
from panoh.core.app import NavItem
from panoh.core.records.model import Choice, Field, Kind
from panoh.crypto.derive import FLOOR
from panoh.web import shell as web_shell
from panoh.web.page import Again, Form, Go, Page, Reply, Save, Show, Visit
from panoh.web.shell import Doors, Shell

PHRASE = "copper lantern sleeps under seven quiet bridges"

FIELDS = (
    Field("code", Kind.TEXT, "Code", required=True, help="A short code."),
    Field("story", Kind.LONG, "Story", open_ended=True),
    Field("phone", Kind.PHONE, "Phone", open_ended=True),
    Field("day", Kind.DATE, "Day"),
    Field("moment", Kind.TIME, "Moment"),
    Field("danger", Kind.YES, "Danger tonight?", open_ended=True),
    Field("heads", Kind.NUMBER, "Heads"),
    Field("names", Kind.NAMES, "Names", open_ended=True),
    Field("speaks", Kind.LANGUAGES, "Speaks", open_ended=True),
    Field(
        "way", Kind.CHOICE, "Way",
        choices=tuple(Choice(str(n), f"Way {n}") for n in range(4)), open_ended=True,
    ),
    Field(
        "district", Kind.CHOICE, "District",
        choices=tuple(Choice(str(n), f"District {n}") for n in range(12)),
    ),
    Field(
        "topics", Kind.CHOICES, "Topics",
        choices=tuple(Choice(str(n), f"Topic {n}") for n in range(5)), open_ended=True,
    ),
)  # fmt: skip
SAVED: list[Form] = []


def ask(visit: Visit) -> Reply:
    return Show("sample.html", "Sample", fields=FIELDS)


def save(visit: Visit) -> Reply:
    if not visit.form.get("code"):
        return Again("/sample", visit.form, {"code": "This is needed.", "phone": "Too short."})
    SAVED.append(visit.form)
    with visit.node.writing() as work:
        work.set("sample", visit.form.get("code"))
    return Go("/sample/seen", told="Saved.")


def seen(visit: Visit) -> Reply:
    return Show("seen.html", "Seen", code=visit.node.setting("sample") or "nothing")


def search(visit: Visit) -> Reply:
    return Go("/sample/seen", keep={"asked": visit.form.get("asked")})


def handed_out(visit: Visit) -> Reply:
    return Save(b"a file", "words.txt", "text/plain")


def slow(visit: Visit) -> Reply:
    time.sleep(8)
    return Show("seen.html", "Seen", code=visit.node.setting("sample"))


def breaks(visit: Visit) -> Reply:
    raise RuntimeError("secret-in-the-message " + visit.form.get("code"))


PAGES = (
    Page("GET", "/sample", ask, "sample"),
    Page("POST", "/sample", save, "sample"),
    Page("GET", "/sample/seen", seen, "seen"),
    Page("POST", "/sample/search", search, "sample-search"),
    Page("GET", "/sample/slow", slow, "slow"),
    Page("GET", "/sample/out", handed_out, "out"),
    Page("GET", "/sample/breaks", breaks, "breaks"),
    Page("POST", "/sample/breaks", breaks, "breaks"),
)


def shell(home: Path) -> Shell:
    return Shell(
        home=home,
        doors=Doors(
            open_node=bootstrap.open_node,
            open_restored=partial(bootstrap.open_node, accept_restored=True),
            create_vault=partial(bootstrap.create_vault, cost=FLOOR),
            backup_verify=lambda path, secret: backup.verify(
                path, secret, partial(bootstrap.open_node, anchored=False)
            ),
            come_home=bootstrap._come_home,
        ),
        pages=PAGES,
        navigation=(NavItem("Sample", "/sample", 1), NavItem("Seen", "/sample/seen", 2)),
        templates={"sample": Path(__file__).parent / "templates"},
        on_lock=lambda node: node.close(),
    )


def with_banner(home: Path) -> Shell:
    return dataclasses.replace(shell(home), banner="Practice data: nothing here is real.")


def hasty(home: Path) -> Shell:
    """Everything is over sooner, so that a test can wait for it."""
    phones.CODE_SECONDS = 1.0
    web_shell.IDLE_MINUTES = 2 / 60  # type: ignore[assignment]
    return shell(home)
