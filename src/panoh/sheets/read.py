"""Which sort of table it is, from its first bytes; never from a file's name."""

from __future__ import annotations

from panoh.errors import BadFile
from panoh.sheets import text, workbook
from panoh.sheets.model import FILE_LIMIT, Table
from panoh.words import N_

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read(data: bytes, encoding: str = "") -> Table:
    """The table; BadTable says in which row it stopped and why."""
    if len(data) > FILE_LIMIT:
        raise BadFile(why=N_("The file is larger than 12 MB."))
    if data.startswith(b"PK"):
        return workbook.read(data)
    if data.startswith(_OLD_EXCEL):
        why = N_("This is an old or a locked workbook. Save it as XLSX without a password, or CSV.")
        raise BadFile(why=why)
    return text.read(data, encoding)
