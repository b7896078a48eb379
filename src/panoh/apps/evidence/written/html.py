"""A brief as one HTML file that asks for nothing else."""

from __future__ import annotations

from html import escape

from panoh.apps.evidence.written.parts import Part
from panoh.paper.svg import svg
from panoh.words import html_language

STYLE = (
    "body{font:17px/1.5 Georgia,'Noto Serif',serif;max-width:42em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.6em;line-height:1.2}h2{font-size:1.2em;margin-top:1.6em}"
    "blockquote{border-left:3px solid #888;margin:1em 0;padding:.2em 1em}.head{color:#555}"
    "ol.references li{margin-bottom:.4em;font-size:.92em}"
)


def write(parts: list[Part], language: str) -> bytes:
    body: list[str] = []
    title = next((each.text for each in parts if each.kind == "title"), "")
    open_list = ""
    for each in parts:
        wanted = {"item": "ul", "reference": 'ol class="references"'}.get(each.kind, "")
        if open_list and open_list != wanted:
            body.append(f"</{open_list.split()[0]}>")
            open_list = ""
        if wanted and open_list != wanted:
            body.append(f"<{wanted}>")
            open_list = wanted
        body.append(_one(each))
    if open_list:
        body.append(f"</{open_list.split()[0]}>")
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(html_language(language))}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
        *body,
        "</body></html>",
    ]
    return "\n".join(lines).encode() + b"\n"


def _one(each: Part) -> str:
    if each.picture is not None:
        return svg(each.picture)
    text = escape(each.text)
    if each.kind == "reference":
        return f'<li id="r{each.number}" value="{each.number}">{text}</li>'
    tag = {"title": "h1", "heading": "h2", "item": "li", "quote": "blockquote"}.get(each.kind, "p")
    more = ' class="head"' if each.kind == "head" else ""
    if each.kind == "lead":
        text = f"<strong>{text}</strong>"
    return f"<{tag}{more}>{text}</{tag}>"
