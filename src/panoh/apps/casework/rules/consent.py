"""Pure decisions about consent: what a code-only client never has, when something may be shared.

Help never depends on yes. Without consent nothing is shared, but for one of four named reasons; an
authority's request is not among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from panoh.core.records.model import Field, Kind, RecordType
from panoh.errors import Forbidden, Invalid
from panoh.words import N_

# ── to keep ─────────────────────────────────────────────────────────────────────────────────

NOT_ASKED, FULL, CODE_ONLY, NOTHING = "not_asked", "full", "code", "nothing"
NARROW = frozenset({CODE_ONLY, NOTHING})
"""Where no name and no number may stand."""
SENT = frozenset({"family", "programme", "authority", "other"})
"""Who sent a client; of a consent given so it is said that it may not be free."""

_WHO = frozenset({"goes_by"})
_WHO_KINDS = frozenset({Kind.NAMES, Kind.PHONE})
CODE_ALONE = N_(
    "The client chose a code only. Ask again for consent before you note a name or a number."
)
NOTHING_KEPT = N_("The client wants nothing kept. No client record is made.")


def says_who(field: Field) -> bool:
    """Whether a field says who somebody is: every name and number, of whatever type."""
    return field.kind in _WHO_KINDS or field.name in _WHO


def identifying(rtype: RecordType) -> tuple[str, ...]:
    """The names of such fields of a type."""
    return tuple(each.name for each in rtype.fields if says_who(each))


def refuse_identity(rtype: RecordType, values: Mapping[str, Any], choice: str) -> None:
    """Under a code alone, or where nothing is to be kept, no name and no number is taken."""
    if choice not in NARROW:
        return
    refused = {name: CODE_ALONE for name in identifying(rtype) if values.get(name)}
    if refused:
        raise Invalid(refused)


def check_keeping(values: Mapping[str, Any], today: date, *, new: bool) -> None:
    """Of a new client nothing may be kept against the client's will."""
    if str(values["told_on"]) > today.isoformat():
        raise Invalid({"told_on": N_("This day is still to come.")})
    if new and values["choice"] == NOTHING:
        raise Forbidden(why=NOTHING_KEPT)


# ── to share ────────────────────────────────────────────────────────────────────────────────

MOST_DAYS, USUAL_DAYS, WARNING_DAYS = 365, 182, 14
OVERRIDE_MOST_DAYS, OVERRIDE_DAYS = 30, 3

HOLDS, NOT_YET, LAPSED, WITHDRAWN = "holds", "not_yet", "lapsed", "withdrawn"


def usual_end(first: date, days: int = USUAL_DAYS) -> str:
    return (first + timedelta(days=days)).isoformat()


