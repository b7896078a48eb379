"""Text and XML out of a file, as data only."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from panoh.errors import BadFile
from panoh.words import N_

LARGEST = 4 * 1024 * 1024


def text_of(data: bytes) -> str:
    if len(data) > LARGEST:
        raise BadFile(why=N_("It is too large."))
    for coding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(coding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise BadFile(why=N_("It is not text."))


def xml(text: str) -> ET.Element:
    """The root of an XML text. A document type is refused: it could name files or grow without
    end."""
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise BadFile(why=N_("It holds a document type, which is not followed."))
    try:
        return ET.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))  # noqa: S314 - entities were refused
    except ET.ParseError:
        raise BadFile(why=N_("It is damaged.")) from None


def local(element: ET.Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def children(element: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in element.iter() if local(each) == name]


def number(raw: str | None) -> float | None:
    try:
        value = float((raw or "").strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None
