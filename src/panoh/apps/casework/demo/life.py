"""How the invented lives go: who comes when, what is done, what is left undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from panoh.apps.casework import commands
from panoh.apps.casework.demo.around import CHILDREN, around, take_on_child
from panoh.apps.casework.demo.days import Days
from panoh.apps.casework.demo.people import ENGLISH, RUSSIAN, Invented
from panoh.apps.casework.demo.people_ky_kk import KAZAKH, KYRGYZ
from panoh.apps.casework.demo.people_tg_uz import TAJIK, UZBEK
from panoh.apps.casework.demo.talks import SESSIONS, TALKS
from panoh.core.node import Node

EVERYBODY: tuple[Invented, ...] = (*RUSSIAN, *TAJIK, *UZBEK, *KYRGYZ, *KAZAKH, *ENGLISH)
CONTACTS = 57
IN_DANGER = 3
SENT, UNASKED, NAMELESS = 4, 7, 8
"""Of so many clients one was sent, one was not asked yet, and one is kept under a code only."""
WHO = ("goes_by", "names", "phone")
RECIPIENTS = ("Example Hope, Dushanbe", "Example Bridge, Dushanbe", "Example Hearth, Dushanbe")
"""Organisations of the invented directory, so that there is somebody to refer to."""
PRIORITIES = ("high", "normal", "low")
CLOSINGS = (("agreed", "yes"), ("done", "yes"), ("moved", "if_asked"), ("lost_touch", "if_asked"),
            ("unsafe", "no"))  # fmt: skip


@dataclass
class Life:
    """One client in the making; ids are known once the act has happened."""

    who: Invented
    number: int
    began: int  # days ago
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return str(self.ids["code"])

    def first_day(self, node: Node) -> None:
        who = self.who
        values: dict[str, Any] = {
            "goes_by": who.called,
            "names": list(who.names),
            "languages": list(who.languages),
            "interpreter": "no" if self.number % 4 else "?not_asked",
            "contact_ok": "agreed_times" if self.number % 3 else "yes",
            "contact_how": ["message"] if self.number % 2 else ["call", "message"],
            "sex": who.sex,
            "age_band": who.age,
            "district": who.district,
            "wants": who.wants,
            "danger_tonight": "yes" if self.number == IN_DANGER else "no",
        }
        if self.number % 2:
            values["phone"] = f"+999 00 {100 + self.number} {37 * self.number % 90 + 10}"
        if who.programme:
            values.update(programme=who.programme, programme_agreed=True)
        keeping = {
            "choice": "full",
            "languages": list(who.languages)[:1],
            "interpreter": False,
            "present": ["nobody"] if self.number % 3 else ["family"],
            "came": "family" if self.number % 11 == SENT else "freely",
        }
        if self.number % 13 == UNASKED:
            self.ids["code"] = commands.add_client(node, values)
        elif self.number % 10 == NAMELESS:
            narrow = {name: each for name, each in values.items() if name not in WHO}
            told = {**keeping, "choice": "code"}
            self.ids["code"] = commands.add_client(node, narrow, keeping=told)
        else:
            self.ids["code"] = commands.add_client(node, values, keeping=keeping)

    def concerns(self, node: Node) -> None:
        for place, factor in enumerate(self.who.needs.split()):
            values = {
                "factor": factor,
                "said_by": "family" if factor.startswith("F") and place else "client",
                "priority": PRIORITIES[min(place, 2)],
            }
            self.ids.setdefault("need", commands.add_need(node, self.code, values))
        for factor in self.who.strengths.split():
            commands.add_strength(node, self.code, {"factor": factor, "said_by": "client"})

    def around(self, node: Node) -> None:
        around(node, self.code, self.who.called, self.number, self.who.needs)

    def plan(self, node: Node, due: str) -> None:
        values = {"text": self.who.goal, "need": self.ids["need"]}
        self.ids["goal"] = commands.add_goal(node, self.code, values)
        step = {"text": self.who.step, "goal": self.ids["goal"], "owner": "client", "due": due}
        self.ids["step"] = commands.add_step(node, self.code, step)
        self.ids["first"] = commands.add_follow_up(node, self.code, {"span": "72h"})

    def look_again(self, node: Node) -> None:
        outcome = "reached" if self.number % 5 else "not_reached"
        commands.finish_follow_up(node, self.ids["first"], outcome)
        commands.add_note(node, self.code, {"text": self.who.note})
        self.ids["second"] = commands.add_follow_up(node, self.code, {"span": "2w"})

    def look_once_more(self, node: Node) -> None:
        commands.finish_follow_up(node, self.ids["second"])

    def stay_in_touch(self, node: Node, due: str) -> None:
        commands.add_follow_up(node, self.code, {"due": due})

    def help(self, node: Node) -> None:
        sort = ("advice", "company", "papers", "listening")[self.number % 4]
        values = {"text": self.who.support, "sort": sort, "need": self.ids["need"]}
        commands.add_support(node, self.code, values)
        if self.number % 9:
            commands.finish_step(node, self.ids["step"])

    def review(self, node: Node, next_on: str) -> None:
        commands.edit_need(node, self.ids["need"], {"state": "easing"})
        commands.review(node, self.code, {"next_on": next_on})

    def agree(self, node: Node, expires_on: str) -> None:
        """A consent to share; some of them are taken back a week later."""
        values = {
            "purpose": self.who.goal,
            "recipient": RECIPIENTS[self.number // 3 % len(RECIPIENTS)],
            "kinds": ["code", "need"] if self.number % 2 else ["called", "reaching", "need"],
            "given": "written" if self.number % 3 else "oral",
            "certified_by": "" if self.number % 3 else "B.",
            "expires_on": expires_on,
        }
        self.ids["consent"] = commands.share(node, self.code, values)

    def take_back(self, node: Node) -> None:
        commands.withdraw(node, self.ids["consent"], {"said_by": "client"})

    def close(self, node: Node) -> None:
        reason, again = CLOSINGS[self.number // 4 % len(CLOSINGS)]
        commands.close(node, self.code, {"reason": reason, "write_again": again})

    def reopen(self, node: Node) -> None:
        commands.reopen(node, self.code, {})


def plan_everybody(days: Days) -> list[Life]:
    """Plans every client's half-year; newer ones have come less far."""
    people = []
    for number, who in enumerate(EVERYBODY):
        life = Life(who, number, 2 + 53 * number % 178)
        _plan(days, life)
        people.append(life)
    for which in range(len(CHILDREN)):
        days.plan(10 + 5 * which, 13, partial(take_on_child, which=which))
    return people


