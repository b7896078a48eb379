"""Text out of PDF through pypdf, page by page, within bounds. Pictures of text give no text."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from panoh.apps.evidence.reading.model import LIMITS, Document, Unreadable
from panoh.apps.evidence.reading.plain import language_of, tidy
from panoh.words import N_

_HYPHEN = re.compile(r"(\w)[-\u00ad]\n(\w)")


def read(data: bytes) -> Document:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ModuleNotFoundError:
        raise Unreadable(N_("reading PDF needs the part of Panoh named evidence")) from None
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise Unreadable(N_("it is locked with a password"))
        if len(reader.pages) > LIMITS.pages:
            raise Unreadable(N_("it has too many pages"))
        text, pages = _text(reader)
        said: Mapping[str, object] = reader.metadata or {}
        title, author = str(said.get("/Title") or ""), str(said.get("/Author") or "")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError,
            IndexError, OverflowError, NotImplementedError):  # fmt: skip
        # A damaged file makes the library stumble in many ways; each means the same to a person.
        raise Unreadable(N_("it is damaged")) from None
    authors = tuple(each.strip() for each in author.split(";") if each.strip())
    first = title.strip() or text.strip().split("\n")[0][:200]
    return Document(text, first, authors, "", language_of(text), "pypdf", tuple(pages))


def _text(reader: object) -> tuple[str, list[int]]:
    parts: list[str] = []
    pages: list[int] = []
    letters = 0
    for page in reader.pages:  # type: ignore[attr-defined]  # typed loosely: the library is an extra
        said = _HYPHEN.sub(r"\1\2", page.extract_text() or "")
        pages.append(letters)
        parts.append(said)
        letters += len(said) + 2
        if letters > LIMITS.letters:
            raise Unreadable(N_("it is too long"))
    whole = "\n\n".join(parts)
    if not whole.strip():
        raise Unreadable(N_("there is no text in it, only pictures"))
    left = len(whole) - len(whole.lstrip())
    cleaned = tidy(whole)
    return cleaned, [max(0, each - left) for each in pages]
