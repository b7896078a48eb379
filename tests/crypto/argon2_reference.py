"""Argon2id from the text of RFC 9106, in plain Python: slow, short, and not the library's.

It exists because the library cannot be asked the RFC's own example (see vectors/argon2id.json).
"""

from __future__ import annotations

from hashlib import blake2b

_MASK = (1 << 64) - 1
_TYPE_ID, _VERSION = 2, 0x13
_WORDS = 128

Block = list[int]


def argon2id(
    password: bytes,
    salt: bytes,
    *,
    time: int,
    memory_kib: int,
    lanes: int = 1,
    size: int = 32,
    secret: bytes = b"",
    ad: bytes = b"",
) -> bytes:
    """RFC 9106 §3.2."""
    fields = (lanes, size, memory_kib, time, _VERSION, _TYPE_ID)
    first = b"".join(_u32(value) for value in fields)
    for data in (password, salt, secret, ad):
        first += _u32(len(data)) + data
    seed = blake2b(first).digest()
    columns = memory_kib // (4 * lanes) * 4
    memory = [[[0] * _WORDS for _ in range(columns)] for _ in range(lanes)]
    for lane in range(lanes):
        for column in (0, 1):
            memory[lane][column] = _words(_long(seed + _u32(column) + _u32(lane), 1024))
    for pass_number in range(time):
        for slice_number in range(4):
            for lane in range(lanes):
                _segment(memory, pass_number, slice_number, lane, time)
    final = [0] * _WORDS
    for lane in range(lanes):
        final = _xor(final, memory[lane][-1])
    return _long(b"".join(word.to_bytes(8, "little") for word in final), size)


def _segment(
    memory: list[list[Block]], pass_number: int, slice_number: int, lane: int, time: int
) -> None:
    lanes, columns = len(memory), len(memory[0])
    length = columns // 4
    independent = pass_number == 0 and slice_number < 2
    addresses: Block = []
    for index in range(length):
        column = slice_number * length + index
        if independent and index % _WORDS == 0:
            head = [pass_number, lane, slice_number, lanes * columns, time, _TYPE_ID]
            counted = [*head, index // _WORDS + 1, *[0] * (_WORDS - 7)]
            addresses = _compress([0] * _WORDS, _compress([0] * _WORDS, counted))
        if pass_number == 0 and column < 2:
            continue
        before = memory[lane][column - 1]
        pseudo = addresses[index % _WORDS] if independent else before[0]
        other = lane if pass_number == 0 and slice_number == 0 else (pseudo >> 32) % lanes
        reference = _reference(
            pseudo & 0xFFFFFFFF, pass_number, slice_number, index, other == lane, columns
        )
        made = _compress(before, memory[other][reference])
        memory[lane][column] = _xor(made, memory[lane][column]) if pass_number else made


def _reference(
    pseudo: int, pass_number: int, slice_number: int, index: int, same: bool, columns: int
) -> int:
    """RFC 9106 §3.4.1.1 and 3.4.2."""
    length = columns // 4
    finished = slice_number * length if pass_number == 0 else columns - length
    area = finished + index - 1 if same else finished - (index == 0)
    position = area - 1 - (area * (pseudo * pseudo >> 32) >> 32)
    start = 0 if pass_number == 0 or slice_number == 3 else (slice_number + 1) * length
    return (start + position) % columns


def _compress(x: Block, y: Block) -> Block:
    """G of RFC 9106 §3.5."""
    r = _xor(x, y)
    z = list(r)
    for row in range(8):
        _permute(z, [16 * row + i for i in range(16)])
    for column in range(8):
        _permute(z, [2 * column + 16 * (i // 2) + i % 2 for i in range(16)])
    return _xor(r, z)


def _permute(z: Block, at: list[int]) -> None:
    """P of RFC 9106 §3.6, on the sixteen words at these places."""
    for a, b, c, d in (
        (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
        (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
    ):  # fmt: skip
        _mix(z, at[a], at[b], at[c], at[d])


def _mix(z: Block, a: int, b: int, c: int, d: int) -> None:
    for first, second in ((32, 24), (16, 63)):
        z[a] = (z[a] + z[b] + 2 * (z[a] & 0xFFFFFFFF) * (z[b] & 0xFFFFFFFF)) & _MASK
        z[d] = _right(z[d] ^ z[a], first)
        z[c] = (z[c] + z[d] + 2 * (z[c] & 0xFFFFFFFF) * (z[d] & 0xFFFFFFFF)) & _MASK
        z[b] = _right(z[b] ^ z[c], second)


def _right(word: int, by: int) -> int:
    return (word >> by | word << (64 - by)) & _MASK


def _long(data: bytes, size: int) -> bytes:
    """H' of RFC 9106 §3.3."""
    data = _u32(size) + data
    if size <= 64:
        return blake2b(data, digest_size=size).digest()
    made = b""
    link = blake2b(data).digest()
    while size - len(made) > 64:
        made += link[:32]
        left = size - len(made)
        link = blake2b(link, digest_size=min(64, left)).digest()
    return made + link


def _words(data: bytes) -> Block:
    return [int.from_bytes(data[at : at + 8], "little") for at in range(0, len(data), 8)]


def _xor(x: Block, y: Block) -> Block:
    return [a ^ b for a, b in zip(x, y, strict=True)]


def _u32(value: int) -> bytes:
    return value.to_bytes(4, "little")
