"""Hostile and clumsy clients against a real hub: each hears why, and nothing is kept."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from panoh.crypto.sign import new_signing_key, verify_key
from panoh.wire import codec, limits
from panoh.wire.model import Act, Create, Fetch, Request, mailbox_id
from panoh.wire.problems import Problem, decode_problem
from tests.hub.running import Member, Refused, Running, blob, blobs, hub

TOKEN = "a-token-for-those-who-may"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}") as running:
        yield running


@pytest.fixture
def amina(served: Running) -> Member:
    member = Member(served.url)
    member.create()
    return member


def test_what_is_appended_is_fetched(amina: Member) -> None:
    mine = blobs(40)
    assert amina.append(mine) == list(range(1, 41))
    assert amina.append(mine[5:7]) == [6, 7]
    assert amina.again().everything() == mine
    assert amina.drop([mine[3].name]) == 1
    assert amina.fetch(3).blobs[0].body is None


def test_whoever_does_not_hold_the_key_gets_and_changes_nothing(amina: Member) -> None:
    mine = blobs(2)
    amina.append(mine)
    stranger = new_signing_key()
    requests = {
        Act.FETCH: codec.encode_fetch(Fetch(0, limits.PAGE)),
        Act.APPEND: codec.encode_append(blobs(1)),
        Act.DROP: codec.encode_drop([mine[0].name]),
        Act.CLOSE: verify_key(stranger),
    }
    for act, payload in requests.items():
        with pytest.raises(Refused) as refused:
            amina.send(act, amina.signed(act, payload, stranger))
        assert refused.value.problem is Problem.SIGNATURE
        assert codec.decode_hello(refused.value.detail).hub == amina.meet().hub
    assert amina.everything() == mine


def test_every_part_of_a_request_is_signed(amina: Member) -> None:
    """One bit anywhere, or the same bytes for another act, another mailbox or another hub."""
    amina.append(blobs(1))
    sound = amina.signed(Act.APPEND, codec.encode_append(blobs(1)))
    for at in (40, 45, 100, 104, 120, 300, len(sound) - 1):
        changed = sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :]
        with pytest.raises(Refused) as refused:
            amina.send(Act.APPEND, changed)
        assert refused.value.problem in (Problem.SIGNATURE, Problem.MALFORMED), at
    fetch = amina.signed(Act.FETCH, codec.encode_fetch(Fetch(0, 0)))
    for act in (Act.APPEND, Act.DROP, Act.CLOSE):
        with pytest.raises(Refused) as refused:
            amina.send(act, fetch)
        assert refused.value.problem is Problem.SIGNATURE
    other = Member(amina.url)
    other.create()
    moved = codec.decode_request(sound)
    with pytest.raises(Refused) as refused:
        amina.send(
            Act.APPEND,
            codec.encode_request(
                Request(other.mailbox, moved.stamp, moved.signature, moved.payload)
            ),
        )
    assert refused.value.problem is Problem.SIGNATURE
    amina.meet()
    elsewhere = amina.again()
    elsewhere.hello = codec.decode_hello(os.urandom(16) + codec.encode_hello(amina.meet())[16:])
    with pytest.raises(Refused) as refused:
        elsewhere.fetch()
    assert refused.value.problem is Problem.SIGNATURE
    assert len(amina.everything()) == 1


@pytest.mark.parametrize("shift", [-limits.FRESH_SECONDS - 60, limits.FRESH_SECONDS + 60])
def test_an_old_request_is_refused_and_the_clock_is_told(amina: Member, shift: int) -> None:
    late = amina.again()
    late.shift = shift
    with pytest.raises(Refused) as refused:
        late.append(blobs(1))
    assert refused.value.problem is Problem.STALE
    assert abs(codec.decode_hello(refused.value.detail).time - time.time()) < 60
    assert amina.everything() == []


def test_a_repeated_request_changes_nothing(amina: Member) -> None:
    mine = blobs(3)
    append = amina.signed(Act.APPEND, codec.encode_append(mine))
    drop = amina.signed(Act.DROP, codec.encode_drop([mine[0].name]))
    for _ in range(3):
        assert amina.send(Act.APPEND, append) == codec.encode_numbers([1, 2, 3])
    assert [amina.send(Act.DROP, drop)[-1] for _ in range(3)] == [1, 0, 0]
    amina.send(Act.APPEND, append)
    assert [each.body is None for each in amina.everything()] == [True, False, False]


def test_a_mailbox_belongs_to_the_key_it_is_named_after(served: Running) -> None:
    bahrom, amina = Member(served.url), Member(served.url)
    taken = bahrom.signed(Act.CREATE, codec.encode_create(Create(amina.key)))
    with pytest.raises(Refused) as refused:
        bahrom.send(Act.CREATE, taken)
    assert refused.value.problem is Problem.MALFORMED
    bahrom.mailbox = amina.mailbox
    forged = bahrom.signed(Act.CREATE, codec.encode_create(Create(amina.key)))
    with pytest.raises(Refused) as refused:
        bahrom.send(Act.CREATE, forged)
    assert refused.value.problem is Problem.SIGNATURE
    with pytest.raises(Refused) as refused:
        amina.fetch()
    assert refused.value.problem is Problem.UNKNOWN
    amina.create()
    amina.create()
    assert amina.everything() == []


def test_malformed_payloads_are_refused_by_name(amina: Member) -> None:
    wrong = {
        Act.APPEND: [b"", b"\x00" * 7, codec.encode_append(blobs(1))[:-1], os.urandom(400)],
        Act.FETCH: [b"", bytes(13), bytes(15), b"\xff" * 14],
        Act.DROP: [b"", bytes(31), b"b" * 32 + b"a" * 32, b"a" * 64],
        Act.CLOSE: [b"", bytes(31), bytes(33)],
    }
    for act, payloads in wrong.items():
        for payload in payloads:
            with pytest.raises(Refused) as refused:
                amina.send(act, amina.signed(act, payload))
            assert refused.value.problem is Problem.MALFORMED, (act, payload)
    assert amina.everything() == []


def test_other_paths_and_ways_are_unknown(served: Running) -> None:
    amina = Member(served.url)
    for method, path in (
        ("GET", "/"), ("GET", "/1/append"), ("POST", "/1/hello"), ("POST", "/1/apple"),
        ("PUT", "/1/append"), ("GET", "/1/append/../hello"), ("DELETE", "/health"),
    ):  # fmt: skip
        status, answer = amina.again().ask(method, path, b"x" if method != "GET" else None)
        assert (status, decode_problem(answer)[0]) == (404, Problem.UNKNOWN), path


def test_health_and_hello_answer_anybody(served: Running) -> None:
    amina = Member(served.url)
    assert amina.ask("GET", "/health") == (200, b"ok\n")
    assert codec.decode_hello(amina.ask("GET", "/1/hello")[1]) is not None


def raw(served: Running, sent: bytes, seconds: float = 15) -> bytes:
    """Everything the hub says to these bytes until it hangs up or falls silent."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=seconds) as connection:
        connection.sendall(sent)
        heard = b""
        try:
            while part := connection.recv(65536):
                heard += part
        except (TimeoutError, ConnectionResetError):
            pass
        return heard


