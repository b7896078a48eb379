"""What happened in a case, from its log: main space and compartments together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from panoh.apps.casework import rules
from panoh.apps.casework.access.one import client, factor_title
from panoh.apps.casework.access.shown import shown_classes
from panoh.apps.casework.records import (
    ALL,
    CLIENT,
    DEMAND,
    NEED,
    RETENTION,
    RETENTION_NOTICE,
    TAKEN_OUT,
)
from panoh.apps.casework.records.outside import TAKEN
from panoh.core.app import Event
from panoh.core.node import Node
from panoh.core.records.model import Answer, Field, Kind, RecordType, Sensitivity
from panoh.core.space.store import SpaceRow
from panoh.lexicon import factors
from panoh.words import N_, _

_TYPES = {each.table: each for each in ALL}
_TAKEN = {each.key: each.label for each in TAKEN}

ACTS = {
    "added": N_("{what}: added"),
    "changed": N_("{what}: changed"),
    "done": N_("{what}: done"),
    "erased": N_("Something was erased"),
    "opened": N_("Case opened"),
    "attached": N_("Contact moved here from the desk"),
    "reviewed": N_("Case reviewed"),
    "closed": N_("Case closed"),
    "reopened": N_("Case reopened"),
    "taken_out": N_("Taken out of the vault: {what}"),
    "asked": N_("The client was told what is kept, and chose"),
    "withdrawn": N_("A consent to share was withdrawn"),
    "newer": N_("Something that needs a newer Panoh"),
}

ANSWER_WORDS = {
    Answer.NOT_ASKED: N_("Not asked"),
    Answer.DECLINED: N_("Would rather not say"),
    Answer.NOT_SAFE: N_("Not safe to ask"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline; `text` is translated and holds no quiet field."""

    time: str  # local ISO time, to the minute
    by: str
    act: str  # a key of ACTS
    type: str  # record type name: need, note, …; empty once erased
    record: str
    text: str
    changes: dict[str, Any]  # field name → value, quiet ones and links left out

    def as_data(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def timeline(
    node: Node, ref: str, restricted: bool | Collection[str] | None = None
) -> list[Moment]:
    """What happened in the case, newest first. Of its compartments only those classes that are
    named (True: all) or, where nothing is said, shown in this session."""
    titles: dict[str, str] = {}
    found = _events(node, ref, restricted)
    moments = [each for event, act in found if (each := _moment(event, act, titles))]
    moments.reverse()
    return moments


def events(node: Node, record: str) -> list[Event]:
    """As `APP.timeline`: the log's own events, quiet fields, faith and demands by
    authorities left out; oldest first."""
    return [
        Event(**{**_fields(event), "changes": _open_changes(event)})
        for event, _act in _events(node, record)
        if event.type != DEMAND.table
    ]


def _fields(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in Event.__dataclass_fields__}


def _events(
    node: Node, ref: str, restricted: bool | Collection[str] | None = None
) -> list[tuple[Event, str]]:
    """Events of the main space and the compartments that may be seen, in order of time, each with
    its act. Of a child's case nothing while the case as a whole is hidden."""
    row = client(node, ref)
    shown = shown_classes(node, row["id"]) if restricted is None else restricted
    main = node.spaces.row_of(row["space"])

    def may_be_seen(space: SpaceRow) -> bool:
        return space.restricted is None or shown is True or space.restricted in (shown or ())

    spaces = [main, *filter(may_be_seen, node.spaces.compartments(main))]
    spaces = spaces if may_be_seen(main) else []
    found = [event for space in spaces for event in node.history(space.id)]
    found.sort(key=lambda event: event.time)
    kept_back = {each.record for each in found if not _exported(each.changes.get("factor"))}
    known: set[str] = set()
    acts: list[tuple[Event, str]] = []
    for event in found:
        act = _act(event, known)
        known.add(event.record)
        if act and event.record not in kept_back:
            acts.append((event, act))
    return acts


def _exported(factor: Any) -> bool:
    return rules.known_factor(factor) is None or rules.exported(factor)


def _act(event: Event, known: set[str]) -> str:
    if event.kind == "erase":
        return "erased"
    if event.erased or event.kind in ("fact", "snapshot", "blob"):
        return ""  # the erasing entry stands for it; the rest is not about the client
    rtype = _TYPES.get(event.type)
    if rtype is None:
        return "newer"
    emptied = bool(event.changes) and not any(each is not None for each in event.changes.values())
    if emptied and event.record not in known:
        return ""  # its beginning was erased with a name in it: the erasing entry stands for it
    if rtype in _UNSAID and "reason" not in event.changes:
        return ""  # the closure stands for it
    if rtype.name in _OWN_ACTS and not emptied:
        return _OWN_ACTS[rtype.name]
    if rtype is CLIENT and event.record in known and set(event.changes) == {"status"}:
        return ""  # the closure or reopening stands for it
    if event.record not in known:
        return "added"
    return "done" if event.changes.get("done") is True else "changed"


_UNSAID = (RETENTION, RETENTION_NOTICE)
_OWN_ACTS = {
    "opened": "opened",
    "case_contact": "attached",
    "review": "reviewed",
    "closure": "closed",
    "reopening": "reopened",
    "taken_out": "taken_out",
    "keeping": "asked",
    "withdrawal": "withdrawn",
}


def _moment(event: Event, act: str, titles: dict[str, str]) -> Moment | None:
    """The line for an event; `titles` keeps what each need is called so far."""
    rtype = _TYPES.get(event.type)
    changes = _open_changes(event)
    if rtype is not None and act == "changed" and not changes:
        return None  # only quiet fields changed
    what = _(rtype.label) if rtype else ""
    if rtype is NEED:
        titles[event.record] = _title(event.changes) or titles.get(event.record, what)
        what = titles[event.record]
    if rtype is TAKEN_OUT:
        what = _(_TAKEN.get(str(changes.get("what")), ""))
    return Moment(
        time=event.time.strftime("%Y-%m-%dT%H:%M"),
        by=event.author,
        act=act,
        type=rtype.name if rtype else "",
        record=event.record,
        text=_(ACTS[act]).format(what=what),
        changes={name: _shown(value) for name, value in changes.items()},
    )


def _title(changes: Mapping[str, Any]) -> str:
    if changes.get("factor"):
        return factor_title(str(changes["factor"]))
    return str(changes.get("own_words") or "")


def _open_changes(event: Event) -> dict[str, Any]:
    rtype = _TYPES.get(event.type)
    if rtype is None:
        return {}
    found = dict(event.changes)
    if rtype is TAKEN_OUT and "what" in found:
        found["what"] = rules.what_left(found)
    return {
        name: value
        for name, value in found.items()
        if _may_show(rtype, name) and not _never_shown(rtype, name, value)
    }


def _never_shown(rtype: RecordType, name: str, value: Any) -> bool:
    """What is about places and populations, whoever wrote it about a person."""
    field = rtype.field(name)
    is_factor = field is not None and field.kind is Kind.FACTOR
    return is_factor and factors.FORBIDDEN.fullmatch(str(value)) is not None


def _may_show(rtype: RecordType, name: str) -> bool:
    field = rtype.field(name)
    return (
        isinstance(field, Field)
        and field.sensitivity is not Sensitivity.QUIET
        and field.kind is not Kind.LINK
    )


def _shown(value: Any) -> Any:
    return f"?{value.value}" if isinstance(value, Answer) else value