def _plan(days: Days, life: Life) -> None:
    ago = life.began
    due = days.day(ago - 14)
    next_on = days.day(min(ago - 130, 3 - life.number))
    next_due = days.day(3 - life.number % 14)
    closes = life.number % 4 == 1 and ago >= 75
    days.plan(ago, 9, life.first_day)
    days.plan(ago, 10, life.concerns)
    days.plan(ago, 12, life.around)
    days.plan(ago - 1, 11, lambda node: life.plan(node, due))
    days.plan(ago - 4, 14, life.look_again)
    days.plan(ago - 9, 15, life.help)
    days.plan(ago - 17, 17, life.look_once_more)
    if not closes:
        days.plan(min(ago - 20, 8), 17, lambda node: life.stay_in_touch(node, next_due))
    if life.number % 3 == 0:
        days.plan(ago - 5, 12, lambda node: life.agree(node, days.day(ago - 5 - 90)))
        if life.number % 9 == 0:
            days.plan(ago - 12, 13, life.take_back)
    days.plan(ago - 40, 10, lambda node: life.review(node, next_on))
    if closes:
        days.plan(ago - 75, 16, life.close)
        if life.number % 8 == 1:
            days.plan(ago - 100, 12, life.reopen)


def plan_contacts(days: Days, people: Sequence[Life]) -> None:
    """Plans conversations without a case; a few are attached to clients later."""
    for number in range(CONTACTS):
        ago = 1 + 31 * number % 88
        days.plan(ago, 9 + number % 9, _Talk(number, people).happen)
    for number, (topic, heads) in enumerate(SESSIONS):
        values = {"channel": "group", "head_count": heads, "asked": topic, "answered": topic}
        days.plan(20 * number + 6, 18, _Session(values).happen)


@dataclass
class _Session:
    values: dict[str, Any]

    def happen(self, node: Node) -> None:
        commands.add_contact(node, self.values)


@dataclass
class _Talk:
    number: int
    people: Sequence[Life]

    def happen(self, node: Node) -> None:
        topic, factor, asked, answered = TALKS[self.number % len(TALKS)]
        whom = EVERYBODY[7 * self.number % len(EVERYBODY)]
        values: dict[str, Any] = {
            "channel": ("phone", "message", "in_person", "outreach")[self.number % 4],
            "topic": topic,
            "factor": factor,
            "asked": asked,
            "answered": answered,
            "district": whom.district,
            "sex": whom.sex,
            "age_band": whom.age if self.number % 3 else "?declined",
            "danger_tonight": "no",
            "write_back": "yes" if self.number % 4 else "no",
        }
        if not answered and self.number % 6 == 0:
            values.update(handed_to="B.", look_again_on=node.today().isoformat())
        elif not answered:
            values["state"] = "done"
        contact = commands.add_contact(node, values)
        if self.number % 14 == 13:
            there = next((each for each in self.people if "code" in each.ids), None)
            if there is not None:
                commands.attach(node, contact, there.code)
