"""Pure decisions of casework: codes, what is refused about a person, dates, states, order.

Nothing here reads a vault or a clock; the day is always given. `consent.py` what may be kept and
shared · `told.py` the words that are read out before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from panoh.apps.casework.rules.consent import Item as Item
from panoh.apps.casework.rules.consent import may_open as may_open
from panoh.apps.casework.rules.consent import may_share as may_share
from panoh.errors import Forbidden, Invalid, NotFound
from panoh.lexicon import factors
from panoh.words import N_

# ── codes ───────────────────────────────────────────────────────────────────────────────────

CODE_ALPHABET = "CDFGHJKMNPQRTVWXY346789"
"""23 signs that are not mistaken for each other by hand; no vowels, so a code spells no word."""

_LOOKS_LIKE = str.maketrans("СНКМРТХУ", "CHKMPTXY")
"""Cyrillic letters that somebody types for the Latin ones they look like."""
_CODE_LENGTH = 6


def check_sign(body: str) -> str:
    """The sixth sign: a prime-sized weighted sum finds every single slip and every swap."""
    total = sum(weight * CODE_ALPHABET.index(sign) for weight, sign in enumerate(body, start=1))
    return CODE_ALPHABET[total % len(CODE_ALPHABET)]


def make_code(random_bytes: Callable[[int], bytes], taken: Callable[[str], bool]) -> str:
    """A new code without meaning, three and three signs, unlike every one in the vault."""
    while True:
        body = "".join(_random_signs(random_bytes, _CODE_LENGTH - 1))
        plain = body + check_sign(body)
        code = f"{plain[:3]}-{plain[3:]}"
        if not taken(code):
            return code


def _random_signs(random_bytes: Callable[[int], bytes], count: int) -> list[str]:
    size = len(CODE_ALPHABET)
    fair = 256 - 256 % size
    signs: list[str] = []
    while len(signs) < count:
        signs.extend(CODE_ALPHABET[b % size] for b in random_bytes(count * 2) if b < fair)
    return signs[:count]


def read_code(typed: str) -> str | None:
    """A code as somebody typed or dictated it, made regular; None if it cannot be one."""
    plain = re.sub(r"[\s\-–—]", "", typed).upper().translate(_LOOKS_LIKE)
    if len(plain) != _CODE_LENGTH or any(sign not in CODE_ALPHABET for sign in plain):
        return None
    if check_sign(plain[:-1]) != plain[-1]:
        return None
    return f"{plain[:3]}-{plain[3:]}"


# ── what is refused about a person ──────────────────────────────────────────────────────────


def person_factor(factor_id: str) -> factors.Factor:
    """The factor; Forbidden for `C06` and every `O..`, NotFound for what is not in the list."""
    return factors.factor(factor_id.strip().upper())


def refuse_factor(value: Any) -> str | None:
    """Why this value may not stand in a factor field of a person; None if it may."""
    try:
        person_factor(str(value))
    except Forbidden:
        return N_("This is about places and populations. It is never recorded about a person.")
    except NotFound:
        return N_("There is no such entry in the list. Use own words instead.")
    return None


def refuse_asked(value: Any) -> str | None:
    """As `refuse_factor`; and faith is never what somebody "asked about"."""
    refused = refuse_factor(value)
    if refused is None and person_factor(str(value)).offered_only:
        return N_("Faith or values are noted only in a case, as a strength the client offers.")
    return refused


def check_need(values: Mapping[str, Any]) -> None:
    """A need or strength says what it is; faith only as a strength, and only when offered.

    Faith is the one exception to "no field for belief".
    """
    factor_id, own_words = values.get("factor"), values.get("own_words")
    if not factor_id:
        if not own_words:
            raise Invalid({"own_words": N_("Choose from the list or say it in own words.")})
        return
    factor = person_factor(factor_id)
    if factor.fixed_kind and values.get("kind") != factor.kind:
        raise Forbidden(why=N_("Faith or values are never recorded as a need."))
    if factor.offered_only and values.get("client_offered") is not True:
        raise Forbidden(
            why=N_("Faith or values are noted only if the client offers them without being asked.")
        )


def known_factor(factor_id: Any) -> factors.Factor | None:
    """The factor, if this program knows it; a newer one may have more of them."""
    return factors.factors().get(factor_id) if isinstance(factor_id, str) else None


def exported(factor_id: str | None) -> bool:
    """Whether a need or strength may leave in an export or a timeline; never when unknown."""
    if factor_id is None:
        return True
    found = known_factor(factor_id)
    return found is not None and found.exported


def searchable(factor_id: str) -> str:
    """The factor's id if cases may be looked for by it."""
    factor = person_factor(factor_id)
    if not factor.searchable:
        raise Forbidden(why=N_("Faith or values are never searched for."))
    if factor.restricted:
        raise Forbidden(why=N_("What is restricted stands in no list. It is read in its case."))
    return factor.id


