"""How services and referrals are written in a terminal, for a person and as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.directory import access, records
from panoh.apps.directory.documents import word
from panoh.apps.directory.rules.find import Hit
from panoh.apps.directory.views import Entry, Made, why
from panoh.core.node import Node
from panoh.lexicon import factors, languages
from panoh.words import _, current_language


def entry_data(entry: Entry) -> dict[str, Any]:
    """A service for `--json`. A confidential address is shown by `service show` alone."""
    row = entry.row
    names = ("name", "status", "description", "email", "url", "fees_description",
             "eligibility_description", "application_process", "wait_time", "alert", "factors",
             "activities", "cost", "safe_for", "state_risk", "invented")  # fmt: skip
    return {
        "id": entry.id,
        "ref": row["ref"],
        **{name: row[name] for name in names},
        "organization": entry.organization["name"] if entry.organization else None,
        "places": [
            {"town": e.town, "country": e.spot.country, "district": e.spot.district,
             "address": e.address, "confidential": bool(e.record["confidential"])}
            for e in entry.sites
        ],
        "phones": list(entry.phones),
        "hours": [each.line() for each in entry.hours],
        "languages": list(entry.languages),
        "documents": list(entry.documents),
        "costs": list(entry.costs),
        "age": {"state": entry.age.state, "last_verified": entry.age.last,
                "failures": entry.age.failures, "due": entry.age.due},
        "feedback": [{"on": e["on"], "result": e["result"]} for e in entry.feedback],
        "translations": [
            {"language": e["language"], "name": e["name"], "description": e["description"]}
            for e in entry.translations
        ],
    }  # fmt: skip


def entry_line(entry: Entry) -> str:
    where = ", ".join(dict.fromkeys(each.town for each in entry.sites if each.town))
    return "  ".join(each for each in (entry.id[:8], entry.name, where) if each)


def entry_lines(node: Node, entry: Entry) -> list[str]:
    """All of a service for a person."""
    row = entry.row
    lines = [entry.name]
    if entry.organization:
        lines.append(f"{_('Organisation')}: {entry.organization['name']}")
    for name in ("description", "eligibility_description", "application_process",
                 "fees_description", "wait_time", "alert", "email", "url"):  # fmt: skip
        field = records.SERVICE.field(name)
        if row[name] and field:
            lines.append(f"{_(field.label)}: {row[name]}")
    for name in ("factors", "activities", "cost", "safe_for", "state_risk"):
        field = records.SERVICE.field(name)
        if row[name] and field:
            lines.append(f"{_(field.label)}: {_several(row, name)}")
    lines += [f"{_('Phone numbers')}: {each}" for each in entry.phones]
    lines += [f"{_('Opening times')}: {each.line()}" for each in entry.hours]
    spoken = ", ".join(_(languages.label(each)) for each in entry.languages)
    if spoken:
        lines.append(f"{_('Languages spoken in fact')}: {spoken}")
    lines += [f"{_('Papers to bring')}: {each}" for each in entry.documents]
    lines += [f"{_('Places free')}: {each['available']}" for each in entry.capacity
              if each.get("available") is not None]  # fmt: skip
    for site in entry.sites:
        shown = site.record["confidential_address"] or site.address
        where = dict.fromkeys((site.town, site.spot.district, shown))
        lines.append(f"{_('Place')}: " + ", ".join(each for each in where if each))
    lines += [f"{_(languages.label(e['language']))}: {e['name']}" for e in entry.translations]
    lines += [text for _state, text in why(Hit(entry.card, ()))]
    for each in entry.checks:
        by = access.check(node, each["id"])["by"] or ""
        said = (word(records.CHECK, each, "how"), word(records.CHECK, each, "result"), by)
        lines.append("  ".join((each["on"], *filter(None, said))))
    if entry.feedback:
        lines.append(f"{_('How it went')}:")
    lines += [f"{e['on']}  {word(records.FEEDBACK, e, 'result')}" for e in entry.feedback]
    return lines


def _several(row: Mapping[str, Any], name: str) -> str:
    """What stands in a field of choices, in words; a need by its name and id."""
    if name == "factors":
        known = factors.factors()
        language = current_language()
        named = [f"{factors.label(e, language)} ({e})" if e in known else e for e in row[name]]
        return ", ".join(named)
    values = row[name] if isinstance(row[name], list) else [row[name]]
    return ", ".join(word(records.SERVICE, {name: each}, name) for each in values)


def made_data(node: Node, made: Made) -> dict[str, Any]:
    row = made.row
    names = ("code", "case", "to", "organization", "priority", "asked", "reason", "delivered",
             "basis", "ends", "sent_on", "due", "state_risk", "risk_told")  # fmt: skip
    return {
        "id": row["id"],
        **{name: row[name] for name in names},
        "state": made.standing.state,
        "since": made.standing.since,
        "mine": made.mine,
        "loose": made.loose,
        "taken_out": [{"on": e["on"], "form": e["form"], "by": e["by"]}
                      for e in access.takings(node, row)],
        "items": [e["label"] for e in access.copies(node, row)],
        "steps": [
            {"what": e["what"], "on": e["on"], "why": e["why"], "note": e["note"], "by": e["by"]}
            for e in made.standing.steps
        ],
    }  # fmt: skip


def made_line(made: Made) -> str:
    row = made.row
    steps = {each.key: each.label for each in records.referral.STEPS}
    return f"{row['code']}  {_(steps[made.standing.state])}  {made.standing.since}  {row['to']}"
