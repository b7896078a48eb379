"""What every casework page shares: whose case it is, what is hidden, how a form is saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from panoh.apps.casework import access, commands
from panoh.apps.casework.pages.say import label_of, moment, say
from panoh.apps.casework.rules import consent
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import Field, RecordType
from panoh.core.records.rules import clean
from panoh.errors import Forbidden, Invalid, NotFound, PanohError
from panoh.web.page import Again, Form, Go, Reply, Show, Visit
from panoh.web.said import said
from panoh.words import N_, _

Options = list[tuple[str, str]]

NOT_THERE = N_("What this points to is not here, or it is not open to you.")
_RECORD = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class About:
    """Whom and what a page is about: the client's row, and one record of the case if any."""

    client: Row
    row: Row

    @property
    def path(self) -> str:
        return f"/client/{self.client['id']}"


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def record_id(visit: Visit, name: str = "id") -> str:
    """A record id out of the address. A code is not taken: it stays out of the browser."""
    ref = visit.path_params.get(name, "")
    if not _RECORD.fullmatch(ref):
        raise NotFound(what=ref)
    return ref


def page_number(visit: Visit) -> int:
    """Which page of a list the address asks for; the first when it makes no sense."""
    asked = visit.query.get("page", "")
    return max(1, int(asked)) if re.fullmatch(r"[0-9]{1,6}", asked) else 1


def the_client(visit: Visit) -> About:
    row = access.client(visit.node, record_id(visit))
    return About(row, row)


def a_record(read: Callable[[Node, str], Row]) -> Callable[[Visit], About]:
    """The record that `read` gives for the id in the address, and its client."""

    def about(visit: Visit) -> About:
        row = read(visit.node, record_id(visit))
        return About(access.client(visit.node, row["client"]), row)

    return about


def note_opened(visit: Visit, about: About) -> None:
    """Who looked at a case is part of the case, so this one thing is written on a GET.

    It says only that somebody looked, once for each unlocked session; a page that could be read
    without a trace would be worth less to the client than the rule that a GET writes nothing.
    """
    commands.note_opened(visit.node, about.client["id"])


def fields(rtype: RecordType, *names: str) -> tuple[Field, ...]:
    return tuple(each for name in names if (each := rtype.field(name)))


def values_of(row: Row, asked: Iterable[Field]) -> dict[str, Any]:
    """What a form begins with: values, or the answer given instead."""
    answers: Mapping[str, str] = row["answers"]
    return {
        each.name: f"?{answers[each.name]}" if each.name in answers else row.get(each.name)
        for each in asked
    }


