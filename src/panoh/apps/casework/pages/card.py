"""Guidance cards: the list, one card, writing, correcting, reviewing, translating."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from panoh.apps.casework import access, commands, rules_card
from panoh.apps.casework.pages.common import attempt, fields, record_id, show
from panoh.apps.casework.pages.plain import Groups, Note, asked_of, filled, show_form
from panoh.apps.casework.records import CARD, CARD_TEXT
from panoh.apps.casework.records.card import CONTACTS, FRAME, REVIEWED, SOURCE, STEPS
from panoh.core.app import Row
from panoh.web.page import Go, Page, Reply, Visit
from panoh.words import N_, _

NO_LAW = N_(
    "Panoh ships no law. Write what you have checked yourself, say where it stands and when "
    "you read it; nobody else will have checked it."
)
OUT_OF_DATE = N_(
    "What to do is left out here, because nobody has checked it lately: acting on it could "
    "harm. Only contacts are shown. Call them first, or check the card against its source."
)
OLD_WORDS = N_(
    "These are the old words. Check each line against the source before you save; until then "
    "nobody should act on them."
)
_TITLE = fields(CARD_TEXT, "language", "title")
_DUE = fields(CARD, "review_due")


def _groups() -> Groups:
    return (
        ("", (*_TITLE, *FRAME)),
        (_("What to do"), STEPS),
        (_("Who helps"), CONTACTS),
        (_("Where this comes from"), (*SOURCE, *REVIEWED, *_DUE)),
        ("", fields(CARD, "supersedes")),
    )


def _review_groups() -> Groups:
    return (
        (_("Checked against the source"), (*REVIEWED, *SOURCE, *_DUE)),
        (_("What to do"), (*STEPS, *fields(CARD, "deadline_days"))),
        (_("Who helps"), CONTACTS),
        (_("Where and when it holds"), fields(CARD, "audience", "valid_from", "valid_until")),
    )


def _edit_groups() -> Groups:
    return (
        ("", (*fields(CARD_TEXT, "title"), *fields(CARD, "topic", "country", "region"),
              *fields(CARD, "audience"), *CONTACTS)),
    )  # fmt: skip


def _text_groups() -> Groups:
    return (("", (*_TITLE, *STEPS, *CONTACTS, *REVIEWED)),)


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def cards(visit: Visit) -> Reply:
    return show(
        "cards.html",
        _("Guidance cards"),
        cards=access.cards(visit.node),
        words=rules_card.STANDING_WORDS,
        no_law=_(NO_LAW),
    )


def _language(visit: Visit) -> str | None:
    wanted = visit.query.get("language", "")
    return wanted if wanted.isalpha() and len(wanted) == 3 else None


def one(visit: Visit) -> Reply:
    held = access.whole(visit.node, record_id(visit), _language(visit))
    return show(
        "card.html",
        _("Guidance card"),
        card=held,
        path=f"/card/{held.row['id']}",
        words=rules_card.STANDING_WORDS,
        out_of_date=_(OUT_OF_DATE),
        cases=access.cases_of(visit.node, held.row["id"]),
        later=held.row["replaced_by"],
        earlier=held.row["supersedes"],
        languages=[(each["language"], access.language_name(each["language"]), each["checked"])
                   for each in held.texts],
        steps=[each.name for each in STEPS],
        contacts=[each.name for each in CONTACTS],
        frame=[each.name for each in (*FRAME, *SOURCE, *REVIEWED, *_DUE)],
    )  # fmt: skip


# ── writing ─────────────────────────────────────────────────────────────────────────────────

_LIST = ("/cards", N_("Guidance cards"))


def _own(visit: Visit) -> str:
    """The working name of who sits here: who reviews is mostly who types."""
    return visit.node.author(visit.node.person.device_no)


def _fresh(visit: Visit) -> dict[str, Any]:
    today = visit.node.today()
    return {
        "reviewed_on": today.isoformat(),
        "reviewed_by": _own(visit),
        "source_on": today.isoformat(),
        "review_due": (today + timedelta(days=180)).isoformat(),
    }


def new_form(visit: Visit) -> Reply:
    spoken = access.card_language()
    others = [
        (each.row["id"], each.title)
        for each in access.cards(visit.node)
        if each.row["standing"] != rules_card.REPLACED
    ]
    return show_form(
        _("New guidance card"),
        "/card/new",
        _groups(),
        (_LIST[0], _(_LIST[1])),
        begin={**_fresh(visit), "language": spoken, "confidence": "sure"},
        notes=[Note(_(NO_LAW))],
        options={"supersedes": others},
    )


def new(visit: Visit) -> Reply:
    values = filled(visit.form.raw(each.name for each in asked_of(_groups())))

    def act() -> Reply:
        made = commands.add_card(visit.node, values)
        return Go(f"/card/{made}", told=_("The card is saved."))

    return attempt(visit, "/card/new", act)


def _place(visit: Visit, act: str) -> tuple[access.Card, str, str]:
    """The card, the address of the form with its language, and the way back."""
    held = access.whole(visit.node, record_id(visit), _language(visit))
    path = f"/card/{held.row['id']}"
    return held, f"{path}/{act}?language={held.text['language']}", path


def edit_form(visit: Visit) -> Reply:
    held, here, path = _place(visit, "edit")
    return show_form(
        _("Correct a card"),
        here,
        _edit_groups(),
        (path, _("Guidance card")),
        begin={**held.row, **held.text},
        notes=[Note(_("What to do is changed by a review, so that cases can be told of it."))],
        row=held.text,
    )


def edit(visit: Visit) -> Reply:
    held, here, path = _place(visit, "edit")
    values = visit.form.raw(each.name for each in asked_of(_edit_groups()))

    def act() -> Reply:
        commands.edit_card(visit.node, held.row["id"], values, held.text["language"])
        return Go(path, told=_("The card is saved."))

    return attempt(visit, here, act)


def review_form(visit: Visit) -> Reply:
    """Whoever reviews sees the old words only after asking for them, when they are withheld."""
    held, here, path = _place(visit, "review")
    node = visit.node
    if held.withheld and not access.is_checking(node, held.row["id"]):
        return show("card_check.html", _("Review a card"), card=held, path=path,
                    words=rules_card.STANDING_WORDS)  # fmt: skip
    frame, text = access.to_check(node, held.row["id"], held.text["language"])
    begin = {**text, **frame, **_fresh(visit)}
    return show_form(
        _("Review a card"),
        here,
        _review_groups(),
        (path, _("Guidance card")),
        begin=begin,
        notes=[Note(_(OLD_WORDS), urgent=True)] if held.withheld else [Note(_(OTHERS_LISTED))],
        button=_("It is checked"),
        row=_both_conflicts(frame, text),
    )


OTHERS_LISTED = N_(
    "If you change what to do, the cases in which the card was used are listed, and its other "
    "languages show contacts only until they are checked too."
)


def _both_conflicts(frame: Row, text: Row) -> Row:
    return frame if frame["conflicts"] else text


def check(visit: Visit) -> Reply:
    """Asked for on purpose: the old words, for checking them."""
    held, here, _path = _place(visit, "review")
    access.set_checking(visit.node, held.row["id"], True)
    return Go(here)


def review(visit: Visit) -> Reply:
    held, here, path = _place(visit, "review")
    asked = asked_of(_review_groups())
    values = visit.form.raw(each.name for each in asked)

    def act() -> Reply:
        before = held.row["version"]
        commands.review_card(visit.node, held.row["id"], values, held.text["language"])
        after = access.card(visit.node, held.row["id"])["version"]
        told = _("Checked, nothing changed.") if after == before else _("Checked and changed.")
        return Go(path, told=told)

    return attempt(visit, here, act)


def text_form(visit: Visit) -> Reply:
    held = access.whole(visit.node, record_id(visit))
    path = f"/card/{held.row['id']}"
    wanted = _language(visit)
    known = {each["language"]: each for each in held.texts}
    begin: dict[str, Any] = {"reviewed_on": visit.node.today().isoformat(),
                             "reviewed_by": _own(visit), "language": wanted}  # fmt: skip
    if wanted in known and access.is_checking(visit.node, held.row["id"]):
        _frame, text = access.to_check(visit.node, held.row["id"], wanted)
        begin = {**text, **begin}
    elif wanted in known:
        begin = {**known[wanted], **begin}
    return show_form(
        _("A card in another language"),
        f"{path}/text",
        _text_groups(),
        (path, _("Guidance card")),
        begin=begin,
        notes=[Note(_("Who checks the words must speak both languages."))],
    )


def text(visit: Visit) -> Reply:
    path = f"/card/{record_id(visit)}"
    values = filled(visit.form.raw(each.name for each in asked_of(_text_groups())))

    def act() -> Reply:
        commands.translate_card(visit.node, record_id(visit), values)
        return Go(f"{path}?language={values['language']}", told=_("The text is saved."))

    return attempt(visit, f"{path}/text", act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/cards", cards, "casework.cards"),
    Page("GET", "/card/new", new_form, "casework.card.new"),
    Page("POST", "/card/new", new, "casework.card.new.save"),
    Page("GET", "/card/{id}", one, "casework.card"),
    Page("GET", "/card/{id}/edit", edit_form, "casework.card.edit"),
    Page("POST", "/card/{id}/edit", edit, "casework.card.edit.save"),
    Page("GET", "/card/{id}/review", review_form, "casework.card.review"),
    Page("POST", "/card/{id}/review", review, "casework.card.review.save"),
    Page("POST", "/card/{id}/check", check, "casework.card.check"),
    Page("GET", "/card/{id}/text", text_form, "casework.card.text"),
    Page("POST", "/card/{id}/text", text, "casework.card.text.save"),
)
