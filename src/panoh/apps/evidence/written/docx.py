"""A brief as DOCX: a few small parts in an archive, without name, time or program."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from panoh.apps.evidence.written.parts import Part
from panoh.paper.model import Picture
from panoh.paper.raster import png

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    "{pictures}"
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.styles+xml"/></Types>'
)
_PNG = '<Default Extension="png" ContentType="image/png"/>'
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{each}</Relationships>"
)
_RELATION = (
    '<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"/>'
)
_PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{wide}" cy="{high}"/>'
    '<wp:docPr id="{number}" name="{number}" descr="{about}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:nvPicPr><pic:cNvPr id="{number}" name="{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships" r:embed="rId{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)
_EMU = 12_700
"""The format's own units a point."""
_LOOKS = {  # style → (name, half points, bold, indent, space before)
    "Title": ("Title", 36, True, 0, 0),
    "Subtitle": ("Subtitle", 20, False, 0, 0),
    "Heading1": ("heading 1", 26, True, 0, 320),
    "Heading2": ("heading 2", 22, True, 0, 200),
    "Normal": ("Normal", 22, False, 0, 0),
    "ListParagraph": ("List Paragraph", 22, False, 360, 0),
    "Quote": ("Quote", 22, False, 360, 60),
}
_STYLE = {"title": "Title", "head": "Subtitle", "heading": "Heading1", "lead": "Heading2",
          "item": "ListParagraph", "reference": "ListParagraph", "quote": "Quote"}  # fmt: skip
_HANGING = {"ListParagraph": 240}
"""How far the first line of a style stands out to the left, in twentieths of a point."""
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def write(parts: list[Part], language: str) -> bytes:
    file = io.BytesIO()
    drawn = [each.picture.fitting() for each in parts if each.picture is not None]
    held = [(f"media/picture{n}.png", png(each)) for n, each in enumerate(drawn, 1)]
    targets = [("styles", "styles.xml"), *(("image", name) for name, _data in held)]
    inside: list[tuple[str, str | bytes]] = [
        ("[Content_Types].xml", _TYPES.format(pictures=_PNG if drawn else "")),
        ("_rels/.rels", _relations([("officeDocument", "word/document.xml")])),
        ("word/_rels/document.xml.rels", _relations(targets)),
        ("word/styles.xml", _styles(language)),
        ("word/document.xml", _document(parts)),
        *((f"word/{name}", data) for name, data in held),
    ]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in inside:
            archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _relations(targets: list[tuple[str, str]]) -> str:
    return _RELATIONS.format(
        each="".join(
            _RELATION.format(number=number, kind=kind, target=target)
            for number, (kind, target) in enumerate(targets, 1)
        )
    )


def _styles(language: str) -> str:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"{_default(key)}><w:name w:val="{name}"/>'
        f'<w:pPr>{_together(key)}<w:spacing w:before="{before}" w:after="120"/>'
        f'<w:ind w:left="{indent}"{_hanging(key)}/></w:pPr>'
        f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr></w:style>'
        for key, (name, size, bold, indent, before) in _LOOKS.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="{_W}">'
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Noto Serif" w:hAnsi="Noto Serif"'
        f' w:cs="Noto Serif"/><w:lang w:val="{escape(language.split("_")[0])}"/></w:rPr>'
        f"</w:rPrDefault></w:docDefaults>{styles}</w:styles>"
    )


def _hanging(key: str) -> str:
    return f' w:hanging="{_HANGING[key]}"' if key in _HANGING else ""


def _together(key: str) -> str:
    """A heading never stands alone at the foot of a page."""
    return "<w:keepNext/>" if key.startswith("Heading") else ""


def _default(key: str) -> str:
    return ' w:default="1"' if key == "Normal" else ""


def _document(parts: list[Part]) -> str:
    body, number = [], 0
    for each in parts:
        if each.picture is None:
            body.append(_paragraph(each))
            continue
        number += 1
        drawn = _drawn(each.picture.fitting(), number)
        if each.picture.lying:  # a part of the paper by itself
            body += [f"<w:p><w:pPr>{_paper(False)}</w:pPr></w:p>",
                     f"<w:p><w:pPr>{_paper(True)}</w:pPr>{drawn}</w:p>"]  # fmt: skip
        else:
            body.append(f"<w:p>{drawn}</w:p>")
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_W}">'
        f"<w:body>{''.join(body)}{_paper(False)}</w:body></w:document>"
    )


def _paper(lying: bool) -> str:
    """The end of a part of the paper: how its pages lie."""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if lying else 'w:w="11906" w:h="16838"'
    margins = '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"'
    margins += ' w:header="0" w:footer="0" w:gutter="0"/>'
    return f"<w:sectPr><w:pgSz {size}/>{margins}</w:sectPr>"


def _drawn(picture: Picture, number: int) -> str:
    about = escape(picture.about, {'"': "&quot;"})
    return _PICTURE.format(
        wide=round(picture.width * _EMU), high=round(picture.height * _EMU), number=number,
        about=about, relation=number + 1,
    )  # fmt: skip


def _paragraph(each: Part) -> str:
    text = each.text
    if each.kind == "item":
        text = "– " + text
    elif each.kind == "reference":
        text = f"{each.number}. {text}"
    style = _STYLE.get(each.kind, "Normal")
    clean = "".join(
        sign for sign in text if sign == "\t" or " " <= sign < "\ufffe" or ord(sign) > 0xFFFF
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>'
        f'<w:t xml:space="preserve">{escape(clean)}</w:t></w:r></w:p>'
    )
