"""Text out of HTML. Nothing is run, followed or fetched; what is not shown is left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from panoh.apps.evidence.reading.model import LIMITS, Document
from panoh.apps.evidence.reading.plain import decode, language_of, tidy

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "head",
        "nav",
        "form",
        "button",
        "select",
        "textarea",
        "canvas",
        "audio",
        "video",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "blockquote",
        "pre",
        "hr",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "address",
        "br",
    ]
)
_EMPTY = frozenset(
    [
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "embed",
        "source",
        "track",
        "wbr",
    ]
)
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title = ""
        self.language = ""
        self.authors: list[str] = []
        self.issued = ""
        self._skipped: list[str] = []
        self._in_title = False
        self._letters = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = has.get("lang", "")[:12]
        elif tag == "meta":
            self._meta(has)
        elif tag == "title":
            self._in_title = True
        hidden = "hidden" in has or has.get("aria-hidden") == "true"
        if tag not in _EMPTY and (tag in _SKIPPED or hidden or self._skipped):
            self._skipped.append(tag)
        if tag in _BLOCKS:
            self.parts.append("\n")

    def _meta(self, has: dict[str, str]) -> None:
        name = (has.get("name") or has.get("property") or "").lower()
        said = has.get("content", "").strip()
        if name in ("author", "article:author", "citation_author") and said:
            self.authors.append(said[:200])
        elif name in ("article:published_time", "date", "citation_date", "dc.date"):
            found = _DATE.match(said)
            self.issued = self.issued or (found.group() if found else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag in self._skipped:
            while self._skipped and self._skipped.pop() != tag:
                pass
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._skipped:
            self._letters += len(data)
            if self._letters <= 2 * LIMITS.letters:
                self.parts.append(data)


def read(data: bytes) -> Document:
    said = _CHARSET.search(data[:4096])
    text = None
    if said:
        try:
            text = data.decode(said.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            text = None  # it says one thing and is another
    reader = _Reader()
    reader.feed(text if text is not None else decode(data))
    reader.close()
    joined = re.sub(r"[ \t\u00a0]+", " ", "".join(reader.parts))
    body = tidy(re.sub(r" ?\n[ \n]*\n ?", "\n\n", re.sub(r"\n ", "\n", joined)))
    language = language_of(body) or reader.language.split("-")[0].lower()
    title = " ".join(reader.title.split())[:300]
    authors = tuple(dict.fromkeys(reader.authors))[:20]
    return Document(body, title, authors, reader.issued, language, "html")
