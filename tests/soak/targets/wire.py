"""What comes from a hub or goes to one: requests, pages, refusals."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from panoh.errors import Refused
from panoh.wire import codec
from panoh.wire.model import Blob, Create, Fetch, Hello, Page, Request
from panoh.wire.problems import Problem, decode_problem, encode_problem
from tests.soak.targets.model import Target, same

_random = Random(28)


def targets() -> list[Target]:
    blobs = [_blob(0), _blob(700), _blob(5), _blob(40_000)]
    requests = [Request(_bytes(32), 1_795_000_000, _bytes(64), _bytes(n)) for n in (0, 14, 3000)]
    pages = [Page(_bytes(16), n + 3, n > 2, tuple(blobs[:n])) for n in range(5)]
    return [
        _target("wire-request", requests, codec.encode_request, codec.decode_request),
        _target("wire-append", [blobs[:1], blobs], codec.encode_append, codec.decode_append),
        _target(
            "wire-fetch", [Fetch(0, 0), Fetch(7, 1 << 20, 60)],
            codec.encode_fetch, codec.decode_fetch,
        ),
        _target(
            "wire-drop", [[_bytes(32)], sorted(_bytes(32) for _ in range(9))],
            codec.encode_drop, codec.decode_drop,
        ),
        _target(
            "wire-create", [Create(_bytes(32)), Create(_bytes(32), _bytes(20))],
            codec.encode_create, codec.decode_create,
        ),
        _target("wire-page", pages, codec.encode_page, codec.decode_page),
        _target(
            "wire-hello", [Hello(_bytes(16), _bytes(16), 1)], codec.encode_hello,
            codec.decode_hello,
        ),
        _target(
            "wire-refusal", [(each, _bytes(4)) for each in Problem],
            lambda value: encode_problem(*value), decode_problem,
        ),
    ]  # fmt: skip


def _bytes(count: int) -> bytes:
    return _random.randbytes(count)


def _blob(body: int) -> Blob:
    return Blob(_bytes(355), _bytes(body) or None)


def _target(
    name: str, values: list[Any], encode: Callable[[Any], bytes], decode: Callable[[bytes], Any]
) -> Target:
    def feed(data: bytes) -> bool:
        try:
            value = decode(data)
        except Refused:
            return False
        same(encode(value), data, name)
        return True

    return Target(name, [encode(each) for each in values], feed)
