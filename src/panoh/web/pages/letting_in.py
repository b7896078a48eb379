"""Letting somebody in: by a one-time code, or whom one knows already; handing over; joining.

What opens, to whom, and from when on is shown as it will be, and asked once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from panoh.core import abroad, membership, sharing
from panoh.core.node import Node
from panoh.core.space.model import History, Role
from panoh.core.space.store import SpaceRow
from panoh.errors import Forbidden, PanohError
from panoh.sync import invitations, running
from panoh.web import qr
from panoh.web.page import Again, Form, Go, Page, Reply, Show, Visit
from panoh.web.pages import border
from panoh.web.pages.sharing import (
    Part,
    identity,
    is_manager,
    main_of,
    name_of,
    parts_of,
)
from panoh.web.said import said
from panoh.web.shell import Held
from panoh.words import N_, _

MANAGERS_ONLY = N_("Only somebody who manages this can change who is in it.")
DAYS = (1, 3, 7, 14)
USUAL_DAYS = 7
CHOOSE_ROLE = N_("Choose what they may do.")
CHOOSE_HISTORY = N_("Choose what they may read of before.")
CHOOSE_WHO = N_("Choose a colleague.")
FUTURE = {
    History.ALL: N_("everything written from the beginning on"),
    History.CURRENT: N_("how things stand now, and everything written from now on"),
    History.NONE: N_("only what is written from now on"),
}
"""What a newcomer reads, said beforehand; afterwards it is `membership.HISTORIES`."""


def _managed(visit: Visit) -> SpaceRow:
    row = main_of(visit)
    if not is_manager(visit.node, row):
        raise Forbidden(why=MANAGERS_ONLY)
    return row


def _openable(node: Node, row: SpaceRow) -> list[Part]:
    """What one may let others into: each compartment by itself."""
    return [each for each in parts_of(node, row) if is_manager(node, each.row)]


# ── the form ────────────────────────────────────────────────────────────────────────────────


def ask_invite(visit: Visit) -> Reply:
    return _ask(visit, "invite")


def ask_grant(visit: Visit) -> Reply:
    return _ask(visit, "grant")


def _ask(visit: Visit, act: str) -> Reply:
    node, row = visit.node, _managed(visit)
    begin = {
        "role": Role.WRITER.value, "history": History.CURRENT.value, "days": USUAL_DAYS,
        "who": visit.query.get("who", ""),
    }  # fmt: skip
    return Show(
        "share_form.html", _("Let somebody in"), act=act, row=row, name=name_of(node, row),
        parts=_openable(node, row)[1:], people=membership.known(node), roles=membership.ROLES,
        histories=FUTURE, days=DAYS, form=Form.of(begin), countries=border.COUNTRY_WORDS,
    )  # fmt: skip


def take_invite(visit: Visit) -> Reply:
    return _take(visit, "invite")


def take_grant(visit: Visit) -> Reply:
    return _take(visit, "grant")


def _take(visit: Visit, act: str) -> Reply:
    """What was chosen waits in memory until it was looked at once more."""
    node, row, form = visit.node, _managed(visit), visit.form
    here = f"/share/{row.id.hex()}/{act}"
    problems = {}
    if form.get("role") not in {each.value for each in Role}:
        problems["role"] = _(CHOOSE_ROLE)
    if form.get("history") not in {each.value for each in History}:
        problems["history"] = _(CHOOSE_HISTORY)
    if act == "grant" and form.get("who") not in {key.hex() for key, _n in membership.known(node)}:
        problems["who"] = _(CHOOSE_WHO)
    if problems:
        return Again(here, form, problems)
    held = {each.key for each in _openable(node, row)}
    days = form.get("days")
    chosen = {
        "parts": [each for each in form.all("parts") if each in held],
        "role": form.get("role"),
        "history": form.get("history"),
        "notes": form.get("notes") == "1",
        "days": int(days) if days in {str(each) for each in DAYS} else USUAL_DAYS,
        "who": form.get("who") if act == "grant" else "",
        "country": form.get("country") if form.get("country") in border.COUNTRY_WORDS else "",
    }
    return Go(here + "/check", keep={"chosen": chosen})


# ── once more ───────────────────────────────────────────────────────────────────────────────


def check_invite(visit: Visit) -> Reply:
    return _check(visit, "invite")


def check_grant(visit: Visit) -> Reply:
    return _check(visit, "grant")


def _check(visit: Visit, act: str) -> Reply:
    node, row = visit.node, _managed(visit)
    chosen = visit.state.get("chosen")
    if not chosen:
        return Go(f"/share/{row.id.hex()}/{act}")
    opens = _chosen(node, row, chosen)
    other = identity(chosen["who"]) if chosen["who"] else None
    already = [
        each for each in opens if other and other in {member.person for member in each.members}
    ]
    history = History(chosen["history"])
    return Show(
        "share_check.html", _("Let somebody in"), act=act, row=row, name=name_of(node, row),
        opens=opens, already=already, called=membership.name_of(node, other),
        role=membership.ROLES[Role(chosen["role"])], history=FUTURE[history],
        past=history is History.ALL, notes=chosen["notes"] and history is History.CURRENT,
        current=history is History.CURRENT, now=node.now(),
        ends=_ends(node, chosen["days"]), s=visit.query["s"],
        border=border.question(node, [each.row for each in opens], *_whither(node, chosen)),
    )  # fmt: skip


def _whither(node: Node, chosen: Mapping[str, Any]) -> tuple[str, str]:
    """The country in which it would be read, as far as it is known, and what the reader is
    called."""
    if not chosen["who"]:
        return chosen["country"], _("A colleague")
    other = identity(chosen["who"])
    return abroad.country_of(node, other), membership.name_of(node, other)


def _chosen(node: Node, row: SpaceRow, chosen: Mapping[str, Any]) -> list[Part]:
    main, *others = _openable(node, row)
    return [main, *(each for each in others if each.key in chosen["parts"])]


def _ends(node: Node, days: int) -> datetime:
    return node.now() + timedelta(days=days)


def make_code(visit: Visit) -> Reply:
    node, row = visit.node, _managed(visit)
    chosen = visit.state.get("chosen")
    if not chosen:
        return Go(f"/share/{row.id.hex()}/invite")
    rows = [each.row for each in _chosen(node, row, chosen)]
    if problems := border.settled(visit, rows, *_whither(node, chosen)):
        return _asked_again(visit, "invite", problems)
    offer = invitations.Offer(
        tuple(each.id for each in rows),
        Role(chosen["role"]),
        History(chosen["history"]),
        chosen["notes"],
    )
    code = invitations.invite(node, offer, days=chosen["days"])
    ends = _ends(node, chosen["days"]).isoformat()
    back = f"/share/{row.id.hex()}"
    return Go("/share/code", keep={"code": code, "ends": ends, "back": back, "for": "colleague"})


def _asked_again(visit: Visit, act: str, problems: Mapping[str, str]) -> Reply:
    here = f"/share/{visit.path_params['id']}/{act}/check?s={visit.query['s']}"
    return Again(here, visit.form, problems)


def show_code(visit: Visit) -> Reply:
    code = visit.state.get("code")
    if not code:
        return Go("/share")
    picture = qr.svg(code, _("The code as a picture for a camera"))
    hub = running.shown(str(visit.node.setting(running.HUB_SETTING) or ""))
    return Show(
        "share_code.html", _("One-time code"), code=code, picture=picture,
        ends=visit.state["ends"], back_to=visit.state["back"], whom=visit.state["for"], hub=hub,
    )  # fmt: skip


def do_grant(visit: Visit) -> Reply:
    node, row = visit.node, _managed(visit)
    chosen = visit.state.get("chosen")
    if not chosen:
        return Go(f"/share/{row.id.hex()}/grant")
    other = identity(chosen["who"])
    rows = [each.row for each in _chosen(node, row, chosen)]
    if problems := border.settled(visit, rows, *_whither(node, chosen)):
        return _asked_again(visit, "grant", problems)
    with node.writing() as work:
        for each in rows:
            sharing.grant(
                node, work, each.id, other, Role(chosen["role"]), History(chosen["history"]),
                notes=chosen["notes"],
            )  # fmt: skip
    told = _("Done here. {name} has it with the next exchange of both of you.")
    return Go(f"/share/{row.id.hex()}", told=told.format(name=membership.name_of(node, other)))


# ── handing over ────────────────────────────────────────────────────────────────────────────


def ask_hand_over(visit: Visit) -> Reply:
    node, row = visit.node, _managed(visit)
    return Show(
        "share_hand_over.html", _("Hand over"), row=row, name=name_of(node, row),
        people=membership.known(node),
    )  # fmt: skip


def take_hand_over(visit: Visit) -> Reply:
    node, row = visit.node, _managed(visit)
    here = f"/share/{row.id.hex()}/hand-over"
    chosen = visit.form.get("who")
    if chosen not in {key.hex() for key, _n in membership.known(node)}:
        return Again(here, visit.form, {"who": _(CHOOSE_WHO)})
    leave = visit.form.get("leave") == "1"
    return Go(here + "/check", keep={"over": {"who": chosen, "leave": leave}})


def check_hand_over(visit: Visit) -> Reply:
    node, row = visit.node, _managed(visit)
    over = visit.state.get("over")
    if not over:
        return Go(f"/share/{row.id.hex()}/hand-over")
    return Show(
        "share_hand_over_check.html", _("Hand over"), row=row, name=name_of(node, row),
        parts=_openable(node, row), called=membership.name_of(node, identity(over["who"])),
        leave=over["leave"], s=visit.query["s"],
        border=border.question(node, _whole(node, row), *_whither(node, over)),
    )  # fmt: skip


def _whole(node: Node, row: SpaceRow) -> list[SpaceRow]:
    """What is handed over: a case with all compartments one has."""
    return [row, *node.spaces.compartments(row)]


def do_hand_over(visit: Visit) -> Reply:
    node, row = visit.node, _managed(visit)
    over = visit.state.get("over")
    if not over:
        return Go(f"/share/{row.id.hex()}/hand-over")
    other = identity(over["who"])
    if problems := border.settled(visit, _whole(node, row), *_whither(node, over)):
        return _asked_again(visit, "hand-over", problems)
    sharing.hand_over(node, row.id, other, leave=over["leave"])
    told = _("Handed over to {name}. It reaches them with the next exchange of both of you.")
    back = "/share" if over["leave"] else f"/share/{row.id.hex()}"
    return Go(back, told=told.format(name=membership.name_of(node, other)))


# ── joining ─────────────────────────────────────────────────────────────────────────────────


def ask_join(visit: Visit) -> Reply:
    node = visit.node
    hub = running.shown(str(node.setting(running.HUB_SETTING) or ""))
    return Show(
        "share_join.html", _("Join with a code"), hub=hub,
        known_as=node.author(node.person.device_no),
    )  # fmt: skip


def join(visit: Visit) -> Reply:
    return answered(visit, "/join", invitations.join)


def answered(visit: Visit, here: str, act: Any) -> Reply:
    """Answer a code; the hub's address may stand beside it."""
    node, form = visit.node, visit.form
    hub = form.get("hub").strip()
    # The code is not kept: whoever has it is let in.
    typed = Form({"hub": [hub]})
    try:
        invitations.read_code(form.get("code"))
    except PanohError as error:
        return Again(here, typed, {"code": said(error)})
    try:
        if hub:
            running.remember_hub(node, hub)
    except PanohError as error:
        return Again(here, typed, {"hub": said(error)})
    try:
        act(node, form.get("code"))
    except PanohError as error:
        return Again(here, typed, {"code": said(error)})
    told = _("Answered. What opens comes when both of you have sent and received.")
    return Go("/exchange", told=told)


def pages(_held: Held) -> tuple[Page, ...]:
    share = "/share/{id}"
    return (
        Page("GET", share + "/invite", ask_invite, "share-invite"),
        Page("POST", share + "/invite", take_invite, "share-invite"),
        Page("GET", share + "/invite/check", check_invite, "share-invite-check"),
        Page("POST", share + "/invite/check", make_code, "share-invite-check"),
        Page("GET", "/share/code", show_code, "share-code"),
        Page("GET", share + "/grant", ask_grant, "share-grant"),
        Page("POST", share + "/grant", take_grant, "share-grant"),
        Page("GET", share + "/grant/check", check_grant, "share-grant-check"),
        Page("POST", share + "/grant/check", do_grant, "share-grant-check"),
        Page("GET", share + "/hand-over", ask_hand_over, "share-hand-over"),
        Page("POST", share + "/hand-over", take_hand_over, "share-hand-over"),
        Page("GET", share + "/hand-over/check", check_hand_over, "share-hand-over-check"),
        Page("POST", share + "/hand-over/check", do_hand_over, "share-hand-over-check"),
        Page("GET", "/join", ask_join, "join"),
        Page("POST", "/join", join, "join"),
    )
