"""Maps as models with equations: XMILE and Vensim text, written and read.

What is written is one run of this program's own equation with the middle of every range, so that
any tool that runs the file gets the same numbers. The map itself goes along in one comment, so that
reading the file back gives the map and not only its equations.
"""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from panoh.apps.circle.rules import model
from panoh.apps.circle.rules.equations import vensim, xmile
from panoh.apps.circle.rules.equations.system import System
from panoh.apps.circle.rules.exchange.common import NOT_A_MAP, Taken, key_of
from panoh.apps.circle.rules.exchange.signs import dependences
from panoh.apps.circle.rules.model import Link, Map, Node
from panoh.apps.circle.rules.spec import Lever
from panoh.errors import BadFile

CAP = 3.0
CLASSES = {"weak": 0.55, "medium": 1.25, "strong": 2.0, "unknown": 1.5}
INERTIA = math.sqrt(3.0 * 36.0)
MONTHS = 240
_KEPT = re.compile(r"panoh-map:([A-Za-z0-9+/=]+)")


@dataclass(frozen=True, slots=True)
class Middle:
    """One run's numbers, by key or by ends: what the file holds and the engine is given."""

    bias: dict[str, float]
    tau: dict[str, float]
    weight: dict[tuple[str, str], float]
    lag: dict[tuple[str, str], float]


def middle(of: Map, cap: float = CAP) -> Middle:
    """The middle of every range. A link of unknown sign counts as its cause's helper."""
    weight = {}
    for each in of.links:
        size = min(cap, CLASSES[each.strength] if each.weight is None else abs(each.weight) * cap)
        weight[each.ends] = -size if each.sign == "-" else size
    level = {each.key: (each.low + each.high) / 2 for each in of.nodes}
    return Middle(
        {key: math.log(x / (1 - x)) for key, x in level.items()},
        dict.fromkeys(level, INERTIA),
        weight,
        {each.ends: sum(each.delay) / 2 for each in of.links},
    )


@dataclass(frozen=True, slots=True)
class Equation:
    """`kind`: stock (its flow is `change`), or value. Both in Vensim's spelling."""

    name: str
    text: str
    begin: str = ""
    about: str = ""

    @property
    def is_stock(self) -> bool:
        return bool(self.begin)


def equations(of: Map, levers: Sequence[Lever] = (), cap: float = CAP) -> Iterator[Equation]:
    """The engine's equation, one factor after another."""
    numbers, labels = middle(of, cap), of.labels()
    names = _names(of)
    pulled = {each.on: each for each in levers}
    for lever in levers:
        yield Equation(
            "_".join(names[each] for each in lever.on) + "_lever",
            f"IF THEN ELSE(Time > {lever.start - 0.5!r} :AND: Time < {lever.end - 0.5!r}, "
            f"{sum(lever.times) / 2!r}, 1)",
        )
    for key, name in names.items():
        yield Equation(f"{name}_bias", repr(numbers.bias[key]))
        yield Equation(f"{name}_today", f"1/(1+EXP(-{name}_bias))")
        into = [each for each in of.links if each.end == key]
        parts = [_part(each, names, numbers, pulled) for each in into]
        push = "+".join([f"{name}_bias", *parts])
        yield Equation(f"{name}_answer", f"1/(1+EXP(-({push})))")
        factor = f"{name}_lever*" if (key,) in pulled else ""
        answer = f"{factor}{name}_answer"
        if factor:
            answer = f"MIN(1, MAX(0, {answer}))"
        change = f"({answer}-{name})/{numbers.tau[key]!r}"
        yield Equation(name, change, f"{name}_today", labels[key])
        for link in into:
            if numbers.lag[link.ends]:
                start = names[link.start]
                share = min(1.0, 1 / numbers.lag[link.ends])
                arrived = f"{start}_{name}_arrived"
                yield Equation(arrived, f"({start}-{arrived})*{share!r}", f"{start}_today")


def _part(
    link: Link, names: dict[str, str], numbers: Middle, pulled: dict[tuple[str, ...], Lever]
) -> str:
    start, end = names[link.start], names[link.end]
    level = f"{start}_{end}_arrived" if numbers.lag[link.ends] else start
    lever = f"{start}_{end}_lever*" if link.ends in pulled else ""
    return f"({numbers.weight[link.ends]!r})*({lever}{level}-{start}_today)"


