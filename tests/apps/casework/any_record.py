"""Values for a record of any type, made from its declaration: every text holds one canary."""

from __future__ import annotations

from typing import Any

from panoh.core.records.model import Field, Kind, RecordType

CANARY = "heliotrope"
RESTRICTED = "violence"
TEXTS = (Kind.TEXT, Kind.LONG)


def _value(field: Field) -> Any:
    if field.kind in TEXTS:
        return f"{CANARY} {field.name}"[: field.max_length]
    return {
        Kind.DATE: "2026-11-10",
        Kind.TIME: "2026-11-10T10:00",
        Kind.NAMES: [CANARY],
        Kind.PHONE: "+992 900 777 333",
        Kind.YES: True,
        Kind.NUMBER: 1 if field.required else None,
        Kind.LANGUAGES: ["tgk"],
        Kind.LINK: "ab" * 16 if field.required else None,
    }.get(field.kind)


def values_for(rtype: RecordType, client: str) -> dict[str, Any]:
    """Every text of it holds the canary."""
    made = {each.name: _value(each) for each in rtype.fields}
    choices = {each.name: each.choices[0].key for each in rtype.fields if each.choices}
    wanted = {**made, **{k: v for k, v in choices.items() if k in ("kind", "reason", "channel")}}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    if rtype.field("restricted"):
        wanted["restricted"] = RESTRICTED
    for name in ("done", "talked_only"):
        wanted.pop(name, None)
    for each in rtype.fields:
        if each.required and each.choices:
            wanted[each.name] = each.choices[0].key
    return {**wanted, "client": client} if rtype.field("client") else wanted
