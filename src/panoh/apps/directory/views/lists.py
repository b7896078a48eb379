"""What lists and Today read: what is to be verified, proposals that wait, referrals, gaps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from panoh.apps.directory import access, records
from panoh.apps.directory.rules import referral as rules
from panoh.apps.directory.views.catalogue import Entry, catalogue
from panoh.core import meeting
from panoh.core.app import Beside, Found, Row, TodayItem
from panoh.core.node import Node
from panoh.lexicon.letters import fold
from panoh.words import N_, _, ngettext_

ENDED = N_("The client's agreement holds no more: nothing is passed on.")
OVER = N_("This referral runs no more.")
OVERDUE, TODAY, OPEN, SOON = 1, 2, 3, 4
"""Urgencies as every list of what is due names them; 0 is danger."""


@dataclass(frozen=True, slots=True)
class Made:
    """A referral with what it tells of the client, and how it stands. `loose`: it rests on an
    agreement that holds no more; `ended`: the last day on which it may be used is over."""

    row: Row
    standing: rules.Standing
    mine: bool
    loose: bool
    ended: bool
    remind: date | None

    @property
    def closed(self) -> bool:
        """Whether nothing of it may be passed on any more, not even on paper."""
        return self.standing.state == rules.REVOKED or self.loose or self.ended

    @property
    def shut(self) -> str:
        """Why nobody is let into it any more; empty while somebody may be."""
        if self.closed:
            return ENDED
        return OVER if self.standing.over else ""

    @property
    def overdue(self) -> bool:
        return self.remind is not None and not self.standing.over


def to_verify(node: Node) -> list[Entry]:
    """Entries that somebody should look at, those that fail and the oldest first."""
    due = [each for each in catalogue(node) if each.age.due and each.card.active]
    return sorted(due, key=lambda each: (-each.age.sinks, each.age.last or date.min, each.name))


def proposals(node: Node) -> list[Row]:
    """What providers wrote and nobody decided on yet."""
    return node.all(
        records.PROPOSAL,
        "id NOT IN (SELECT proposal FROM directory_decision WHERE proposal IS NOT NULL)"
        ' ORDER BY "on", id',
    )


def made_of(node: Node, row: Row) -> Made:
    standing = rules.standing(access.steps(node, row))
    mine = access.is_mine(node, row)
    ended = str(row["ends"] or "9999") < node.today().isoformat()
    states = []
    if mine and standing.state != rules.REVOKED:
        states = [meeting.stands(node, each) for each in str(row["agreements"] or "").split()]
        if ended:
            states.append("lapsed")  # the agreement itself may not be here any more
    loose = rules.must_be_taken_back(states, standing)
    whole = {**row, **access.request(node, row)}
    return Made(whole, standing, mine, loose, ended, rules.reminder(row, standing))


def shut(node: Node, space: int) -> str:
    """Why nobody is let into the referral of a space (its local number) any more."""
    rows = node.all(records.REFERRAL, "space = ?", (space,))
    return next((why for each in rows if (why := made_of(node, each).shut)), "")


def referrals(node: Node, *, running: bool = False) -> list[Made]:
    rows = node.all(records.REFERRAL, "1 ORDER BY sent_on DESC, created_at DESC, id")
    made = [made_of(node, each) for each in rows]
    return [each for each in made if not running or not each.standing.over]


def gaps(node: Node) -> list[tuple[Row, int]]:
    """What was looked for and not found, with how often, most often first."""
    names = ("month", "factor", "country", "region", "language", "safe_for")
    rows = node.all(records.GAP, "1 ORDER BY month DESC, id")
    counted = Counter(tuple(each[name] or "" for name in names) for each in rows)
    return [(dict(zip(names, key, strict=True)), n) for key, n in counted.most_common()]


# ── Today, the common search, other apps' pages ─────────────────────────────────────────────


def today(node: Node, limit: int) -> list[TodayItem]:
    """Codes and counts, never a name of a client or a service."""
    now, items = node.today(), []
    for each in referrals(node):
        item = _reminder(each, now)
        if item is not None:
            items.append(item)
    waiting = len(proposals(node))
    if waiting:
        words = ngettext_("{n} correction by a provider waits",
                          "{n} corrections by providers wait", waiting)  # fmt: skip
        items.append(TodayItem(None, OPEN, words.format(n=waiting), "/services/check", "directory"))
    due = len(to_verify(node))
    if due:
        words = ngettext_("{n} service to verify", "{n} services to verify", due)
        items.append(TodayItem(None, SOON, words.format(n=due), "/services/check", "directory"))
    items.sort(key=lambda each: (each.urgency, each.when or date.max, each.text))
    return items[:limit]


def _urgency(due: date | None, now: date) -> int:
    if due is None or due > now:
        return OPEN
    return TODAY if due == now else OVERDUE


def _reminder(made: Made, now: date) -> TodayItem | None:
    link, code = f"/referral/{made.row['id']}", made.row["code"]
    if made.loose:
        text = _("Take back referral {code}: the consent holds no more")
        return TodayItem(now, OVERDUE, text.format(code=code), link, "referral")
    if made.standing.over:
        return None
    if not made.mine:
        if made.standing.state != rules.SENT:
            return None
        text = _("Referral {code} waits for your answer")
        return TodayItem(
            made.remind, _urgency(made.remind, now), text.format(code=code), link, "referral"
        )
    if made.remind is None or made.remind > now:
        return None
    if made.standing.state == rules.SENT:
        text = _("No answer to referral {code} yet")
        return TodayItem(
            made.remind, _urgency(made.remind, now), text.format(code=code), link, "referral"
        )
    text = _("Ask how referral {code} went")
    return TodayItem(made.remind, OPEN, text.format(code=code), link, "referral")


def search(node: Node, query: str) -> list[Found]:
    """Services by words of their names and descriptions, in any script."""
    words = [fold(each) for each in query.split()]
    if not words:
        return []
    found = [each for each in catalogue(node) if all(f in each.card.words for f in words)]
    return [
        Found(each.name, each.organization["name"] if each.organization else "",
              f"/service/{each.id}", _("Service"))
        for each in found[:20]
    ]  # fmt: skip


def beside(node: Node, what: str, name: str) -> list[Beside]:
    """On the page of a case: its referrals, and where a new one begins."""
    if what != "case":
        return []
    rows = node.all(records.REFERRAL, '"case" = ? ORDER BY sent_on DESC, id', (name,))
    made = [made_of(node, each) for each in rows]
    words = {each.key: each.label for each in records.referral.STEPS}
    found = [
        Beside(f"{e.row['code']}: {_(words[e.standing.state])}", f"/referral/{e.row['id']}")
        for e in made
        if e.mine
    ]
    return [*found, Beside(_("Find a service to refer to"), "/services")]
