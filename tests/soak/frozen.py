"""Known answers and frozen vectors, with and without -O; nonces and salts that never repeat."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from array import array
from collections.abc import Iterator

from panoh.core.log import codec
from panoh.crypto import selftest
from panoh.crypto.labels import Label
from panoh.crypto.seal import NONCE_SIZE, seal
from tests.soak.lane import ROOT, Run
from tests.soak.targets.log import EPOCH, KEY, SEED, SPACE, header

ANSWERS = ("tests/crypto/test_vectors.py", "tests/crypto/test_selftest.py",
           "tests/core/log/test_frozen.py", "tests/core/vault/test_frozen.py")  # fmt: skip
WANTED = 10_000_000
NONCES = 0.7
"""Share of the time; the known answers come after."""
SHARDS = 256
_BLOCK = 20_000


def run(run: Run) -> None:
    run.count("routines of the self-test", selftest.run())
    nonces, salts = Seen(run, "nonces"), Seen(run, "salts of entries")
    while nonces.count == 0 or (not run.over(NONCES) and nonces.count < WANTED):
        nonces.add(_nonces(_BLOCK))
        salts.add(_salts(_BLOCK // 100))
        if os.name == "posix" and nonces.count % (_BLOCK * 25) == _BLOCK:
            nonces.add(_beside(_BLOCK // 4))
    nonces.finish()
    salts.finish()
    for flags in ([], ["-O"]) if run.left() > 5 else ():
        _answers(run, flags)


def _answers(run: Run, flags: list[str]) -> None:
    command = [sys.executable, *flags, "-m", "pytest", "-q", "-p", "no:cacheprovider", *ANSWERS]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    passed = re.search(r"(\d+) passed", ran.stdout)
    run.count("known answers" + "".join(f" {flag}" for flag in flags), int((passed or "00")[1]))
    if ran.returncode != 0:
        run.fail(ran.stdout[-1500:], " ".join(command))


def _nonces(count: int) -> Iterator[bytes]:
    return (seal(Label.BODY, KEY, b"")[:NONCE_SIZE] for _ in range(count))


def _salts(count: int) -> Iterator[bytes]:
    value = header(1, ())
    for _ in range(count):
        entry = codec.make(SPACE, EPOCH, KEY, value, {"r": []}, SEED)[0]
        yield (entry.body_slot or b"")[: codec.SALT]


def _beside(count: int) -> Iterator[bytes]:
    """Two processes that begin with the same memory, as two runs of one snapshot do."""
    readers = []
    for _ in range(2):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            with os.fdopen(writer, "wb") as out:
                out.write(b"".join(_nonces(count)))
            os._exit(0)
        os.close(writer)
        readers.append((reader, child))
    for reader, child in readers:
        with os.fdopen(reader, "rb") as pipe:
            data = pipe.read()
        os.waitpid(child, 0)
        yield from (data[at : at + NONCE_SIZE] for at in range(0, len(data), NONCE_SIZE))


class Seen:
    """The first eight bytes of each, in shards: a repeat of these alone is a finding already."""

    def __init__(self, run: Run, name: str) -> None:
        self._run = run
        self._name = name
        self._shards = [array("Q") for _ in range(SHARDS)]
        self.count = 0

    def add(self, found: Iterator[bytes]) -> None:
        for each in found:
            self._shards[each[0]].append(int.from_bytes(each[:8], "big"))
            self.count += 1

    def finish(self) -> None:
        self._run.count(self._name, self.count)
        different = sum(len(set(shard)) for shard in self._shards)
        self._run.count(f"repeats among the {self._name}", self.count - different)
        if different != self.count:
            self._run.fail(f"{self.count - different} {self._name} came twice", "--lane frozen")
