"""Guidance cards in a case: which fit, noting that one was given, looking again at a change."""

from __future__ import annotations

from panoh.apps.casework import access, commands, rules_card
from panoh.apps.casework.pages.common import (
    a_record,
    attempt,
    fields,
    is_hidden,
    note_opened,
    show,
    show_hidden,
    the_client,
)
from panoh.apps.casework.pages.plain import filled
from panoh.apps.casework.records import CARD_USED
from panoh.apps.casework.records.card import CONTACTS, STEPS
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import _

ASKED = fields(CARD_USED, "counted_from", "said", "restricted")
_used = a_record(access.card_used)


def _card(visit: Visit) -> str:
    ref = visit.query.get("card", "")
    return str(access.card(visit.node, ref)["id"])


def choose(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    return show(
        "card_choose.html",
        _("Guidance cards"),
        about=about,
        cards=access.cards(visit.node),
        words=rules_card.STANDING_WORDS,
    )


def use_form(visit: Visit) -> Reply:
    """Without a card in the address: those there are, to choose from."""
    if "card" not in visit.query:
        return choose(visit)
    about = the_client(visit)
    note_opened(visit, about)
    held = access.whole(visit.node, _card(visit))
    return show(
        "card_use.html",
        _("Guidance card"),
        about=about,
        card=held,
        asked=[
            each for each in ASKED
            if each.name != "counted_from" or held.row.get("deadline_days") is not None
        ],
        steps=[each.name for each in STEPS],
        contacts=[each.name for each in CONTACTS],
        words=rules_card.STANDING_WORDS,
        form=Form.of({}),
    )  # fmt: skip


def use(visit: Visit) -> Reply:
    about = the_client(visit)
    card = _card(visit)
    values = filled(visit.form.raw(each.name for each in ASKED))
    here = f"{about.path}/card?card={card}"

    def act() -> Reply:
        commands.use_card(visit.node, about.client["id"], card, values)
        return Go(about.path + "#cards", told=_("Noted. You will be told when the card changes."))

    return attempt(visit, here, act)


def looked_form(visit: Visit) -> Reply:
    """The changed card, and the question what the client was told."""
    about = _used(visit)
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    held = access.whole(visit.node, access.newest(visit.node, about.row["card"]))
    return show(
        "card_looked.html",
        _("Guidance card"),
        about=about,
        card=held,
        asked=fields(CARD_USED, "said"),
        steps=[each.name for each in STEPS],
        contacts=[each.name for each in CONTACTS],
        words=rules_card.STANDING_WORDS,
        form=Form.of({}),
    )


def looked(visit: Visit) -> Reply:
    about = _used(visit)

    def act() -> Reply:
        commands.looked_again(visit.node, about.row["id"], visit.form.get("said"))
        return Go(about.path + "#cards", told=_("Noted. You will be told when the card changes."))

    return attempt(visit, f"/card-used/{about.row['id']}", act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}/card", use_form, "casework.card.use"),
    Page("POST", "/client/{id}/card", use, "casework.card.use.save"),
    Page("GET", "/card-used/{id}", looked_form, "casework.card.looked"),
    Page("POST", "/card-used/{id}", looked, "casework.card.looked.save"),
)
