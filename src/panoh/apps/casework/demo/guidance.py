"""Invented cards, demands and an ending: no law of any country stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from panoh.apps.casework import commands
from panoh.apps.casework.demo.days import Days
from panoh.apps.casework.demo.life import Life
from panoh.core.node import Node

COUNTRY = "Намуния"
"""An invented country."""

WAGES: dict[str, Any] = {
    "topic": "wages", "country": COUNTRY, "region": "Север", "audience": "Все, кто работает",
    "language": "rus", "title": "Пример: не заплатили за работу", "deadline_days": 90,
    "at_stake": "Деньги за отработанные месяцы.",
    "steps": "Запишите каждый отработанный день. Сохраните переписку. Позвоните в профсоюз.",
    "not_sign": "Пустой лист и бумагу на языке, который вы не читаете.",
    "deadline": "От последнего дня работы.",
    "evidence": "Сообщения, снимки стройки, имена двух свидетелей.",
    "helpers": "Профсоюз-пример, +999 00 210 10 (дозвонились в прошлом месяце)",
    "contact_danger": "Бригадир может узнать о визите.",
    "source": "Выдуманный закон, статья 1", "source_address": "example.invalid",
    "confidence": "sure",
}  # fmt: skip
TAJIK: dict[str, Any] = {
    "language": "tgk", "title": "Намуна: музди кор надоданд",
    "steps": "Ҳар рӯзи кориро нависед. Паёмҳоро нигоҳ доред. Ба иттифоқ занг занед.",
    "not_sign": "Варақи холӣ.", "helpers": "Иттифоқи намунавӣ, +999 00 210 10",
}  # fmt: skip
PASSPORT: dict[str, Any] = {
    "topic": "passport", "country": COUNTRY, "language": "rus",
    "title": "Пример: потерян паспорт", "steps": "Спросите в консульстве, что взять с собой.",
    "helpers": "Консульство-пример, +999 00 210 20", "source": "Выдуманный закон, статья 2",
    "confidence": "unsure",
}  # fmt: skip
DEMAND: dict[str, Any] = {
    "authority": "Выдуманная инспекция", "how": "phone", "asked_for": "Список всех за март",
    "basis_kind": "words", "given": "nothing", "lawyer": "yes",
    "lawyer_said": "По телефону ничего не отвечать.",
}  # fmt: skip


def plan_guidance(days: Days, people: Sequence[Life]) -> None:
    """A card that holds, one past its review, one that was given and has changed; a demand."""
    cards: dict[str, str] = {}

    def checked(ago: int, due: int) -> dict[str, Any]:
        return {"reviewed_on": days.day(ago), "reviewed_by": "B.", "source_on": days.day(ago),
                "review_due": days.day(due)}  # fmt: skip

    def write(node: Node) -> None:
        cards["wages"] = commands.add_card(node, {**WAGES, **checked(150, 20)})
        cards["passport"] = commands.add_card(node, {**PASSPORT, **checked(150, 10)})

    def give(node: Node) -> None:
        for life in [each for each in people if "code" in each.ids][:3]:
            values = {"counted_from": node.today().isoformat()}
            commands.use_card(node, life.code, cards["wages"], values)

    def review(node: Node) -> None:
        changed = {"steps": WAGES["steps"] + " Не ходите на стройку в одиночку."}
        commands.review_card(node, cards["wages"], {**checked(5, -175), **changed})
        commands.translate_card(node, cards["wages"], {**TAJIK, "reviewed_by": "B."})

    days.plan(150, 8, write)
    days.plan(30, 18, give)
    days.plan(5, 8, review)
    days.plan(12, 12, lambda node: commands.add_demand(node, DEMAND))
