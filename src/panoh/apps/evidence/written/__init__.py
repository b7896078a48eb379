"""A brief as a file: HTML, DOCX, PDF, in memory. One order of parts, three ways to write it.

`parts.py` what stands on it, in the brief's own language · `html.py` · `docx.py` · `pdf.py`.
It promises that the file says neither who made it nor with what, and that every number of the brief
carries the number of its reference.
"""

from __future__ import annotations

from panoh.apps.evidence.views.briefs import Built
from panoh.apps.evidence.written import docx, html, pdf
from panoh.apps.evidence.written.parts import parts_of
from panoh.words import use_language

WRITERS = {"html": html.write, "docx": docx.write, "pdf": pdf.write}
KINDS = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def write(built: Built, kind: str) -> bytes:
    """The bytes of a file of this kind: html, docx or pdf."""
    with use_language(built.spec.language):
        return WRITERS[kind](parts_of(built), built.spec.language)


__all__ = ["KINDS", "WRITERS", "write"]
