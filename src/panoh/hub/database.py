"""Which store a URL names. The driver that is not used is not loaded."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from panoh.errors import WrongDatabase
from panoh.hub.model import Quotas
from panoh.hub.store import Store


def is_postgres(url: str) -> bool:
    """Which kind a URL names; WrongDatabase for any other."""
    scheme = urlsplit(url).scheme
    if scheme in ("postgresql", "postgres"):
        return True
    if scheme == "sqlite":
        return False
    raise WrongDatabase


def file_of(url: str) -> Path:
    """`sqlite:///FILE`: with a fourth slash from the root, else from where one stands."""
    if not url.startswith("sqlite:///") or len(url) == len("sqlite:///"):
        raise WrongDatabase
    return Path(url.removeprefix("sqlite:///"))


def _on_postgres() -> ModuleType:
    """The store on PostgreSQL, whose driver is an extra: `panoh[hub]`."""
    try:
        from panoh.hub import postgres
    except ModuleNotFoundError as missing:
        raise WrongDatabase from missing
    return postgres


async def prepare(url: str) -> None:
    """Makes the tables or brings them up to date; before any process serves."""
    if is_postgres(url):
        await _on_postgres().prepare(url)
    else:
        from panoh.hub import sqlite

        sqlite.prepare(file_of(url))


async def open_store(url: str, quotas: Quotas) -> Store:
    """Opens what `prepare` made ready."""
    if is_postgres(url):
        opened: Store = await _on_postgres().PostgresStore.open(url, quotas)
        return opened
    from panoh.hub import sqlite

    return sqlite.SqliteStore(file_of(url), quotas)
