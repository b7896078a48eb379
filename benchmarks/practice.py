"""A practice of any size, written through the real log in few transactions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from panoh.apps.casework import records
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.core.work import Work

ENTRIES_A_CASE = 20
CASES_A_WRITE = 100
GIVEN = ("Ҷамшед", "Rustam", "Зарина", "Dilnoza", "Айбек", "Gulnora", "Нурлан", "Madina", "Фирӯз")
FAMILY = ("Раҳмонов", "Rahimova", "Каримзода", "Tashmatov", "Асанова", "Yusupov", "Назарова")
WORDS = [
    "wages",
    "paper",
    "doctor",
    "school",
    "rent",
    "letter",
    "brother",
    "night",
    "work",
    "bus",
    "registration",
    "court",
    "lawyer",
    "зарплата",
    "паспорт",
    "врач",
    "школа",
    "аренда",
    "письмо",
    "брат",
    "ночь",
    "работа",
    "суд",
    "юрист",
    "мама",
    "дети",
]


@dataclass(frozen=True)
class Made:
    """What a filled practice holds: an ordinary case to read, and a busy one to save into."""

    cases: int
    entries: int
    case: str
    busy: str
    name: str


def fill(node: Node, cases: int, seed: int = 1) -> Made:
    """Add `cases` cases of 20 entries each: a founding, a client, and what happened since."""
    chance = random.Random(seed)
    last = busy = ""
    for start in range(0, cases, CASES_A_WRITE):
        with node.writing() as work:
            for number in range(start, min(start + CASES_A_WRITE, cases)):
                busy = busy or last
                last = _case(work, chance, f"{seed:02d}{number:06d}")
    row = node.get(records.CLIENT, last)
    total = int(node.database.execute("SELECT count(*) FROM entry")[0][0])
    return Made(cases, total, last, busy or last, str(row["names"][0]) if row else "")


def _case(work: Work, chance: random.Random, code: str) -> str:
    space = work.new_space("case")
    client = work.put(records.CLIENT, space, None, {
        "code": code, "status": "open", "goes_by": chance.choice(GIVEN),
        "names": [f"{chance.choice(FAMILY)} {chance.choice(GIVEN)} {code}"],
        "phone": f"+992 {chance.randrange(10**8, 10**9)}", "languages": ["tgk", "rus"],
    })  # fmt: skip
    work.flush()
    for rtype, values in _happened(chance, client):
        work.put(rtype, space, None, values)
        work.flush()
    return client


def _happened(chance: random.Random, client: str) -> Iterator[tuple[RecordType, dict[str, object]]]:
    day = f"2026-{chance.randrange(9, 13):02d}-{chance.randrange(1, 28):02d}"
    common = {"client": client}
    for factor in ("I10", "I07", "F02"):
        yield records.NEED, {**common, "kind": "need", "factor": factor, "said_by": "client"}
    yield records.NEED, {**common, "kind": "strength", "factor": "F21"}
    yield records.GOAL, {**common, "text": _text(chance, 8)}
    yield records.STEP, {**common, "text": _text(chance, 6), "due": day}
    for _ in range(2):
        yield records.FOLLOW_UP, {**common, "due": day, "what": _text(chance, 5)}
    for _ in range(ENTRIES_A_CASE - 10):
        yield records.NOTE, {**common, "text": _text(chance, chance.randrange(10, 60))}


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words))
