"""What a case already holds for the forms: the answers of an agreement and of a safety plan.

Both are taken from the part of the case that may stand on this paper, so that a restricted class
that was not asked for fills nothing.
"""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import access
from panoh.apps.casework.access import Case
from panoh.apps.casework.access.consent import consents
from panoh.apps.casework.documents.values import value_of
from panoh.apps.casework.records import CONSENT, KEEPING, SAFETY_PLAN
from panoh.apps.casework.rules.consent import HOLDS
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.errors import NotFound

_CHOICES = {"full": "full", "code": "code_only", "nothing": "nothing"}
_OF_CONSENT = ("purpose", "recipient", "country", "certified_by")


def of_consent(node: Node, part: Case) -> dict[str, Any] | None:
    """The last telling, and the newest consent that holds; None when nothing was agreed to."""
    kept = part.kept.row
    standing = [each for each in consents(part.agreements) if each["state"] == HOLDS]
    if kept is None and not standing:
        return None
    held: dict[str, Any] = {}
    if kept is not None:
        held["kept"] = _CHOICES.get(str(kept["choice"]))
        held["language"] = value_of(KEEPING, kept, "languages")
        held["present"] = value_of(KEEPING, kept, "present")
        heard = access.as_told(node, kept)
        held["what_is_kept"], held["readers"] = heard[:1], heard[1:]
        held["must_tell"] = _passed_on(node, kept)
    if standing:
        row = standing[0]
        held.update({name: value_of(CONSENT, row, name) for name in _OF_CONSENT})
        held["items"] = value_of(CONSENT, row, "kinds")
        held["given"] = row["given"]
        held["on"] = value_of(CONSENT, row, "given_on")
        held["until"] = value_of(CONSENT, row, "expires_on")
    return held


def _passed_on(node: Node, kept: Row) -> str:
    """What had to be passed on when it was read out, in the practice's own words."""
    try:
        return str(access.wording(node, kept["duty"])["text"]) if kept["duty"] else ""
    except NotFound:
        return ""


_PRINTED = ("signs", "helps", "people", "bag", "children", "call")


def is_written(row: Row) -> bool:
    """Whether a safety plan has a line that may stand on paper."""
    return any(row[name] for name in (*_PRINTED, "safe_place"))


def of_safety_plan(_node: Node, part: Case) -> dict[str, Any] | None:
    """The newest plan that was written, without the code word: a paper may be found."""
    for row in part.safety_plans:
        if not is_written(row):
            continue
        held = {name: row[name] for name in _PRINTED if row[name]}
        if row["safe_place"]:
            held["places"] = row["safe_place"]
        where = (value_of(SAFETY_PLAN, row, "copy"), row["copy_where"])
        held["copy"] = [each for each in where if each]
        return held
    return None


def no_copy_is_safe(part: Case) -> bool:
    """Whether the client said of the plan that would be printed: no copy, nowhere."""
    return any(each["copy"] == "none" for each in part.safety_plans[:1])


OF_FORM = {"consent": of_consent, "safety_plan": of_safety_plan}
