"""Maps, loops and answers on paper: pictures with the sentences that say the same, for a brief.

Each sentence names the claims it rests on. What a reader must not be told of is left out of a map
and of its loops; an answer that rests on it is not shown at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from panoh.apps.circle import access
from panoh.apps.circle.rules.model import Link, Map
from panoh.apps.circle.views import answers, maps
from panoh.apps.circle.views.charts import bars, fan_picture, figures
from panoh.apps.circle.views.drawing import Measures, draw, wrapped
from panoh.apps.circle.views.told import (
    ENDS,
    NOT_SAID,
    SIGN_WORDS,
    in_points,
    in_short,
    loop_steps,
    loop_words,
    moved,
    rests_on,
    still,
    sure_words,
    verdict,
)
from panoh.apps.circle.views.told import KINDS as LOOP_KINDS
from panoh.core.app import Illustration, Said
from panoh.core.node import Node
from panoh.errors import Invalid, NotFound
from panoh.paper.model import LYING, UPRIGHT, Curve, Label, Picture, Point
from panoh.words import N_, _

SHOWN = 5
"""Loops that are drawn."""
STALE = N_("The map has changed since. Run it again.")
PIECES = 14
"""Straight pieces that one bent arrow becomes."""
SMALL = 5.8


def illustrate(node: Node, kind: str, ref: str, without: frozenset[str]) -> Illustration:
    """`map` and `loops` of a map, or an `answer`; NotFound for anything else."""
    if kind not in KINDS or not access.is_there(node):
        raise NotFound(what=ref)
    return KINDS[kind](node, ref, without)


def _map(node: Node, ref: str, without: frozenset[str]) -> Illustration:
    _key, whole = access.find_map(node, ref)
    of = _left(whole, without)
    said = [Said("text", _(HOW_TO_READ)), Said("picture", picture=of_map(of))] if of.links else []
    labels = of.labels()
    for link in of.links:
        way = f"{labels[link.start]} → {labels[link.end]}: {_(SIGN_WORDS[link.sign])}"
        mark = "." if link.supports else f" ({_('assumption')})."
        said.append(Said("item", way + mark, link.supports))
        if link.contests:
            said.append(Said("item", f"{_('Against it')}: {way}.", link.contests))
    return Illustration(tuple(said), _behind(whole.links))


def _loops(node: Node, ref: str, without: frozenset[str]) -> Illustration:
    whole, found = maps.loops(node, ref)
    kept = [
        each
        for each in found.loops
        if all(not link.supports or set(link.supports) - without for link in each.links)
    ]
    labels = whole.labels()
    said = []
    for each in kept[:SHOWN]:
        links = [_told(link, without) for link in each.links]
        said.append(Said("lead", _(LOOP_KINDS[each.kind])))
        about = loop_words(links, labels, each.kind)
        said.append(Said("picture", picture=of_loop(links, labels, about)))
        for words, link in zip(loop_steps(links, labels), links, strict=True):
            mark = "." if link.supports else f" ({_('assumption')})."
            said.append(Said("item", words[:1].upper() + words[1:] + mark, link.supports))
        said.append(Said("text", _(ENDS[each.kind])))
    links = [link for each in found.loops[:SHOWN] for link in each.links]
    return Illustration(tuple(said), _behind(links))


def _answer(node: Node, ref: str, without: frozenset[str]) -> Illustration:
    row, body, of = answers.read(node, ref)
    if answers.is_stale(node, row):
        raise Invalid({f"answer {ref}": STALE})
    rests = _behind(_leading(of, body["spec"]))
    if rests & without:
        return Illustration((), rests)
    told = [moved(of, each) for each in body["outcomes"]]
    said = [Said("lead", _("What was asked"))]
    said += [Said("item", each) for each in answers.asked(of, body)]
    said += [Said("lead", _("What moved")), *(Said("text", each) for each in in_short(told))]
    said.append(Said("picture", picture=bars(told)))
    quiet = still(told)
    said += [
        Said("item", f"{each.label}: {each.words}.") for each in told if each not in quiet
    ]  # fmt: skip
    if quiet:
        said.append(Said("item", f"{_('Hardly')}: {'; '.join(each.label for each in quiet)}."))
    said.append(Said("lead", _("How sure")))
    for number, (outcome, each) in enumerate(zip(body["outcomes"], told, strict=True)):
        if each.hardly <= 50:
            said.append(
                Said("text", f"{each.label}: {sure_words(body, number, each)}. {in_points(each)}")
            )
            said.append(Said("picture", picture=fan_picture(outcome, body["months"], each)))
            said.append(Said("item", figures(outcome, body["months"])))
            said += [Said("item", words) for words in verdict(body, number)]
    said.append(Said("lead", _("What it rests on")))
    said += [Said("item", each) for each in rests_on(body)]
    said.append(Said("item", _("The claims that it goes through."), tuple(sorted(rests))))
    said.append(Said("lead", _("What it does not say")))
    said += [Said("item", _(each)) for each in NOT_SAID]
    return Illustration(tuple(said), rests)


KINDS: dict[str, Callable[[Node, str, frozenset[str]], Illustration]] = {
    "map": _map,
    "loops": _loops,
    "answer": _answer,
}
HOW_TO_READ = N_(
    "An arrow reads: more of the first leads to more (+) or less (−) of the second. A dashed arrow "
    "is an assumption, which no claim supports."
)


# ── what it rests on ────────────────────────────────────────────────────────────────────────


def _behind(links: Iterable[Link]) -> frozenset[str]:
    return frozenset(name for each in links for name in (*each.supports, *each.contests))


def _told(link: Link, without: frozenset[str]) -> Link:
    return replace(
        link,
        supports=tuple(each for each in link.supports if each not in without),
        contests=tuple(each for each in link.contests if each not in without),
    )


def _left(of: Map, without: frozenset[str]) -> Map:
    """The map without links that rest on nothing else than what is left out."""
    links = [
        _told(each, without)
        for each in of.links
        if not each.supports or set(each.supports) - without
    ]
    return Map.of(of.name, of.nodes, links, of.origin).linked()


def _leading(of: Map, spec: dict[str, list[dict[str, list[str]]]]) -> list[Link]:
    """The links that lead on from where the levers are pulled."""
    pulled = [tuple(each["on"]) for each in (*spec["levers"], *spec["world"])]
    moving = {on[-1] for on in pulled}
    waiting = list(moving)
    while waiting:
        key = waiting.pop()
        for link in of.links:
            if link.start == key and link.end not in moving:
                moving.add(link.end)
                waiting.append(link.end)
    return [each for each in of.links if each.start in moving or each.ends in pulled]


# ── pictures ────────────────────────────────────────────────────────────────────────────────


def of_map(of: Map) -> Picture:
    """Upright while its columns fit, else lying on its side over a page of its own."""
    by = Measures(66, 31, 90, 36, 18, 4, 4)
    drawn = draw(of, by)
    if drawn.width > UPRIGHT:  # closer rather than smaller
        columns = round((drawn.width - 8 - by.width) / by.across) + 1
        closer = max(by.width + 12, int((LYING - 8 - by.width) / max(1, columns - 1)))
        by = replace(by, across=min(by.across, closer))
        drawn = draw(of, by)
    curves: list[Curve] = []
    labels: list[Label] = []
    for arrow in drawn.arrows:
        curves += _bent(arrow.curve, arrow.link)
        labels.append(Label(arrow.x - 2, arrow.y - 1, _sign(arrow.link), 8, strong=True))
    for box in drawn.boxes:
        curves.append(_box(box.x, box.y, by.width, by.height))
        for number, words in enumerate(box.lines):
            labels.append(Label(box.x + 2.5, box.y + 7.2 + 7 * number, words, SMALL))
    names = [each.label for each in of.nodes]
    about = _("Drawing of the map; the list below says the same in words") + f" ({len(names)})"
    return Picture(drawn.width, drawn.height, tuple(curves), tuple(labels), about)


def of_loop(links: list[Link], labels: dict[str, str], about: str) -> Picture:
    """Round: the first half from left to right, the others back below."""
    wide, high, across, down = 104, 40, 125, 74
    upper = -(-len(links) // 2)
    places = [(at, 0) for at in range(upper)]
    lower = len(links) - upper
    places += [(upper - 1 - at, 1) for at in range(lower)]
    boxes = [(3.0 + x * across, 3.0 + y * down) for x, y in places]
    curves: list[Curve] = []
    texts: list[Label] = []
    for number, link in enumerate(links):
        (x, y), (x2, y2) = boxes[number], boxes[(number + 1) % len(boxes)]
        if len(boxes) == 1:
            begin, end = (x + wide, y + 10), (x + wide, y + high - 8)
            curve: tuple[Point, ...] = (begin, (x + wide + 30, y), (x + wide + 30, y + high), end)
        else:
            shift = -14 if len(boxes) == 2 and number == 0 else 14 if len(boxes) == 2 else 0
            begin, end = _between((x, y), (x2, y2), wide, high, shift)
            curve = (begin, begin, end, end)
        curves += _bent(curve, link)
        middle = ((curve[0][0] + curve[3][0]) / 2, (curve[0][1] + curve[3][1]) / 2)
        texts.append(Label(middle[0] + 3, middle[1] - 3, _sign(link), 10, strong=True))
        curves.append(_box(x, y, wide, high))
        for row, words in enumerate(wrapped(labels[link.start], 21, 4)):
            texts.append(Label(x + 4, y + 9.5 + 9.2 * row, words, 7.6))
    width = 10.0 + (upper - 1) * across + wide + (30 if len(links) == 1 else 0)
    return Picture(width, 6.0 + (down if lower else 0) + high, tuple(curves), tuple(texts), about)


def _between(
    one: Point, other: Point, wide: float, high: float, shift: float
) -> tuple[Point, Point]:  # fmt: skip
    """From the rim of one box to that of the next, beside or above it."""
    (x, y), (x2, y2) = one, other
    if y == y2:
        side = 1 if x2 > x else -1
        begin = x + wide if side > 0 else x
        end = x2 - 1 if side > 0 else x2 + wide + 1
        return (begin, y + high / 2), (end, y + high / 2)
    middle, middle2 = x + wide / 2 + shift, x2 + wide / 2 + shift
    return ((middle, y + high), (middle2, y2 - 1)) if y2 > y else (
        (middle, y), (middle2, y2 + high + 1)
    )  # fmt: skip


def _sign(link: Link) -> str:
    return "−" if link.sign == "-" else link.sign


def _box(x: float, y: float, wide: float, high: float) -> Curve:
    return Curve(
        ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high)), True, 1.0, 0.25, 0.6
    )  # fmt: skip


def _bent(curve: tuple[Point, ...], link: Link) -> Iterator[Curve]:
    """An arrow, dashed for an assumption, thicker for a minus, with its tip."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    points = []
    for at in range(PIECES + 1):
        t = at / PIECES
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    dash = (4.0, 3.0) if link.is_assumption else ()
    yield Curve(tuple(points), line=0.45, width=1.3 if link.sign == "-" else 0.7, dash=dash)
    (ax, ay), (bx, by) = points[-2], points[-1]
    long = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5 or 1.0
    dx, dy = (bx - ax) / long * 4.5, (by - ay) / long * 4.5
    tip = ((bx, by), (bx - dx - dy / 2, by - dy + dx / 2), (bx - dx + dy / 2, by - dy - dx / 2))
    yield Curve(tip, True, 0.3, None)