def test_lengths_are_declared_once_and_bounded(served: Running) -> None:
    head = b"POST /1/append HTTP/1.1\r\nHost: hub\r\n"
    cases = {
        b"": b" 411 ",
        b"Transfer-Encoding: chunked\r\n": b" 411 ",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n": b" 4",
        b"Content-Length: 5\r\nContent-Length: 6\r\n": b" 400 ",
        b"Content-Length: -5\r\n": b" 400 ",
        b"Content-Length: 5\r\n": b" 400 ",
        b"Content-Length: 999999999\r\n": b" 413 ",
        b"Content-Length: 99999999999999999999\r\n": b" 4",
    }
    for headers, status in cases.items():
        answer = raw(served, head + headers + b"\r\n" + b"12345", 3)
        assert status in answer.split(b"\r\n")[0] + b" ", (headers, answer[:80])


def test_a_stranger_cannot_make_the_hub_hold_a_large_body(served: Running) -> None:
    """Nine megabytes for a mailbox that nobody made: read past, not kept."""
    amina = Member(served.url)
    large = amina.signed(Act.APPEND, bytes(limits.MOST_PAYLOAD))
    before = resident(served)
    with pytest.raises(Refused) as refused:
        amina.send(Act.APPEND, large)
    assert refused.value.problem is Problem.UNKNOWN
    assert resident(served) - before < 4_000


