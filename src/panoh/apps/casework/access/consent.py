"""What a client agreed to: whether anything may be kept, what may be shared, what is read out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from panoh.apps.casework.access.one import client as the_client
from panoh.apps.casework.access.one import factor_title, find, of_case, select
from panoh.apps.casework.access.shown import hides
from panoh.apps.casework.records import (
    ALL,
    CLIENT,
    CONSENT,
    GOAL,
    KEEPING,
    NEED,
    NOTE,
    OVERRIDE,
    SUPPORT,
    WITHDRAWAL,
    WORDING,
)
from panoh.apps.casework.rules import consent as rules
from panoh.apps.casework.rules import told
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.words import N_, _, current_language, reviewed


def keeping(node: Node, ref: str) -> Row:
    """One telling of what is kept."""
    return find(node, KEEPING, ref)


def consent(node: Node, ref: str) -> Row:
    """A consent to share."""
    return find(node, CONSENT, ref)


def withdrawal(node: Node, ref: str) -> Row:
    return find(node, WITHDRAWAL, ref)


def override(node: Node, ref: str) -> Row:
    """A sharing without consent."""
    return find(node, OVERRIDE, ref)


def wording(node: Node, ref: str) -> Row:
    """Words of the practice."""
    return find(node, WORDING, ref)


# ── to keep ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Kept:
    """What may be kept of a client, as last told; `row` is None while it has not been asked."""

    choice: str  # not_asked, full, code, nothing
    row: Row | None
    still_held: tuple[str, ...]  # under a code only: fields that say who it is all the same

    @property
    def sent(self) -> bool:
        """Did not come freely, so that consent may not be free: said wherever it is shared."""
        return self.row is not None and self.row["came"] in rules.SENT

    def as_data(self) -> dict[str, Any]:
        row = self.row or {}
        names = ("id", "told_on", "wording", "languages", "country", "duty", "interpreter",
                 "present", "came", "answers")  # fmt: skip
        data = {name: row.get(name) for name in names}
        return {**data, "choice": self.choice, "may_not_be_free": self.sent}


def kept(node: Node, client: Row) -> Kept:
    """The choice of the last telling. Of two told on one day the later one counts."""
    order = "ORDER BY told_on DESC, created_at DESC, id DESC LIMIT 1"
    rows = of_case(node, KEEPING, client, order)
    row = rows[0] if rows else None
    known = (rules.FULL, rules.CODE_ONLY, rules.NOTHING)
    # A choice that only a newer program knows is taken as the narrowest that still helps.
    choice = rules.NOT_ASKED if row is None else row["choice"]
    if row is not None and choice not in known:
        choice = rules.CODE_ONLY
    held = says_who(node, client) if choice in rules.NARROW else []
    still = [name for each in held for name in each.names]
    return Kept(choice, row, tuple(dict.fromkeys(still)))


def count_sent(node: Node) -> int:
    """Cases in which, at the last telling, the client had been sent by somebody; of those that
    stand in lists: of a child's case nothing is told."""
    marks = ", ".join("?" * len(rules.SENT))
    rows = node.rows(
        "SELECT count(*) AS n FROM casework_client c WHERE c.case_kind IS NOT 'child' AND ("
        " SELECT k.came FROM casework_keeping k WHERE k.client = c.id AND k.space = c.space"
        f" ORDER BY k.told_on DESC, k.created_at DESC, k.id DESC LIMIT 1) IN ({marks})",
        sorted(rules.SENT),
    )
    return int(rows[0]["n"])


@dataclass(frozen=True, slots=True)
class SaysWho:
    """A record of a case that holds a name or a number, and in which fields."""

    type: RecordType
    record: str
    names: tuple[str, ...]


def says_who(node: Node, client: Row) -> list[SaysWho]:
    """Everything declared as a name or a number that the case holds, compartments included."""
    found = []
    for rtype in ALL:
        asked = rules.identifying(rtype)
        if not asked or (rtype is not CLIENT and rtype.field("client") is None):
            continue
        column = "id" if rtype is CLIENT else "client"
        for row in select(node, rtype, f"{column} = ?", (client["id"],)):
            filled = tuple(name for name in asked if row[name])
            if filled:
                found.append(SaysWho(rtype, row["id"], filled))
    return found


# ── to share ────────────────────────────────────────────────────────────────────────────────


def agreements(node: Node, client: Row) -> list[Row]:
    """Consents, overrides and withdrawals of a case, newest first; consents with `withdrawn_on`,
    `withdrawn_by` (empty when not withdrawn) and both with their `state` today."""
    today = node.today()
    withdrawals = _of(node, WITHDRAWAL, client, "withdrawn_on, created_at, id")
    first: dict[str, Row] = {}
    for each in withdrawals:
        first.setdefault(str(each["consent"]), each)
    found: list[Row] = []
    for row in _of(node, CONSENT, client, "given_on DESC, created_at DESC, id"):
        taken = first.get(row["id"], {})
        held = {**row, "withdrawn_on": taken.get("withdrawn_on"),
                "withdrawn_by": taken.get("said_by")}  # fmt: skip
        found.append({**held, "state": rules.state_of(held, today)})
    for row in _of(node, OVERRIDE, client, "decided_on DESC, created_at DESC, id"):
        found.append({**row, "state": rules.state_of(row, today)})
    return [*found, *withdrawals]


