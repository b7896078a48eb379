"""Taking on a client, editing what the case says of the client, and the programme."""

from __future__ import annotations

from datetime import date
from typing import Any

from panoh.apps.casework import access, commands, rules, views
from panoh.apps.casework.access.one import programme_fields
from panoh.apps.casework.pages.alike import of_form
from panoh.apps.casework.pages.common import (
    About,
    Ask,
    attempt,
    note_opened,
    show,
    the_client,
    to_case,
)
from panoh.apps.casework.pages.say import say_value
from panoh.apps.casework.records import FIRST_PAGE
from panoh.apps.casework.records.client import (
    CALLED,
    DANGER,
    LANGUAGE,
    LATER,
    PROGRAMME,
    REACHING,
    WANTS,
)
from panoh.apps.casework.rules import consent
from panoh.core.app import Row
from panoh.core.records.model import Field
from panoh.web.page import Again, Form, Go, Page, Reply, Visit
from panoh.words import N_, _

FIVE = (
    N_("What to call the client"),
    N_("Danger tonight"),
    N_("Language"),
    N_("Reaching the client safely"),
    N_("What the client wants"),
)
"""Headings of the five things of the first page, beside FIRST_PAGE."""


# ── taking on ───────────────────────────────────────────────────────────────────────────────


def _contact(visit: Visit, ref: str) -> Row | None:
    return access.contact(visit.node, ref) if ref else None


def _from_contact(row: Row | None, today: date) -> dict[str, Any]:
    """What a contact already said need not be asked twice; whether tonight is safe must be."""
    if row is None:
        return {}
    danger = row["danger_tonight"]
    if danger == "no" and rules.day_of(row["held_at"]) != today:
        danger = None  # it was another night
    found = {
        "goes_by": (row["name"] or [""])[0],
        "phone": row["phone"],
        "contact_ok": row["write_back"],
        "contact_mind": row["write_back_how"],
        "languages": row["languages"],
        "danger_tonight": danger,
        "wants": row["asked"],
    }
    if len(row["name"] or ()) > 1:
        found["names"] = row["name"]
    found.update({name: row[name] for name in ("sex", "age_band", "district")})
    return {name: value for name, value in found.items() if value}


def _confirmed(row: Row | None, told: dict[str, Any]) -> tuple[Field, ...]:
    """What else a contact said: asked on no first page, but nothing is typed twice."""
    held = _from_contact(row, date.min)
    return _without_who(tuple(each for each in LATER if each.name in held), told)


_ALIKE = N_("Somebody like this is already known, see below. If it is another person, save again.")


def new_form(visit: Visit) -> Reply:
    ref = visit.query.get("contact", "")
    contact = _contact(visit, ref)
    told = _told(visit)
    groups = [_without_who(each, told) for each in FIRST_PAGE]
    typed: Form | None = visit.state.get("form")
    return show(
        "client_new.html",
        _("New client"),
        groups=list(zip(FIVE, groups, strict=True)),
        contact=contact["id"] if contact else "",
        confirmed=_confirmed(contact, told),
        told_of_keeping=bool(told),
        code_only=told.get("choice") == consent.CODE_ONLY,
        action=_here_with(visit, ""),
        alike=of_form(visit.node, typed) if typed else (),
        chosen=typed.all("apart") if typed else (),
        form=Form.of(_from_contact(contact, visit.node.today())),
    )


def _told(visit: Visit) -> dict[str, Any]:
    """What the page before this one kept in memory: the client was told, and chose."""
    return dict(visit.state.get("keeping") or {})


def _without_who(asked: tuple[Field, ...], told: dict[str, Any]) -> tuple[Field, ...]:
    """Under a code only no question for a name or a number is even asked."""
    if told.get("choice") != consent.CODE_ONLY:
        return asked
    return tuple(each for each in asked if not consent.says_who(each))


def _here_with(visit: Visit, contact: str) -> str:
    """The address of this form, with what waits for it in memory."""
    shelf = visit.query.get("s", "")
    parts = [f"contact={contact}"] if contact else []
    parts += [f"s={shelf}"] if shelf and _told(visit) else []
    return "/client/new" + ("?" + "&".join(parts) if parts else "")


