"""Bars and fans of an answer on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from panoh.apps.circle.views.drawing import wrapped
from panoh.apps.circle.views.told import Moved
from panoh.paper.model import UPRIGHT, Curve, Label, Picture, Point
from panoh.words import _

NAMES = 190.0
"""Room for what an outcome is called."""
HIGH, FAN = 26.0, 110.0


def bars(told: Sequence[Moved]) -> Picture:
    """Of 100 draws: full, better; a thin line, hardly moved; open, worse."""
    curves: list[Curve] = []
    labels: list[Label] = []
    by = (UPRIGHT - NAMES - 4) / 100
    for number, each in enumerate(told):
        y = 4 + number * HIGH
        for row, words in enumerate(wrapped(each.label, 38, 2)):
            labels.append(Label(0, y + 8 + 9 * row, words, 8))
        first, second = NAMES + each.good * by, NAMES + (each.good + each.hardly) * by
        curves += [
            _block(NAMES, y + 2, first, y + 14, 0.25),
            _block(first, y + 7, second, y + 9, 0.6),
            _block(second, y + 2, second + each.bad * by, y + 14, None),
        ]
        counted = f"{each.good} · {each.hardly} · {each.bad}"
        labels.append(Label(NAMES, y + 21, counted, 6.5))
    about = _("Full bar: better. Thin line: hardly moved. Open bar: worse.")
    high = 12 + len(told) * HIGH
    labels.append(Label(NAMES, high + 4, about, 7))
    return Picture(UPRIGHT, high + 10, tuple(c for c in curves if c.points), tuple(labels), about)


def _block(x: float, y: float, x2: float, y2: float, fill: float | None) -> Curve:
    points = ((x, y), (x2, y), (x2, y2), (x, y2)) if x2 > x else ()
    return Curve(points, True, fill, 0.25 if fill is None else None, 0.8)


def span(bands: Sequence[Sequence[float]]) -> tuple[float, float]:
    """The highest and the lowest value of a fan, nothing included; never less than one apart."""
    top = max(0.0, *(value for band in bands for value in band))
    foot = min(0.0, *(value for band in bands for value in band))
    return (top, foot) if top - foot >= 1 else (0.5, -0.5)


def fan_picture(outcome: Mapping[str, Any], months: Sequence[int], told: Moved) -> Picture:
    """The middle half and nine tenths of the draws over the months, against doing nothing."""
    bands = outcome["fan"]
    top, foot = span(bands)
    left, wide, last = 34.0, UPRIGHT - 44, max(1, months[-1])

    def point(month: int, value: float) -> Point:
        return left + month / last * wide, 8 + (top - value) / (top - foot) * FAN

    def band(low: int, high: int, grey: float) -> Curve:
        there = [point(m, v) for m, v in zip(months, bands[high], strict=True)]
        back = [point(m, v) for m, v in zip(months, bands[low], strict=True)]
        return Curve((*there, *reversed(back)), True, grey, None)

    middle = tuple(point(m, v) for m, v in zip(months, bands[2], strict=True))
    none = (point(0, 0), point(last, 0))
    rim = (point(0, top), point(0, foot), point(last, foot))
    curves = (
        band(0, 4, 0.86), band(1, 3, 0.66), Curve(none, line=0.3, width=0.6, dash=(3, 2)),
        Curve(middle, width=1.4), Curve(rim, line=0.3, width=0.6),
    )  # fmt: skip
    labels = [
        Label(0, point(0, value)[1] + 3, f"{value:+.0f}" if value else "0", 7)
        for value in sorted({top, 0.0, foot})
    ]
    at = sorted({months[round(share * (len(months) - 1) / 4)] for share in range(5)})
    labels += [Label(point(m, 0)[0] - 4, 8 + FAN + 9, str(m), 7) for m in at]
    labels.append(Label(left, 8 + FAN + 19, f"{_('Month')} · {told.words}", 7))
    about = _("Points of the index against doing nothing")
    return Picture(UPRIGHT, 8 + FAN + 24, curves, tuple(labels), f"{told.label}: {about}")


def figures(outcome: Mapping[str, Any], months: Sequence[int]) -> str:
    """The table beside a fan in one line: the middle, and where nine of ten draws lie."""
    low, _lower, middle, _upper, high = outcome["fan"]
    at = sorted({round(share * (len(months) - 1) / 4) for share in range(1, 5)})
    said = [f"{months[i]}: {middle[i]:+.1f} ({low[i]:+.1f} … {high[i]:+.1f})" for i in at]
    return f"{_('Month')} {'; '.join(said)}."


FAN_WIDTH, FAN_HEIGHT = 320, 120


def fan(outcome: Mapping[str, Any], months: Sequence[int]) -> dict[str, Any]:
    """For a page: outlines of the outer and inner bands, the middle line, the line of nothing with
    its height, what stands at the rims, and a table of some moments."""
    bands = outcome["fan"]
    top, foot = span(bands)
    last = max(1, months[-1])

    def high(value: float) -> float:
        return 6 + (top - value) / (top - foot) * (FAN_HEIGHT - 12)

    def point(month: int, value: float) -> str:
        return f"{month / last * FAN_WIDTH:.1f},{high(value):.1f}"

    def outline(low: int, above: int) -> str:
        there = [point(m, v) for m, v in zip(months, bands[above], strict=True)]
        back = [point(m, v) for m, v in zip(months, bands[low], strict=True)]
        return " ".join([*there, *reversed(back)])

    shown = [round(i * (len(months) - 1) / 4) for i in range(5)]
    return {
        "outer": outline(0, 4),
        "inner": outline(1, 3),
        "line": " ".join(point(m, v) for m, v in zip(months, bands[2], strict=True)),
        "none": f"{high(0):.1f}",
        "rims": [(f"{high(v) + 4:.0f}", f"{v:+.0f}" if v else "0") for v in (top, foot)],
        "rows": [
            (months[i], f"{bands[0][i]:+.1f}", f"{bands[2][i]:+.1f}", f"{bands[4][i]:+.1f}")
            for i in shown
        ],
    }
