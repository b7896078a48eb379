"""The invented practice of `panoh demo`."""

from __future__ import annotations

from panoh.apps.casework import access, demo, views
from panoh.apps.casework.demo.life import EVERYBODY
from panoh.core.node import Node
from panoh.lexicon.factors import factor


def test_the_demo_is_a_believable_half_year(amina: Node) -> None:
    demo.fill(amina)
    assert views.count_cases(amina, status="all") == len(EVERYBODY) == 40
    assert 50 <= views.count_contacts(amina, state="all") <= 60
    assert views.cases(amina, status="closed")
    assert views.cases(amina)[0].danger
    urgent = [each.urgency for each in views.today(amina, 100)]
    assert 10 <= len(urgent) <= 60
    assert set(urgent) >= {0, 1, 4}
    for line in views.cases(amina, limit=100):
        found = access.case(amina, line.code)
        assert found.needs
        assert found.strengths
        times = [each.time for each in access.timeline(amina, line.code)]
        assert times == sorted(times, reverse=True)
        assert times[0] <= amina.now().strftime("%Y-%m-%dT%H:%M")
        phone = found.client["phone"]
        assert phone is None or phone.startswith("+999 ")


def test_everybody_in_it_is_invented_and_has_a_strength() -> None:
    examples = ("Пример", "Мисол", "Namuna", "Намуна", "Үлгү", "Үлгі", "Example")
    languages = {language for each in EVERYBODY for language in each.languages}
    assert languages == {"rus", "tgk", "uzb", "kir", "kaz", "eng"}
    for each in EVERYBODY:
        assert each.district.startswith(examples)
        assert all(factor(one).kind == "strength" for one in each.strengths.split())
        assert all(factor(one).kind == "need" for one in each.needs.split())
        assert each.strengths
        assert "I38" not in each.strengths