CIRCUMSTANCES = ("community", "institutional")
"""Levels that describe what surrounds the client, never a trait of the client."""


def level_of(factor_id: str | None, chosen: str | None) -> str:
    """The level of the factor; for own words the chosen one, else the person."""
    if factor_id:
        return person_factor(factor_id).level
    return chosen or "individual"


def restricted_class(factor_id: str | None, chosen: str | None) -> str | None:
    """The class that decides the compartment: chosen by a person, else by the factor."""
    if chosen:
        return chosen
    if factor_id:
        return person_factor(factor_id).restricted or None
    return None


# ── dates ───────────────────────────────────────────────────────────────────────────────────

SPAN_DAYS = {"24h": 1, "72h": 3, "2w": 14}
PROGRAMME_DAYS = 365
LAPSE_WARNING_DAYS = 14


def due_date(span: str | None, own: str | None, today: date) -> str | None:
    """When a follow-up is due, as an ISO date."""
    if own:
        return own
    if span in SPAN_DAYS:
        return (today + timedelta(days=SPAN_DAYS[span])).isoformat()
    return None


DAY_IS_OVER = N_("This day is over. Choose today or a later one.")


def check_ahead(due: Any, today: date) -> None:
    """By when something shall happen lies ahead; a slip in the year is the usual one."""
    day = day_of(due)
    if day is not None and day < today:
        raise Invalid({"due": DAY_IS_OVER})


def programme_until(chosen: str | None, today: date) -> str:
    """A programme always lapses: on the chosen day, at most a year ahead."""
    latest = (today + timedelta(days=PROGRAMME_DAYS)).isoformat()
    return min(chosen, latest) if chosen else latest


def check_programme(values: Mapping[str, Any]) -> None:
    if values.get("programme") and values.get("programme_agreed") is not True:
        raise Invalid({"programme_agreed": N_("Note a programme only if the client agreed to it.")})


def programme_now(row: Mapping[str, Any], today: date) -> str | None:
    """The programme while it is agreed and has not lapsed."""
    until = row.get("programme_until")
    if not row.get("programme") or not row.get("programme_agreed"):
        return None
    last = day_of(until)
    return str(row["programme"]) if last and last >= today else None


def is_month(text: str) -> bool:
    return re.fullmatch(r"[1-8][0-9]{3}-(0[1-9]|1[0-2])", text) is not None


def day_of(text: Any) -> date | None:
    """The day of a stored date or time; None for what an older program cannot read as one."""
    try:
        return date.fromisoformat(text[:10])
    except (TypeError, ValueError):
        return None


# ── states and order ────────────────────────────────────────────────────────────────────────


def contact_state(values: Mapping[str, Any]) -> str:
    """A new contact stays open while something is left to do for it."""
    waiting = (
        values.get("look_again_on")
        or values.get("handed_to")
        or values.get("danger_tonight") in ("yes", "unsure")
        or not values.get("answered")
    )
    return "open" if waiting else "done"


PRIORITY_ORDER = {"high": 0, "normal": 1, "low": 2}
STATE_ORDER = {"present": 0, "easing": 1, "over": 2}


