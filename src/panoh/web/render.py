"""Templates and static files, both from memory; the words of the moment's language.

The static files carry a hash of their content in their name, so that a page and its style always
belong together; they are not cached either, the browser's disk stays empty.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from panoh.core.records.model import Field
from panoh.web import fields
from panoh.web.answer import Answer
from panoh.web.bidi import isolate
from panoh.words import (
    LANGUAGES,
    _,
    current_language,
    direction,
    glossary,
    html_language,
    ngettext_,
    use_language,
)
from panoh.words.dates import show_clock, show_date, show_time

HERE = Path(__file__).parent
STATIC_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}

_form_token: ContextVar[str] = ContextVar("panoh_form_token", default="")
_labels: ContextVar[dict[str, str]] = ContextVar("panoh_labels")
_explained: ContextVar[set[str]] = ContextVar("panoh_explained")


class Static:
    """Every file of static/, read once: hashed name → answer."""

    def __init__(self, folder: Path = HERE / "static") -> None:
        self._answers: dict[str, Answer] = {}
        self._names: dict[str, str] = {}
        for path in sorted(folder.iterdir()):
            if path.suffix not in STATIC_TYPES:
                continue
            body = path.read_bytes()
            mark = hashlib.sha256(body).hexdigest()[:12]
            name = f"{path.stem}-{mark}{path.suffix}"
            self._names[path.name] = f"/static/{name}"
            self._answers[name] = Answer(200, body, STATIC_TYPES[path.suffix])

    def place(self, name: str) -> str:
        return self._names[name]

    def answer(self, name: str) -> Answer | None:
        return self._answers.get(name)


class Renderer:
    """`web/templates` first, then each app's own folder, also as `app/name.html`."""

    def __init__(self, folders: Mapping[str, Path], static: Static) -> None:
        apps: dict[str, jinja2.BaseLoader] = {
            name: jinja2.FileSystemLoader(folder) for name, folder in folders.items()
        }
        self._environment = jinja2.Environment(
            loader=jinja2.ChoiceLoader(
                [
                    jinja2.FileSystemLoader(HERE / "templates"),
                    jinja2.PrefixLoader(apps),
                    *apps.values(),
                ]
            ),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            finalize=_turned_by_nobody,
        )
        self._environment.globals.update(
            _=_,
            ngettext=ngettext_,
            ngettext_=ngettext_,
            current_language=current_language,
            html_language=html_language,
            direction=direction,
            LANGUAGES=LANGUAGES,
            ANSWER_WORDS=fields.ANSWER_WORDS,
            control=_control,
            labels=_labels.get,
            explained=_once_explained,
            known_word=glossary.by_id,
            csrf_field=_csrf_field,
            static=static.place,
            in_language=_in_language,
            label_words=fields.in_own_words,
        )
        self._environment.filters.update(
            show_date=_show_date,
            show_time=_show_time,
            show_clock=show_clock,
            isolate=_isolated,
            with_told=_with_told,
            whole_codes=_whole_codes,
        )

    def page(self, template: str, form_token: str, context: Mapping[str, Any]) -> bytes:
        token, labels = _form_token.set(form_token), _labels.set({})
        explained = _explained.set(set())
        try:
            shown = self._environment.get_template(template).render(context)
            return (isolate(shown) if direction() == "rtl" else shown).encode()
        finally:
            _form_token.reset(token)
            _labels.reset(labels)
            _explained.reset(explained)


_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def _turned_by_nobody(value: Any) -> Any:
    """Without signs that turn the reading of what stands beside them; other programs write too."""
    if isinstance(value, str) and not value.isascii():
        return value.translate(_TURNING)
    return value


def _isolated(html: str, codes: Iterable[str]) -> Markup:
    """Part of a page in languages of its own, set apart if one of them is read from the right."""
    turned = any(direction(code) == "rtl" for code in codes)
    return Markup(isolate(html) if turned else html)  # noqa: S704 - rendered by the template


def _with_told(html: str, told: str, place: str) -> Markup | None:
    """The content with what is told right under the heading where the page lands; None where it has
    no such heading. At the top of the page it would be out of sight after the jump."""
    if not told or not re.fullmatch(r"[a-z][a-z0-9-]*", place):
        return None
    heading = re.search(rf'<h([1-6])\b[^>]*\bid="{place}"[^>]*>.*?</h\1>', html, re.DOTALL)
    if heading is None:
        return None
    said = Markup('<p class="told" role="status">{}</p>').format(_turned_by_nobody(told))
    end = heading.end()
    before, after = str(html)[:end], str(html)[end:]
    return Markup(before + str(said) + after)  # noqa: S704 - rendered by the template


_CODE = re.compile(r"\b[A-Z0-9]{3}-[A-Z0-9]{3}\b[:,.]?")


def _whole_codes(text: str) -> Markup:
    """A text whose codes are not broken over two lines."""
    safe = str(escape(_turned_by_nobody(text)))
    return Markup(_CODE.sub(r'<span class="nowrap">\g<0></span>', safe))  # noqa: S704 - escaped


def _control(field: Field, value: Any = None, options: fields.Options | None = None) -> Any:
    """Also remembers the label, so that the summary above the form can name the field."""
    _labels.get()[field.name] = field.label
    return fields.control(field, value, options)


def _once_explained(label: str) -> glossary.Term | None:
    """The term behind a label, the first time it stands on a page: once is enough."""
    found = glossary.beside(label)
    if found is None or found.id in _explained.get():
        return None
    _explained.get().add(found.id)
    return found


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}" autocomplete="off">').format(
        _form_token.get()
    )


def _in_language(language: str, caller: Callable[[], Markup]) -> Markup:
    """A part of a page in another language, for words that may not be shown in every one:
    `{% call in_language("ru") %}…{% endcall %}`."""
    if language == current_language():
        return caller()
    with use_language(language):
        inner = caller()
    return Markup('<div lang="{}">{}</div>').format(html_language(language), inner)


def _show_date(value: date | str | None) -> str:
    """A date as the language writes it; ISO text is taken too, as rows hold it."""
    if not value:
        return ""
    return show_date(date.fromisoformat(value[:10]) if isinstance(value, str) else value)


def _show_time(value: datetime | str | None) -> str:
    if not value:
        return ""
    return show_time(datetime.fromisoformat(value) if isinstance(value, str) else value)
