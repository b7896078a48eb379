"""Guidance cards: writing, correcting, reviewing, translating, and giving one to a client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access, rules_card
from panoh.apps.casework.commands.shared import put_new, read_values
from panoh.apps.casework.records import CARD, CARD_TEXT, CARD_USED
from panoh.apps.casework.records.card import CONTACTS
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.errors import Invalid
from panoh.words import N_

_SET_HERE = frozenset({"card", "version", "of_version"})
REVIEWED = ("reviewed_on", "reviewed_by")
SET_BY_EDITING = (
    "topic", "country", "region", "audience", "title", *(each.name for each in CONTACTS),
)  # fmt: skip
"""What may be put right without checking the source anew: nothing in it says what to do."""


def add_card(node: Node, values: Mapping[str, Any]) -> str:
    """A card with its first text, both reviewed on `reviewed_on` by `reviewed_by`; gives its id.

    `supersedes` names the card in whose place it comes: that one shows contacts only from now on.
    """
    frame, text = _parted(values)
    if frame.get("supersedes"):
        frame["supersedes"] = access.newest(node, access.card(node, frame["supersedes"])["id"])
    rules_card.check_dates(frame, node.today())
    with node.writing() as work:
        practice = node.space("practice")
        card = work.put(CARD, practice, None, {**frame, "version": 1})
        work.put(CARD_TEXT, practice, None, {**text, "card": card, "of_version": 1})
    return card


def edit_card(node: Node, ref: str, values: Mapping[str, Any], language: str | None = None) -> str:
    """Puts right a title, a contact, for whom it is. Whatever says what to do needs a review."""
    refused = {
        name: N_("This is changed by a review only.")
        for name in values
        if name not in SET_BY_EDITING
    }
    if refused:
        raise Invalid(refused)
    held = access.whole(node, ref, language)
    frame, text = _parted(values)
    with node.writing() as work:
        _put(work, CARD, node, held.row, frame)
        _put(work, CARD_TEXT, node, held.text, text)
    return str(held.row["id"])


def review_card(
    node: Node, ref: str, values: Mapping[str, Any], language: str | None = None
) -> str:
    """Checked against its source: `reviewed_by`, `review_due`, `source_on`, `reviewed_on` (today),
    and whatever is different now. Then it becomes another version: cases in which it was used are
    listed, and its other languages withhold their steps until they were checked too."""
    held_card, held_text = access.to_check(node, ref, language)
    if access.card(node, held_card["id"])["standing"] == rules_card.REPLACED:
        raise Invalid({"supersedes": N_("Another card stands in its place. Review that one.")})
    today = node.today().isoformat()
    frame, text = _parted({"reviewed_on": today, **values})
    missing = {
        name: N_("This is needed.")
        for name in ("reviewed_by", "review_due", "source_on")
        if not frame.get(name)
    }
    if missing:
        raise Invalid(missing)
    after = {**held_card, **frame}
    rules_card.check_dates(after, node.today())
    if rules_card.standing({**after, "conflicts": [], "newer": []}, False, node.today()) in (
        rules_card.DUE,
    ):
        raise Invalid({"review_due": N_("This day is over. Choose today or a later one.")})
    version = int(held_card["version"] or 1) + _changes(held_card, held_text, frame, text)
    with node.writing() as work:
        _put(work, CARD, node, held_card, {**frame, "version": version})
        _put(work, CARD_TEXT, node, held_text, {**text, "of_version": version})
    access.set_checking(node, held_card["id"], False)
    return str(held_card["id"])


def _changes(card: Row, text: Row, frame: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether a review changed what somebody was told."""
    before, after = {**card, **text}, {**frame, **said}
    return any(
        name in after and (after[name] or None) != (before.get(name) or None)
        for name in rules_card.CONTENT
    )


def translate_card(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """The card in another `language`, or that text checked for the card as it is now; gives the
    text's id. `reviewed_on` is today if unset."""
    frame, text = _parted({"reviewed_on": node.today().isoformat(), **values})
    other = {
        name: N_("This belongs to the card, not to a translation.")
        for name in frame
        if name not in REVIEWED
    }
    if other:
        raise Invalid(other)
    card = access.card(node, ref)
    if not text.get("language"):
        raise Invalid({"language": N_("This is needed.")})
    rules_card.check_dates({"reviewed_on": text["reviewed_on"]}, node.today())
    held = [each for each in access.whole(node, ref).texts if each["language"] == text["language"]]
    text.update(card=card["id"], of_version=card["version"])
    with node.writing() as work:
        place = node.space("practice")
        return work.put(CARD_TEXT, place, held[0]["id"] if held else None, text)


def use_card(node: Node, client_ref: str, ref: str, values: Mapping[str, Any]) -> str:
    """Notes in the case that the card was given, as it stands today; gives the note's id.

    A card past its review gives contacts only, and the note says so.
    """
    client = access.client(node, client_ref)
    cleaned = _read(CARD_USED, values)
    held = access.whole(node, ref, cleaned.get("language"))
    today = node.today().isoformat()
    noted = {
        **cleaned,
        "card": held.row["id"],
        "version": held.row["version"],
        "language": held.text["language"],
        "used_on": cleaned.get("used_on") or today,
        "only_contacts": True if held.withheld else None,
    }
    if not held.withheld:
        days = held.row.get("deadline_days")
        noted["last_day"] = rules_card.last_day(days, cleaned.get("counted_from"))
    with node.writing() as work:
        return put_new(node, work, CARD_USED, client, noted)


def looked_again(node: Node, ref: str, said: str = "") -> str:
    """A changed card was looked at for this client, and the client was told where it matters;
    the case leaves the list. `ref` is what was noted when the card was given."""
    row = access.card_used(node, ref)
    client = access.client(node, row["client"])
    card = access.card(node, access.newest(node, row["card"]))
    noted = {
        "card": card["id"],
        "version": card["version"],
        "language": row["language"],
        "used_on": node.today().isoformat(),
        "said": said or None,
        "looked_again": True,
        "restricted": row["restricted"],
    }
    with node.writing() as work:
        return put_new(node, work, CARD_USED, client, noted)


def _parted(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What belongs to the card and what to its text; when it was reviewed belongs to both."""
    unknown = {
        name: N_("There is no such field.")
        for name in values
        if CARD.field(name) is None and CARD_TEXT.field(name) is None
    }
    if unknown:
        raise Invalid(unknown)
    frame = {name: value for name, value in values.items() if CARD.field(name)}
    text = {name: value for name, value in values.items() if CARD_TEXT.field(name)}
    return _both(frame, text)


def _both(
    frame: Mapping[str, Any], text: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both read, so that every refused field is named at once."""
    problems: dict[str, str] = {}
    read: list[dict[str, Any]] = []
    for rtype, values in ((CARD, frame), (CARD_TEXT, text)):
        try:
            read.append(_read(rtype, values))
        except Invalid as refused:
            problems.update(refused.problems)
    if problems:
        raise Invalid(problems)
    return read[0], read[1]


def _read(rtype: RecordType, values: Mapping[str, Any]) -> dict[str, Any]:
    refused = {name: N_("This cannot be set here.") for name in values if name in _SET_HERE}
    if refused:
        raise Invalid(refused)
    return read_values(rtype, values)


def _put(work: Any, rtype: RecordType, node: Node, row: Row, values: dict[str, Any]) -> None:
    changed = {
        name: value
        for name, value in values.items()
        if row.get(name) != value or name in row["conflicts"]
    }
    if changed:
        work.put(rtype, node.space_id(row["space"]), row["id"], changed)
