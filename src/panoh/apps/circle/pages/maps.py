"""Maps: the list, one map drawn and listed, its loops, rivals side by side, files in and out."""

from __future__ import annotations

from panoh.apps.circle import access, commands, records
from panoh.apps.circle.pages.common import PART, address, attempt, show, the_map
from panoh.apps.circle.rules import exchange
from panoh.apps.circle.rules.lint import why_not
from panoh.apps.circle.views import maps as views
from panoh.apps.circle.views.drawing import HEIGHT, WIDTH, draw, wrapped
from panoh.apps.circle.views.told import loop_words
from panoh.errors import Invalid, NotFound
from panoh.web.page import Go, Page, Reply, Save, Visit
from panoh.words import N_, _

SHOWN = 8
"""Loops that are told on the page; the command tells all."""
KINDS_OF_FILE = {
    "csv": N_("Table of links, or matrix of weights (CSV)"),
    "graphml": N_("GraphML"),
    "xmile": N_("XMILE"),
    "mdl": N_("Vensim text"),
    "txt": N_("List of links in braces"),
}
SAVED = {"csv": "text/csv", "matrix": "text/csv", "graphml": "text/xml", "xmile": "text/xml",
         "mdl": "text/plain"}  # fmt: skip
LARGEST = 4 * 1024 * 1024
CHANGE_FIELDS = tuple(each for each in records.CHANGE.fields if each.name != "map")


def maps(visit: Visit) -> Reply:
    return show(
        "maps.html", _("Maps"), found=views.maps(visit.node), kinds_of_file=KINDS_OF_FILE
    )  # fmt: skip


def take_in(visit: Visit) -> Reply:
    """A file becomes a map of one's own. The name of the file is not known here."""
    access.need(visit.node)

    def act() -> Reply:
        data = visit.form.file("document")
        kind = visit.form.get("kind")
        title = visit.form.get("title").strip()
        problems = {}
        if not data:
            problems["document"] = N_("Choose a file.")
        if kind not in KINDS_OF_FILE:
            problems["kind"] = N_("Choose one of those offered.")
        if not title or why_not(title):
            problems["title"] = why_not(title) or N_("This is needed.")
        if problems:
            raise Invalid(problems)
        taken = exchange.read(data, f"map.{kind}", visit.form.file("names"))
        record = commands.keep_map(visit.node, taken.map, title, taken.equations)
        return Go(f"{PART}/map/{record}", told=_("The map is here now, sealed in your vault."))

    return attempt(visit, f"{PART}/maps", act)


def one(visit: Visit) -> Reply:
    """The drawing, and the list of links that says the same in words."""
    place, key, of = the_map(visit)
    return show(
        "map.html", _("Map"), of=of, place=place, drawing=draw(of), wide=WIDTH, high=HEIGHT,
        shown=_short(key), labels=of.labels(), claims=access.claim_ids(visit.node),
        own=_is_own(visit, place),
        fields=CHANGE_FIELDS, options=_options(of.labels()), files=SAVED,
    )  # fmt: skip


def _short(key: str) -> str:
    """How a brief names a map: as a person does, or by the beginning of its record's id."""
    return key if len(key) < 32 else key[:12]


def _options(labels: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    listed = sorted(labels.items(), key=lambda each: each[1])
    return {"start": listed, "end": listed}


def _is_own(visit: Visit, place: str) -> bool:
    try:
        access.map_(visit.node, place)
    except NotFound:
        return False
    return True


def change(visit: Visit) -> Reply:
    place, _key, _of = the_map(visit)
    names = [each.name for each in CHANGE_FIELDS]

    def act() -> Reply:
        values = {k: v for k, v in visit.form.raw(names).items() if v not in ("", [], None)}
        commands.change_link(visit.node, place, values)
        return Go(f"{PART}/map/{place}", told=_("Saved."))

    return attempt(visit, f"{PART}/map/{place}", act)


def loops(visit: Visit) -> Reply:
    place = address(visit)
    of, found = views.loops(visit.node, place)
    labels = of.labels()
    rows = [
        (each, loop_words(each.links, labels, each.kind), round(100 * each.share))
        for each in found.loops[:SHOWN]
    ]
    return show(
        "loops.html", _("Loops"), of=of, place=place, wrapped=wrapped, rows=rows, found=found,
        shown=_short(the_map(visit)[1]), labels=labels, count=len(found.loops),
        claims=access.claim_ids(visit.node),
    )  # fmt: skip


def rivals(visit: Visit) -> Reply:
    found, alone = views.side_by_side(visit.node)
    ids = {name: record for record, name in access.story_names(visit.node).items()}
    return show(
        "rivals.html", _("Rival maps"), found=found, alone=alone, ids=ids,
        titles=access.story_titles(visit.node), claims=access.claim_ids(visit.node),
    )  # fmt: skip


def save(visit: Visit) -> Reply:
    """The map for other tools; the file is not sealed, which the page says before."""
    _place, _key, of = the_map(visit)
    kind = visit.path_params.get("kind", "")
    if kind not in SAVED:
        raise NotFound(what=kind)
    ending = "csv" if kind == "matrix" else kind
    return Save(exchange.write(of, kind), f"map.{ending}", SAVED[kind])


def ask_erase(visit: Visit) -> Reply:
    row = access.map_(visit.node, address(visit))
    return show("erase.html", _("Map"), row=row, back=f"{PART}/map/{row['id']}",
                act=f"{PART}/map/{row['id']}/erase")  # fmt: skip


def erase(visit: Visit) -> Reply:
    row = access.map_(visit.node, address(visit))

    def act() -> Reply:
        commands.erase_map(visit.node, row["id"])
        return Go(f"{PART}/maps", told=_("Erased."))

    return attempt(visit, f"{PART}/maps", act)


PAGES: tuple[Page, ...] = (
    Page("GET", PART + "/maps", maps, "circle.maps"),
    Page("POST", PART + "/maps", take_in, "circle.maps.take_in", upload=LARGEST),
    Page("GET", PART + "/rivals", rivals, "circle.rivals"),
    Page("GET", PART + "/map/{id}", one, "circle.map"),
    Page("POST", PART + "/map/{id}", change, "circle.map.change"),
    Page("GET", PART + "/map/{id}/loops", loops, "circle.loops"),
    Page("GET", PART + "/map/{id}/file/{kind}", save, "circle.map.file"),
    Page("GET", PART + "/map/{id}/erase", ask_erase, "circle.map.erase"),
    Page("POST", PART + "/map/{id}/erase", erase, "circle.map.erase.now"),
)
