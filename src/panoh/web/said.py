"""The translated words of an error. Details are filled in after translation."""

from __future__ import annotations

from panoh.errors import PanohError
from panoh.words import _


class _Details(dict[str, object]):
    """An unknown placeholder stays as it stands: an error must never fail to be shown."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def said(error: PanohError) -> str:
    details = {
        name: _(value) if isinstance(value, str) else value for name, value in error.details.items()
    }
    return _(type(error).message).format_map(_Details(details))
