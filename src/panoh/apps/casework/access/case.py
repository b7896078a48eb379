"""A case as a whole: what the case page and `panoh case show` stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panoh.apps.casework import rules
from panoh.apps.casework.access.card import cards_used
from panoh.apps.casework.access.consent import Kept, agreements, kept
from panoh.apps.casework.access.one import client, factor_title, of_case
from panoh.apps.casework.access.people import with_other
from panoh.apps.casework.records import (
    CASE_CONTACT,
    CHILD,
    CLOSURE,
    DEMAND,
    FOLLOW_UP,
    GOAL,
    HOUSEHOLD,
    NEED,
    NOTE,
    OPENED,
    PERSON,
    REOPENING,
    REVIEW,
    SAFETY_PLAN,
    SECOND_LOOK,
    SECOND_LOOK_ANSWER,
    STEP,
    SUPPORT,
    TAKEN_OUT,
    TIE,
)
from panoh.apps.casework.rules import consent
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.words import N_, _


@dataclass(frozen=True, slots=True)
class Goal:
    row: Row
    steps: list[Row]


@dataclass(frozen=True, slots=True)
class Note:
    """A note and what amends it, oldest first."""

    row: Row
    amendments: list[Row]


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing the case page proposes. `kind` is one of: danger, safety, overdue, keeping,
    forget, unkept, reach, need, goal, follow_up, none; `record` is the one meant, if any."""

    kind: str
    text: str
    record: str | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything of one case that is open to this person. Rows carry no quiet field."""

    client: Row
    needs: list[Row]  # by weight; each with `title` (shown name) and `circumstance` (bool)
    strengths: list[Row]  # as needs
    goals: list[Goal]
    loose_steps: list[Row]  # steps that belong to no goal
    support: list[Row]  # newest first
    follow_ups: list[Row]  # open ones by due date, then done ones newest first
    notes: list[Note]  # newest first
    contacts: list[Row]  # newest first
    reviews: list[Row]  # newest first
    closures: list[Row]
    reopenings: list[Row]
    cards_used: list[Row]  # newest first; each with `title` and `again` (the card has changed)
    demands: list[Row]  # newest first, without what they say: that only `demand` gives
    opened: list[Row]  # newest first: opened_at, created_by
    taken_out: list[Row]  # newest first: what was printed or exported
    second_looks: list[Row]  # newest first: what colleagues were asked to look over
    second_look_answers: list[Row]
    agreements: list[Row]  # consents to share, overrides, withdrawals
    people: list[Row]  # who stands by the client, by name
    household: list[Row]  # heads counted, newest first
    ties: list[Row]  # each with `other`: code and id of the other case, if both may be seen
    safety_plans: list[Row]  # newest first; each in a compartment
    child: list[Row]  # of a child's own case, what else is known; newest first
    classes: dict[int, str]  # local number of a restricted space → its class
    kept: Kept  # what may be kept at all
    next_step: NextStep

    @property
    def restricted(self) -> list[str]:
        """Classes that have a compartment here; of a child's case its own too."""
        return sorted(set(self.classes.values()))

    @property
    def code(self) -> str:
        return str(self.client["code"] or "")

    @property
    def is_open(self) -> bool:
        return bool(self.client["status"] == "open")


def case(node: Node, ref: str) -> Case:
    """The whole case by code or record id of the client."""
    row = client(node, ref)
    main = node.spaces.row_of(row["space"])
    spaces = [main, *node.spaces.compartments(main)]

    def of(rtype: RecordType, order: str) -> list[Row]:
        return of_case(node, rtype, row, f"ORDER BY {order}, id")

    concerns = [titled(each) for each in of(NEED, "created_at")]
    concerns.sort(key=rules.by_weight)
    steps = of(STEP, "COALESCE(done, 0), due IS NULL, due, created_at")
    goals = [
        Goal(each, [step for step in steps if step["goal"] == each["id"]])
        for each in of(GOAL, "created_at")
    ]
    in_goals = {step["id"] for goal in goals for step in goal.steps}
    follow_ups = of(FOLLOW_UP, "due, created_at")
    done = [each for each in follow_ups if each["done"]]
    done.reverse()
    found = Case(
        client=row,
        needs=[each for each in concerns if each["kind"] != "strength"],
        strengths=[each for each in concerns if each["kind"] == "strength"],
        goals=goals,
        loose_steps=[each for each in steps if each["id"] not in in_goals],
        support=of(SUPPORT, "given_on DESC, created_at DESC"),
        follow_ups=[each for each in follow_ups if not each["done"]] + done,
        notes=_threads(of(NOTE, "created_at")),
        contacts=of(CASE_CONTACT, "held_at DESC"),
        reviews=of(REVIEW, "held_on DESC, created_at DESC"),
        closures=of(CLOSURE, "closed_on DESC, created_at DESC"),
        reopenings=of(REOPENING, "reopened_on DESC, created_at DESC"),
        cards_used=cards_used(node, row),
        demands=of(DEMAND, "asked_on DESC, created_at DESC"),
        opened=of(OPENED, "opened_at DESC"),
        taken_out=[
            {**each, "what": rules.what_left(each)}
            for each in of(TAKEN_OUT, "taken_at DESC, created_at DESC")
        ],
        second_looks=of(SECOND_LOOK, "created_at DESC"),
        second_look_answers=of(SECOND_LOOK_ANSWER, "created_at DESC"),
        kept=kept(node, row),
        agreements=agreements(node, row),
        people=of(PERSON, "name"),
        household=of(HOUSEHOLD, "created_at DESC"),
        ties=[with_other(node, each) for each in of(TIE, "created_at")],
        safety_plans=of(SAFETY_PLAN, "changed_at DESC"),
        child=of(CHILD, "created_at DESC"),
        classes={each.no: each.restricted for each in spaces if each.restricted},
        next_step=NextStep("none", ""),
    )
    return _with_next_step(node, found)


