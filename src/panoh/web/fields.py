"""How a declared field becomes a control: which kind, what it offers, what stands in it.

The macros of templates/forms.html draw what `control` says. Values come as the row holds them or
as somebody typed them; both must show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panoh.core.records.model import Answer, Field, Kind
from panoh.web.page import ANSWERS, Form
from panoh.words import N_, _

# A choice without a key is the heading of those that follow; it is drawn in a list to open only.
RADIO_LIMIT = 8
"""More choices than this are a list to open."""

ANSWER_WORDS = {
    "?not_asked": N_("not asked"),
    "?declined": N_("would rather not say"),
    "?not_safe": N_("not safe to ask"),
}
YES_NO = (("1", N_("Yes")), ("0", N_("No")))
LANGUAGE_CHOICES = (
    ("tgk", N_("Tajik")),
    ("uzb", N_("Uzbek")),
    ("kaz", N_("Kazakh")),
    ("kir", N_("Kyrgyz")),
    ("rus", N_("Russian")),
    ("prs", N_("Dari")),
    ("tuk", N_("Turkmen")),
    ("kaa", N_("Karakalpak")),
    ("uig", N_("Uyghur")),
    ("tat", N_("Tatar")),
    ("tur", N_("Turkish")),
    ("eng", N_("English")),
)


class Own(str):
    """A label that stands as it is: a language in its own name, never in that of another one.
    `lang` is how a page calls that language."""

    def __new__(cls, label: str, lang: str) -> Own:
        made = super().__new__(cls, label)
        made.lang = lang
        return made

    lang: str


def in_own_words(label: str) -> str:
    return str(label) if isinstance(label, Own) else _(label)


Options = Sequence[tuple[str, str]]

_SHAPES = {
    Kind.TEXT: "line",
    Kind.LONG: "long",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.YES: "radios",
    Kind.NUMBER: "number",
    Kind.PHONE: "phone",
    Kind.LANGUAGES: "checks",
    Kind.CHOICES: "checks",
    Kind.NAMES: "names",
}


@dataclass(frozen=True, slots=True)
class Control:
    name: str
    shape: str  # line, long, names, date, time, number, phone, radios, checks, select, hidden
    options: Options
    texts: tuple[str, ...]
    answer: str  # "?declined" when an answer was chosen instead
    open_ended: bool

    @property
    def text(self) -> str:
        return "\n".join(self.texts) if self.shape == "names" else "".join(self.texts[-1:])

    @property
    def grouped(self) -> bool:
        """Several controls under one question: drawn as a fieldset with a legend."""
        return self.shape in {"radios", "checks"}


def control(field: Field, value: Any = None, options: Options | None = None) -> Control:
    texts, answer = _read(value, field.name)
    offered = _offered(field, options, texts)
    return Control(
        name=field.name,
        shape=_shape(field, offered),
        options=offered,
        texts=texts,
        answer=answer,
        open_ended=field.open_ended,
    )


def in_words(field: Field, value: Any) -> str:
    """A value as a person reads it, in the language of the moment; a factor by its key."""
    held = control(field, value)
    if held.answer:
        return _(ANSWER_WORDS.get(held.answer, held.answer))
    labels = dict(held.options)
    return ", ".join(in_own_words(labels.get(each, each)) for each in held.texts) or _("(empty)")


def _shape(field: Field, offered: Options) -> str:
    if field.kind in {Kind.CHOICE, Kind.FACTOR, Kind.LINK, Kind.TEXT}:
        if not offered:
            return "hidden" if field.kind is Kind.LINK else "line"
        return "radios" if len(offered) <= RADIO_LIMIT else "select"
    return _SHAPES[field.kind]


def _offered(field: Field, options: Options | None, texts: tuple[str, ...]) -> Options:
    if options is not None:
        found = list(options)
    elif field.kind is Kind.YES:
        return YES_NO
    elif field.kind is Kind.LANGUAGES:
        found = list(LANGUAGE_CHOICES)
    else:
        found = [(each.key, each.label) for each in field.choices]
    if found and field.kind is not Kind.LINK:
        # A value of a newer program or another list is kept, and shown under its own key.
        known = {key for key, _label in found}
        found += [(each, each) for each in texts if each and each not in known]
    return found


def _read(value: Any, name: str) -> tuple[tuple[str, ...], str]:
    if isinstance(value, Form):
        typed = tuple(each for each in value.typed(name) if each not in ANSWERS)
        chosen = value.get(name)
        return typed, chosen if chosen in ANSWERS else ""
    if isinstance(value, Answer):
        return (), "?" + value.value
    if isinstance(value, Mapping):
        return (), "?" + str(value.get("?", ""))
    if value is None:
        return (), ""
    if isinstance(value, bool):
        return ("1" if value else "0",), ""
    if isinstance(value, str):
        return ((), value) if value in ANSWERS else ((value,), "")
    if isinstance(value, Iterable):
        return _read_several([str(each) for each in value])
    return (str(value),), ""


def _read_several(values: list[str]) -> tuple[tuple[str, ...], str]:
    answers = [each for each in values if each in ANSWERS]
    return tuple(each for each in values if each not in ANSWERS), "".join(answers[-1:])
