"""A brief as DOCX: a few small parts in an archive, without name, time or program."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from panoh.apps.evidence.written.parts import Part

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.styles+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"/></Relationships>'
)
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
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS.format(kind="officeDocument", target="word/document.xml")),
            ("word/_rels/document.xml.rels", _RELATIONS.format(kind="styles", target="styles.xml")),
            ("word/styles.xml", _styles(language)),
            ("word/document.xml", _document(parts)),
        ):
            archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


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
    body = "".join(_paragraph(each) for each in parts)
    size = '<w:pgSz w:w="11906" w:h="16838"/>'
    margins = '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"'
    margins += ' w:header="0" w:footer="0" w:gutter="0"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_W}">'
        f"<w:body>{body}<w:sectPr>{size}{margins}</w:sectPr></w:body></w:document>"
    )


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