def titled(row: Row) -> Row:
    """A need or strength with the name it is shown under and whether it is a circumstance."""
    title = factor_title(row["factor"]) if row["factor"] else row["own_words"]
    title = title or _("Something that needs a newer Panoh")
    return {**row, "title": title, "circumstance": row["level"] in rules.CIRCUMSTANCES}


def _threads(notes: Sequence[Row]) -> list[Note]:
    held = {each["id"] for each in notes}
    firsts = [each for each in notes if not each["amends"] or each["amends"] not in held]
    threads = [
        Note(first, [each for each in notes if each["amends"] == first["id"]]) for first in firsts
    ]
    threads.reverse()
    return threads


def _with_next_step(node: Node, found: Case) -> Case:
    values = {name: getattr(found, name) for name in Case.__dataclass_fields__}
    return Case(**{**values, "next_step": next_step(found, node.today().isoformat())})


DANGER_FIRST = N_(
    "Danger tonight. First: whom to call. Then what makes it safer, and ask again how it stands."
)
NOT_ASKED_YET = N_("Consent to keep is not recorded yet: ask the client.")
NOT_ASKED_OF_CHILD = N_(
    "Consent to keep is not recorded yet: ask whoever may decide for the child."
)


def next_step(found: Case, today: str) -> NextStep:
    """What to do next: what hurts first, then what the case still lacks. Never a strength:
    nobody must invent one to go on."""
    row = found.client
    if not found.is_open:
        return NextStep("none", _("This case is closed."))
    if row["danger_tonight"] == "yes":
        return NextStep("danger", _(DANGER_FIRST), row["id"])
    if found.kept.choice == consent.NOTHING:
        return NextStep("unkept", _("The client wants nothing kept: erase the case."))
    if rules.wants_safety_plan(found.restricted, _planned(found)):
        return NextStep("safety", _("Ask what would make the client safer, and plan it together."))
    steps = [*found.loose_steps, *(step for goal in found.goals for step in goal.steps)]
    waiting = [each for each in [*found.follow_ups, *steps] if each["due"] and not each["done"]]
    waiting.sort(key=lambda each: str(each["due"]))
    if waiting and waiting[0]["due"] < today:
        first = waiting[0]
        return NextStep("overdue", _("Something is overdue."), first["id"], first["due"])
    if found.kept.choice == consent.NOT_ASKED:
        return NextStep("keeping", _(NOT_ASKED_OF_CHILD if found.child else NOT_ASKED_YET))
    if found.kept.still_held:
        return NextStep("forget", _("A code only was chosen, but a name or number is still held."))
    if not row["contact_ok"] and "contact_ok" not in row["answers"]:
        return NextStep("reach", _("Ask whether and how the client may be contacted."), row["id"])
    if not found.needs:
        return NextStep("need", _("Note what the client needs."))
    if not found.goals:
        return NextStep("goal", _("Note a goal in the client's words."))
    if not waiting:
        return NextStep("follow_up", _("Set a follow-up."))
    return NextStep("none", _("Next on:"), waiting[0]["id"], waiting[0]["due"])


def _planned(found: Case) -> set[str]:
    """Classes for which a safety plan was written or talked through."""
    return {found.classes.get(each["space"], "") for each in found.safety_plans}