def by_weight(need: Mapping[str, Any]) -> tuple[int, int, str, str]:
    """Order of needs: what is still there and matters most to the client comes first.

    What was added in one press has one time: then the list's order, own words last.
    """
    return (
        STATE_ORDER.get(str(need.get("state")), 0),
        PRIORITY_ORDER.get(str(need.get("priority")), 1),
        str(need.get("created_at", "")),
        str(need.get("factor") or "~"),
    )


DANGER, OVERDUE, DUE_TODAY, WAITING, SOON = range(5)
"""Urgency on Today, sorted by what hurts first."""


def urgency(due: str | None, today: date) -> int:
    if due is None:
        return WAITING
    if due < today.isoformat():
        return OVERDUE
    return DUE_TODAY if due == today.isoformat() else SOON


def caseload_figures(dues: Sequence[str], today: date) -> tuple[str | None, int]:
    """Next due date and number overdue, for the caseload line."""
    readable = [due for due in dues if day_of(due)]
    overdue = sum(1 for due in readable if due < today.isoformat())
    return min(readable, default=None), overdue


# ── safety, people, children ────────────────────────────────────────────────────────────────

ASK_SAFETY = frozenset({"violence", "self_harm", "detention", "military", "trafficking"})
"""Classes that call for a safety plan as soon as one of them has a record."""


def wants_safety_plan(classes: Iterable[str], planned: Iterable[str]) -> bool:
    """Whether something restricted was noted for which nothing was planned yet."""
    return bool((set(classes) & ASK_SAFETY) - set(planned))


def what_left(row: Mapping[str, Any]) -> str:
    """What something that was printed is called, from its note: that it was a safety plan is said
    only in the compartment in which the plan lies, elsewhere it is a paper."""
    what = str(row.get("what") or "")
    return "paper" if what == "safety_plan" and not row.get("restricted") else what


def may_keep_phone(values: Mapping[str, Any]) -> bool:
    """Whether it is safe that this person knows, and we may contact."""
    return values.get("safe") == "yes" and values.get("may_contact") not in (None, "no")


def check_person(values: Mapping[str, Any]) -> None:
    if values.get("phone") and not may_keep_phone(values):
        raise Invalid({"phone": N_("Kept only if it is safe that this person knows, and if we may "
                                   "contact.")})  # fmt: skip


def check_household(values: Mapping[str, Any]) -> None:
    """No more small children than children."""
    if (values.get("small") or 0) > (values.get("children") or 0):
        raise Invalid({"small": N_("These are more than the children in all.")})


CARER_FIELDS = ("caregiver", "caregiver_phone", "caregiver_agrees")
"""Asked and kept only while it is safe to ask the person who looks after the child."""


def may_ask_carer(values: Mapping[str, Any]) -> bool:
    """Whether the person who looks after a child may be asked and contacted: only when it was
    said to be safe. Who may be the danger, or who was not thought about, is not asked."""
    return values.get("caregiver_safe") == "yes"


def check_child(values: Mapping[str, Any]) -> None:
    """Of a person who may not be asked nothing is kept but what they are to the child."""
    if may_ask_carer(values):
        return
    told = N_("First say that it is safe for the child to ask this person.")
    wrong = {name: told for name in CARER_FIELDS if values.get(name)}
    if wrong:
        raise Invalid(wrong)


CHILD_AGE = {"14_17": "14_17", "under_6": "under_14", "6_9": "under_14", "10_13": "under_14"}
"""A child's age as the client's record says it."""
UNDER_AGE = frozenset({"under_14", "14_17"})


def is_child(values: Mapping[str, Any]) -> bool:
    return values.get("case_kind") == "child" or values.get("age_band") in UNDER_AGE


def refuse_programme_of_child(values: Mapping[str, Any]) -> None:
    """No child is a labour migrant, a returnee or a former prisoner because a parent is one."""
    if values.get("programme") and is_child(values):
        raise Forbidden(why=N_("A programme is never noted of a child."))


OTHER_WAY = {"parent": "child", "child": "parent", "grandparent": "grandchild",
             "grandchild": "grandparent"}  # fmt: skip


def other_way(relation: str) -> str:
    """What the client is for the other, when the other is `relation` for the client; what is not
    named here is the same both ways."""
    return OTHER_WAY.get(relation, relation)
