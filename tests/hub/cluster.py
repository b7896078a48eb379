"""A real PostgreSQL for the tests: Debian's, or the one of the pgserver wheel."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

START_SECONDS = 60.0
ACCOUNTS = ("postgres", "nobody")


@dataclass
class Cluster:
    """A running server; `database` makes a fresh one in it."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    made: int = 0

    @property
    def base(self) -> str:
        return f"postgresql://hub@127.0.0.1:{self.port}"

    def database(self) -> str:
        """The URL of an empty database."""
        self.made += 1
        name = f"hub{self.made}"
        self.ask(f"{self.base}/postgres", f"CREATE DATABASE {name}")
        return f"{self.base}/{name}"

    def ask(self, url: str, sql: str) -> list[Any]:
        async def run() -> list[Any]:
            connection = await asyncpg.connect(url)
            try:
                return list(await connection.fetch(sql))
            finally:
                await connection.close()

        return asyncio.run(run())


def binaries() -> Path:
    """The folder with `postgres` and `initdb`; the tests fail without one, they never skip."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if debian:
        return debian[-1].parent
    wheel = importlib.util.find_spec("pgserver")
    if wheel is not None and wheel.origin is not None:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    found = shutil.which("postgres")
    if found is None:
        raise RuntimeError("no PostgreSQL: install Debian's postgresql, or the wheel pgserver")
    return Path(found).parent


def account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then another account's."""
    if os.getuid() != 0:
        return {}
    for name in ACCOUNTS:
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise RuntimeError("no account to run PostgreSQL under")


@contextlib.contextmanager
def running(**settings: str) -> Iterator[Cluster]:
    """A new, empty cluster until the block ends."""
    who = account()
    # Not below pytest's folder, which other accounts cannot enter.
    folder = Path(tempfile.mkdtemp(prefix="panoh-pg-", dir="/tmp"))
    try:
        if who:
            os.chown(folder, who["user"], who["group"])
        data = folder / "data"
        subprocess.run(
            [binaries() / "initdb", "--no-sync", "-A", "trust", "-U", "hub", "-D", data],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, **who,
        )  # fmt: skip
        port = free_port()
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", **settings}
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [binaries() / "postgres", "-D", data, "-p", str(port), *flags],
                cwd=folder, stdout=log, stderr=log, **who,
            )  # fmt: skip
        try:
            _wait(process, port)
            yield Cluster(folder, port, process)
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nobody needs what is in it
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    async def reach() -> None:
        connection = await asyncpg.connect(f"postgresql://hub@127.0.0.1:{port}/postgres")
        await connection.close()

    until = time.monotonic() + START_SECONDS
    while True:
        try:
            return asyncio.run(reach())
        except (OSError, asyncpg.PostgresError):
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)
