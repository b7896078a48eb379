"""A what-if question: levers on links or factors, what goes on around, draws, months, a seed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from panoh.apps.circle.rules.model import Map
from panoh.errors import Invalid
from panoh.words import N_

MOST_DRAWS, MOST_MONTHS, MOST_LEVERS = 1_000_000, 600, 20
DRAWS, MONTHS = 10_000, 240
CAPS = (0.5, 8.0)
TIMES = (0.0, 5.0)
UNGRADED = (0.8, 1.5)
"""What a practice may do to what it acts on when nothing is known: nothing, some good, some harm.
It includes 1, no effect."""
GRADED = {
    "high": (1.1, 1.5),
    "moderate": (1.05, 1.5),
    "low": (0.95, 1.5),
    "very_low": (0.9, 1.5),
}
"""The same by the certainty of its findings; none is sure of a size, and only the upper two leave
out that it does nothing."""


@dataclass(frozen=True, slots=True)
class Lever:
    """`on`: a factor's key, or a link's two ends. `times`: what its level (its strength) is
    multiplied with, drawn anew in each draw. Months: from `start` to before `end`."""

    on: tuple[str, ...]
    times: tuple[float, float]
    start: int
    end: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Spec:
    """`world`: levers in force in both arms. `practice`: what the levers were taken from."""

    levers: tuple[Lever, ...]
    world: tuple[Lever, ...] = ()
    months: int = MONTHS
    draws: int = DRAWS
    seed: int = 1
    cap: float = 3.0
    title: str = ""
    practice: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        found = asdict(self)
        found.pop("extra")
        return found


def read(data: Any, of: Map) -> Spec:
    """A question about this map; Invalid names everything that is wrong with it."""
    if not isinstance(data, Mapping):
        raise Invalid({"levers": N_("This is no what-if question.")})
    if not of.links:
        raise Invalid({"map": N_("This map has no links, so nothing can follow from anything.")})
    problems: dict[str, str] = {}
    months = _whole(data, "months", MONTHS, 1, MOST_MONTHS, problems)
    draws = _whole(data, "draws", DRAWS, 1, MOST_DRAWS, problems)
    seed = _whole(data, "seed", 1, 0, 2**32 - 1, problems)
    cap = _number(data.get("cap", 3.0))
    if cap is None or not CAPS[0] <= cap <= CAPS[1]:
        problems["cap"] = N_("The largest strength lies between 0.5 and 8.")
    levers = _levers(data.get("levers"), of, "levers", problems, months)
    world = _levers(data.get("world") or [], of, "world", problems, months)
    if not levers and "levers" not in problems:
        problems["levers"] = N_("Name at least one lever.")
    if problems:
        raise Invalid(problems)
    return Spec(
        levers, world, months, draws, seed, cap or 3.0,
        str(data.get("title") or "")[:200], str(data.get("practice") or "")[:64],
    )  # fmt: skip


def _whole(
    data: Mapping[str, Any], name: str, usual: int, least: int, most: int, problems: dict[str, str]
) -> int:
    raw = data.get(name)
    value = usual if raw in (None, "") else _number(raw)
    if value is None or value != int(value) or not least <= value <= most:
        problems[name] = {
            "draws": N_("Ask for 1 to 1,000,000 draws; more of them would not know more."),
            "months": N_("Ask for 1 to 600 months."),
        }.get(name, N_("This number cannot be right."))
        return usual
    return int(value)


def _number(raw: Any) -> float | None:
    try:
        value = float(raw)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def _levers(
    raw: Any, of: Map, name: str, problems: dict[str, str], months: int
) -> tuple[Lever, ...]:
    if not isinstance(raw, (list, tuple)) or len(raw) > MOST_LEVERS:
        problems[name] = N_("Name at least one lever.")
        return ()
    found = []
    for each in raw:
        try:
            found.append(_lever(each, of, months))
        except ValueError as problem:
            problems[name] = str(problem)
    return tuple(found)


def _lever(raw: Any, of: Map, months: int) -> Lever:
    if not isinstance(raw, Mapping) or not raw.get("on"):
        raise ValueError(N_("A lever needs what it is pulled on."))
    on = raw["on"]
    ends = (str(on),) if isinstance(on, str) else tuple(str(each) for each in on)
    if len(ends) == 1 and ends[0] not in of.index():
        raise ValueError(N_("A lever is on something that is not on this map."))
    if len(ends) == 2 and of.link(*ends) is None:
        raise ValueError(N_("A lever is on something that is not on this map."))
    if len(ends) not in (1, 2):
        raise ValueError(N_("A lever needs what it is pulled on."))
    start = _number(raw.get("start"))
    if start is None or start < 0 or start != int(start):
        raise ValueError(N_("A lever needs a start: the month from now, 0 or later."))
    end = _number(raw.get("end")) if raw.get("end") not in (None, "") else float(months)
    if end is None or end <= start:
        raise ValueError(N_("A lever ends after it starts."))
    times = raw.get("times")
    pair = times if isinstance(times, (list, tuple)) else (times, times)
    low, high = (_number(each) for each in pair) if len(pair) == 2 else (None, None)
    if low is None or high is None or not TIMES[0] <= low <= high <= TIMES[1]:
        raise ValueError(N_("A lever multiplies by 0 to 5: one number, or the lower and upper."))
    return Lever(ends, (low, high), int(start), int(end), str(raw.get("why") or "")[:200])
