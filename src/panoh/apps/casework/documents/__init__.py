"""What a case puts on paper: a plan, a summary, an agreement, a safety plan, as plain sheets.

A sheet carries the code and never a name, a phone, a programme or the name of a practice; titles
are neutral. Restricted lines are on it only of the classes that were asked for. Words come in the
language of the moment, so that the same sheet can be made again in a second one.

`case.py` plan and summary of a case · `forms.py` agreement and safety plan, blank or filled from
plain mappings · `held.py` what a case holds for them · `leave.py` lines left out before printing ·
`look.py` what would betray somebody · `advice.py` what to think of before · `export.py` cases as
files for another program · `values.py` values in words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from panoh.apps.casework import access
from panoh.apps.casework.access import Case
from panoh.apps.casework.documents import held
from panoh.apps.casework.documents.case import plan, summary
from panoh.apps.casework.documents.forms import consent, language_of, safety_plan
from panoh.apps.casework.documents.held import OF_FORM
from panoh.apps.casework.documents.leave import Offer, offers, without
from panoh.apps.casework.documents.look import betraying
from panoh.core.node import Node
from panoh.errors import Invalid
from panoh.paper.model import Sheet
from panoh.words import LANGUAGES, N_, use_language

OF_CASE: dict[str, Callable[[Case, str], Sheet]] = {"plan": plan, "summary": summary}
FORMS: dict[str, Callable[[str, Mapping[str, Any] | None], Sheet]] = {
    "consent": consent,
    "safety_plan": safety_plan,
}
FILE_NAME = "notes.pdf"
"""What a download is called: it says nothing."""


def sheets(
    node: Node,
    ref: str,
    what: str,
    languages: Collection[str],
    restricted: Collection[str] = (),
    *,
    blank: bool = False,
    recipient: str = "",
) -> list[Sheet]:
    """The paper in each language; a form in the language in which its words were reviewed, once.
    `what` is a key of PAPERS; `restricted` names the classes whose lines come along; `blank` asks
    for a form to be written by hand, whatever is recorded; with a `recipient` only what was agreed
    to be shared is on it."""
    whole = access.case(node, ref)
    part = access.part_of_classes(whole, restricted).case
    day = node.today()
    if recipient:
        if what not in OF_CASE:
            raise Invalid({"whom": N_("Only a plan or a summary goes to somebody else.")})
        part = access.part_for(part, recipient, day).case
    asked: dict[str, str] = {}
    for each in languages:
        asked.setdefault(language_of(what, each), each)
    made = []
    for stands_in, each in asked.items():
        with use_language(stands_in):
            head = access.head_of(part, day)
            if what in OF_CASE:
                made.append(OF_CASE[what](part, head))
            else:
                filled = None if blank else OF_FORM[what](node, part)
                if what == "safety_plan" and stands_in != each:
                    filled = {**(filled or {}), "language": ""}  # to be written by hand
                made.append(FORMS[what](head, filled))
    return made


def not_beside(sheets: Collection[Sheet], second: str | None) -> str:
    """The own name of the second language when it was wished for and is not on the paper: a form
    that is signed stands in no language in which nobody reviewed its words."""
    return LANGUAGES[second] if second and second not in {s.language for s in sheets} else ""


def plan_classes(node: Node, ref: str) -> list[str]:
    """Classes of the case that have a written safety plan, the one changed last first."""
    whole = access.case(node, ref)
    found = {whole.classes.get(each["space"], ""): None for each in whole.safety_plans
             if held.is_written(each)}  # fmt: skip
    return [each for each in found if each]


def no_copy_is_safe(node: Node, ref: str, what: str, restricted: Collection[str]) -> bool:
    """Whether the client said that a copy of what is about to be printed is safe nowhere."""
    part = access.part_of_classes(access.case(node, ref), restricted).case
    return what == "safety_plan" and held.no_copy_is_safe(part)


__all__ = ["FILE_NAME", "FORMS", "OF_CASE", "Offer", "betraying", "consent", "language_of",
           "no_copy_is_safe", "offers", "plan", "plan_classes", "safety_plan", "sheets",
           "summary", "without"]  # fmt: skip
