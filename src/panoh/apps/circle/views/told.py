"""Loops and answers in plain sentences, the same for pages, commands and briefs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panoh.apps.circle.rules.model import Link, Map
from panoh.apps.circle.views.maps import FIRST, better
from panoh.words import N_, _, ngettext_

STEPS = {
    ("+", 1): N_("more “{cause}” leads to more “{effect}”"),
    ("+", -1): N_("less “{cause}” leads to less “{effect}”"),
    ("-", 1): N_("more “{cause}” leads to less “{effect}”"),
    ("-", -1): N_("less “{cause}” leads to more “{effect}”"),
    ("?", 1): N_("more “{cause}” changes “{effect}”, and which way is not known"),
    ("?", -1): N_("less “{cause}” changes “{effect}”, and which way is not known"),
}
SIGN_WORDS = {
    "+": N_("more leads to more"),
    "-": N_("more leads to less"),
    "?": N_("which way is not known"),
}
ENDS = {
    "reinforcing": N_("So it comes back stronger: this loop feeds itself."),
    "balancing": N_("So it comes back weaker: this loop slows itself down."),
    "ambiguous": N_("Which way it comes back is not known."),
}
KINDS = {
    "reinforcing": N_("Feeds itself"),
    "balancing": N_("Slows itself down"),
    "ambiguous": N_("Not known"),
}
NOT_SAID = (
    N_("It does not say when anything happens, and not how many people."),
    N_("It is no forecast: an index that compares doing this with doing nothing."),
    N_("It says nothing about any person, and may never be used to judge one."),
    N_("It knows only what the sources say; what nobody wrote down is not in it."),
)


def loop_steps(links: Sequence[Link], labels: Mapping[str, str]) -> list[str]:
    """What each link of a loop says on the way round, beginning with more of the first."""
    way, said = 1, []
    for link in links:
        said.append(
            _(STEPS[link.sign, way]).format(
                cause=labels.get(link.start, link.start), effect=labels.get(link.end, link.end)
            )
        )
        if link.sign == "-":
            way = -way
    return said


def loop_words(links: Sequence[Link], labels: Mapping[str, str], kind: str) -> str:
    """One loop read aloud, with the claims behind each step."""
    said = []
    for words, link in zip(loop_steps(links, labels), links, strict=True):
        cited = f" [{', '.join(link.supports)}]" if link.supports else f" ({_('assumption')})"
        said.append(words + cited)
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}. {_(ENDS[kind])}"


def hundred(share: float) -> int:
    return round(100 * share)


@dataclass(frozen=True, slots=True)
class Moved:
    """One outcome of an answer. `good`, `bad`, `hardly` of 100 draws; where nobody said which way
    is better, `good` counts those that rise and `bad` those that fall."""

    key: str
    label: str
    words: str
    sure: str
    good: int
    bad: int
    hardly: int
    valued: bool
    middle: float
    low: float
    high: float


def moved(of: Map, outcome: Mapping[str, Any]) -> Moved:
    key, share = str(outcome["key"]), outcome["share"]
    way = better(of, key)
    up, down = hundred(share["up"]), hundred(share["down"])
    good, bad = (down, up) if way < 0 else (up, down)
    last = [quantile[-1] for quantile in outcome["fan"]]
    hardly = max(0, 100 - up - down)
    return Moved(
        key, of.labels().get(key, key), _words(way, good, bad, hardly), _sure(good, bad, hardly),
        good, bad, hardly, bool(way), last[2], last[0], last[4],
    )  # fmt: skip


def _words(way: int, good: int, bad: int, hardly: int) -> str:
    words = (
        _("better in {good}, worse in {bad}, hardly moved in {hardly} of 100 draws")
        if way
        else _("more in {good}, less in {bad}, hardly moved in {hardly} of 100 draws")
    )
    return words.format(good=good, bad=bad, hardly=hardly)


def _sure(good: int, bad: int, hardly: int) -> str:
    most = max(good, bad, hardly)
    if most == hardly:
        return _("hardly moves") if hardly > 50 else _("not clear")
    if min(good, bad) >= 10:
        return _("goes both ways")
    if most >= 90:
        return _("nearly sure within what the sources say")
    return _("likely within what the sources say") if most > 50 else _("possible")


def sure_words(body: Mapping[str, Any], number: int, told: Moved) -> str:
    """How sure, after the check with shuffled signs: what passes it regardless of any sign is no
    finding of the sources."""
    if any(c["kind"] == "shuffled" and c["stands"][number] for c in body["checks"]):
        return _("not from the sources: the drawing alone gives it")
    return told.sure


FEW = 5
"""Of 100 draws: what fewer move is told in one line with the others like it."""


def in_points(told: Moved) -> str:
    """How far an outcome moves, as an index."""
    words = _(
        "In the middle draw {middle} points of the index (today is 100); nine of ten draws lie "
        "between {low} and {high}."
    )
    low, middle, high = (f"{each:+.1f}" for each in (told.low, told.middle, told.high))
    return words.format(low=low, middle=middle, high=high)


def still(found: Sequence[Moved]) -> list[Moved]:
    """Outcomes that hardly move in nearly all draws, but for those that are always shown."""
    return [each for each in found if each.hardly > 100 - FEW and each.key not in FIRST]


def in_short(found: Sequence[Moved]) -> list[str]:
    """The answer in a sentence or two, for who reads no further."""
    sides = {
        _("In most draws better: {names}."): [m.label for m in found if m.valued and m.good > 50],
        _("In most draws worse: {names}."): [m.label for m in found if m.valued and m.bad > 50],
        _("In most draws more: {names}."): [m.label for m in found if not m.valued and m.good > 50],
        _("In most draws less: {names}."): [m.label for m in found if not m.valued and m.bad > 50],
    }
    said = [words.format(names="; ".join(names)) for words, names in sides.items() if names]
    rest = len(found) - sum(map(len, sides.values()))
    if not said:
        return [_("No outcome moves in more than half of the draws.")]
    if rest:
        said.append(
            ngettext_("{n} other outcome does not.", "{n} other outcomes do not.", rest).format(
                n=rest
            )
        )
    return said


def lever_words(of: Map, lever: Mapping[str, Any]) -> str:
    """What is pulled, how far, from when."""
    labels = of.labels()
    on = [labels.get(each, each) for each in lever["on"]]
    what = "“" + "” → “".join(on) + "”"
    low, high = (f"{100 * each:.0f}" for each in lever["times"])
    times = low if low == high else f"{low}–{high}"
    return _("{what}: {times} of 100 parts of what it is today, months {start} to {end}").format(
        what=what, times=times, start=lever["start"], end=lever["end"]
    )


NAMED = {
    "strength": N_("how strong “{a}” → “{b}” is"),
    "sign": N_("which way “{a}” → “{b}” goes"),
    "delay": N_("how long “{a}” → “{b}” takes"),
    "inertia": N_("how fast “{a}” follows"),
    "level": N_("how high “{a}” is today"),
    "lever": N_("how well the lever on “{a}” works"),
    "pooled": N_("whether all sources are believed together or one alone"),
    "straight": N_("the shape of the answer"),
}


def named(of: Map, name: Sequence[str]) -> str:
    """What an uncertain number is about."""
    labels = of.labels()
    keys = [labels.get(each, each) for each in name[1:]]
    if name[0] == "lever" and len(keys) == 2:
        keys = [f"{keys[0]}” → “{keys[1]}"]
    return _(NAMED[name[0]]).format(a=keys[0] if keys else "", b=keys[1] if len(keys) > 1 else "")


CHECKS = {
    "shuffled": N_("Signs and strengths shuffled"),
    "without": N_("Without {what}"),
    "only": N_("{what} alone"),
    "cap": N_("Largest strength {what}"),
}


def check_words(check: Mapping[str, Any]) -> str:
    return _(CHECKS[check["kind"]]).format(what=check["what"])


def verdict(body: Mapping[str, Any], number: int) -> list[str]:
    """What the checks say about one outcome, worst news first."""
    found = []
    checks = {kind: [c for c in body["checks"] if c["kind"] == kind] for kind in CHECKS}
    if checks["shuffled"] and checks["shuffled"][0]["stands"][number]:
        found.append(
            _("It comes out alike with shuffled signs: it rests on the drawing, not the evidence.")
        )
    fallen = [c["what"] for c in checks["without"] if not c["stands"][number]]
    if fallen:
        found.append(_("It falls without: {names}.").format(names=", ".join(fallen)))
    kept = [c["what"] for c in checks["only"] if c["stands"][number]]
    if kept:
        found.append(_("These sources alone say the same: {names}.").format(names=", ".join(kept)))
    else:
        found.append(_("No source alone says the same."))
    if not all(c["stands"][number] for c in checks["cap"]):
        found.append(_("It hangs on the largest strength, which nobody has measured."))
    return found


def rests_on(body: Mapping[str, Any]) -> list[str]:
    """What the whole answer rests on."""
    spec, rest = body["spec"], body["resting"]
    found = [
        _("{draws} draws, seed {seed}, map {hash}.").format(
            draws=spec["draws"], seed=spec["seed"], hash=str(body["map"])[:12]
        ),
        _("Assumptions: {n} of 100 links.").format(n=hundred(body["assumed"])),
        _("Largest strength of a link: {cap}; nobody has measured it.").format(
            cap=f"{spec['cap']:g}"
        ),
    ]
    if body["unknown_signs"]:
        found.append(_("Links of unknown sign: {n}.").format(n=body["unknown_signs"]))
    found.append(
        _("Draws with more than one resting state: {n} of 100; they are counted apart.").format(
            n=hundred(rest["several"])
        )
    )
    return found
