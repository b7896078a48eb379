"""What comes from files and other processes: packs, backups, the local socket."""

from __future__ import annotations

import zlib
from random import Random
from typing import Any

from panoh.cli import frames
from panoh.core import backup, canonical
from panoh.core.packs import codec, write_pack
from panoh.crypto.labels import Label
from panoh.crypto.sign import sign, verify_key
from panoh.errors import Refused
from panoh.lexicon import container
from tests.soak.inputs import encoded
from tests.soak.targets.model import Target, same

SEED = bytes(range(32))
KEY = verify_key(SEED)


def targets() -> list[Target]:
    files = [_pack(rows) for rows in (1, 3, 40)]
    contents = [_stored(each) for each in files]
    manifests = [backup.manifest(commits) for commits in (0, 1, 7, 70_000)]
    requests = [_frame(each) for each in _requests()]
    return [
        Target("pack", files, _read, is_cbor=True),
        Target("pack-signed", contents, _signed, is_cbor=True),
        Target("pack-content", [_content(each) for each in files], _written, is_cbor=True),
        Target("manifest", manifests, _manifest, is_cbor=True),
        Target("frame", requests, _frames),
    ]


def _pack(count: int) -> bytes:
    rows = [[f"r{n:04}", "салом " * n, n, n % 2 == 0, ["x", "y"]] for n in range(count)]
    return write_pack(
        kind="words", name="greetings", version=1, licence="MIT", source="our own",
        made_on="2026-11-20", columns=["id", "text", "number", "yes", "more"], rows=rows,
        seed=SEED,
    )  # fmt: skip


def _read(data: bytes) -> bool:
    try:
        pack = codec.read_pack(data, {KEY})
    except Refused:
        return False
    file = canonical.decode(data)
    same(pack.id, container.pack_id(_unpacked(file)), "a pack's id")
    same(encoded(file), data, "a pack")
    return True


def _unpacked(file: dict[str, Any]) -> bytes:
    stored: bytes = file["content"]
    return stored if file["packing"] == container.PLAIN else zlib.decompress(stored)


def _stored(data: bytes) -> bytes:
    file = canonical.decode(data)
    return canonical.encode([file["packing"], file["size"], file["content"]])


def _content(data: bytes) -> bytes:
    return _unpacked(canonical.decode(data))


def _file(packing: Any, size: Any, stored: Any, identity: bytes) -> bytes:
    parts = codec._signed(identity, str(packing), stored)
    file = {"v": 1, "packing": packing, "size": size, "content": stored}
    return encoded({**file, "signer": KEY, "signature": sign(Label.PACK, SEED, *parts)})


def _signed(data: bytes) -> bool:
    """Packing, size and stored bytes are anything, but signed by somebody who is trusted."""
    try:
        packing, size, stored = canonical.decode(data, 1 << 20)
        content = stored
        if packing == container.DEFLATED:
            content = zlib.decompressobj().decompress(stored, 1 << 20)
        file = _file(packing, size, stored, container.pack_id(content))
    except (Refused, TypeError, ValueError, AttributeError, zlib.error):
        return False  # not something that could be made
    return _read(file)


def _written(data: bytes) -> bool:
    """Any content, packed and signed as it must be; and bombs now and then."""
    content = data
    if Random(data).random() < 0.005:
        content = data + bytes(4 << 20)
    packing, stored = container.pack(content)
    size = len(data) if len(content) > len(data) else len(content)
    return _read(_file(packing, size, stored, container.pack_id(content)))


def _manifest(data: bytes) -> bool:
    try:
        commits = backup.read_manifest(data)
    except Refused:
        return False
    same(backup.manifest(commits), data, "a manifest")
    return True


class _Connection:
    """Stands for a socket from which these bytes come."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.sent = b""

    def recv(self, size: int) -> bytes:
        part, self._data = self._data[:size], self._data[size:]
        return part

    def sendall(self, data: bytes) -> None:
        self.sent += data


def _requests() -> list[dict[str, Any]]:
    base = {"v": 1, "version": "0.1.0", "vault": "/v", "folder": "/", "language": "en"}
    base |= {"argv": ["client", "list"], "lines": [], "stdin": None, "terminal": True}
    return [base, {**base, "stdin": b"a,b\n" * 30}, {"kind": "out", "data": b"x" * 200}]


def _frame(message: dict[str, Any]) -> bytes:
    connection = _Connection(b"")
    frames.send(connection, message)  # type: ignore[arg-type]  # stands for a socket
    return connection.sent


def _frames(data: bytes) -> bool:
    connection = _Connection(data)
    try:
        message = frames.receive(connection, 1 << 16)  # type: ignore[arg-type]  # as above
    except Refused:
        return False
    if message is None:
        return False
    same(data.startswith(_frame(message)), True, "a frame")
    return True
