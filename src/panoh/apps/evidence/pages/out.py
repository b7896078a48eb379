"""What can be taken out of the ledger: citations, claims, figures, factors, a pack of one's own.

Each is a file that is not sealed, and the page says so before any is offered.
"""

from __future__ import annotations

from collections.abc import Callable

from panoh.apps.evidence import access, citing, commands, records, taking_out, views
from panoh.apps.evidence.pages.common import attempt, filled, show
from panoh.core.node import Node
from panoh.errors import Invalid, NotFound
from panoh.web.page import Go, Page, Reply, Save, Visit
from panoh.words import N_, _

ALL = 1_000_000
PACK_FIELDS = ("name", "version", "licence", "source")
PACK = "application/octet-stream"


def _citations(kind: str) -> Callable[[Node], bytes]:
    def made(node: Node) -> bytes:
        rows = access.select(node, records.SOURCE, rest="ORDER BY pack = '', ref")
        return citing.write(kind, rows).encode()

    return made


OFFERED: dict[str, tuple[str, str, Callable[[Node], bytes]]] = {
    "sources.ris": (N_("Sources"), "application/x-research-info-systems", _citations("ris")),
    "sources.bib": (N_("Sources"), "application/x-bibtex", _citations("bib")),
    "sources.json": (N_("Sources"), "application/json", _citations("json")),
    "claims.csv": (
        N_("Claims"),
        "text/csv",
        lambda node: taking_out.as_csv(records.CLAIM, views.claims(node, limit=ALL)),
    ),
    "figures.csv": (
        N_("Figures"),
        "text/csv",
        lambda node: taking_out.as_csv(records.FIGURE, views.figures(node, limit=ALL)),
    ),
    "factors.ttl": (N_("Factors"), "text/turtle", lambda _node: taking_out.vocabulary().encode()),
}
"""Name of the file → what it holds, its type, its bytes."""


def out(_visit: Visit) -> Reply:
    return show(
        "out.html",
        _("Take out"),
        offered=[
            (name, words, name.split(".")[1].upper()) for name, (words, *_) in OFFERED.items()
        ],
    )


def take(visit: Visit) -> Reply:
    asked = visit.path_params.get("what", "")
    if asked not in OFFERED:
        raise NotFound(what=asked)
    _words, kind, made = OFFERED[asked]
    return Save(made(visit.node), asked, kind)


def ask_pack(visit: Visit) -> Reply:
    """The pack is made at the next look, so that a file comes in answer to a GET."""

    def act() -> Reply:
        values = filled(visit, PACK_FIELDS)
        problems = {
            each: N_("This is needed.") for each in ("name", "source") if each not in values
        }
        if not str(values.get("version", "1")).isdecimal():
            problems["version"] = N_("This is not a number.")
        if problems:
            raise Invalid(problems)
        _pack(visit.node, values)  # what cannot be made is told beside the form
        return Go("/evidence/out/pack", keep={"pack": values})

    return attempt(visit, "/evidence/out", act)


def _pack(node: Node, values: dict[str, str]) -> bytes:
    return commands.build_pack(
        node,
        name=values["name"],
        version=int(values.get("version", "1")),
        licence=values.get("licence") or "CC BY 4.0",
        source=values["source"],
    )


def take_pack(visit: Visit) -> Reply:
    values = dict(visit.state.get("pack") or {})
    if not values:
        raise NotFound(what="pack")
    return Save(_pack(visit.node, values), "evidence.pack", PACK)


PAGES: tuple[Page, ...] = (
    Page("GET", "/evidence/out", out, "evidence.out"),
    Page("POST", "/evidence/out", ask_pack, "evidence.out.pack"),
    Page("GET", "/evidence/out/pack", take_pack, "evidence.out.pack.take"),
    Page("GET", "/evidence/out/{what}", take, "evidence.out.take"),
)
