"""GraphML, as network tools read and write it."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from panoh.apps.circle.rules.exchange.common import NOT_A_MAP, Taken, key_of, listed, sign_of
from panoh.apps.circle.rules.markup import children, number, xml
from panoh.apps.circle.rules.model import STRENGTHS, Link, Map, Node
from panoh.errors import BadFile

_NODE = {"label": "string", "kind": "string", "low": "double", "high": "double"}
_EDGE = {
    "sign": "string", "strength": "string", "delay_low": "double", "delay_high": "double",
    "weight": "double", "supports": "string", "contests": "string", "sources": "string",
    "reason": "string",
}  # fmt: skip


def write(of: Map) -> str:
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ]
    for place, keys in (("node", _NODE), ("edge", _EDGE)):
        parts += [
            f'<key id="{name}" for="{place}" attr.name="{name}" attr.type="{kind}"/>'
            for name, kind in keys.items()
        ]
    parts.append('<graph edgedefault="directed">')
    for node in of.nodes:
        said = {"label": node.label, "kind": node.kind, "low": node.low, "high": node.high}
        parts.append(f"<node id={quoteattr(node.key)}>{_data(said)}</node>")
    for link in of.links:
        told = {
            "sign": link.sign, "strength": link.strength, "delay_low": link.delay[0],
            "delay_high": link.delay[1], "weight": link.weight,
            "supports": "|".join(link.supports), "contests": "|".join(link.contests),
            "sources": "|".join(link.sources), "reason": link.reason,
        }  # fmt: skip
        ends = f"source={quoteattr(link.start)} target={quoteattr(link.end)}"
        parts.append(f"<edge {ends}>{_data(told)}</edge>")
    return "\n".join([*parts, "</graph>", "</graphml>", ""])


def _data(said: Mapping[str, object]) -> str:
    return "".join(
        f'<data key="{name}">{escape(str(value))}</data>'
        for name, value in said.items()
        if value not in (None, "")
    )


def read(text: str, name: str) -> Taken:
    root = xml(text)
    called = {each.get("id", ""): each.get("attr.name", "") for each in children(root, "key")}
    nodes: dict[str, Node] = {}
    keys: dict[str, str] = {}
    for each in children(root, "node"):
        raw = each.get("id", "")
        said = {called.get(d.get("key", ""), ""): d.text or "" for d in children(each, "data")}
        key = keys[raw] = key_of(raw)
        level = {
            end: value
            for end in ("low", "high")
            if (value := number(said.get(end))) is not None
        }  # fmt: skip
        label = said.get("label") or raw
        nodes[key] = Node(key, label.strip()[:200], said.get("kind", "")[:20], **level)
    links = []
    for each in children(root, "edge"):
        said = {called.get(d.get("key", ""), ""): d.text or "" for d in children(each, "data")}
        ends = [keys.get(each.get(name, "")) for name in ("source", "target")]
        if None in ends:
            raise BadFile(why=NOT_A_MAP)
        links.append(_link(str(ends[0]), str(ends[1]), said))
    if not links:
        raise BadFile(why=NOT_A_MAP)
    return Taken(Map.of(name, nodes.values(), links, "graphml"))


def _link(start: str, end: str, said: dict[str, str]) -> Link:
    weight = number(said.get("weight"))
    sign = said.get("sign", "")
    if not sign and weight is not None:
        sign = "-" if weight < 0 else "+"
    strength = said.get("strength", "")
    low = number(said.get("delay_low")) or 0.0
    high = number(said.get("delay_high")) or 0.0
    return Link(
        start, end, sign_of(sign), strength if strength in STRENGTHS else "unknown",
        (low, max(low, high)), weight, listed(said.get("supports")), listed(said.get("contests")),
        listed(said.get("sources")), said.get("reason", "")[:2000],
    )  # fmt: skip
