"""Safety: what is protected, what is not, and the few settings that matter."""

from __future__ import annotations

from datetime import datetime

from panoh import platform
from panoh.core import backup, doctor, recovery
from panoh.core.vault import store
from panoh.core.vault.rules import mark
from panoh.web.page import Go, Page, Reply, Show, Visit
from panoh.web.shell import IDLE_CHOICES, IDLE_SETTING, Held, doors
from panoh.words import LANGUAGES, _, use_language


class Safety:
    def __init__(self, held: Held) -> None:
        self._held = held

    def show(self, visit: Visit) -> Reply:
        node = visit.node
        made = backup.last_made(node)
        days = None
        if made is not None:
            days = max(0, (node.today() - datetime.fromisoformat(made).date()).days)
        return Show(
            "safety.html", _("Safety"), minutes=self._held.idle_seconds // 60,
            choices=IDLE_CHOICES, made=made, days=days, paper=store.has_paper(node.place),
            doors=doors(self._held.shell.navigation), mark=mark(node.place.id),
            swap=platform.swap_in_use(), findings=doctor.examine(node),
            phone_on=bool(self._held.phones and self._held.phones.address),
            readers=sorted(set(recovery.colleagues(node).values())),
        )  # fmt: skip

    def set_idle(self, visit: Visit) -> Reply:
        chosen = visit.form.get("minutes")
        if chosen not in {str(each) for each in IDLE_CHOICES}:
            return Go("/safety")
        with visit.node.writing() as work:
            work.set(IDLE_SETTING, chosen)
        self._held.settle()
        return Go("/safety", told=_("Saved."))

    def ask_wipe(self, visit: Visit) -> Reply:
        return Show("wipe.html", _("Safety"), mark=mark(visit.node.place.id))

    def set_language(self, visit: Visit) -> Reply:
        chosen = visit.form.get("language")
        if chosen not in LANGUAGES:
            return Go("/safety")
        store.set_language(visit.node.place, chosen)
        visit.node.language = chosen
        with use_language(chosen):
            return Go("/safety", told=_("Saved."))


def pages(held: Held) -> tuple[Page, ...]:
    safety = Safety(held)
    return (
        Page("GET", "/safety", safety.show, "safety"),
        Page("POST", "/safety/idle", safety.set_idle, "safety-idle"),
        Page("GET", "/safety/wipe", safety.ask_wipe, "safety-wipe"),
        Page("POST", "/safety/language", safety.set_language, "safety-language"),
    )
