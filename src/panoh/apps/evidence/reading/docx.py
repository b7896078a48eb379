"""Text out of DOCX: two known parts of the archive, within bounds, without entities."""

from __future__ import annotations

import io
import zipfile
from typing import ClassVar
from xml.parsers import expat

from panoh.apps.evidence.reading.model import LIMITS, Document, Unreadable
from panoh.apps.evidence.reading.plain import language_of, tidy
from panoh.words import N_

BODY, ABOUT = "word/document.xml", "docProps/core.xml"
PARTS = 2000
_BROKEN = N_("it is damaged")


def read(data: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) > PARTS:
                raise Unreadable(N_("it holds too much"))
            if BODY not in names:
                raise Unreadable(_BROKEN)
            body = _part(archive, BODY)
            about = _part(archive, ABOUT) if ABOUT in names else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
        # RuntimeError: an archive with a password; NotImplementedError: a packing nobody uses.
        raise Unreadable(_BROKEN) from None
    text = tidy(_Body().read(body))
    said = _About().read(about) if about else {}
    authors = tuple(e.strip() for e in said.get("creator", "").split(";") if e.strip())
    title = said.get("title", "").strip() or next(iter(text.split("\n")), "")[:200]
    return Document(text, title, authors, said.get("created", "")[:10], language_of(text), "docx")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part; what the archive says of its size is not believed. zipfile unpacks any packing but
    these two in one go, however little of it is asked for."""
    if archive.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(_BROKEN)
    with archive.open(name) as part:
        found = part.read(LIMITS.inside + 1)
    if len(found) > LIMITS.inside:
        raise Unreadable(N_("it holds too much"))
    return found


class _Xml:
    """Expat without entities: an XML bomb needs them, a document does not."""

    def read_with(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.doctype
        try:
            parser.Parse(data, True)
        except expat.ExpatError:
            raise Unreadable(_BROKEN) from None

    def doctype(self, *_said: object) -> None:
        raise Unreadable(N_("it asks for more than a document needs"))

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def data(self, text: str) -> None: ...


class _Body(_Xml):
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._letters = 0
        self._in_text = 0

    def read(self, data: bytes) -> str:
        self.read_with(data)
        return "".join(self._parts)

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - expat's shape
        if name == "w:t":
            self._in_text += 1
        elif name in ("w:br", "w:cr"):
            self._parts.append("\n")
        elif name == "w:tab":
            self._parts.append(" ")

    def end(self, name: str) -> None:
        if name == "w:t":
            self._in_text -= 1
        elif name in ("w:p", "w:tr"):
            self._parts.append("\n\n")
        elif name == "w:tc":
            self._parts.append(" ")

    def data(self, text: str) -> None:
        if self._in_text:
            self._letters += len(text)
            if self._letters > LIMITS.letters:
                raise Unreadable(N_("it is too long"))
            self._parts.append(text)


class _About(_Xml):
    NAMES: ClassVar = {"dc:title": "title", "dc:creator": "creator", "dcterms:created": "created"}

    def __init__(self) -> None:
        self._said: dict[str, str] = {}
        self._name = ""

    def read(self, data: bytes) -> dict[str, str]:
        self.read_with(data[:200_000])
        return self._said

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - expat's shape
        self._name = self.NAMES.get(name, "")

    def end(self, name: str) -> None:  # noqa: ARG002 - expat's shape
        self._name = ""

    def data(self, text: str) -> None:
        if self._name:
            self._said[self._name] = (self._said.get(self._name, "") + text)[:400]
