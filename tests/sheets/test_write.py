"""What goes out starts no formula, and leaves only sealed."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pyrage
import pytest
import pyzipper

from panoh.sheets import age, sealed, write

PHRASE = "several words that nobody guesses"


@pytest.mark.parametrize(
    "text", ["=1+1", "+992900", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", "\ufeff=1", "\uff1d1"]
)
def test_no_text_begins_a_formula(text: str) -> None:
    data = write.table(["code", text], [{"code": "CDF-GHJ", text: text}])
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0][1] == "'" + text
    assert rows[1] == ["CDF-GHJ", "'" + text]


def test_quotes_lines_and_lists_stay_one_cell() -> None:
    data = write.table(["a"], [{"a": 'x";=1\ny'}, {"a": ["=1", "b"]}, {"a": True}, {"a": None}])
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ['x";=1\ny', "'=1, b", "yes", ""]


@pytest.mark.parametrize("form", sealed.FORMATS)
def test_a_sealed_file_opens_with_its_phrase_only(form: str) -> None:
    files = {"cases.json": json.dumps({"name": "Зулфия"}).encode(), "a.csv": b"x" * 500}
    data = sealed.seal(files, PHRASE, form)
    assert "Зулфия".encode() not in data
    assert b"xxxx" not in data
    if form == "age":
        with pytest.raises(pyrage.DecryptError):
            pyrage.passphrase.decrypt(data, PHRASE + ".")
        assert b"scrypt" in data[:60]
        assert data.split(b"\n")[1].endswith(b" 18")  # 256 MiB wherever it is opened
        inner = io.BytesIO(pyrage.passphrase.decrypt(data, PHRASE))
        with zipfile.ZipFile(inner) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == files
        return
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            # No checksum of what is inside stands in the open, and no date.
            assert (info.CRC, info.wz_aes_strength, info.date_time[0]) == (0, 3, 1980)
        with pytest.raises(RuntimeError):
            archive.read("a.csv", pwd=b"wrong")
        assert {n: archive.read(n, pwd=PHRASE.encode()) for n in archive.namelist()} == files


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_age_files_of_every_length_open_elsewhere(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(age, "COST", 10)
    data = bytes(range(256)) * (size // 256 + 1)
    assert pyrage.passphrase.decrypt(age.seal(data[:size], PHRASE), PHRASE) == data[:size]


def test_an_age_file_that_was_altered_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "COST", 10)
    whole = age.seal(b"x" * 70_000, PHRASE)
    for at in (30, 120, len(whole) // 2, len(whole) - 1):
        altered = bytearray(whole)
        altered[at] ^= 1
        with pytest.raises(pyrage.DecryptError):
            pyrage.passphrase.decrypt(bytes(altered), PHRASE)
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(whole[:-40_000], PHRASE)