def resident(served: Running) -> int:
    """KiB in memory."""
    with open(f"/proc/{served.children()[0]}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def test_the_longest_entry_goes_through(amina: Member) -> None:
    longest = blob(limits.MOST_BODY)
    assert amina.append([longest]) == [1]
    assert amina.everything() == [longest]


def test_whoever_drips_is_cut_off_and_others_are_served(served: Running) -> None:
    amina = Member(served.url)
    amina.create()
    slow = []
    for begin in (
        b"",
        b"POST /1/app",
        b"POST /1/append HTTP/1.1\r\nContent-Length: 900\r\n\r\n\x01",
    ):
        for _ in range(20):
            connection = socket.create_connection(("127.0.0.1", served.port))
            connection.sendall(begin)
            slow.append(connection)
    until = time.monotonic() + 25
    gone = 0
    while gone < len(slow) and time.monotonic() < until:
        assert amina.append(blobs(1))
        time.sleep(0.25)
        gone = sum(dripped(connection) for connection in slow)
    assert gone == len(slow)


def dripped(connection: socket.socket) -> bool:
    """Sends one more byte; true once the hub has hung up."""
    if connection.fileno() < 0:
        return True
    try:
        connection.setblocking(False)
        connection.send(b"a")
        try:
            ended = connection.recv(4096) == b""
        except BlockingIOError:
            ended = False
    except OSError:
        ended = True
    if ended:
        connection.close()
    return ended


def test_more_connections_than_there_is_room_for_keep_nobody_out(served: Running) -> None:
    idle = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(450)]
    try:
        amina = Member(served.url)
        amina.create()
        assert amina.append(blobs(1)) == [1]
    finally:
        for connection in idle:
            connection.close()


def test_a_fetch_that_waits_hears_what_comes(amina: Member) -> None:
    mine = blobs(1)
    later = threading.Timer(0.5, lambda: amina.again().append(mine))
    amina.meet()
    began = time.monotonic()
    later.start()
    page = amina.again().fetch(0, wait=20)
    assert page.blobs == tuple(mine)
    assert time.monotonic() - began < 15
    later.join()
    assert amina.fetch(1, wait=1).blobs == ()


def test_a_hub_with_a_token_lets_only_its_holders_make_mailboxes(
    tmp_path: Path,
) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n")
    token_file = ("--token-file", str(tmp_path / "token"))
    with hub(f"sqlite:///{tmp_path / 'hub.db'}", *token_file) as running:
        stranger = Member(running.url)
        for token in (b"", b"another-token-than-that"):
            stranger.token = token
            with pytest.raises(Refused) as refused:
                stranger.create()
            assert refused.value.problem is Problem.TOKEN
        stranger.token = TOKEN.encode()
        stranger.create()
        stranger.token = b""
        stranger.create()  # it is there already: no more proof is asked for
        assert stranger.append(blobs(1)) == [1]


def test_mailboxes_are_made_at_a_bounded_pace(tmp_path: Path) -> None:
    with hub(f"sqlite:///{tmp_path / 'hub.db'}", "--new-mailboxes", "3") as running:
        for _ in range(3):
            Member(running.url).create()
        late = Member(running.url)
        with pytest.raises(Refused) as refused:
            late.create()
        assert refused.value.problem is Problem.SLOW_DOWN
        assert 0 < int.from_bytes(refused.value.detail, "big") <= 1201


def test_mailbox_id_is_that_of_its_key() -> None:
    key = verify_key(new_signing_key())
    assert len(mailbox_id(key)) == limits.ID
