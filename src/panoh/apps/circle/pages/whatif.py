"""Questions and answers: a form that starts from a factor, a link or a practice, and a result that
a reader understands in three minutes."""

from __future__ import annotations

from typing import Any

from panoh.apps.circle import access, commands
from panoh.apps.circle.pages.common import PART, address, attempt, show, the_map
from panoh.apps.circle.rules.model import Map
from panoh.apps.circle.views import answers
from panoh.apps.circle.views.charts import FAN_HEIGHT, FAN_WIDTH, fan
from panoh.apps.circle.views.maps import extra
from panoh.apps.circle.views.practices import practices
from panoh.apps.circle.views.told import (
    NOT_SAID,
    check_words,
    in_points,
    in_short,
    moved,
    named,
    rests_on,
    still,
    sure_words,
    verdict,
)
from panoh.errors import Invalid
from panoh.web.page import Go, Page, Reply, Visit
from panoh.words import N_, _

CHANGES = {
    "none": (N_("ended"), (0.0, 0.0)),
    "less": (N_("weakened"), (0.5, 0.9)),
    "half": (N_("halved"), (0.5, 0.5)),
    "more": (N_("strengthened"), (1.1, 1.5)),
    "double": (N_("doubled"), (2.0, 2.0)),
}
MOST_DRAWS = 20_000
"""In a page, where somebody waits."""


def ask(visit: Visit) -> Reply:
    place, _key, of = the_map(visit)
    extra()
    return show(
        "ask.html", _("What-if"), of=of, place=place, factors=_factors(of), links=_links(of),
        practices=[each for each in practices(visit.node, of) if each.factors],
        changes=CHANGES,
    )  # fmt: skip


def _factors(of: Map) -> list[tuple[str, str]]:
    return sorted(of.labels().items(), key=lambda each: each[1])


def _links(of: Map) -> list[tuple[str, str]]:
    labels = of.labels()
    return [
        (f"{each.start}>{each.end}", f"{labels[each.start]} → {labels[each.end]}")
        for each in of.links
    ]


def run(visit: Visit) -> Reply:
    place, _key, _of = the_map(visit)

    def act() -> Reply:
        record = commands.ask(visit.node, place, _question(visit))
        return Go(f"{PART}/answer/{record}")

    return attempt(visit, f"{PART}/map/{place}/ask", act)


def _question(visit: Visit) -> dict[str, Any]:
    """What was filled in, as the question it stands for."""
    said = visit.form.get
    data: dict[str, Any] = {
        "title": said("title").strip(), "months": said("months"), "draws": said("draws"),
        "seed": said("seed"), "start": said("start"),
    }  # fmt: skip
    if said("draws").isdigit() and int(said("draws")) > MOST_DRAWS:
        raise Invalid({"draws": N_("Here at most 20,000; the command takes more.")})
    chosen = [
        each for each in (said("practice"), said("factor"), said("link")) if each
    ]  # fmt: skip
    if len(chosen) != 1:
        raise Invalid({"factor": N_("Choose one: a practice, a factor or a link.")})
    if said("practice"):
        return {**data, "practice": said("practice")}
    if said("change") not in CHANGES:
        raise Invalid({"change": N_("Say what is done to it.")})
    on: Any = said("factor") or said("link").split(">")
    times = list(CHANGES[said("change")][1])
    end = said("end")
    return {**data, "levers": [{"on": on, "times": times, "start": said("start"), "end": end}]}


def listed(visit: Visit) -> Reply:
    return show("answers.html", _("What-if"), found=answers.listed(visit.node))


def answer(visit: Visit) -> Reply:
    row, body, of = answers.read(visit.node, address(visit))
    rows = [
        {
            "said": moved(of, each), "fan": fan(each, body["months"]),
            "verdict": verdict(body, number), "decides": _decides(of, each), "raw": each,
        }
        for number, each in enumerate(body["outcomes"])
    ]  # fmt: skip
    told = [each["said"] for each in rows]
    for number, each in enumerate(rows):
        each["sure"] = sure_words(body, number, each["said"])
    return show(
        "answer.html", _("What-if"), row=row, body=body, of=of, rows=rows,
        short=in_short(told), quiet=still(told), in_points=in_points, asked=answers.asked(of, body),
        rests=rests_on(body), not_said=NOT_SAID,
        names=sorted(access.story_titles(visit.node).items()),
        checks=[(check_words(each), each["shares"]) for each in body["checks"]],
        stale=answers.is_stale(visit.node, row), wide=FAN_WIDTH, high=FAN_HEIGHT,
        moving=[each for each in rows if each["said"].hardly <= 50],
    )  # fmt: skip


def _decides(of: Map, outcome: dict[str, Any]) -> dict[str, Any] | None:
    found = outcome.get("decides")
    if not found:
        return None
    return {
        "ranks": [(named(of, each["name"]), each["rank"]) for each in found["ranks"]],
        "box": {**found["box"], "words": [named(of, e["name"]) for e in found["box"]["sides"]]},
    }


def ask_erase(visit: Visit) -> Reply:
    row = access.answer(visit.node, address(visit))
    return show("erase.html", _("What-if"), row=row, back=f"{PART}/answer/{row['id']}",
                act=f"{PART}/answer/{row['id']}/erase")  # fmt: skip


def erase(visit: Visit) -> Reply:
    row = access.answer(visit.node, address(visit))

    def act() -> Reply:
        commands.erase_answer(visit.node, row["id"])
        return Go(f"{PART}/answers", told=_("Erased."))

    return attempt(visit, f"{PART}/answers", act)


PAGES: tuple[Page, ...] = (
    Page("GET", PART + "/map/{id}/ask", ask, "circle.ask"),
    Page("POST", PART + "/map/{id}/ask", run, "circle.ask.run"),
    Page("GET", PART + "/answers", listed, "circle.answers"),
    Page("GET", PART + "/answer/{id}", answer, "circle.answer"),
    Page("GET", PART + "/answer/{id}/erase", ask_erase, "circle.answer.erase"),
    Page("POST", PART + "/answer/{id}/erase", erase, "circle.answer.erase.now"),
)
