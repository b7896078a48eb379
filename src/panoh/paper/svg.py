"""A picture as SVG, for a file that a browser shows."""

from __future__ import annotations

from html import escape

from panoh.paper.model import Curve, Label, Picture


def svg(picture: Picture) -> str:
    """One element that asks for nothing else."""
    inner = [_curve(each) for each in picture.curves] + [_label(each) for each in picture.labels]
    return (
        f'<svg viewBox="0 0 {picture.width:.0f} {picture.height:.0f}" width="100%" role="img" '
        f'font-family="sans-serif" aria-label="{escape(picture.about)}">{"".join(inner)}</svg>'
    )


def _curve(each: Curve) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in each.points)
    look = f'fill="{_grey(each.fill)}" stroke="{_grey(each.line)}" stroke-width="{each.width:g}"'
    if each.dash:
        look += f' stroke-dasharray="{" ".join(f"{length:g}" for length in each.dash)}"'
    return f'<{"polygon" if each.closed else "polyline"} points="{points}" {look}/>'


def _grey(value: float | None) -> str:
    if value is None:
        return "none"
    level = round(255 * value)
    return f"#{level:02x}{level:02x}{level:02x}"


def _label(each: Label) -> str:
    strong = ' font-weight="bold"' if each.strong else ""
    return (
        f'<text x="{each.x:.1f}" y="{each.y:.1f}" font-size="{each.size:g}"{strong}>'
        f"{escape(each.text)}</text>"
    )
