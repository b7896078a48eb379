"""What a case already holds for the forms: the answers of an agreement and of a safety plan.

Both are taken from the part of the case that may stand on this paper, so that a restricted class
that was not asked for fills nothing.
"""

from __future__ import annotations

from typing import Any

from panoh.apps.casework.access import Case
from panoh.apps.casework.access.consent import consents
from panoh.apps.casework.documents.values import value_of
from panoh.apps.casework.records import CONSENT, KEEPING
from panoh.apps.casework.rules.consent import HOLDS

_CHOICES = {"full": "full", "code": "code_only", "nothing": "nothing"}
_OF_CONSENT = ("purpose", "recipient", "country", "certified_by")


def of_consent(part: Case) -> dict[str, Any] | None:
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
    if standing:
        row = standing[0]
        held.update({name: value_of(CONSENT, row, name) for name in _OF_CONSENT})
        held["items"] = value_of(CONSENT, row, "kinds")
        held["given"] = row["given"]
        held["on"] = value_of(CONSENT, row, "given_on")
        held["until"] = value_of(CONSENT, row, "expires_on")
    return held


def of_safety_plan(part: Case) -> dict[str, Any] | None:
    """The newest plan that was written, without the code word: a paper may be found."""
    for row in part.safety_plans:
        names = ("signs", "helps", "people", "bag", "children", "call")
        held = {name: row[name] for name in names if row[name]}
        if row["safe_place"]:
            held["places"] = row["safe_place"]
        if held:
            return held
    return None


OF_FORM = {"consent": of_consent, "safety_plan": of_safety_plan}
