"""A practice in which every page has something to show: for the looks at pages and states."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from panoh import bootstrap
from panoh.apps.casework import access, commands
from panoh.apps.casework.records import CLIENT, SECOND_LOOK
from panoh.core import backup, phones, sharing
from panoh.core.identity.model import Certificate
from panoh.core.intake import take_in
from panoh.core.node import Node
from panoh.core.space.model import History, Role
from panoh.core.vault.model import VaultPlace
from panoh.crypto.derive import FLOOR
from panoh.sync import invitations, letters
from tests.cast import CODE_ONLY, FULL
from tests.core.pictures import png
from tests.core.support import entries, share

PHRASE = "umbrella lantern gravel monday orchard violin"
NAMES = ("Зарина", "Гулбахор", "Рустам")
COLLEAGUE = "Бахтиёр"
PHONE = "+992 900 111 222"
TEXTS = {
    "en": ("His wages were not paid.", "Go to the consulate together", "once more"),
    "ru": ("Зарплату не заплатили.", "Вместе сходить в консульство", "ещё раз"),
}


def texts(language: str) -> tuple[str, str, str]:
    """What is written in the vault: in Russian where the page itself is not English."""
    return TEXTS["en" if language == "en" else "ru"]


def make(home: Path, language: str, *, filled: bool) -> tuple[VaultPlace, dict[str, str]]:
    """A vault at the lowest cost; the ids of what stands in it, by the first word of its page."""
    place, key = bootstrap.create_vault(home, PHRASE, "Амина", language, cost=FLOOR)
    if not filled:
        return place, {}
    node = bootstrap.open_node(place, key)
    try:
        return place, fill(node, home.parent, language)
    finally:
        node.close()


def fill(node: Node, folder: Path, language: str) -> dict[str, str]:
    asked, step, more = texts(language)
    today = node.today()
    ids = _contacts(node, asked)
    bare = commands.add_client(node, {})
    code = commands.add_client(
        node,
        {
            "goes_by": NAMES[0], "languages": ["tgk", "rus"], "interpreter": "no",
            "contact_ok": "agreed_times", "contact_how": ["message"], "contact_when": asked,
            "phone": PHONE, "danger_tonight": "yes", "danger_what": asked, "wants": asked,
            "phone_readers": "?declined", "names": [NAMES[0], NAMES[1]], "sex": "woman",
            "programme": "returnee", "programme_agreed": True,
        },
        keeping={**FULL, "came": "authority", "present": ["official"]},
    )  # fmt: skip
    need = commands.add_need(node, code, {"factor": "I10", "priority": "high", "detail": asked})
    own = commands.add_need(node, code, {"own_words": asked, "level": "family"})
    for each in ("C08", "S01", "I01"):
        commands.add_need(node, code, {"factor": each, "said_by": "client"})
    for each in ("F21", "C21"):
        commands.add_strength(node, code, {"factor": each})
    commands.edit_need(node, need, {"state": "easing"})
    goal = commands.add_goal(node, code, {"text": asked, "need": need})
    late = (today - timedelta(days=3)).isoformat()
    ids["step"] = commands.add_step(node, code, {"text": step, "goal": goal, "due": late})
    done = commands.add_step(node, code, {"text": more, "owner": "client"})
    commands.finish_step(node, done)
    commands.add_support(node, code, {"text": asked, "sort": "advice", "need": need})
    ids["follow-up"] = commands.add_follow_up(node, code, {"due": late, "what": step})
    finished = commands.add_follow_up(node, code, {"span": "24h"})
    commands.finish_follow_up(node, finished, "not_reached", asked)
    ids["note"] = commands.add_note(node, code, {"text": asked})
    commands.amend_note(node, ids["note"], more)
    ids["erasable"] = commands.add_note(node, code, {"text": step})
    ids["attachment"] = commands.add_attachment(node, code, png([]), {"title": step})
    ids["restricted"] = commands.add_note(node, code, {"text": more, "restricted": "violence"})
    commands.review(node, code, {"text": asked, "next_on": today.isoformat()})
    _around(node, code, bare, ids, asked)
    closed = commands.add_client(node, {"goes_by": NAMES[2], "wants": asked})
    commands.close(node, closed, {"reason": "moved", "text": asked, "write_again": "if_asked"})
    ids["case-contact"] = commands.attach(node, ids.pop("attached"), code)
    ids.update(_guidance(node, code, closed, asked))
    copies = folder / "copies"
    copies.mkdir(exist_ok=True)
    ids["copy"] = str(backup.create(node, copies).path)
    ids.update(client=access.client(node, code)["id"], need=need, own=own, goal=goal, code=code)
    ids.update(finished=finished, done=done)
    for name, each in (("bare", bare), ("closed", closed)):
        ids[name] = access.client(node, each)["id"]
    ids["two-values"] = ids["client"]
    ids["phone"] = phones.pair(node, step, "482915")[0]
    ids.update(_agreements(node, code, asked))
    colleague = _write_at_once(node, folder, ids["client"], asked, more)
    ids.update(_together(node, colleague, ids["client"], ids["bare"]))
    (look,) = access.looks(node, access.client(node, ids["client"]))
    ids["second-look"], ids["caseload"] = look.row["id"], access.line_of(node, code)["id"]
    return ids


def _together(node: Node, colleague: Certificate, client: str, bare: str) -> dict[str, str]:
    """A colleague who is in two cases, and codes given out, one of them taken back."""
    first, second = (node.space_id(access.client(node, each)["space"]) for each in (client, bare))
    with node.writing() as work:
        sharing.let_in(node, work, second, [colleague], Role.WRITER)
        letters.note_name(node, work, colleague.person, COLLEAGUE)
    for each in (first, second):
        invitations.invite(node, invitations.Offer((each,), Role.READER, History.NONE))
    invitations.take_back(node, invitations.given_out(node)[0].no)
    return {
        "share": first.hex(),
        "words": colleague.person.hex(),
        "device": colleague.device.hex(),
    }


def _guidance(node: Node, code: str, closed: str, said: str) -> dict[str, str]:
    """Cards that hold, that are past their review and that were replaced; demands; a renewal."""
    today = node.today()
    days = {name: (today + timedelta(days=n)).isoformat()
            for name, n in (("soon", 20), ("was", -40), ("over", -1))}  # fmt: skip
    card = {
        "topic": "wages", "country": NAMES[2], "audience": said, "language": "rus", "title": said,
        "steps": said, "not_sign": said, "deadline": said, "deadline_days": 30, "evidence": said,
        "helpers": said, "contact_danger": said, "source": said, "source_on": days["was"],
        "reviewed_on": days["was"], "reviewed_by": NAMES[1], "review_due": days["soon"],
    }  # fmt: skip
    first = commands.add_card(node, card)
    ids = {"card-used": commands.use_card(node, code, first, {"counted_from": days["was"]})}
    ids["card"] = commands.add_card(node, {**card, "supersedes": first})
    ids["card-replaced"] = first
    ids["card-stale"] = commands.add_card(node, {**card, "review_due": days["over"]})
    text = {"title": said, "steps": said, "reviewed_by": NAMES[1]}
    commands.translate_card(node, ids["card"], {**text, "language": "tgk"})
    demand = {"authority": said, "asked_for": said, "client_told": "no", "told_why_not": said}
    ids["demand"] = commands.add_demand(node, demand, code)
    commands.add_demand(node, {"authority": said, "asked_for": said})
    commands.renew(node, closed, said, (today + timedelta(days=20)).isoformat())
    commands.erase_client(node, commands.add_client(node, {}))
    return ids


def _agreements(node: Node, code: str, text: str) -> dict[str, str]:
    """Consents that hold, that ended, without consent; a code only with a name still held."""
    today = node.today()
    main = access.client(node, code)["space"]
    entries = [each for each in access.entries(node, access.client(node, code))
               if each.space == main]  # fmt: skip
    ends = (today + timedelta(days=9)).isoformat()
    shared = {
        "purpose": text, "recipient": text, "country": "TJ", "kinds": ["need", "names"],
        "records": next(e.record for e in entries if e.type == "note"), "given": "oral",
        "certified_by": NAMES[1], "expires_on": ends,
    }  # fmt: skip
    ids = {"consent": commands.share(node, code, shared)}
    ids["withdrawn"] = commands.share(node, code, shared)
    commands.withdraw(node, ids["withdrawn"], {})
    ids["override"] = commands.override(
        node,
        code,
        {
            "reason": "law", "why": text, "law": text, "lawyer_asked": "no_time", "told": "later",
            "not_told_why": text, "recipient": text, "kinds": ["code"], "second_view": "disagrees",
        },
    )  # fmt: skip
    for country in ("TJ", "RU"):
        commands.write_wording(
            node,
            {"part": "pass_on", "country": country, "language": node.language, "text": text,
             "checked_by": NAMES[1], "checked_on": today.isoformat()},
        )  # fmt: skip
    narrow = commands.add_client(node, {"goes_by": NAMES[2], "phone": PHONE}, keeping=FULL)
    commands.keep(node, narrow, CODE_ONLY)
    return {**ids, "narrow": access.client(node, narrow)["id"]}


def _around(node: Node, code: str, bare: str, ids: dict[str, str], asked: str) -> None:
    """Who is around the client, a safety plan, and a child's own case."""
    safe = {"safe": "yes", "may_contact": "in_danger", "phone": PHONE, "lives_with": "no"}
    ids["person"] = commands.add_person(node, code, {"name": NAMES[1], "knows": asked, **safe})
    commands.add_person(node, code, {"name": NAMES[2], "safe": "no", "restricted": "violence"})
    commands.count_household(node, code, {"adults": 2, "children": 3, "small": 1})
    both = {"relation": "sibling", "agreed": True, "other_agreed": True}
    ids["tie"] = commands.add_tie(node, code, bare, both)[0]
    ids["together"] = commands.edit_safety_plan(node, code, {"signs": asked, "copy": "none"})
    soon = {"due": node.today().isoformat(), "restricted": "violence", "what": asked}
    commands.add_follow_up(node, code, soon)
    child = commands.add_child(node, {"age_band": "6_9", "wish": asked, "caregiver_safe": "no"})
    ids["child"] = access.client(node, child)["id"]
    commands.add_follow_up(node, child, {"due": node.today().isoformat()})