def new(visit: Visit) -> Reply:
    contact = _contact(visit, visit.form.get("contact"))
    asked = [*(each for group in FIRST_PAGE for each in group), *_confirmed(contact, {})]
    raw = visit.form.raw(each.name for each in asked)
    values = {name: value for name, value in raw.items() if value}
    back = _here_with(visit, contact["id"] if contact else "")

    def act() -> Reply:
        of = contact["id"] if contact else None
        others = of_form(visit.node, visit.form)
        apart = set(visit.form.all("apart"))
        if {each.client for each in others} - apart - set(visit.form.all("seen")):
            return Again(back, visit.form, {"": _(_ALIKE)})
        code = commands.add_client(visit.node, values, of, _told(visit) or None)
        for each in others:
            if each.client in apart:
                commands.not_same(visit.node, code, each.client)
        told = _("Saved. The code is {code}.").format(code=code)
        return Go(f"/client/{access.client(visit.node, code)['id']}", told=told)

    return attempt(visit, back, act)


# ── editing ─────────────────────────────────────────────────────────────────────────────────


def _known(visit: Visit, about: About) -> str:
    """Where to look when a name or number that was saved is like that of another client."""
    row = access.client(visit.node, about.client["id"])
    return about.path + "/alike" if views.alike_client(visit.node, row) else ""


def _edit(part: str, title: str, asked: tuple[Field, ...], intro: str = "") -> Ask:
    return Ask(
        path="/client/{id}/" + part,
        name=f"casework.client.{part}",
        title=title,
        intro=intro,
        fields=asked,
        save=lambda visit, about, values: commands.edit_client(
            visit.node, about.client["id"], values
        ),
        after=to_case("#client"),
        warn=_known if {"goes_by", "names", "phone"} & {each.name for each in asked} else None,
        told=N_("Saved."),
        changes_row=True,
    )


EDITS = (
    _edit("called", FIVE[0], CALLED),
    _edit("language", FIVE[2], LANGUAGE),
    _edit("reaching", FIVE[3], REACHING, N_("Ask what is safe before you note a number.")),
    _edit("danger", FIVE[1], DANGER, N_("Say as it stands now. The earlier answer stays in the "
                                        "timeline.")),
    _edit("wants", FIVE[4], WANTS),
    _edit("about", N_("About the client"), LATER, N_("None of this is needed to help.")),
)  # fmt: skip


# ── the programme ───────────────────────────────────────────────────────────────────────────


def programme_form(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    node, field = visit.node, PROGRAMME[0]
    held = access.programme(node, about.client["id"])
    noted = programme_fields(node, about.client["id"])["programme"]
    return show(
        "programme.html",
        _("Agreement"),
        about=about,
        held=held,
        shown=say_value(field, held.key) if held else "",
        lapsed=bool(noted) and held is None,
        fields=PROGRAMME,
        latest=rules.programme_until(None, node.today()),
        form=Form.of({"programme": held.key, "programme_until": held.until} if held else {}),
    )


def programme(visit: Visit) -> Reply:
    about = the_client(visit)
    values = visit.form.raw(each.name for each in PROGRAMME)

    def act() -> Reply:
        noted = programme_fields(visit.node, about.client["id"])["programme"]
        if not noted and not values.get("programme"):
            return Go(_here(about), told=_("Nothing was changed."))
        commands.edit_client(visit.node, about.client["id"], values)
        return Go(_here(about), told=_("Saved."))

    return attempt(visit, _here(about), act)


def clear_programme(visit: Visit) -> Reply:
    about = the_client(visit)

    def act() -> Reply:
        commands.clear_programme(visit.node, about.client["id"])
        return Go(_here(about), told=_("The programme is taken off."))

    return attempt(visit, _here(about), act)


def _here(about: About) -> str:
    return about.path + "/agreement"


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/new", new_form, "casework.client.new"),
    Page("POST", "/client/new", new, "casework.client.new.save"),
    *(Page("GET", each.path, each.get, each.name) for each in EDITS),
    *(Page("POST", each.path, each.post, each.name + ".save") for each in EDITS),
    Page("GET", "/client/{id}/agreement", programme_form, "casework.client.agreement"),
    Page("POST", "/client/{id}/agreement", programme, "casework.client.agreement.save"),
    Page("POST", "/client/{id}/agreement/clear", clear_programme, "casework.client.agreement.off"),
)
