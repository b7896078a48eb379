"""Guidance cards as they may be read: past the review only contacts, whoever asks.

`card`, `card_text`, `whole` and `cards` are what pages, prints, `--json` and search stand on, and
withhold. Only `to_check` gives everything, to somebody who is about to review the card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panoh.apps.casework import rules_card
from panoh.apps.casework.access.one import find, of_case, select
from panoh.apps.casework.records import CARD, CARD_TEXT, CARD_USED
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.errors import NotFound
from panoh.lexicon import languages
from panoh.words import _, current_language

_CHECKING = "casework.checking"
"""Under this name the session keeps which cards are being checked; forgotten on locking."""

SPOKEN = {"en": "eng", "ru": "rus", "tg": "tgk", "uz": "uzb", "uz_Cyrl": "uzb", "kk": "kaz",
          "ky": "kir", "fa_AF": "prs"}  # fmt: skip
"""Language of the interface → of a card's text."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card with the text that is read now. `text` lacks what is withheld."""

    row: Row  # with `standing`, `withheld`, `replaced_by`
    text: Row  # with `checked`
    texts: list[Row]  # every language's

    @property
    def withheld(self) -> bool:
        """Whether the steps are left out, for the card's sake or for this translation's."""
        return bool(self.row["withheld"] or not self.text["checked"])

    @property
    def title(self) -> str:
        return str(self.text.get("title") or "")


def _framed(node: Node, row: Row) -> Row:
    later = node.rows(
        "SELECT id FROM casework_card WHERE supersedes = ? ORDER BY id LIMIT 1", (row["id"],)
    )
    framed = {**row, "replaced_by": later[0]["id"] if later else None}
    framed["standing"] = rules_card.standing(row, bool(later), node.today())
    framed["withheld"] = framed["standing"] != rules_card.CURRENT
    if framed["withheld"]:
        framed.pop("deadline_days")
    return framed


def _read(card: Row, row: Row) -> Row:
    """A text without what may not be read, of whatever card and version it is."""
    read = {**row, "checked": rules_card.is_checked(card, row)}
    if card["withheld"] or not read["checked"]:
        for name in rules_card.WITHHELD:
            read.pop(name, None)
            read["answers"].pop(name, None)
        read["conflicts"] = [name for name in read["conflicts"] if name in read]
    return read


def card(node: Node, ref: str) -> Row:
    return _framed(node, find(node, CARD, ref))


def card_text(node: Node, ref: str) -> Row:
    row = find(node, CARD_TEXT, ref)
    return _read(card(node, row["card"]), row)


def card_used(node: Node, ref: str) -> Row:
    return find(node, CARD_USED, ref)


def _texts(node: Node, card_id: str) -> list[Row]:
    """One a language: where two people wrote one apart, the one made first."""
    found = select(node, CARD_TEXT, "card = ?", (card_id,), "ORDER BY created_at, id")
    first: dict[str, Row] = {}
    for each in found:
        first.setdefault(each["language"], each)
    return list(first.values())


def whole(node: Node, ref: str, language: str | None = None) -> Card:
    """The card in a language (ISO 639-3), else in that of the interface, else the first that was
    checked for the card as it is."""
    row = card(node, ref)
    texts = [_read(row, each) for each in _texts(node, row["id"])]
    if not texts:
        raise NotFound(what=ref)
    return Card(row, _chosen(texts, language or SPOKEN.get(current_language(), "")), texts)


def _chosen(texts: Sequence[Row], language: str) -> Row:
    in_language = [each for each in texts if each["language"] == language]
    checked = [each for each in texts if each["checked"]]
    return [*in_language, *checked, *texts][0]


def cards(node: Node) -> list[Card]:
    """Every card, those that hold first, then by topic."""
    rows = [_framed(node, each) for each in select(node, CARD, "1", ())]
    rows.sort(key=rules_card.sort_key)
    wanted = SPOKEN.get(current_language(), "")
    found = []
    for row in rows:
        texts = [_read(row, each) for each in _texts(node, row["id"])]
        if texts:  # a frame whose text has not come yet says nothing
            found.append(Card(row, _chosen(texts, wanted), texts))
    return found


def to_check(node: Node, ref: str, language: str | None = None) -> tuple[Row, Row]:
    """The card and its text with nothing withheld: for who checks it against the source, on the
    pages only after asking for it (`is_checking`)."""
    held = whole(node, ref, language)
    return find(node, CARD, held.row["id"]), find(node, CARD_TEXT, held.text["id"])


def is_checking(node: Node, record: str) -> bool:
    return record in node.session.get(_CHECKING, ())


def set_checking(node: Node, record: str, checking: bool) -> None:
    held: set[str] = node.session.setdefault(_CHECKING, set())
    (held.add if checking else held.discard)(record)


# ── in cases ────────────────────────────────────────────────────────────────────────────────


def cards_used(node: Node, client: Row) -> list[Row]:
    """What was given to a client, newest first; each with the card's `title`, and `again` where
    the card has changed or was replaced since."""
    rows = of_case(node, CARD_USED, client, "ORDER BY used_on DESC, created_at DESC, id")
    changed = {
        each["record"]
        for each in node.rows(
            "SELECT record FROM casework_card_again WHERE client = ?", (client["id"],)
        )
    }
    return [
        {**each, "title": title_of(node, each["card"]), "again": each["id"] in changed}
        for each in rows
    ]


def title_of(node: Node, card_id: str | None) -> str:
    """What a card is called; empty when it is not here."""
    try:
        return whole(node, card_id).title if card_id else ""
    except NotFound:
        return ""


def cases_of(node: Node, card_id: str) -> list[Row]:
    """Cases to look at again because this card, given there, has changed: `client`, `code`,
    `used_on`. Restricted uses stand in no list."""
    return node.rows(
        "SELECT a.client, c.code, a.used_on FROM casework_card_again a"
        " JOIN casework_client c ON c.id = a.client"
        " WHERE a.card = ? AND a.restricted IS NULL ORDER BY a.used_on, c.code",
        (card_id,),
    )


def newest(node: Node, card_id: str) -> str:
    """The card that stands in its place now: itself, or the last that replaces it."""
    later = node.rows(
        "SELECT later FROM casework_card_line l WHERE card = ? AND NOT EXISTS"
        " (SELECT 1 FROM casework_card n WHERE n.supersedes = l.later) ORDER BY later LIMIT 1",
        (card_id,),
    )
    return str(later[0]["later"]) if later else card_id


def language_name(code: str | None) -> str:
    """What a card's language is called in the language of the moment."""
    return _(languages.label(code)) if code and len(code) == 3 else str(code or "")


def card_language() -> str:
    """The language in which a new card is first written: that of the interface."""
    return SPOKEN.get(current_language(), "rus")
