"""Change the phrase that opens the vault."""

from __future__ import annotations

from panoh.core.vault import rules, store
from panoh.errors import MistypedPaperKey, TooManyTries, WrongPhrase
from panoh.web.page import Again, Form, Go, Page, Reply, Show, Visit
from panoh.web.pages.making import phrase_problems
from panoh.web.said import said
from panoh.web.shell import Held
from panoh.words import N_, _, current_language

CHANGED = N_("The phrase is changed. Copies made before this day still open with the old phrase.")


def ask(visit: Visit) -> Reply:
    return Show("phrase.html", _("Change the phrase"), offered=visit.state.get("offered", ""))


def offer(_visit: Visit) -> Reply:
    """A new generated phrase to take or leave."""
    return Go("/phrase", keep={"offered": rules.new_phrase(current_language())})


def change(visit: Visit) -> Reply:
    here = f"/phrase?s={visit.query['s']}" if "s" in visit.query else "/phrase"
    phrase, again = visit.form.get("phrase").strip(), visit.form.get("again").strip()
    problems = phrase_problems(phrase, again)
    if problems:
        return Again(here, Form(), problems)
    try:
        store.change_phrase(visit.node.place, visit.form.get("old").strip(), phrase)
    except (WrongPhrase, MistypedPaperKey, TooManyTries) as error:
        return Again(here, Form(), {"old": said(error)})
    return Go("/safety", told=_(CHANGED))


def pages(_held: Held) -> tuple[Page, ...]:
    return (
        Page("GET", "/phrase", ask, "phrase"),
        Page("POST", "/phrase", change, "phrase"),
        Page("POST", "/phrase/offer", offer, "phrase-offer"),
    )
