"""A thousand canaries are written into vaults and carried by a hub: it holds none of them."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from panoh.core.log import codec
from panoh.core.node import Node
from panoh.crypto.labels import Label
from panoh.crypto.seal import new_key, open_alike
from tests.core.conftest import amina as amina  # noqa: PLC0414 - fixtures
from tests.core.conftest import moulds as moulds  # noqa: PLC0414
from tests.core.conftest import vaults as vaults  # noqa: PLC0414
from tests.core.support import put_thing
from tests.hub.cluster import Cluster
from tests.hub.running import Member, hub
from tests.seized.canaries import MARKER, Canaries, forms, found_in
from tests.wire.making import wrapped

CANARIES = 1000


def told(node: Node, canaries: Canaries) -> list[bytes]:
    """A case with every canary in it; its entries as bytes."""
    with node.writing() as work:
        space = work.new_space("case")
    while canaries.count < CANARIES:
        words = [canaries.word() for _ in range(12)]
        put_thing(
            node, space, title=words[0], text=" ".join(words[1:]), phone=canaries.phone(),
            names=words[:2],
        )  # fmt: skip
    return [codec.encode(kept.sealed) for kept in node.log.entries()]


@contextlib.contextmanager
def listening_in(url: str, heard: bytearray) -> Iterator[str]:
    """A wire that somebody taps: everything that goes through, both ways."""
    place = urlsplit(url)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def pass_on(source: socket.socket, target: socket.socket) -> None:
            with contextlib.suppress(OSError):
                while part := source.recv(65536):
                    heard.extend(part)
                    target.sendall(part)
            with contextlib.suppress(OSError):
                target.shutdown(socket.SHUT_WR)

        def take() -> None:
            with contextlib.suppress(OSError):
                while True:
                    near, _ = server.accept()
                    far = socket.create_connection((place.hostname, place.port))
                    for pair in ((near, far), (far, near)):
                        threading.Thread(target=pass_on, args=pair, daemon=True).start()

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_hub_files_logs_and_traffic_hold_no_canary(
    database: str, postgres: Cluster, amina: Node, tmp_path: Path
) -> None:
    canaries, heard, wrap = Canaries(), bytearray(), new_key()
    entries = told(amina, canaries)
    with (
        hub(database, stderr=subprocess.PIPE) as running,
        listening_in(running.url, heard) as tapped,
    ):
        member = Member(tapped)
        member.create()
        mine = [wrapped(each, wrap, member.mailbox) for each in entries]
        member.append(mine)
        assert member.everything() == mine
        opened = open_alike(Label.MAILBOX_HEAD, wrap, mine[-1].head, member.mailbox)
        assert entries[-1].startswith(opened)
        assert running.stop() == 0
        said = running.process.stderr
        assert said is not None
        assert said.read() == ""
        said.close()
    needles = [*canaries.needles(), *ids(amina)]
    assert found_in(bytes(heard), needles) == []
    folders = [tmp_path / "hub.db"] if database.startswith("sqlite") else []
    if folders:
        assert found_in(folders[0].read_bytes(), needles) == []
    else:
        postgres.ask(database, "CHECKPOINT")
        files = [path for path in postgres.folder.rglob("*") if path.is_file()]
        assert sum(path.stat().st_size for path in files) > 2 * len(entries) * 1024
        assert [path for path in files if holds(path, [*forms(MARKER), *ids(amina)])] == []
        assert [path for path in files if holds(path, [mine[-1].head])] != []
    assert len(heard) > sum(map(len, entries))
    # The search has teeth: the vault itself, opened, holds them.
    assert found_in(str(amina.database.execute("SELECT * FROM toy_thing")).encode(), needles)


def holds(path: Path, needles: list[bytes]) -> bool:
    data = path.read_bytes()
    return any(each in data for each in needles)


def ids(node: Node) -> list[bytes]:
    """What would name a person, a device or a space to somebody who knows it from elsewhere."""
    spaces = [bytes(row[0]) for row in node.database.execute("SELECT id FROM space")]
    return [node.person.id, node.person.device, *spaces]
