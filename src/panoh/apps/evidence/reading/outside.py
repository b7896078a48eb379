"""Which reader a document needs, and reading it in a process of its own.

That process is started with `python -m`, gets the document on its standard input, may not use more
memory or seconds than allowed, holds no key, and answers with text. Nothing touches the disk.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from panoh.apps.evidence.reading import plain
from panoh.apps.evidence.reading.model import LIMITS, Document, Unreadable
from panoh.words import N_

KINDS = {"pdf": "pdf", "docx": "docx", "html": "html", "htm": "html", "xhtml": "html"}
_CHILD = "panoh.apps.evidence.reading.child"


def kind_of(name: str, data: bytes) -> str:
    """By what it is, and only then by its name."""
    head = data[:1024].lstrip()
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    low = head[:200].lower()
    if low.startswith((b"<!doctype html", b"<html")) or b"<html" in low:
        return "html"
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return KINDS.get(ending, "text")


def read_document(name: str, data: bytes) -> Document:
    """The document's text; raises Unreadable with the reason."""
    if not data.strip():
        raise Unreadable(N_("there is no text in it"))
    if len(data) > LIMITS.file:
        raise Unreadable(N_("it is too large"))
    kind = kind_of(name, data)
    if kind == "text":
        if data[:4096].count(b"\x00") > len(data[:4096]) // 3 and data[:2] not in (
            b"\xff\xfe", b"\xfe\xff",
        ):  # fmt: skip
            raise Unreadable(N_("it is no document that Panoh can read"))
        return plain.read(data)
    return _outside(kind, data)


def _outside(kind: str, data: bytes) -> Document:
    command = [sys.executable, "-m", _CHILD, kind]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=LIMITS.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(N_("reading it takes too long")) from None
    if done.returncode != 0:
        raise Unreadable(N_("it needs more memory or time than a document may"))
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise Unreadable(N_("it is damaged")) from None
    if "why" in said:
        raise Unreadable(str(said["why"]))
    said["authors"], said["pages"] = tuple(said["authors"]), tuple(said["pages"])
    return Document(**said)