def changes(asked: Iterable[Field], row: Row, raw: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from the row. The rest is not written again: a saved form must not settle
    by accident what two people wrote, nor fill the timeline with what nobody changed."""
    before = values_of(row, asked)
    changed = {}
    for each in asked:
        if each.name in raw and _cleaned(each, raw[each.name]) != _cleaned(each, before[each.name]):
            changed[each.name] = raw[each.name]
    return changed


def _cleaned(field: Field, raw: Any) -> Any:
    try:
        return clean(field, raw)
    except ValueError:
        return raw  # the command says what is wrong with it


# ── restricted lines ────────────────────────────────────────────────────────────────────────


def is_hidden(node: Node, about: About) -> bool:
    """A record of a compartment, until somebody chose to show those of this case."""
    return access.is_hidden(node, about.row)


THEN = ("together", "paper")
"""Pages of a case that showing something restricted may go back to."""


# ── showing and saving ──────────────────────────────────────────────────────────────────────


def show(template: str, title: str, **data: Any) -> Show:
    """One of our templates, with what all of them use."""
    ready = {"say": say, "label_of": label_of, "moment": moment}
    return Show(f"casework/{template}", title, **{**ready, **data})


def show_hidden(node: Node, about: About, then: str = "") -> Show:
    """Says that it is hidden and offers to show the class that hides it, without naming it; `then`
    is the page of the case that was asked for, one of `THEN`."""
    main, here = (node.spaces.row_of(each["space"]) for each in (about.client, about.row))
    whole = access.is_hidden(node, about.client)
    restricted = main.restricted if whole else here.restricted
    return show("hidden.html", _("Case"), about=about, whole=whole, restricted=restricted or "",
                then="" if whole else then)  # fmt: skip


def attempt(visit: Visit, back: str, act: Callable[[], Reply]) -> Reply:
    """What was refused goes back to the form with words beside each field."""
    try:
        return act()
    except Invalid as refused:
        problems = {name: _(text) for name, text in refused.problems.items()}
        return Again(back, visit.form, problems)
    except Forbidden as refused:
        return Again(back, visit.form, {"": _(str(refused.details.get("why", "")))})
    except NotFound:
        return Again(back, visit.form, {"": _(NOT_THERE)})
    except PanohError as error:  # a full disk, a busy vault: what was typed is worth another try
        return Again(back, visit.form, {"": said(error)})


HIDDEN_NOW = N_("It is restricted, so it is hidden here until you choose to show it.")


def hidden_too(node: Node, told: str, *made: object) -> str:
    """`told`, and a word more when one of these records, just saved, is not shown: it would look
    lost."""
    if any(_is_hidden_record(node, each) for each in made):
        return f"{told} {_(HIDDEN_NOW)}"
    return told


def _is_hidden_record(node: Node, record: object) -> bool:
    if not isinstance(record, str) or not _RECORD.fullmatch(record):
        return False
    rows = [node.read(each.type, record) for each in node.views.places(bytes.fromhex(record))]
    return any(row.get("client") and access.is_hidden(node, row) for row in rows)


def _nothing(_visit: Visit, _about: About) -> dict[str, Any]:
    return {}


def to_case(part: str = "") -> Callable[[About], str]:
    return lambda about: about.path + part


def the_case(about: About) -> str:
    return about.path


@dataclass(frozen=True, slots=True)
class Ask:
    """A page that asks a few declared fields and saves them by one command."""

    path: str  # "/client/{id}/goal/new"
    name: str
    title: str  # neutral; also the heading
    fields: tuple[Field, ...]
    save: Callable[[Visit, About, dict[str, Any]], Any]  # gives the record's id, if one was made
    told: str
    about: Callable[[Visit], About] = the_client
    begin: Callable[[Visit, About], Mapping[str, Any]] = _nothing
    options: Callable[[Visit, About], Mapping[str, Options]] = _nothing
    after: Callable[[About], str] = the_case
    intro: str = ""
    button: str = N_("Save")
    folded: frozenset[str] = frozenset({"restricted"})
    changes_row: bool = False  # only what differs from the row goes to `save`
    warn: Callable[[Visit, About], str] | None = None  # after saving: where to look first, or ""
    look_first: Callable[[Visit, About], list[tuple[str, str]]] | None = None  # words and a path
    quote: str = ""  # a field of the row that is shown above the form
    more: Callable[[About], str] | None = None  # where the record is erased

    def place(self, visit: Visit) -> str:
        return self.path.format(**visit.path_params)

    def asked(self, visit: Visit, about: About) -> tuple[Field, ...]:
        """Under a code only no question for a name or a number is even asked."""
        if not any(consent.says_who(each) for each in self.fields):
            return self.fields
        if access.kept(visit.node, about.client).choice not in consent.NARROW:
            return self.fields
        return tuple(each for each in self.fields if not consent.says_who(each))

    def get(self, visit: Visit) -> Reply:
        about = self.about(visit)
        note_opened(visit, about)
        if is_hidden(visit.node, about):
            return show_hidden(visit.node, about)
        asked = self.asked(visit, about)
        begin = values_of(about.row, asked) if self.changes_row else {}
        return show(
            "form.html",
            _(self.title),
            what=self,
            asked=asked,
            about=about,
            action=self.place(visit),
            options=self.options(visit, about),
            look_first=self.look_first(visit, about) if self.look_first else [],
            form=Form.of({**begin, **self.begin(visit, about)}),
        )

    def post(self, visit: Visit) -> Reply:
        about = self.about(visit)
        raw = visit.form.raw(each.name for each in self.fields)
        wanted = changes(self.fields, about.row, raw) if self.changes_row else _filled(raw)

        def act() -> Reply:
            if self.changes_row and not wanted:
                return Go(self.after(about), told=_("Nothing was changed."))
            made = self.save(visit, about, wanted)
            first = self.warn(visit, about) if self.warn else ""
            told = hidden_too(visit.node, _(self.told), made)
            return Go(first or self.after(about), told=told)

        return attempt(visit, self.place(visit), act)


def _filled(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A new record has no use for what was left empty."""
    return {name: value for name, value in raw.items() if value not in ("", [], None)}
