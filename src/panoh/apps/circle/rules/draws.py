"""One ensemble out of a map: everything nobody knows is drawn within its range.

What is drawn: the strength of each link within its class, the sign where it is unknown, the delay
within its range, the level of today, the inertia of each factor, whose story is believed, and the
shape of the answer. Draws come in blocks, each from its own generator of (seed, block): who
computes the tenth block needs none of the nine before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from panoh.apps.circle.rules.engine import BLOCK, Ensemble, Floats
from panoh.apps.circle.rules.model import Link, Map

CAP = 3.0
"""The largest strength of a link, in units of the logistic function's argument. Nobody has measured
it, and it decides what tips: it is stated in every result, and varied."""
CLASSES = {"weak": (0.1, 1.0), "medium": (0.5, 2.0), "strong": (1.0, 3.0), "unknown": (0.0, CAP)}
GIVEN = (0.75, 1.25)
"""How far a strength that a file gave as a number is moved."""
INERTIA = (3.0, 36.0)
"""Months; no claim says how fast a factor follows, so the whole range is drawn for each."""
STRAIGHT = 0.5
"""The share of draws with the straight transfer function instead of the logistic one."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """`story`: 0 is the pooled map, else one more than the place in `stories`. `names`, `values`:
    the uncertain numbers, one row each, for asking what decides."""

    ensemble: Ensemble
    order: tuple[int, ...]  # engine link → link of the map
    stories: tuple[str, ...]
    story: NDArray[np.intp]
    names: tuple[tuple[str, ...], ...] = field(default=())
    values: Floats = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Wanted:
    """`rivals`: whether each draw may believe one document alone."""

    draws: int
    seed: int
    cap: float = CAP
    rivals: bool = True
    without: str = ""  # a source that is dropped
    only: str = ""  # a source that alone is believed
    shuffle: bool = False


def stories_of(of: Map) -> tuple[str, ...]:
    return tuple(sorted({name for link in of.links for name in link.sources}))


def draw(of: Map, wanted: Wanted) -> Drawn:
    """The whole ensemble, block after block."""
    parts = [
        draw_block(of, wanted, number) for number in range(-(-wanted.draws // BLOCK))
    ]  # fmt: skip
    return joined(parts)


def joined(parts: Sequence[Drawn]) -> Drawn:
    """Blocks of one ensemble, side by side."""
    if len(parts) == 1:
        return parts[0]

    def whole(name: str) -> Floats:
        return np.concatenate([getattr(each.ensemble, name) for each in parts], axis=-1)

    first = parts[0]
    lag = None if first.ensemble.lag is None else whole("lag")
    ensemble = Ensemble(
        first.ensemble.start, first.ensemble.end, whole("bias"), whole("weight"), whole("tau"),
        np.concatenate([each.ensemble.clamped for each in parts]), lag,
    )  # fmt: skip
    story = np.concatenate([each.story for each in parts])
    values = np.concatenate([each.values for each in parts], axis=1)
    return Drawn(ensemble, first.order, first.stories, story, first.names, values)


def draw_block(of: Map, wanted: Wanted, number: int) -> Drawn:
    """The draws from `number * BLOCK` on."""
    size = min(BLOCK, wanted.draws - number * BLOCK)
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([wanted.seed, number])))
    index = of.index()
    order = sorted(range(len(of.links)), key=lambda at: (index[of.links[at].end], at))
    links = [of.links[at] for at in order]
    low, high = _columns([(each.low, each.high) for each in of.nodes])
    level = _between(random, low, high, size)
    slow, fast = np.log(INERTIA[0]), np.log(INERTIA[1])
    tau = np.exp(_between(random, *_columns([(slow, fast)] * len(of.nodes)), size))
    strength = _between(random, *_columns([_range(each, wanted.cap) for each in links]), size)
    flips = random.random((len(links), size), dtype=np.float32) < 0.5
    signs = np.where(_unknown(links)[:, None] & flips, -1.0, _signs(links)[:, None])
    if wanted.shuffle:
        for column in range(size):  # each draw gets its own drawing of signs and strengths
            mixed = random.permutation(len(links))
            strength[:, column] = strength[mixed, column]
            signs[:, column] = signs[mixed, column]
    stories = stories_of(of)
    story = _story(random, wanted, len(stories), size)
    weight = strength * signs * _believed(links, stories, story, wanted)
    lag = None
    if any(each.delay[1] > 0 for each in links):
        lag = _between(random, *_columns([each.delay for each in links]), size)
    clamped = np.arange(size) >= round(size * (1 - STRAIGHT))
    bias = np.log(level / (1 - level))
    ensemble = Ensemble(
        np.array([index[each.start] for each in links], dtype=np.intp),
        np.array([index[each.end] for each in links], dtype=np.intp),
        bias.astype(np.float32), weight.astype(np.float32), tau.astype(np.float32), clamped,
        None if lag is None else lag.astype(np.float32),
    )  # fmt: skip
    names, values = _uncertain(of, links, ensemble, strength, flips, story, lag)
    return Drawn(ensemble, tuple(order), stories, story, names, values)


def _columns(pairs: Sequence[tuple[float, float]]) -> tuple[Floats, Floats]:
    both = np.array(pairs, dtype=np.float32).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _between(random: np.random.Generator, low: Floats, high: Floats, size: int) -> Floats:
    share = random.random((len(low), size), dtype=np.float32)
    found: Floats = low[:, None] + share * (high - low)[:, None]
    return found


def _range(link: Link, cap: float) -> tuple[float, float]:
    if link.weight is not None:
        given = abs(link.weight) * cap
        return min(cap, given * GIVEN[0]), min(cap, given * GIVEN[1])
    low, high = CLASSES[link.strength]
    return min(low, cap), min(cap, high if link.strength != "unknown" else cap)


def _unknown(links: Sequence[Link]) -> NDArray[np.bool_]:
    return np.array([each.sign == "?" for each in links], dtype=bool)


def _signs(links: Sequence[Link]) -> Floats:
    return np.array([-1.0 if each.sign == "-" else 1.0 for each in links], dtype=np.float32)


def _story(
    random: np.random.Generator, wanted: Wanted, count: int, size: int
) -> NDArray[np.intp]:  # fmt: skip
    """Half of the draws believe all documents together, the others one each."""
    either = random.random(size) < 0.5
    which = random.integers(1, count + 1, size) if count else np.zeros(size, dtype=np.intp)
    if not wanted.rivals or wanted.only or count < 2:
        return np.zeros(size, dtype=np.intp)
    return np.where(either, 0, which).astype(np.intp)


def _believed(
    links: Sequence[Link], stories: Sequence[str], story: NDArray[np.intp], wanted: Wanted
) -> Floats:
    """1 where a link stands in the story of a draw. What no document tells stands in each."""
    held = np.ones((len(links), len(stories) + 1), dtype=np.float32)
    for at, link in enumerate(links):
        if not link.sources:
            continue
        left = set(link.sources) - {wanted.without}
        held[at, 0] = bool(left if not wanted.only else wanted.only in left)
        held[at, 1:] = [name in left for name in stories]
    return held[:, story]


def _uncertain(
    of: Map, links: Sequence[Link], ensemble: Ensemble, strength: Floats,
    flips: NDArray[np.bool_], story: NDArray[np.intp], lag: Floats | None,
) -> tuple[tuple[tuple[str, ...], ...], Floats]:  # fmt: skip
    names: list[tuple[str, ...]] = [("strength", *each.ends) for each in links]
    rows = [strength]
    for at in np.nonzero(_unknown(links))[0].tolist():
        names.append(("sign", *links[at].ends))
        rows.append(np.where(flips[at], -1.0, 1.0)[None, :])
    names += [("inertia", each.key) for each in of.nodes]
    names += [("level", each.key) for each in of.nodes]
    rows += [ensemble.tau, ensemble.bias]
    if lag is not None:
        for at, each in enumerate(links):
            if each.delay[1] > each.delay[0]:
                names.append(("delay", *each.ends))
                rows.append(lag[at : at + 1])
    names += [("pooled",), ("straight",)]
    rows += [(story == 0)[None, :].astype(np.float32), ensemble.clamped[None, :].astype(np.float32)]
    return tuple(names), np.concatenate(rows, axis=0).astype(np.float32)
