"""Documents, kind and hostile: bounded, told plainly, nothing half taken in, nothing fetched."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from panoh.apps.evidence import access, commands, records
from panoh.apps.evidence.reading import LIMITS, Unreadable, read_document
from panoh.apps.evidence.reading.plain import decode, language_of
from panoh.apps.evidence.written import docx, html, pdf
from panoh.apps.evidence.written.parts import Part
from panoh.core.node import Node
from panoh.errors import DocumentRefused
from tests.apps.evidence.conftest import shared

PARTS = [Part("title", "A report"), Part("head", "x"), Part("text", "In Osh 300 workers waited.")]


def docx_of(body: str, **more: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        for name, data in more.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(("name", "write"), [("a.docx", docx), ("a.html", html), ("a.pdf", pdf)])
def test_our_own_files_are_read_back(name: str, write: object) -> None:
    data = write.write(PARTS, "en")  # type: ignore[attr-defined]
    found = read_document(name, data)
    assert "In Osh 300 workers waited." in " ".join(found.text.split())
    assert found.title


def test_html_shows_what_a_reader_sees_and_no_more() -> None:
    page = (
        b"<html lang='en'><head><title>T</title><meta name='author' content='Ali'>"
        b"<meta property='article:published_time' content='2024-05-01T10:00'></head><body>"
        b"<script>steal()</script><style>p{}</style><p>One &amp; two.</p><p hidden>No.</p>"
        b"<img src='http://example.org/x.png' onerror='x()'><iframe src='//e'></iframe>"
        b"<p>Three<br>four</p></body></html>"
    )
    found = read_document("x.html", page)
    assert found.text.split() == ["One", "&", "two.", "Three", "four"]
    assert (found.title, found.authors, found.issued) == ("T", ("Ali",), "2024-05-01")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_older_encodings_are_read(encoding: str) -> None:
    text = "Работники ждали зарплату три месяца, и никто им не ответил."
    assert decode(text.encode(encoding)) == text


def test_latin_1_is_read() -> None:
    assert decode("Organización en Panamá, Educación".encode("latin-1")).startswith("Organización")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The workers of the city waited for wages and nobody came to them."),
        ("ru", "Рабочие ждали выплаты, и никто не пришёл к ним на помощь в этот день."),
        ("tg", "Коргарон дар шаҳр музди меҳнатро интизор шуданд ва касе ба онҳо наомад."),
        ("uz", "Ishchilar shaharda ish haqini kutdi va hech kim ular uchun kelmadi."),
        ("uz_Cyrl", "Ишчилар шаҳарда иш ҳақини кутди ва ҳеч ким улар учун келмади, бу ўзи."),
        ("kk", "Жұмысшылар қалада жалақыны күтті және оларға ешкім көмекке келмеді."),
        ("ky", "Жумушчулар шаарда айлыгын күтүштү жана аларга эч ким жардамга келген жок, бул."),
    ],
)
def test_the_language_is_told(code: str, text: str) -> None:
    assert language_of(text) == code


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";" * 1}{("&" + chr(97 + n) + ";") * 9}">'
        for n in range(8)
    )
    + "]><w:document><w:t>&i;</w:t></w:document>"
)


def pdf_of_pages(count: int) -> bytes:
    """A PDF with so many pages, written by hand."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _n in range(count):
        writer.add_blank_page(72, 72)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def locked_pdf() -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def zip_bomb() -> bytes:
    return docx_of("<w:document><w:t>" + "a" * (60 * 1024 * 1024) + "</w:t></w:document>")


HOSTILE = {
    "empty": lambda: b"",
    "blank": lambda: b" \n\t ",
    "zeros": lambda: bytes(5000),
    "too-large": lambda: b"a" * (LIMITS.file + 1),
    "long-text": lambda: b"word " * 500_000,
    "xml-bomb": lambda: docx_of(BOMB),
    "outside-entity": lambda: docx_of(
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document><w:t>&e;</w:t></w:document>'
    ),
    "zip-bomb": zip_bomb,
    "other-archive": lambda: docx_of("x").replace(b"word/document.xml", b"word/documenu.xml"),
    "cut-archive": lambda: docx_of("<w:document/>")[:-30],
    "broken-xml": lambda: docx_of("<w:document><w:t>"),
    "no-pdf": lambda: b"%PDF-1.7\nnot really",
    "cut-pdf": lambda: pdf.write(PARTS, "en")[:800],
    "2000-pages": lambda: pdf_of_pages(2000),
    "locked-pdf": locked_pdf,
    "pictures-only": lambda: pdf_of_pages(1),
    "deep-html": lambda: b"<html>" + b"<div>" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_and_leaves_nothing(amina: Node, name: str) -> None:
    data = HOSTILE[name]()
    began = time.monotonic()
    with pytest.raises(DocumentRefused) as refused:
        commands.take_in(amina, "x.docx" if data[:2] == b"PK" else "x", data)
    assert time.monotonic() - began < 90
    assert refused.value.details["why"]
    assert access.select(amina, records.SOURCE) == []
    assert access.select(amina, records.READING) == []


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    from panoh.apps.evidence.reading import outside

    def hang(*args: object, **kwargs: object) -> None:
        raise subprocess.TimeoutExpired("x", 1)

    monkeypatch.setattr(outside.subprocess, "run", hang)
    with pytest.raises(Unreadable, match="too long"):
        read_document("x.html", b"<html><p>x")


def test_the_process_that_reads_may_write_no_file_and_use_no_more_memory() -> None:
    import subprocess
    import sys

    code = (
        "from panoh.apps.evidence.reading.child import bound; bound();"
        "import resource; print(resource.getrlimit(resource.RLIMIT_FSIZE)[0],"
        " resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", str(LIMITS.memory)]


def test_the_same_document_twice_is_noticed(amina: Node) -> None:
    data = b"Workers waited for wages in Osh."
    first = commands.take_in(amina, "a.txt", data)
    again = commands.take_in(amina, "b.txt", data)
    other_bytes = commands.take_in(amina, "c.txt", b"\xef\xbb\xbf" + data)
    assert (again.same, again.source) == (True, first.source)
    assert (other_bytes.same, other_bytes.source) == (True, first.source)
    assert len(access.select(amina, records.SOURCE)) == 1


def test_the_real_documents_are_read_and_their_language_told(amina: Node) -> None:
    folder = shared("sources")
    for path in sorted(folder.glob("*.txt")):
        taken = commands.take_in(amina, path.name, path.read_bytes())
        assert (taken.same, taken.language) == (False, "en")


def test_a_passage_is_found_again_in_a_new_reading(amina: Node, tmp_path: Path) -> None:
    text = b"First line here.\n\nIn Osh 300 workers waited for their wages. Then they went home."
    source = commands.take_in(amina, "a.txt", text).source
    kept = commands.mark_passage(amina, source, words="300 workers waited for their wages")
    gone = commands.mark_passage(amina, source, words="Then they went home.")
    again = b"<html><body><p>In Osh <b>300 workers</b> waited\nfor their wages.</p></body></html>"
    fared = commands.reread(amina, source, "a.html", again)
    assert [each["id"] for each in fared.lost] == [gone]
    row = access.passage(amina, kept)
    assert row["state"] in ("exact", "near")
    assert "300 workers waited" in " ".join(row["exact"].split())
    assert access.passage(amina, gone)["was"] == "Then they went home."
