"""A ledger in which every page has something to show: own records, and a held pack in English."""

from __future__ import annotations

from panoh.apps.evidence import access, commands, records
from panoh.core.node import Node

TEXTS = {
    "en": (
        "A report on wages", "In 2024 more than 300 workers in Osh were not paid.",
        "workers not paid", "Osh", "Wages are paid late.", "Peers meet and plan.",
        "Union of employers",
    ),
    "ru": (
        "Отчёт о зарплатах", "В 2024 году более 300 рабочих в Оше не получили зарплату.",
        "рабочие без зарплаты", "Ош", "Зарплату платят поздно.", "Равные встречаются и решают.",
        "Союз работодателей",
    ),
}  # fmt: skip


def texts(language: str) -> tuple[str, ...]:
    """What is written in the ledger: in Russian where the page itself is not English."""
    return TEXTS["en" if language == "en" else "ru"]


def names(node: Node) -> list[str]:
    """What own records are called on a page: the beginnings of their ids."""
    return [str(row["id"])[:8] for rtype in records.ALL for row in access.select(node, rtype)]


def fill(node: Node, language: str, *, pack: bool) -> dict[str, str]:
    """The ids of what stands in it, by the first word of its page."""
    title, sentence, measure, place, said, what, who = texts(language)
    ids: dict[str, str] = {}
    if pack:
        commands.add_pack(node, commands.offered())
        ids["pack"] = access.adopted(node)[0]["id"]
    document = f"{title}\n\n{sentence} {said}\n\n{sentence.replace('300', '450')}"
    ids["source"] = commands.take_in(node, "a.txt", document.encode()).source
    ids["passage"] = commands.mark_passage(node, ids["source"], words=sentence)
    number = {"measure": measure, "place": place, "nature": "stock", "period_start": "2024"}
    common = {"kind": "figure", "text": sentence, "factors": ["I07"], "place": place}
    ids["claim"] = commands.add_claim(
        node,
        {**common, "source": ids["source"], "passage": ids["passage"], "locator": "1", "says": who,
         "hold_risk": "some", "risk_where": [place], "risk_why": said},
        {**number, "value": "300", "qualifier": "over"},
    )  # fmt: skip
    other = commands.add_source(node, {"title": who, "issued": "2024-05", "kind": "report"})
    rival = commands.add_claim(
        node, {**common, "source": other, "locator": "2"}, {**number, "low": "250", "high": "280"}
    )
    commands.add_contest(node, said, [ids["claim"], rival])
    commands.add_check(
        node, {"claim": ids["claim"], "result": "no_public_table", "text": said, "neighbour": what}
    )
    commands.add_remark(node, ids["claim"], {"stance": "contested", "text": said})
    ids["practice"] = commands.add_practice(
        node, {"title": what, "what": what, "factors": ["I07"], "harms": said}
    )
    finding = {"practice": ids["practice"], "outcome": measure, "kind": "research"}
    commands.add_finding(
        node, {**finding, "source": other, "locator": "3", "grade": "low", "effect": said}
    )
    commands.add_finding(node, {**finding, "state": "none_eligible"})
    brief = {"title": title, "reader": "donor", "place": who, "language": language}
    cited = f"{sentence[:-1]} [{ids['claim'][:8]}].\n\n!{ids['practice'][:8]}"
    ids["brief"] = commands.save_brief(node, {**brief, "body": cited})
    ids["unbuilt"] = commands.save_brief(node, {**brief, "body": "300"})
    ids["factor"] = "I07"
    return ids