NOT_AGREED = N_(
    "No consent to share holds in this case. Ask the client before anybody else reads it."
)


def before_sharing(node: Node, space: int) -> list[str]:
    """What must be said before somebody is let into a case: whether the client agreed to anything
    and came freely. Of a case that is hidden as a whole nothing is told."""
    rows = node.rows("SELECT id FROM casework_client WHERE space = ? LIMIT 1", (space,))
    if not rows:
        return []
    row = the_client(node, rows[0]["id"])
    if hides(node, row["id"], space):
        return []
    held = [
        each
        for each in agreements(node, row)
        if each.get("state") == rules.HOLDS and not hides(node, row["id"], each["space"])
    ]
    found = [] if held else [_(NOT_AGREED)]
    return [*found, *(reviewed(told.MAY_NOT_BE_FREE).texts if kept(node, row).sent else ())]


def _of(node: Node, rtype: RecordType, client: Row, order: str) -> list[Row]:
    return of_case(node, rtype, client, f"ORDER BY {order}")


def consents(rows: Sequence[Row]) -> list[Row]:
    """The consents among `agreements`."""
    return [each for each in rows if each["type"] == CONSENT.name]


def overrides(rows: Sequence[Row]) -> list[Row]:
    return [each for each in rows if each["type"] == OVERRIDE.name]


def agreement(node: Node, row: Row) -> Row:
    """A consent or an override with how it stands today."""
    of = the_client(node, row["client"])
    return next(each for each in agreements(node, of) if each["id"] == row["id"])


_SINGLE: tuple[tuple[RecordType, str], ...] = (
    (NEED, "created_at"),
    (GOAL, "created_at"),
    (SUPPORT, "created_at"),
    (NOTE, "created_at"),
)
_TITLE_LETTERS = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of a case that can be agreed to by itself."""

    type: str
    record: str
    title: str
    space: int
    restricted: str
    made_on: str

    @property
    def item(self) -> rules.Item:
        return rules.Item(self.type, self.record, self.made_on, self.restricted)


def entries(node: Node, client: Row) -> list[Entry]:
    """What of a case can be agreed to one by one; restricted ones too, the caller hides them."""
    found = []
    for rtype, order in _SINGLE:
        for row in _of(node, rtype, client, order):
            kind = row["kind"] if rtype is NEED and row["kind"] else rtype.name
            found.append(
                Entry(kind, row["id"], _title(row), row["space"], row["restricted"] or "",
                      row["created_at"])
            )  # fmt: skip
    return found


def _title(row: Row) -> str:
    if row.get("factor"):
        return factor_title(str(row["factor"]))
    text = " ".join(str(row.get("own_words") or row.get("text") or "").split())
    return text if len(text) <= _TITLE_LETTERS else text[: _TITLE_LETTERS - 1] + "…"


# ── what is read out ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Told:
    """Words to read out, all in one language, and the mark by which a consent names them."""

    version: str
    language: str
    texts: tuple[str, ...]
    row: Row | None = None  # the practice's own: with who checked it and when


def wordings(node: Node) -> list[Row]:
    """The practice's own words, the newest of each part, country and language."""
    newest: dict[tuple[Any, ...], Row] = {}
    for row in select(node, WORDING, "1", (), "ORDER BY checked_on, created_at, id"):
        newest[row["part"], row["country"], row["language"]] = row
    return list(newest.values())


def before_keeping(node: Node) -> Told:
    """What is said before anything is kept: the practice's own words in the language of the
    moment, else ours in the nearest language in which a person has reviewed them."""
    own = own_words(node, "keeping")
    if own:
        return own
    found = reviewed(*told.BEFORE_KEEPING)
    return Told(f"panoh {told.VERSION} {found.language}", found.language, found.texts)


def own_words(node: Node, part: str) -> Told | None:
    """The practice's own words for a part, where there are any in the language of the moment."""
    own = [each for each in wordings(node)
           if each["part"] == part and each["language"] == current_language()]  # fmt: skip
    return _own(own[-1]) if own else None


def _own(row: Row) -> Told:
    language = str(row["language"])
    return Told(f"own {row['id'][:8]} {language}", language, _paragraphs(row["text"]), row)


def as_told(node: Node, keeping: Row) -> tuple[str, ...]:
    """What was read out at a telling, in its own words: what is kept and who reads it. Empty where
    that is not known any more."""
    mark = str(keeping["wording"] or "").split()
    if mark[:1] == ["own"] and len(mark) > 1:
        rows = select(node, WORDING, "1", ())
        return next((_own(each).texts for each in rows if each["id"].startswith(mark[1])), ())
    if mark[:2] == ["panoh", told.VERSION]:
        return reviewed(*told.BEFORE_KEEPING).texts[1:3]
    return ()


def passing_on(node: Node) -> list[Told]:
    """What the practice must pass on, one for each country: in the language of the moment where
    it was written in it, else in the one checked last."""
    spoken = current_language()
    chosen: dict[Any, Row] = {}
    for row in wordings(node):
        if row["part"] == "pass_on":
            held = chosen.get(row["country"])
            if held is None or held["language"] != spoken:
                chosen[row["country"]] = row
    return [_own(row) for row in chosen.values()]


def _paragraphs(text: Any) -> tuple[str, ...]:
    return tuple(each.strip() for each in str(text or "").split("\n") if each.strip())
