"""Where lists lead: fixed words and random ids, never a name or a code."""

from __future__ import annotations

APART_PATH = "/today/apart"


def client_path(record: str) -> str:
    return f"/client/{record}"


def contact_path(record: str) -> str:
    return f"/contact/{record}"


def card_path(record: str) -> str:
    return f"/card/{record}"


ERASED_PATH = "/erased"


def look_path(record: str) -> str:
    return f"/second-look/{record}"


CASELOAD_PATH = "/caseload"
