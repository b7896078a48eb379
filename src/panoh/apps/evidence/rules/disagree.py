"""Where figures on one thing agree or not, and of what kind that is. Never averages, never picks.

Kinds, in the order in which they are looked for:
`one-origin`    the same number twice, and both go back to one speaker: one witness, not two
`agrees`        the same number from different origins
`definition`    they count differently, and say so
`later-count`   the same happening, known on a later day
`range-overlap` different numbers, and some number would satisfy both
`unresolved`    none of these: a person has to look
`arithmetic`    parts that do not make their whole, or a share that is not that share
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from panoh.apps.evidence.rules.figures import Figure, allowed, plain, ranges_meet
from panoh.apps.evidence.rules.periods import gap_days, overlap

KINDS = (
    "agrees",
    "one-origin",
    "later-count",
    "range-overlap",
    "definition",
    "arithmetic",
    "unresolved",
)
NEAR_DAYS = 3 * 366
"""Standing numbers this far apart are still one question when each says how it counts."""
ROUNDING = Decimal("0.005")
"""Shares are compared to half a percent of the share: sources round."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Figures side by side. `figures` in the order given; `sums` is what an arithmetic clash says:
    (stated, computed) as plain numbers."""

    kind: str
    key: str
    measure: str
    figures: tuple[str, ...]
    claims: tuple[str, ...]
    sums: tuple[str, str] | None = None


def comparable(one: Figure, other: Figure) -> bool:
    """The same measure, population and place, and a time that fits."""
    if one.key != other.key or not (one.counts and other.counts) or one.claim == other.claim:
        return False
    if one.unit and other.unit and one.unit != other.unit:
        return False
    if overlap(one.when, other.when):
        # One source's own series over time is no disagreement with itself.
        return one.source != other.source or one.when == other.when
    return (
        one.nature == other.nature == "stock"
        and one.source != other.source
        and _counted_differently(one, other)
        and gap_days(one.when, other.when) <= NEAR_DAYS
    )


def _counted_differently(one: Figure, other: Figure) -> bool:
    return bool(one.definition) and bool(other.definition) and one.definition != other.definition


def same_number(one: Figure, other: Figure) -> bool:
    return (one.value, one.low, one.high) == (other.value, other.low, other.high)


def kind_of(one: Figure, other: Figure) -> str:
    """How two comparable figures stand to each other."""
    if same_number(one, other):
        if one.origin and one.origin == other.origin:
            return "one-origin"
        return "definition" if _counted_differently(one, other) else "agrees"
    if _counted_differently(one, other):
        return "definition"
    if one.as_of and other.as_of and one.as_of != other.as_of and one.nature != "stock":
        exact = one.qualifier in ("", "exact") and other.qualifier in ("", "exact")
        if exact:
            return "later-count"
    return "range-overlap" if ranges_meet(one, other) else "unresolved"


def disagreements(figures: Iterable[Figure]) -> list[Disagreement]:
    """Every pair of comparable figures, those of one kind and one key gathered when linked."""
    by_key: dict[str, list[Figure]] = {}
    for each in figures:
        by_key.setdefault(each.key, []).append(each)
    found: list[Disagreement] = []
    for key in sorted(by_key):
        found += _of_key(key, by_key[key])
    return found


def _of_key(key: str, figures: Sequence[Figure]) -> list[Disagreement]:
    pairs: dict[str, list[tuple[Figure, Figure]]] = {}
    for one, other in combinations(figures, 2):
        if comparable(one, other):
            pairs.setdefault(kind_of(one, other), []).append((one, other))
    found = []
    for kind in KINDS:
        for group in _linked(pairs.get(kind, [])):
            found.append(
                Disagreement(
                    kind,
                    key,
                    group[0].measure,
                    tuple(each.id for each in group),
                    tuple(dict.fromkeys(each.claim for each in group)),
                )
            )
    return found


def _linked(pairs: Sequence[tuple[Figure, Figure]]) -> list[list[Figure]]:
    """Pairs that share a figure come together, in the order of their ids."""
    groups: list[dict[str, Figure]] = []
    for one, other in pairs:
        touching = [each for each in groups if one.id in each or other.id in each]
        joined = {one.id: one, other.id: other}
        for each in touching:
            joined.update(each)
            groups.remove(each)
        groups.append(joined)
    return [[group[name] for name in sorted(group)] for group in groups]


# ── arithmetic ──────────────────────────────────────────────────────────────────────────────


def sums(wholes: Mapping[str, Figure], parts: Iterable[Figure]) -> list[Disagreement]:
    """Wholes whose stated parts do not make them. Only exact numbers are added."""
    by_whole: dict[str, list[Figure]] = {}
    for each in parts:
        if each.part_of in wholes:
            by_whole.setdefault(each.part_of, []).append(each)
    found = []
    for name, held in by_whole.items():
        whole = wholes[name]
        values = [each.value for each in held]
        if whole.value is None or len(held) < 2 or any(each is None for each in values):
            continue
        total = sum((each for each in values if each is not None), Decimal(0))
        if total != whole.value:
            found.append(_clash((whole, *held), whole.value, total))
    return found


def shares(figures: Mapping[str, Figure], stated: Iterable[Figure]) -> list[Disagreement]:
    """Stated shares that are not the share which their own part and whole give."""
    found = []
    for each in stated:
        part, whole = figures.get(each.share_part), figures.get(each.share_of)
        if each.value is None or part is None or whole is None:
            continue
        if part.value is None or not whole.value:
            continue
        computed = part.value / whole.value * 100
        low, high = allowed(each.value, None, None, each.qualifier)
        room = each.value * ROUNDING
        if (low is not None and computed < low - room) or (
            high is not None and computed > high + room
        ):
            found.append(_clash((part, each, whole), each.value, computed.quantize(Decimal("0.1"))))
    return found


def _clash(figures: Sequence[Figure], stated: Decimal, computed: Decimal) -> Disagreement:
    claims = tuple(sorted(dict.fromkeys(each.claim for each in figures)))
    return Disagreement(
        "arithmetic",
        figures[0].key,
        figures[0].measure,
        tuple(each.id for each in figures),
        claims,
        (plain(stated), plain(computed)),
    )