def _names(of: Map) -> dict[str, str]:
    """Names that every tool can read: Latin letters and digits, begun by a letter."""
    found: dict[str, str] = {}
    for number, each in enumerate(of.nodes):
        plain = re.sub(r"[^A-Za-z0-9]+", "", each.key)
        name = plain if plain[:1].isalpha() and len(plain) > 1 else f"n{plain}"
        found[each.key] = name if name not in found.values() else f"{name}x{number}"
    return found


def _kept(of: Map) -> str:
    text = json.dumps(of.data(), ensure_ascii=True, separators=(",", ":"))
    return "panoh-map:" + base64.b64encode(text.encode()).decode()


def write_mdl(of: Map, levers: Sequence[Lever] = (), months: int = MONTHS) -> str:
    parts = ["{UTF-8}"]
    for each in equations(of, levers):
        about = each.about.replace("|", "/").replace("~", "-")
        text = f"INTEG({each.text}, {each.begin})" if each.is_stock else each.text
        parts.append(f"{each.name}=\n\t{text}\n\t~\t\n\t~\t{about}\n\t|\n")
    for name, value in (("FINAL TIME", months), ("INITIAL TIME", 0), ("SAVEPER", 1),
                        ("TIME STEP", 1)):  # fmt: skip
        note = _kept(of) if name == "FINAL TIME" else ""
        parts.append(f"{name} = {value}\n\t~\tMonth\n\t~\t{note}\n\t|\n")
    return "\n".join(parts)


def write_xmile(of: Map, levers: Sequence[Lever] = (), months: int = MONTHS) -> str:
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">',
        f"<!-- {_kept(of)} -->",
        '<header><vendor>Panoh</vendor><name>map</name><product version="1.0">Panoh</product>'
        "</header>",
        f'<sim_specs method="Euler" time_units="Months"><start>0</start><stop>{months}</stop>'
        "<dt>1</dt></sim_specs>",
        "<model><variables>",
    ]
    for each in equations(of, levers):
        if each.is_stock:
            parts.append(
                f"<stock name={quoteattr(each.name)}><doc>{escape(each.about)}</doc>"
                f"<eqn>{each.begin}</eqn><inflow>{each.name}_change</inflow></stock>"
                f"<flow name={quoteattr(each.name + '_change')}>"
                f"<eqn>{escape(_as_xmile(each.text))}</eqn></flow>"
            )
        else:
            text = escape(_as_xmile(each.text))
            parts.append(f"<aux name={quoteattr(each.name)}><eqn>{text}</eqn></aux>")
    return "\n".join([*parts, "</variables></model>", "</xmile>", ""])


def _as_xmile(text: str) -> str:
    choice = re.fullmatch(r"IF THEN ELSE\((.*) :AND: (.*), ([^,]*), ([^,]*)\)", text)
    if choice:
        first, second, yes, no = choice.groups()
        return f"IF {first} AND {second} THEN {yes} ELSE {no}".replace("Time", "TIME")
    return text


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def read_mdl(text: str, name: str) -> Taken:
    return _own(text) or _taken(vensim.system(text), text, name)


def read_xmile(text: str, name: str) -> Taken:
    return _own(text) or _taken(xmile.system(text), text, name)


def _own(text: str) -> Taken | None:
    kept = _KEPT.search(text)
    if kept is None:
        return None
    try:
        return Taken(model.read(json.loads(base64.b64decode(kept.group(1)))), text)
    except ValueError:
        raise BadFile(why=NOT_A_MAP) from None


def system_of(text: str) -> System:
    """The equations of a text that was taken in."""
    return xmile.system(text) if text.lstrip().startswith("<") else vensim.system(text)


def _taken(system: System, text: str, name: str) -> Taken:
    """The map of what depends on what; signs where the equations have one everywhere."""
    found = dependences(system)
    keys = {each: key_of(each) for each in (*system.stocks, *system.values)}
    links = [Link(keys[start], keys[end], sign) for (start, end), sign in sorted(found.items())]
    touched = {key for each in links for key in each.ends}
    nodes = [
        Node(key, system.labels.get(raw, raw)[:200]) for raw, key in keys.items() if key in touched
    ]
    if not links:
        raise BadFile(why=NOT_A_MAP)
    return Taken(Map.of(name, nodes, links, "equations"), _plain(text))


def _plain(text: str) -> str:
    """The equations without the drawing that follows them, and without signs nobody can see."""
    return "".join(
        each for each in vensim.without_drawing(text) if each >= " " or each in "\n\t"
    ).replace("\x7f", "")
