"""A PDF as another program reads it: pdfium, which browsers use."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True)
class Read:
    pages: list[str]
    metadata: dict[str, str]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)


def read(data: bytes, password: str | None = None) -> Read:
    document = pypdfium2.PdfDocument(data, password=password)
    try:
        pages = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
        return Read(pages, {k: v for k, v in document.get_metadata_dict().items() if v})
    finally:
        document.close()


def dark(data: bytes, page: int = 0) -> float:
    """The share of a page that is not white, so that an empty picture is noticed."""
    document = pypdfium2.PdfDocument(data)
    try:
        bitmap = document[page].render(scale=0.5, grayscale=True)
        signs = bytes(bitmap.buffer)
        return sum(each < 128 for each in signs) / len(signs)
    finally:
        document.close()
