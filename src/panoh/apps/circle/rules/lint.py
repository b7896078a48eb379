"""What a factor may not be: a person, a group of people by origin, or a faith.

A map speaks of circumstances and populations. A word list cannot know every name; it stops what is
typed most often, and says what to write instead. Endings are left open where languages bend words.
"""

from __future__ import annotations

import re

from panoh.apps.circle.rules.model import LONGEST_LABEL, MOST_LINKS, MOST_NODES, SIGNS, Map
from panoh.errors import Invalid
from panoh.words import N_

PERSON = N_("A factor is never a person. Name the circumstance, such as “unpaid wages”.")
GROUP = N_(
    "A factor is never a group by origin. Name what happens, such as “discrimination at work”."
)
FAITH = N_("A factor is never a faith. Name what happens, such as “pressure on places of worship”.")

_PERSONS = (
    "client|clients|patient|patients|suspect|suspects|mr|mrs|ms|he|she|him|her|"
    "his|hers|my|passport|birthday|клиент|клиента|клиентка|он|она|его|её|паспорт|"
    "господин|госпожа|миҷоз|мизоҷ|mijoz"
)
_PATRONYMIC = re.compile(
    r"\b\w*(?:ovich|evich|ovna|evna|zoda|zodeh|ogli|oʻgʻli|o'g'li|qizi|uulu|kyzy|"
    r"ович|евич|овна|евна|зода|заде|оглы|углы|уулу|кызы|қызы|ұлы)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{6,}|\b[A-ZА-Я]{1,3}[-–]?\d{4,}\b")
_PEOPLES = (
    r"tajik|uzbek|kazakh|kyrgyz|turkmen|uyghur|uighur|karakalpak|pamiri|russian|"
    r"chechen|afghan|tatar|dungan|roma\b|jews?\b|jewish|armenian|azeri|georgian|ukrainian|"
    r"chinese|pashtun|hazara|arab|slavs?\b|slavic|turkic|таджик|узбек|казах|кыргыз|"
    r"киргиз|туркмен|уйгур|памир|русск|чечен|афган|татар|дунган|цыган|евре|"
    r"армян|азербайджан|грузин|украин|араб|пуштун|хазар|славян|тюрк|тоҷик|ӯзбек|"
    r"қазақ|қирғиз|орыс|орус"
)
_FAITHS = (
    "islam|muslim|moslem|sunni|shia|shiite|ismaili|salafi|sufi|christian|orthodox|"
    "baptist|jehovah|buddhis|hindu|judais|ислам|мусульман|суннит|шиит|исмаил|салаф|"
    "суфи|христиан|православ|баптист|иегов|будди|индуи|иудаи|мусулмон|мұсылман|"
    "мусулман|musulmon"
)


def _begins(words: str) -> re.Pattern[str]:
    """A country may be named: its people may not stand for what happens there."""
    return re.compile(rf"\b(?!\w*(?:stan|стан)\w?\b)(?:{words})\w*", re.IGNORECASE)


_PERSON = re.compile(rf"\b(?:{_PERSONS})\b", re.IGNORECASE)
_PEOPLE = _begins(_PEOPLES)
_FAITH = _begins(_FAITHS)


def why_not(label: str) -> str | None:
    """Why this cannot be a factor; None when nothing speaks against it."""
    if _PERSON.search(label) or _PATRONYMIC.search(label) or _NUMBERED.search(label):
        return PERSON
    if _FAITH.search(label):
        return FAITH
    if _PEOPLE.search(label):
        return GROUP
    return None


def check(of: Map) -> Map:
    """The map itself; Invalid for what no map here may hold."""
    problems: dict[str, str] = {}
    if not of.links:
        problems["map"] = N_("This map has no links, so nothing can follow from anything.")
    if len(of.nodes) > MOST_NODES or len(of.links) > MOST_LINKS:
        problems["map"] = N_("A map has at most 300 factors and 2,000 links.")
    keys = set(of.index())
    if len(keys) != len(of.nodes) or len({each.ends for each in of.links}) != len(of.links):
        problems["map"] = N_("Something stands twice in this map.")
    for node in of.nodes:
        why = why_not(node.label) or why_not(node.key.replace("_", " "))
        if why:
            problems[node.label] = why
        elif not 0 < node.low <= node.high < 1 or len(node.label) > LONGEST_LABEL:
            problems[node.label] = N_("This number cannot be right.")
    for link in of.links:
        right = link.sign in SIGNS and 0 <= link.delay[0] <= link.delay[1] <= 240
        if not right or not {link.start, link.end} <= keys:
            problems[f"{link.start} {link.end}"] = N_("This link cannot be read.")
    if problems:
        raise Invalid(problems)
    return of
