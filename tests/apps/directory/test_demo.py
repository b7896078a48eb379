"""The invented directory of `panoh demo`."""

from __future__ import annotations

from collections import Counter

from panoh.apps.directory import commands, demo, views
from panoh.core.node import Node


def test_the_demo_is_120_services_in_five_countries_all_invented(amina: Node) -> None:
    demo.fill(amina)
    held = list(views.catalogue(amina))
    assert len(held) == 120
    countries = Counter(each.sites[0].spot.country for each in held)
    assert countries == {"TJ": 24, "UZ": 24, "KG": 24, "KZ": 24, "RU": 24}
    for each in held:
        assert each.row["invented"]
        assert each.row["description"].startswith("Invented for practice.")
        assert each.organization is not None
        assert each.organization["name"].startswith("Example")
        assert all(phone.startswith("+999 ") for phone in each.phones)
        assert each.sites[0].spot.north is not None, each.name
        assert each.hours
        assert each.translations
    assert {each.age.state for each in held} >= {"fresh", "due", "stale", "never", "unanswered"}
    assert {each.card.state_risk for each in held} >= {"none", "state_run", "foreign_agent"}
    wanted = {"factor": "I10", "place": "Душанбе", "language": "tgk", "when": "now", "free": "1"}
    found = commands.find(amina, wanted).answer.found
    assert found
    assert {views.catalogue(amina).entry(each.card.record).sites[0].town for each in found} == {
        "Dushanbe"
    }


def test_finding_among_them_is_quick(amina: Node) -> None:
    from time import perf_counter

    demo.fill(amina)
    views.catalogue(amina)
    began = perf_counter()
    views.look(amina, {"factor": "I07", "place": "Osh", "language": "kir", "safe_for": "returnee"})
    assert perf_counter() - began < 0.2
