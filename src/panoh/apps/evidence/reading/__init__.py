"""Reading the text out of documents: plain text, HTML, DOCX, PDF.

It promises bounds (size, pages, seconds, memory), that nothing in a document is run or fetched,
and that a document which is not taken in leaves nothing behind. PDF, DOCX and HTML are read in a
process of its own that holds no key and is ended when it takes too long. It keeps no file: only
the text, its language and its fingerprint go into the vault.
"""

from __future__ import annotations

from panoh.apps.evidence.reading.model import LIMITS, Document, Unreadable
from panoh.apps.evidence.reading.outside import read_document

__all__ = ["LIMITS", "Document", "Unreadable", "read_document"]
