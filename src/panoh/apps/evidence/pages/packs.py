"""Packs: what is held, taking in the offered one after reading what that can mean, taking out."""

from __future__ import annotations

from collections import Counter

from panoh.apps.evidence import access, commands
from panoh.apps.evidence.pages.common import attempt, record_id, show
from panoh.apps.evidence.shipped import SHIPPED, place
from panoh.errors import Invalid
from panoh.lexicon.container import MAX_FILE
from panoh.web.page import Go, Page, Reply, Visit
from panoh.words import N_, _

ROOM = 64 * 1024


def packs(visit: Visit) -> Reply:
    held = access.adopted(visit.node)
    offered = [name for name in SHIPPED if place(name) is not None]
    return show(
        "packs.html", _("Packs"), held=held, means=commands.MEANS,
        offered=[each for each in offered if each not in {row["name"] for row in held}],
        done=visit.state.get("done"), seen=visit.state.get("seen"),
    )  # fmt: skip


def add(visit: Visit) -> Reply:
    """The offered pack, after a person ticked that they read what it can mean."""

    def act() -> Reply:
        if visit.form.get("read") != "1":
            return Go("/evidence/packs", told=_("Nothing was taken in: tick that you read it."))
        commands.add_pack(visit.node, commands.offered())
        return Go("/evidence", told=_("The pack is here now, sealed in your vault."))

    return attempt(visit, "/evidence/packs", act)


def look_or_add(visit: Visit) -> Reply:
    """A file somebody brought: first what it is and who signed it, then, chosen again, taken in."""
    data = visit.form.file("pack")

    def act() -> Reply:
        if not data:
            raise Invalid({"pack": N_("Choose a file.")})
        found = commands.look_into(data)
        if visit.form.get("expected") == found.id.hex() and visit.form.get("read") == "1":
            commands.add_pack(visit.node, data)
            return Go("/evidence", told=_("The pack is here now, sealed in your vault."))
        kinds = Counter(str(row[1]) for row in found.rows)
        seen = {
            "id": found.id.hex(), "name": found.name, "version": found.version,
            "source": found.source, "licence": found.licence, "signer": found.signer.hex()[:16],
            "offered": commands.is_offered(found), "rows": len(found.rows),
            "claims": kinds["claim"],
        }  # fmt: skip
        return Go("/evidence/packs", once={"seen": seen})

    return attempt(visit, "/evidence/packs", act)


def ask_remove(visit: Visit) -> Reply:
    row = access.adoption(visit.node, record_id(visit))
    return show("pack_remove.html", _("Packs"), row=row)


def remove(visit: Visit) -> Reply:
    row = access.adoption(visit.node, record_id(visit))

    def act() -> Reply:
        gone = commands.remove_pack(visit.node, row["name"])
        done = {"name": gone.name, "proved": gone.proved, "backups": list(gone.backups)}
        return Go("/evidence/packs", once={"done": done})

    return attempt(visit, f"/evidence/pack/{row['id']}/remove", act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/evidence/packs", packs, "evidence.packs"),
    Page("POST", "/evidence/packs", add, "evidence.packs.add"),
    Page("POST", "/evidence/packs/file", look_or_add, "evidence.packs.file",
         upload=MAX_FILE + ROOM),
    Page("GET", "/evidence/pack/{id}/remove", ask_remove, "evidence.pack.remove"),
    Page("POST", "/evidence/pack/{id}/remove", remove, "evidence.pack.remove.now"),
)  # fmt: skip
