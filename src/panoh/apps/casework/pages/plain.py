"""Forms that belong to no case: cards, demands, how long cases are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panoh.apps.casework.pages.common import Options, show
from panoh.core.app import Row
from panoh.core.records.model import Field
from panoh.web.page import Form, Reply
from panoh.words import _


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph above a form; an urgent one stands out in red."""

    text: str
    urgent: bool = False


Groups = Sequence[tuple[str, Sequence[Field]]]


def show_form(
    title: str,
    action: str,
    groups: Groups,
    back: tuple[str, str],
    *,
    begin: Mapping[str, Any] | None = None,
    notes: Iterable[Note] = (),
    options: Mapping[str, Options] | None = None,
    button: str = "",
    row: Row | None = None,
) -> Reply:
    """`back` is a path and its words; `groups` are headings with their fields."""
    return show(
        "plain_form.html",
        title,
        heading=title,
        action=action,
        groups=groups,
        back_path=back[0],
        back_words=back[1],
        notes=list(notes),
        options=options or {},
        button_words=button or _("Save"),
        row=row,
        form=Form.of(begin or {}),
    )


def asked_of(groups: Groups) -> list[Field]:
    return [field for _title, asked in groups for field in asked]


def filled(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in; a new record has no use for the rest."""
    return {name: value for name, value in raw.items() if value not in ("", [], None)}
