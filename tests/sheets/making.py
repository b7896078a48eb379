"""Workbooks made by hand, good ones and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = (
    f'<workbook {NS} xmlns:r="{LINK}"><sheets><sheet name="One" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="w" Target="worksheets/sheet1.xml"/></Relationships>'
)
STYLES = (
    f'<styleSheet {NS}><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)


def cell(value: object, reference: str = "") -> str:
    where = f' r="{reference}"' if reference else ""
    if isinstance(value, Raw):
        return value.xml
    if isinstance(value, (int, float)):
        return f"<c{where}><v>{value}</v></c>"
    return f'<c{where} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


class Raw:
    """A cell as XML."""

    def __init__(self, xml: str) -> None:
        self.xml = xml


def sheet(rows: Sequence[Sequence[object]]) -> str:
    lines = "".join(
        f'<row r="{n}">{"".join(cell(each) for each in row)}</row>' for n, row in enumerate(rows, 1)
    )
    return f"<worksheet {NS}><sheetData>{lines}</sheetData></worksheet>"


def packed(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def workbook(rows: Sequence[Sequence[object]] = (), *, xml: str = "", **more: str | bytes) -> bytes:
    members: dict[str, str | bytes] = {
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": xml or sheet(rows),
    }
    members.update({name.replace("__", "/") + ".xml": data for name, data in more.items()})
    return packed(members)
