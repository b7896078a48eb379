"""Plan and summary, from the part of a case that is open for them."""

from __future__ import annotations

from collections.abc import Iterable

from panoh.apps.casework import rules
from panoh.apps.casework.access import Case, titled
from panoh.apps.casework.documents.values import day, value_of
from panoh.apps.casework.records import CHILD, CLIENT, FOLLOW_UP, NEED, STEP, SUPPORT
from panoh.apps.casework.records.common import LEVELS
from panoh.core.app import Row
from panoh.paper.model import Blank, Item, Line, Pair, Section, Sheet, Text
from panoh.words import N_, _, current_language

_ABOUT = (("languages", N_("Languages")), ("interpreter", N_("Interpreter")))
"""What a summary says of the client. No name, phone, place, age or sex: with the code alone, nobody
who finds the paper knows whose it is."""


def plan(case: Case, head: str) -> Sheet:
    """For the client: what they want, the steps as boxes, when to talk again. What to ask then is a
    reminder of the practitioner's own and stays off it."""
    sections = [_wants(case), *_goals(case)]
    waiting = [each for each in case.follow_ups if not each["done"]]
    again = [Item(each) for each in dict.fromkeys(day(each["due"]) for each in waiting) if each]
    sections.append(Section(_("When we talk again"), tuple(again) or (Blank("", 1),)))
    sections.append(Section(_("My own notes"), (Blank("", 4),)))
    return _sheet(_("My plan"), head, sections)


def summary(case: Case, head: str) -> Sheet:
    """For a colleague who knows the code: needs, strengths, plan, support. No notes: they are free
    text, written for the case alone."""
    about = [Pair(_(label), value) for name, label in _ABOUT
             if (value := value_of(CLIENT, case.client, name))]  # fmt: skip
    sections = [Section("", tuple(about)), _wants(case)]
    sections.append(Section(_("Needs"), tuple(_concerns(case.needs))))
    sections.append(Section(_("Strengths"), tuple(_concerns(case.strengths))))
    sections += _goals(case)
    sections.append(
        Section(_("Support given"), tuple(
            Item(_joined(day(each["given_on"]), value_of(SUPPORT, each, "sort"), each["text"]))
            for each in case.support
        ))
    )  # fmt: skip
    sections.append(
        Section(_("Follow-ups"), tuple(
            Item(_joined(day(each["due"]), each["what"], value_of(FOLLOW_UP, each, "outcome"),
                         each["outcome_text"]), bool(each["done"]))
            for each in case.follow_ups
        ))
    )  # fmt: skip
    sections.append(Section(_("Reviews"), tuple(_reviews(case))))
    return _sheet(_("Notes"), head, sections)


def _sheet(title: str, head: str, sections: Iterable[Section]) -> Sheet:
    return Sheet(title, head, current_language(), tuple(each for each in sections if each.lines))


def _joined(*parts: str | None) -> str:
    return " · ".join(each for each in parts if each)


def _wants(case: Case) -> Section:
    wants = value_of(CLIENT, case.client, "wants")
    wants = wants or next((value_of(CHILD, each, "wish") for each in case.child), "")
    return Section(_("What I want"), (Text(wants),) if wants else ())


def _goals(case: Case) -> list[Section]:
    found = [
        Section(goal.row["text"] or "", tuple(_step(each) for each in goal.steps)
                or (Blank("", 2),))
        for goal in case.goals if goal.row["state"] in (None, "open")
    ]  # fmt: skip
    reached = tuple(Item(goal.row["text"] or "", True) for goal in case.goals
                    if goal.row["state"] == "reached")  # fmt: skip
    loose = tuple(_step(each) for each in case.loose_steps)
    return [*found, Section(_("Other steps"), loose), Section(_("Reached"), reached)]


def _step(row: Row) -> Item:
    words = (row["text"], value_of(STEP, row, "owner"), day(row["due"]))
    return Item(_joined(*words), bool(row["done"]))


def _concerns(rows: Iterable[Row]) -> Iterable[Line]:
    """Needs or strengths by level; faith leaves the vault on no paper."""
    open_rows = [each for each in rows if rules.exported(each["factor"])]
    for level in LEVELS:
        here = [each for each in open_rows if each["level"] == level.key]
        if here:
            yield Text(_(level.label), soft=True)
        for each in here:
            state = value_of(NEED, each, "state") if each["state"] != "present" else ""
            title = str(titled(each)["title"])  # in the language of the paper
            yield Item(_joined(title, state, each["detail"]))


def _reviews(case: Case) -> Iterable[Line]:
    for each in case.reviews:
        yield Text(day(each["held_on"]), soft=True)
        for text in (each["text"], each["client_says"]):
            if text:
                yield Text(text)
