"""The shell's own pages: Welcome, making a vault, unlock, safety, backup, two values, sharing,
sending and receiving, devices, a phone, help, errors.

They know vaults and the node, and no app. Each module gives the pages of one concern for the
`Held` of this process; `shell_pages` is all of them.
"""

from __future__ import annotations

from panoh.web.page import Page
from panoh.web.pages import (
    backups,
    border,
    devices,
    exchange,
    helping,
    letting_in,
    making,
    phones,
    phrase,
    recovery,
    safety,
    sharing,
    travel,
    values,
    welcome,
)
from panoh.web.shell import Held


def shell_pages(held: Held) -> tuple[Page, ...]:
    parts = (
        welcome, making, phrase, safety, backups, recovery, travel, values, sharing, border,
        letting_in, devices, phones, exchange, helping,
    )  # fmt: skip
    return tuple(page for part in parts for page in part.pages(held))
