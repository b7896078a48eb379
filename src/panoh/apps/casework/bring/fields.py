"""What a column of a spreadsheet may fill, and by which headings it is recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from panoh.apps.casework.records import CLIENT, CONTACT
from panoh.apps.casework.records.client import STANDING
from panoh.core.records.model import Field, Kind, RecordType, Sensitivity
from panoh.lexicon import languages
from panoh.words import LANGUAGES, N_, _, use_language

KINDS = {"clients": CLIENT, "contacts": CONTACT}
OLD_NUMBER = Field(
    "old_number",
    Kind.TEXT,
    N_("Number in the old list"),
    help=N_("Not kept. It finds rows that are there twice, and stands beside the new code."),
    max_length=80,
)
_NOT_TAKEN = frozenset({"status", "factor", "state"})
_ALSO = {
    "names": "name names fullname фио имя фамилия имяфамилия фамилияимя номунасаб исмшариф "
    "ismsharif ном nom ism аты аты-жөні",
    "goes_by": "nickname called прозвище",
    "phone": "phone tel telephone mobile телефон тел telefon",
    "phone_other": "phone2 телефон2",
    "district": "district район ноҳия tuman аудан",
    "sex": "sex gender пол ҷинс jins жынысы жынысы",
    "age_band": "age возраст син yosh жасы",
    "languages": "language languages язык языки забон til тіл тил",
    "wants": "request запрос просьба",
    "code": "code код",
    "old_number": "id no number № номер рақам raqam нөмір",
    "held_at": "date when day дата сана күні sana",
    "asked": "question вопрос",
    "answered": "answer ответ",
    "topic": "topic тема",
    "channel": "channel канал",
    "name": "name имя",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column may fill."""

    name: str
    label: str  # message key
    field: Field


def targets(kind: str) -> list[Target]:
    """All fields of a kind of list that a file may fill, in the order of the form. Programmes are
    agreed one by one and are never taken from a list."""
    rtype = KINDS[kind]
    fields = [
        each
        for each in rtype.fields
        if each.name not in _NOT_TAKEN
        and each.kind is not Kind.LINK
        and each.sensitivity is not Sensitivity.QUIET
    ]
    found = [Target(each.name, each.label, each) for each in fields]
    if kind == "clients":
        code = next(each for each in STANDING if each.name == "code")
        found = [each for each in found if each.name != "code"]
        found += [Target("code", N_("Code of Panoh"), code)]
    return [*found, Target(OLD_NUMBER.name, OLD_NUMBER.label, OLD_NUMBER)]


def target(kind: str, name: str) -> Target | None:
    return next((each for each in targets(kind) if each.name == name), None)


def guess(kind: str, heads: Sequence[str]) -> dict[int, str]:
    """Column → field name, for the headings that are recognised; each field once, names often."""
    known = _headings(kind)
    found: dict[int, str] = {}
    for column, head in enumerate(heads):
        name = known.get(plain(head), "")
        if name and (name not in found.values() or _field(kind, name).kind is Kind.NAMES):
            found[column] = name
    return found


def _field(kind: str, name: str) -> Field:
    found = target(kind, name)
    if found is None:
        raise KeyError(name)
    return found.field


def plain(text: str) -> str:
    return re.sub(r"[\s_:?.]+", "", text).casefold()


@cache
def _headings(kind: str) -> dict[str, str]:
    """Every heading that is recognised: names, labels in each language, and common ones."""
    known: dict[str, str] = {}
    offered = targets(kind)
    for each in offered:
        for word in _ALSO.get(each.name, "").split():
            known.setdefault(plain(word), each.name)
    for code in LANGUAGES:
        with use_language(code):
            for each in offered:
                known.setdefault(plain(_(each.label)), each.name)
    for each in offered:
        known[plain(each.name)] = each.name
    return known


# ── words of choices ────────────────────────────────────────────────────────────────────────


@cache
def choice_words(rtype: RecordType, name: str) -> dict[str, str]:
    """What may stand for each choice of a field: its key and its label in each language."""
    field = rtype.field(name)
    if field is None:
        return {}
    if field.kind is Kind.LANGUAGES:
        return _language_words()
    pairs = [(each.key, each.label) for each in field.choices]
    if field.kind is Kind.YES:
        pairs = [("yes", N_("Yes")), ("no", N_("No"))]
    return _in_all_languages(pairs)


@cache
def _language_words() -> dict[str, str]:
    known = _in_all_languages([(each.code, each.label) for each in languages.LANGUAGES])
    for each in languages.LANGUAGES:
        known.setdefault(plain(each.own), each.code)
    for code in LANGUAGES:
        found = languages.known(code)
        if found:
            known.setdefault(plain(code), found)
    return known


def _in_all_languages(pairs: list[tuple[str, str]]) -> dict[str, str]:
    known: dict[str, str] = {}
    for code in LANGUAGES:
        with use_language(code):
            for key, label in pairs:
                known.setdefault(plain(_(label)), key)
    known.update({plain(key): key for key, _label in pairs})
    return known