def wrong_with_sharing(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Fields of a consent to share that do not yet say enough, with words beside each.

    What could not be read is missing in `values`; all the rest is told together with it.
    """
    problems = _wrong_span(values, "given_on", today, MOST_DAYS)
    if not values.get("kinds") and not values.get("records"):
        problems["kinds"] = N_("Say exactly what may be shared.")
    problems.update(_wrong_opening(values))
    if values.get("given") == "oral" and not values.get("certified_by"):
        problems["certified_by"] = N_("Somebody has to certify what was said: who heard it?")
    return problems


def wrong_with_giver(values: Mapping[str, Any], child: Mapping[str, Any] | None) -> dict[str, str]:
    """A consent in a child's case says who gives it, and none is taken while it is disputed who
    may decide; `child` is the child's own record, None in the case of an adult."""
    if child is None:
        return {}
    if not values.get("given_by"):
        return {"given_by": N_("Say who gives it: the child, or somebody who decides for the "
                               "child.")}  # fmt: skip
    if child.get("decides") == "unclear":
        return {"given_by": N_("It is unclear or disputed who may decide for the child: until that "
                               "is settled no consent holds.")}  # fmt: skip
    if values["given_by"] == "decides" and not child.get("decides"):
        return {"given_by": N_("Note first who may decide for the child.")}
    return {}


def wrong_with_override(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """A sharing without consent has one of four reasons, and each says more."""
    problems = _wrong_span(values, "decided_on", today, OVERRIDE_MOST_DAYS)
    if not values.get("kinds") and not values.get("records"):
        problems["kinds"] = N_("Say exactly what is shared; no more than the reason needs.")
    problems.update(_wrong_opening(values))
    if values.get("reason") == "law":
        if not values.get("law"):
            problems["law"] = N_("Name the law. That an authority asks is not a reason by itself.")
        if not values.get("lawyer_asked"):
            problems["lawyer_asked"] = N_("Say whether a lawyer was asked.")
    if values.get("told") == "told" and not values.get("told_on"):
        problems["told_on"] = N_("Say when the client was told.")
    if values.get("told") in ("later", "no") and not values.get("not_told_why"):
        problems["not_told_why"] = N_("Say why the client is not told yet.")
    return problems


def _wrong_opening(values: Mapping[str, Any]) -> dict[str, str]:
    if values.get("opens_case") is True and not values.get("country"):
        return {"country": N_("Say in which country.")}
    return {}


def _wrong_span(values: Mapping[str, Any], first: str, today: date, most: int) -> dict[str, str]:
    begin, end = values.get(first), values.get("expires_on")
    if not begin:
        return {}
    problems = {}
    if begin > today.isoformat():
        problems[first] = N_("This day is still to come.")
    if end and end < begin:
        problems["expires_on"] = N_("It cannot end before it begins.")
    elif end and end > usual_end(date.fromisoformat(begin), most):
        problems["expires_on"] = N_("This is too far ahead. Ask the client again by then.")
    return problems


def check_withdrawal(withdrawn_on: str, given_on: str, today: date) -> None:
    if withdrawn_on > today.isoformat():
        raise Invalid({"withdrawn_on": N_("This day is still to come.")})
    if withdrawn_on < given_on:
        raise Invalid({"withdrawn_on": N_("It was not given yet on this day.")})


def begin_of(row: Mapping[str, Any]) -> str:
    """The day from which a consent or an override counts."""
    return str(row.get("given_on") or row.get("decided_on") or "9999")


def state_of(row: Mapping[str, Any], day: date) -> str:
    """How a consent or an override stands on a day. What cannot be read does not hold."""
    on = day.isoformat()
    if row.get("withdrawn_on") and str(row["withdrawn_on"]) <= on:
        return WITHDRAWN
    if not row.get("expires_on") or str(row["expires_on"]) < on:
        return LAPSED
    return HOLDS if begin_of(row) <= on else NOT_YET


@dataclass(frozen=True, slots=True)
class Item:
    """One thing about to be shared. `kind` is a key of `records.consent.ITEM_KINDS`; a record of
    the case also has its id, the day it was made, and its restricted class if it has one."""

    kind: str
    record: str = ""
    made_on: str = ""
    restricted: str = ""


def covers(row: Mapping[str, Any], item: Item) -> bool:
    """Whether an agreement names the item: the record itself, or its kind as the case stood then.

    What was noted after the client agreed, and what is restricted, must be named one by one.
    """
    if item.record and item.record in str(row.get("records") or "").split():
        return True
    if item.restricted or item.kind not in (row.get("kinds") or ()):
        return False
    return item.made_on[:10] <= begin_of(row)


def may_share(
    held: Iterable[Mapping[str, Any]], recipient: str, item: Item, day: date
) -> Mapping[str, Any] | None:
    """The consent, or else the override, on which `item` may go to `recipient` on `day`.

    `held` are rows of `access.consents` and `access.overrides`. None: it must not be shared.
    """
    whom = _plain(recipient)
    found = [
        row
        for row in held
        if state_of(row, day) == HOLDS
        and _plain(row.get("recipient")) == whom
        and covers(row, item)
    ]
    found.sort(key=lambda row: (row.get("type") != "consent", begin_of(row)))
    return found[0] if found and whom else None


FIELDS_OF: dict[str, tuple[str, ...]] = {
    "code": ("code",),
    "called": ("goes_by",),
    "names": ("names",),
    "reaching": ("languages", "interpreter", "interpreter_not", "contact_ok", "contact_how",
                 "contact_when", "contact_mind", "phone_readers", "if_other_answers", "phone",
                 "phone_other"),
    "danger": ("danger_tonight", "danger_what"),
    "wants": ("wants",),
    "about": ("sex", "age_band", "district"),
}  # fmt: skip
"""What of the client's own record each kind means; other kinds are records of their own."""


def may_open(
    held: Iterable[Mapping[str, Any]], country: str, day: date
) -> Mapping[str, Any] | None:
    """The consent, or else the override, on which colleagues in `country` may read the space in
    which `held` lies, on `day`. None: it must not be opened to them."""
    found = [
        row
        for row in held
        if row.get("opens_case") is True
        and state_of(row, day) == HOLDS
        and row.get("country") == country
    ]
    found.sort(key=lambda row: (row.get("type") != "consent", begin_of(row)))
    return found[0] if found else None


def _plain(name: Any) -> str:
    return " ".join(str(name or "").split()).casefold()
