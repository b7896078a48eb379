"""Taking over a list: upload, look at what each row becomes, then all of it or nothing.

The file is held in memory only, one at a time, until it is taken, given up, or the vault is locked.
Its name is not kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from panoh.apps.casework import bring, commands, views
from panoh.apps.casework.pages.common import attempt, show
from panoh.apps.casework.pages.say import say_value
from panoh.core.records.model import Choice, Field, Kind
from panoh.crypto.derive import random
from panoh.errors import Invalid, NotFound
from panoh.sheets import read, text
from panoh.sheets.model import FILE_LIMIT, Table
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import N_, _

SHOWN_ROWS = 10
SHOWN_PROBLEMS = 50
LOOKED_ALIKE = 200
PAGE_ROWS = 10_000
"""More than this takes longer than a page may; the command takes it."""
_HELD = "casework.import"
_FORM_ROOM = 64 * 1024

KIND = Field(
    "kind",
    Kind.CHOICE,
    N_("What is in the list?"),
    choices=(Choice("clients", N_("Clients")), Choice("contacts", N_("Contacts without a case"))),
    required=True,
)
ENCODING = Field(
    "encoding",
    Kind.CHOICE,
    N_("Only if the letters came out wrong: how the CSV is written"),
    choices=(
        Choice("utf-8", "UTF-8"),
        Choice("utf-16", "UTF-16"),
        Choice("cp1251", "Windows-1251"),
    ),
)


@dataclass
class Held:
    """The list that is looked at."""

    id: str
    kind: str
    table: Table
    mapping: dict[int, str] = field(default_factory=dict)


def _held(visit: Visit) -> Held:
    found = visit.node.session.get(_HELD)
    if not isinstance(found, Held) or visit.state.get("list") != found.id:
        raise NotFound(what="list")
    return found


def _path(visit: Visit) -> str:
    return f"/import/preview?s={visit.query.get('s', '')}"


def ask(_visit: Visit) -> Reply:
    return show("import.html", _("Take over a list"), fields=(KIND, ENCODING),
                left_behind=bring.LEFT_BEHIND, form=Form.of({"kind": "clients"}))  # fmt: skip


def upload(visit: Visit) -> Reply:
    kind, encoding = visit.form.get("kind"), visit.form.get("encoding")
    data = visit.form.file("list")

    def act() -> Reply:
        if kind not in bring.KINDS:
            raise Invalid({"kind": N_("Choose one of those offered.")})
        if not data:
            raise Invalid({"list": N_("Choose a file.")})
        table = read.read(data, encoding if encoding in text.ENCODINGS else "")
        if len(table.rows) > PAGE_ROWS:
            raise Invalid(
                {"list": N_("This list is long. Take it with the command: panoh import.")}
            )
        found = Held(random(8).hex(), kind, table, bring.guess(kind, table.heads))
        visit.node.session[_HELD] = found
        return Go("/import/preview", keep={"list": found.id})

    visit.form = visit.form.without_files()
    return attempt(visit, "/import", act)


def _understood(visit: Visit, held: Held) -> bring.Understood:
    node = visit.node
    return bring.understand(
        held.table, held.kind, held.mapping, lambda code: commands.code_taken(node, code)
    )


def preview(visit: Visit) -> Reply:
    held = _held(visit)
    found = _understood(visit, held)
    columns = sorted({column for column in held.mapping if column < len(held.table.heads)})
    return show(
        "import_preview.html",
        _("Take over a list"),
        action=_path(visit),
        held=held,
        targets=bring.targets(held.kind),
        samples=[_sample(held.table, at) for at in range(len(held.table.heads))],
        columns=[(column, _label(held, column)) for column in columns],
        rows=[(row, [_shown(held, {**values, "old_number": old}, column) for column in columns])
              for row, old, values in found.rows[:SHOWN_ROWS]],
        count=len(found.rows),
        alike=_alike(visit, held, found),
        alike_words=bring.ALIKE,
        problems_of_rows=found.problems[:SHOWN_PROBLEMS],
        more=max(0, len(found.problems) - SHOWN_PROBLEMS),
        left_behind=bring.LEFT_BEHIND,
    )  # fmt: skip


def _alike(visit: Visit, held: Held, found: bring.Understood) -> list[tuple[int, views.Alike]]:
    """Who may be here already; of a long list only its first rows, or the page would take long."""
    if held.kind != "clients":
        return []
    rows = [(row, values) for row, _old, values in found.rows[:LOOKED_ALIKE]]
    return views.alike_rows(visit.node, rows, lambda _done, _all: None)[:SHOWN_PROBLEMS]


def _label(held: Held, column: int) -> str:
    found = bring.target(held.kind, held.mapping[column])
    return found.label if found else ""


def _sample(table: Table, column: int) -> str:
    """The first thing that stands in a column."""
    return next((t for row in table.rows[:100] if (t := row.cell(column).text)), "")


def _shown(held: Held, values: dict[str, Any], column: int) -> str:
    found = bring.target(held.kind, held.mapping[column])
    return say_value(found.field, values.get(found.name)) if found else ""


def decide(visit: Visit) -> Reply:
    """Change which column is what, give the list up, or take it."""
    held = _held(visit)
    here = _path(visit)

    def act() -> Reply:
        wish = visit.form.get("act")
        if wish == "drop":
            visit.node.session.pop(_HELD, None)
            return Go("/import", told=_("Nothing was taken."))
        held.mapping = _mapping(visit.form, held)
        if wish != "take":
            return Go(here)
        found = _understood(visit, held)
        if found.problems:
            raise Invalid({"": N_("Nothing was taken: put the rows right first.")})
        done = _take(visit, held, found)
        visit.node.session.pop(_HELD, None)
        return Go("/import/done", once={"done": done})

    return attempt(visit, here, act)


def _mapping(form: Form, held: Held) -> dict[int, str]:
    wanted = {at: form.get(f"c{at}") for at in range(len(held.table.heads))}
    return {at: name for at, name in wanted.items() if bring.target(held.kind, name)}


def _take(visit: Visit, held: Held, found: bring.Understood) -> dict[str, Any]:
    values = [each for _row, _old, each in found.rows]
    if held.kind == "contacts":
        return {
            "kind": held.kind,
            "count": commands.bring_contacts(visit.node, values),
            "codes": [],
        }
    codes = commands.bring_clients(visit.node, values)
    pairs = zip(codes, found.rows, strict=True)
    listed = [[code, str(row), old] for code, (row, old, _values) in pairs]
    return {"kind": held.kind, "count": len(codes), "codes": listed}


def done(visit: Visit) -> Reply:
    found = visit.state.get("done")
    if not isinstance(found, dict):
        return show("import.html", _("Take over a list"), fields=(KIND, ENCODING),
                    left_behind=bring.LEFT_BEHIND, form=Form.of({"kind": "clients"}))  # fmt: skip
    return show("import_done.html", _("Taken over"), done=found, left_behind=bring.LEFT_BEHIND,
                not_asked=bring.NOT_ASKED)  # fmt: skip


PAGES: tuple[Page, ...] = (
    Page("GET", "/import", ask, "casework.import"),
    Page("POST", "/import", upload, "casework.import.upload", upload=FILE_LIMIT + _FORM_ROOM),
    Page("GET", "/import/preview", preview, "casework.import.preview"),
    Page("POST", "/import/preview", decide, "casework.import.decide"),
    Page("GET", "/import/done", done, "casework.import.done"),
)
