"""Consent to keep and to share, its withdrawal, sharing without it, the practice's own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from panoh.apps.casework import access
from panoh.apps.casework.commands.shared import keep_caseload, put_new, read_values
from panoh.apps.casework.records import CONSENT, KEEPING, OVERRIDE, WITHDRAWAL, WORDING
from panoh.apps.casework.rules import consent as rules
from panoh.core.app import Row
from panoh.core.node import Erased, Node
from panoh.core.records.model import RecordType
from panoh.core.records.rules import clean_all
from panoh.errors import Invalid
from panoh.words import N_

# ── to keep ─────────────────────────────────────────────────────────────────────────────────


def read_keeping(node: Node, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a client was told and chose, made clean; not saved yet.

    `choice`, `languages` and `came` are needed. Unset: `told_on` is today, `wording` what would be
    read out now, `country` the only one whose law was written down; `duty` follows from it.
    """
    given = {"choice": "", "languages": "", "came": "", **_filled(values)}
    cleaned = read_values(KEEPING, given)
    cleaned["told_on"] = cleaned.get("told_on") or node.today().isoformat()
    cleaned["wording"] = cleaned.get("wording") or access.before_keeping(node).version
    written = {each.row["country"]: each.row["id"] for each in access.passing_on(node) if each.row}
    if not cleaned.get("country") and len(written) == 1:
        cleaned["country"] = next(iter(written))
    cleaned["duty"] = written.get(cleaned.get("country"))
    rules.check_keeping(cleaned, node.today(), new=False)
    return cleaned


def keep(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """Records that the client was told what is kept, and chose; see `read_keeping`.

    A later telling counts. From a full record to a code only, what says who the client is stays
    until `forget`; until then nothing of the kind can be added.
    """
    client = access.client(node, ref)
    cleaned = read_keeping(node, values)
    with node.writing() as work:
        record = put_new(node, work, KEEPING, client, cleaned)
        keep_caseload(node, work, client)
    return record


def forget(node: Node, ref: str) -> Erased:
    """Erases every name and number declared as such from the whole case, at once and everywhere
    in this vault. Notes and other free texts are not read: what they name is erased note by note.
    """
    client = access.client(node, ref)
    found = access.says_who(node, client)
    if not found:
        return Erased(0, (), True)
    with node.writing() as work:
        done = [work.erase_fields(each.type, each.record, each.names) for each in found]
    backups = tuple(dict.fromkeys(place for each in done for place in each.backups))
    entries = sum(each.entries for each in done)
    return Erased(entries, backups, all(each.proved for each in done))


# ── to share ────────────────────────────────────────────────────────────────────────────────


def share(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """A consent to share: `purpose`, `recipient`, `kinds` and `records` (ids, or their beginnings,
    parted by spaces), `given`, `given_on` (today if unset), `expires_on`, `country`,
    `certified_by`. Restricted records put it into their compartment."""
    first = {"given_on": node.today().isoformat()}
    return _agree(node, ref, CONSENT, {**first, **_filled(values)})


def override(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """Sharing without consent, for one of four reasons; `decided_on` is today and `expires_on`
    three days later if unset."""
    today = node.today()
    ends = (today + timedelta(days=rules.OVERRIDE_DAYS)).isoformat()
    first = {"decided_on": today.isoformat(), "expires_on": ends}
    return _agree(node, ref, OVERRIDE, {**first, **_filled(values)})


def _agree(node: Node, ref: str, rtype: RecordType, values: Mapping[str, Any]) -> str:
    client = access.client(node, ref)
    cleaned, problems = _read_each(rtype, values)
    wrong = rules.wrong_with_sharing if rtype is CONSENT else rules.wrong_with_override
    problems = {**wrong(cleaned, node.today()), **problems}
    if rtype is CONSENT:
        problems = {
            **rules.wrong_with_giver(cleaned, access.child_record(node, client)),
            **problems,
        }
    if problems:
        raise Invalid(problems)
    cleaned.update(_named(node, client, cleaned))
    with node.writing() as work:
        record = put_new(node, work, rtype, client, cleaned)
        keep_caseload(node, work, client)
    return record


def _read_each(
    rtype: RecordType, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Field by field what could be read and what could not, so that all of it is told at once."""
    cleaned: dict[str, Any] = {}
    problems: dict[str, str] = {}
    needed = {each.name: "" for each in rtype.fields if each.required}
    for name, raw in {**needed, **values}.items():
        try:
            cleaned.update(read_values(rtype, {name: raw}))
        except Invalid as refused:
            problems.update(refused.problems)
    return cleaned, problems


def _named(node: Node, client: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    """The single records as whole ids, and the class of the restricted ones among them."""
    entries = access.entries(node, client)
    found = [_one_of(entries, ref) for ref in str(values.get("records") or "").split()]
    classes = {each.restricted for each in found if each.restricted}
    if values.get("restricted"):
        classes.add(str(values["restricted"]))
    if len(classes) > 1:
        why = N_("Restricted entries of several kinds need a consent each.")
        raise Invalid({"records": why})
    records = " ".join(dict.fromkeys(each.record for each in found))
    return {"records": records or None, "restricted": next(iter(classes), None)}


def _one_of(entries: list[access.Entry], ref: str) -> access.Entry:
    found = [each for each in entries if len(ref) >= 6 and each.record.startswith(ref.lower())]
    if len(found) != 1:
        raise Invalid({"records": N_("This is no single entry of this case.")})
    return found[0]


def withdraw(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """A consent holds no more: `said_by` (the client) and `withdrawn_on` (today) if not given."""
    row = access.consent(node, ref)
    client = access.client(node, row["client"])
    values = {"withdrawn_on": node.today().isoformat(), "said_by": "client", **values}
    cleaned = read_values(WITHDRAWAL, values)
    if access.agreement(node, row)["withdrawn_on"]:
        raise Invalid({"withdrawn_on": N_("This consent was withdrawn already.")})
    rules.check_withdrawal(str(cleaned["withdrawn_on"]), str(row["given_on"]), node.today())
    cleaned.update(consent=row["id"], restricted=row["restricted"])
    with node.writing() as work:
        record = put_new(node, work, WITHDRAWAL, client, cleaned)
        keep_caseload(node, work, client)
    return record


# ── the practice's own words ────────────────────────────────────────────────────────────────


def write_wording(node: Node, values: Mapping[str, Any]) -> str:
    """New words of the practice; the newest of a part, country and language are read out."""
    cleaned = clean_all(WORDING, read_values(WORDING, _filled(values)), whole=True)
    if cleaned["part"] == "pass_on" and not cleaned.get("country"):
        raise Invalid({"country": N_("Say for which country this holds.")})
    if str(cleaned["checked_on"]) > node.today().isoformat():
        raise Invalid({"checked_on": N_("This day is still to come.")})
    if cleaned["part"] != "pass_on":
        cleaned["country"] = None
    with node.writing() as work:
        return work.put(WORDING, node.space("practice"), None, cleaned)


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [], None)}
