"""Lists of weighted links in braces, `{1, 6, strongOrLink}`, with words for weights on top.

The form in which the authors of a published map of this kind keep theirs. Only numbers, these words
and + − * / are understood; comments in (* … *) are passed over.
"""

from __future__ import annotations

import re

from panoh.apps.circle.rules.exchange.common import NOT_A_MAP, Taken, key_of
from panoh.apps.circle.rules.model import Link, Map, Node
from panoh.errors import BadFile
from panoh.words import N_

THRESHOLD = 0.5
"""Of activation: not in the file of links itself, but with its authors."""
MOST_TOKENS = 100
"""In one weight; more of them are no weight that somebody wrote."""
_TRIPLE = re.compile(r"\{\s*(\w+)\s*,\s*(\w+)\s*,([^{}]*)\}")
_WORD = re.compile(r"(?m)^[ \t]*(\w+)[ \t]*=([^;{}]{1,400});")
_NAMED = re.compile(r"^\s*(\d+)\s*,\s*([^,\s]+)\s*,\s*(.+?)\s*$")
_TOKEN = re.compile(r"\s*(?:(\d+\.?\d*|\.\d+)|(\$?[A-Za-z]\w*)|(.))")


def read(text: str, name: str, names: str = "") -> Taken:
    plain = _without_comments(text)
    words = {"$activationThreshold": THRESHOLD}
    for word, said in _WORD.findall(plain):
        words[word] = _value(said, words)
    called = {
        match.group(1): match.group(3).replace("*", "").strip()
        for line in names.split("\n")
        if (match := _NAMED.match(line))
    }
    links = []
    for start, end, said in _TRIPLE.findall(plain):
        weight = _value(said, words)
        if weight:
            ends = (key_of("n" + start), key_of("n" + end))
            links.append(Link(*ends, "-" if weight < 0 else "+", weight=round(weight, 12)))
    if not links:
        raise BadFile(why=NOT_A_MAP)
    keys = sorted({key for each in links for key in each.ends})
    nodes = [Node(key, called.get(key[1:], key)[:200]) for key in keys]
    return Taken(Map.of(name, nodes, links, "braces"))


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (begin := text.find("(*", at)) >= 0 and (end := text.find("*)", begin + 2)) >= 0:
        kept.append(text[at:begin])
        at = end + 2
    return "".join([*kept, text[at:]])


def _value(said: str, words: dict[str, float]) -> float:
    """Sums, products, signs and brackets of numbers and known words."""
    tokens = [match.group().strip() for match in _TOKEN.finditer(said) if match.group().strip()]
    if len(tokens) > MOST_TOKENS:
        raise BadFile(why=N_("A weight in it cannot be read."))
    found, rest = _sum(tokens, words)
    if rest:
        raise BadFile(why=N_("A weight in it cannot be read."))
    return found


def _sum(tokens: list[str], words: dict[str, float]) -> tuple[float, list[str]]:
    value, rest = _product(tokens, words)
    while rest and rest[0] in "+-":
        other, after = _product(rest[1:], words)
        value = value + other if rest[0] == "+" else value - other
        rest = after
    return value, rest


def _product(tokens: list[str], words: dict[str, float]) -> tuple[float, list[str]]:
    value, rest = _one(tokens, words)
    while rest and rest[0] in "*/":
        other, after = _one(rest[1:], words)
        if rest[0] == "/" and not other:
            raise BadFile(why=N_("A weight in it cannot be read."))
        value = value * other if rest[0] == "*" else value / other
        rest = after
    return value, rest


def _one(tokens: list[str], words: dict[str, float]) -> tuple[float, list[str]]:
    if not tokens:
        raise BadFile(why=N_("A weight in it cannot be read."))
    first, rest = tokens[0], tokens[1:]
    if first == "-":
        value, rest = _one(rest, words)
        return -value, rest
    if first == "(":
        value, rest = _sum(rest, words)
        if rest[:1] != [")"]:
            raise BadFile(why=N_("A weight in it cannot be read."))
        return value, rest[1:]
    if first in words:
        return words[first], rest
    try:
        return float(first), rest
    except ValueError:
        raise BadFile(why=N_("A weight in it cannot be read.")) from None
