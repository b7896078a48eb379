"""Who stands by the invented clients, their safety plans, and two children with cases of their own.

Everybody here is invented, as in `people.py`.
"""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import commands
from panoh.core.node import Node

ASKING = frozenset({"I13", "F01", "I14", "I15", "I16", "I23"})
"""Factors after which one asks what would make it safer."""

PEOPLE: dict[str, tuple[str, str, str]] = {
    "Рустам": ("Брат Далер", "sibling", "yes"),
    "Нина": ("Свекровь", "relative", "ask_first"),
    "Лола": ("Тётя, через два двора", "relative", "in_danger"),
    "Тамара": ("Соседка Гуля", "neighbour", "yes"),
}
"""Called → who stands by, as what, may we contact."""

WRITTEN: dict[str, dict[str, str]] = {
    "Лола": {
        "signs": "Когда внизу хлопает дверь и он молчит.",
        "helps": "Выйти во двор к соседкам, считать до ста.",
        "safe_place": "Тётя, через два двора. Ночью калитка не заперта.",
        "code_word": "«Есть у вас корица?»",
        "bag": "Копии документов у тёти, деньги в муке.",
        "copy": "none",
    },
}

CHILDREN: tuple[dict[str, str], ...] = (
    {
        "age_band": "10_13",
        "wish": "Чтобы не дразнили за старые ботинки.",
        "assent": "yes",
        "caregiver_relation": "mother",
        "caregiver_safe": "yes",
        "decides": "carer",
        "lives": "parent",
        "school": "sometimes",
    },
    {
        "age_band": "6_9",
        "wish": "Нарисовал дом с собакой.",
        "assent": "unsure",
        "caregiver_relation": "relative",
        "caregiver_safe": "unsure",
        "decides": "unclear",
        "lives": "relatives",
        "school": "not",
    },
)


def around(node: Node, code: str, called: str, number: int, needs: str) -> None:
    """Whom the client trusts, how many live together, and what makes it safer."""
    if called in PEOPLE:
        name, relation, may_contact = PEOPLE[called]
        values = {"name": name, "relation": relation, "may_contact": may_contact, "safe": "yes"}
        commands.add_person(node, code, values)
    children = number % 4
    heads = {"adults": 1 + number % 3, "children": children, "small": min(1, children)}
    commands.count_household(node, code, heads)
    if ASKING & set(needs.split()):
        plan: dict[str, Any] = {**WRITTEN.get(called, {"talked_only": True})}
        commands.edit_safety_plan(node, code, plan)


def take_on_child(node: Node, which: int) -> None:
    """A child with a wish of its own, and a day to look again."""
    code = commands.add_child(node, CHILDREN[which])
    commands.add_need(node, code, {"factor": "F06", "said_by": "client"})
    commands.add_follow_up(node, code, {"span": "2w"})