def _contacts(node: Node, asked: str) -> dict[str, str]:
    day = node.today().isoformat()
    ids = {}
    for name, values in {
        "contact": {"danger_tonight": "yes", "name": [NAMES[1]], "phone": PHONE, "factor": "I09"},
        "attached": {"write_back": "?not_safe"},
        "finished-contact": {"sex": "man", "age_band": "25_34", "look_again_on": day},
    }.items():
        held = {"channel": "phone", "topic": "work", "asked": asked, **values}
        ids[name] = commands.add_contact(node, held)
    commands.finish_contact(node, ids["finished-contact"])
    group = {"channel": "group", "head_count": "12", "topic": "papers", "answered": asked}
    ids["group"] = commands.add_contact(node, group)
    return ids


def _write_at_once(node: Node, folder: Path, client: str, one: str, other: str) -> Certificate:
    """A colleague and the owner write the same field without knowing of each other."""
    place, key = bootstrap.create_vault(folder / "colleague", PHRASE, COLLEAGUE, cost=FLOOR)
    colleague = bootstrap.open_node(place, key)
    try:
        space = node.space_id(access.client(node, client)["space"])
        share(node, colleague, space)
        take_in(colleague, entries(node, space))
        for each, words in ((node, one), (colleague, other)):
            with each.writing() as work:
                work.put(CLIENT, space, client, {"contact_when": words, "district": words})
        asked = {"client": client, "what": "plan", "text": one}
        with colleague.writing() as work:
            whom = node.person.id.hex()
            work.put(SECOND_LOOK, space, None, {**asked, "asked_of": whom})
        take_in(node, entries(colleague, space))
        certificate = colleague.person.certificate
    finally:
        colleague.close()
    if not node.two_values(client):
        raise AssertionError
    return certificate
