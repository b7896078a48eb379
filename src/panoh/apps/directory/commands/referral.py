"""Referrals: made only on an agreement of the client, answered, done, taken back.

A referral is a space of its own. Into it go copies of exactly what was agreed to, as it stands
now; whoever is let into it never joins the case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panoh.apps.directory import access, documents, records
from panoh.apps.directory.records.common import HOME as PRACTICE
from panoh.apps.directory.records.entry import ASKS_APART
from panoh.apps.directory.records.referral import FORMS, HOME, REQUEST
from panoh.apps.directory.rules import referral as rules
from panoh.apps.directory.views import Entry, Made, catalogue, made_of
from panoh.core import meeting
from panoh.core.app import Item, Row
from panoh.core.node import Node, Work
from panoh.core.records.rules import clean_all
from panoh.core.space.model import History, Role
from panoh.crypto.derive import random
from panoh.errors import Forbidden, Invalid
from panoh.sync import invitations
from panoh.words import N_

NO_CONSENT = N_(
    "The client has not agreed that this service gets this. Ask for consent to share first, or"
    " record one of the four reasons for sharing without it."
)
CHOOSE = N_("Choose what is passed on; nothing goes by itself.")
ASKED_APART = N_("Tell the client what contact may mean, and say that you did.")
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LONG = 6
_TYPED = ("priority", "by", "delivered")


@dataclass(frozen=True, slots=True)
class Offered:
    """What could go to a service from a case."""

    code: str
    entry: Entry
    items: tuple[Item, ...]

    @property
    def asks_apart(self) -> str:
        """The words to tell a client before contact with this service; empty when none."""
        risk = str(self.entry.row["state_risk"] or "")
        return rules.RISK_WORDS.get(risk, "") if risk in ASKS_APART else ""


def offered(node: Node, service: str, case: str) -> Offered:
    """Every item of the case, with the agreement that covers it for this service, if any."""
    entry = catalogue(node).entry(access.service(node, service)["id"])
    found = meeting.sharable(node, case, entry.names)
    return Offered(found.code, entry, found.items)


def new(
    node: Node,
    service: str,
    case: str,
    items: Sequence[str],
    values: Mapping[str, Any],
    *,
    risk_told: bool = False,
) -> str:
    """A referral with copies of `items` (kinds, or ids of entries); its record id.

    Raises Forbidden without an agreement for every one of them, and, where the service is tied to
    a state, unless `risk_told`: the client knows what contact may mean.
    """
    held = offered(node, service, case)
    chosen = _chosen(held, items)
    if held.asks_apart and not risk_told:
        raise Invalid({"risk_told": ASKED_APART})
    row = _row(node, held, chosen, values, risk_told=risk_told)
    told = _request(values)
    with node.writing() as work:
        space = work.new_space(HOME)
        record = work.put(records.REFERRAL, space, None, row)
        work.put(records.TOLD, space, None, {**told, "referral": record})
        for number, each in enumerate(chosen):
            work.put(records.COPY, space, None, {
                "referral": record, "number": number, "kind": each.kind, "label": each.label,
                "text": each.text,
            })  # fmt: skip
        work.put(records.STEP, space, None, {
            "referral": record, "what": rules.SENT, "on": row["sent_on"],
            "by": node.author(node.person.device_no) or None,
        })  # fmt: skip
    return record


def _chosen(held: Offered, items: Sequence[str]) -> list[Item]:
    wanted = dict.fromkeys(each.strip() for each in items if each.strip())
    if not wanted:
        raise Invalid({"items": CHOOSE})
    found: list[Item] = []
    for ref in wanted:
        named = [each for each in held.items if _is(each, ref)]
        if len(named) != 1:
            raise Invalid({"items": N_("This is nothing in this case that can be passed on.")})
        found.append(named[0])
    if not all(each.agreement for each in found):
        raise Forbidden(why=NO_CONSENT)
    return found


def _is(item: Item, ref: str) -> bool:
    return item.key == ref or (len(ref) >= 6 and item.key != item.kind and item.key.startswith(ref))


def _row(
    node: Node, held: Offered, chosen: Sequence[Item], values: Mapping[str, Any], *, risk_told: bool
) -> dict[str, Any]:
    today = node.today()
    given = {k: v for k, v in values.items() if k in _TYPED and v not in (None, "", [], ())}
    given.setdefault("priority", "normal")
    given.setdefault("delivered", "paper")
    agreements = dict.fromkeys(each.agreement for each in chosen)
    bases = dict.fromkeys(each.basis for each in chosen)
    row = {
        **given,
        "code": _code(node),
        "case": held.code,
        "to": held.entry.name,
        "organization": held.entry.organization["name"] if held.entry.organization else None,
        "service": held.entry.id,
        "agreements": " ".join(agreements),
        "basis": " ".join(bases),
        "ends": min(each.ends for each in chosen),
        "state_risk": held.entry.row["state_risk"],
        "risk_told": risk_told or None,
        "sent_on": today.isoformat(),
        "due": rules.due_on(today, str(given["priority"])).isoformat(),
    }
    return clean_all(records.REFERRAL, row, whole=True)


def _request(values: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: values[name] for name in REQUEST if values.get(name)}
    if not str(given.get("reason") or "").strip():
        raise Invalid({"reason": N_("This is needed.")}, {"reason": "Why"})
    return clean_all(records.TOLD, given, whole=False)


def _code(node: Node) -> str:
    while True:
        signs = "".join(_SIGNS[each % len(_SIGNS)] for each in random(_LONG))
        code = f"R-{signs}"
        if not node.all(records.REFERRAL, "code = ?", (code,)):
            return code


# ── what becomes of it ──────────────────────────────────────────────────────────────────────


def step(node: Node, ref: str, what: str, values: Mapping[str, Any] | None = None) -> Made:
    """accepted, declined (with `why`), done or revoked; `on` is today, `note` what was said.

    Taking back erases all that tells of the client from this vault and from every vault it reaches,
    and makes codes that nobody used yet worthless.
    """
    row = access.referral(node, ref)
    made = made_of(node, row)
    given = {k: v for k, v in (values or {}).items() if v not in (None, "")}
    if what not in rules.NEXT[made.standing.state]:
        raise Forbidden(why=N_("This does not follow on how the referral stands."))
    if what == rules.REVOKED and not made.mine:
        raise Forbidden(why=N_("Only whoever made a referral takes it back."))
    if what == rules.DECLINED and not given.get("why"):
        raise Invalid({"why": N_("Say why.")}, {"why": "Why"})
    given.setdefault("on", node.today().isoformat())
    given.setdefault("by", node.author(node.person.device_no) or None)
    result = given.pop("result", None)
    if not str(row["sent_on"]) <= str(given["on"]) <= node.today().isoformat():
        raise Invalid({"on": N_("This day cannot be right.")}, {"on": "On which day"})
    space = node.space_id(row["space"])
    with node.writing() as work:
        if what == rules.REVOKED:
            _unsay(node, work, row)
        note = given.pop("note", None)
        put = work.put(records.STEP, space, None, {**given, "referral": row["id"], "what": what})
        if note:
            told = {"referral": row["id"], "step": put, "note": note}
            work.put(records.TOLD, space, None, told)
        if made.mine:
            _feed_back(node, work, row, what, result, given)
    if what == rules.REVOKED:
        invitations.take_back_all(node, space)
    return made_of(node, access.referral(node, row["id"]))


def _unsay(node: Node, work: Work, row: Row) -> None:
    """Erase all that tells of the client: the copies, why and what was asked for, the notes. That
    there was a referral, to whom, when and on what ground, stays."""
    for each in access.copies(node, row):
        work.erase(records.COPY, each["id"])
    for each in access.tellings(node, row):
        work.erase(records.TOLD, each["id"])


def hand_out(node: Node, ref: str, form: str, phrase: str = "") -> bytes:
    """The form on paper ("pdf") or all of it as a sealed file ("age", "zip"). That it left is kept
    with the referral before the bytes are given."""
    row = access.referral(node, ref)
    made = made_of(node, row)
    if form not in {each.key for each in FORMS}:
        raise Invalid({"format": N_("Choose one of those offered.")})
    if form == "pdf":
        data = documents.printed(node, made)
    else:
        data = documents.sealed_file(node, made, phrase, form)
    with node.writing() as work:
        work.put(records.TAKEN_OUT, node.space_id(row["space"]), None, {
            "referral": row["id"], "on": node.today().isoformat(), "form": form,
            "by": node.author(node.person.device_no) or None,
        })  # fmt: skip
    return data


def _feed_back(
    node: Node, work: Work, row: Mapping[str, Any], what: str, result: Any, given: Mapping[str, Any]
) -> None:
    """What came of it, with the provider: it names neither the case nor the referral."""
    if not row["service"] or not node.all(records.SERVICE, "id = ?", (row["service"],)):
        return
    space = node.space(PRACTICE)
    if what == rules.DECLINED:
        result = "turned_away"
    if result:
        work.put(records.FEEDBACK, space, None,
                 {"service": row["service"], "on": given["on"], "result": result})  # fmt: skip
    if what in (rules.ACCEPTED, rules.DONE):
        work.put(records.CHECK, space, None, {
            "service": row["service"], "on": given["on"], "how": "referral", "result": "right",
        })  # fmt: skip


def hand_to_colleague(node: Node, ref: str, *, days: int = 7) -> str:
    """A one-time code that lets one colleague into the space of this referral and no other."""
    row = access.referral(node, ref)
    made = made_of(node, row)
    if made.shut:
        raise Forbidden(why=made.shut)
    space = node.space_id(row["space"])
    offer = invitations.Offer((space,), Role.WRITER, History.ALL)
    return invitations.invite(node, offer, days=days)
