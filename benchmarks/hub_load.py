"""The other side of benchmarks/hub.py: one process, many connections. JSON in, JSON out.

python -m benchmarks.hub_load   reads {"url", "act", "connections", "mailboxes", …}
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from panoh.crypto.labels import Label
from panoh.crypto.sign import sign, verify_key
from panoh.wire import codec, limits
from panoh.wire.model import Act, Blob, Create, Fetch, Request, mailbox_id, signed_parts

HEAD = 355
MESSAGE = 1024
"""Opaque bytes of one message, head and body together."""


@dataclass
class Line:
    """One connection; answers are read by their declared length."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, sent: bytes) -> bytes:
        self.writer.write(sent)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        body = await self.reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{head[:40]!r} {body[:40]!r}")
        return body


def seed_of(number: int) -> bytes:
    """The same mailboxes in every call."""
    return number.to_bytes(32, "big")


def post(act: Act, body: bytes) -> bytes:
    head = f"POST /1/{act.value} HTTP/1.1\r\nHost: hub\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def signed(act: Act, hub: bytes, number: int, payload: bytes) -> bytes:
    seed, stamp = seed_of(number), int(time.time())
    mailbox = mailbox_id(verify_key(seed))
    parts = signed_parts(act, hub, mailbox, stamp, payload)
    signature = sign(Label.MAILBOX_REQUEST, seed, *parts)
    return post(act, codec.encode_request(Request(mailbox, stamp, signature, payload)))


def messages(count: int) -> list[Blob]:
    return [Blob(os.urandom(HEAD), os.urandom(MESSAGE - HEAD)) for _ in range(count)]


async def run(asked: dict[str, Any]) -> dict[str, Any]:
    place = urlsplit(asked["url"])
    lines = [
        Line(*await asyncio.open_connection(place.hostname, place.port, limit=2**24))
        for _ in range(asked["connections"])
    ]
    hello = codec.decode_hello(await lines[0].ask(b"GET /1/hello HTTP/1.1\r\nHost: hub\r\n\r\n"))
    act = {"create": create, "append": append, "fetch": fetch}[asked["act"]]
    return await act(lines, hello.hub, asked)


async def create(lines: list[Line], hub: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    for number in range(asked["mailboxes"]):
        payload = codec.encode_create(Create(verify_key(seed_of(number))))
        await lines[0].ask(signed(Act.CREATE, hub, number, payload))
    return {}


async def append(lines: list[Line], hub: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    """Requests are made and signed before the clock starts: the hub is measured, not the node."""
    requests = [
        signed(
            Act.APPEND, hub, at % asked["mailboxes"],
            codec.encode_append(messages(asked["batch"])),
        )
        for at in range(asked["requests"])
    ]  # fmt: skip
    took: list[float] = []
    waiting = iter(requests)

    async def work(line: Line) -> None:
        for request in waiting:
            began = time.perf_counter()
            await line.ask(request)
            took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*map(work, lines))
    seconds = time.perf_counter() - began
    return {"messages": asked["requests"] * asked["batch"], "seconds": seconds, "took": took}


async def fetch(lines: list[Line], hub: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    """Everything, mailbox after mailbox, each from its beginning."""
    took: list[float] = []
    got = 0
    waiting = iter(range(asked["mailboxes"]))

    async def work(line: Line) -> None:
        nonlocal got
        for number in waiting:
            after = 0
            while True:
                payload = codec.encode_fetch(Fetch(after, limits.PAGE))
                sent = signed(Act.FETCH, hub, number, payload)
                began = time.perf_counter()
                answer = await line.ask(sent)
                took.append(time.perf_counter() - began)
                page = codec.decode_page(answer)
                after += len(page.blobs)
                got += len(page.blobs)
                if after >= page.last:
                    break

    began = time.perf_counter()
    await asyncio.gather(*map(work, lines))
    return {"messages": got, "seconds": time.perf_counter() - began, "took": took}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(json.loads(sys.stdin.read())))))
