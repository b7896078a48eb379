"""Commands that a running, unlocked Panoh carries out over its local socket."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from panoh import __version__
from panoh.cli import frames
from panoh.core import canonical
from tests.cli.conftest import Browser, Running, Terminal


@pytest.fixture(scope="module")
def serving(
    tmp_path_factory: pytest.TempPathFactory, made_vault: Path
) -> Iterator[tuple[Running, Browser]]:
    terminal = Terminal(tmp_path_factory.mktemp("serving"))
    shutil.copytree(made_vault, terminal.home)
    running = Running(terminal, "start")
    yield running, running.unlock()
    running.end()


@pytest.fixture
def there(serving: tuple[Running, Browser]) -> Terminal:
    """A terminal without any phrase: what works there was done by the running Panoh."""
    return serving[0].terminal


def test_socket_is_private(serving: tuple[Running, Browser]) -> None:
    path = serving[0].socket()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_command_needs_no_phrase_and_prints_the_same(there: Terminal) -> None:
    code = json.loads(there.ok("client", "add", "--name", "Мадина", "--json", phrase=False))["code"]
    near = there.run("case", "show", code, "--json", phrase=False)
    assert near.status == 0
    assert json.loads(near.out)["code"] == code
    assert "Мадина" in near.out
    assert near.err == ""


def test_errors_keep_their_status_words_and_language(there: Terminal) -> None:
    ran = there.run("client", "show", "ZZZ-ZZZ", phrase=False)
    assert (ran.status, ran.out) == (7, "")
    assert "ZZZ-ZZZ" in ran.err
    spoken = there.run("--language", "ru", "client", "show", "ZZZ-ZZZ", phrase=False)
    assert spoken.status == 7
    assert there.run("client", "add", "--no-such", phrase=False).status == 2
    assert there.run("need", "add", "ZZZ-ZZZ", phrase=False).status == 2


def test_input_and_files_are_those_of_the_terminal(there: Terminal) -> None:
    code = there.ok("client", "add", phrase=False).strip()
    there.ok("note", "add", code, phrase=False, stdin="из трубы\n".encode())
    there.ok("note", "add", code, "--text", "-", phrase=False, stdin=b"by a dash")
    folder = there.folder / "elsewhere"
    folder.mkdir()
    (folder / "note.txt").write_text("from a file")
    there.ok("note", "add", code, "--text-file", "note.txt", phrase=False, cwd=folder)
    notes = json.dumps(json.loads(there.ok("case", "show", code, "--json", phrase=False))["notes"])
    decoded = json.dumps(json.loads(notes), ensure_ascii=False)
    assert all(text in decoded for text in ("из трубы", "by a dash", "from a file"))
    long = there.run("note", "add", code, phrase=False, stdin=b"x" * ((1 << 20) + 5))
    assert long.status == 2


def test_a_pipe_named_as_a_file_is_that_of_the_terminal(there: Terminal) -> None:
    """In the process that serves the pages it is another one, and reading it would stop them."""
    code = there.ok("client", "add", phrase=False).strip()
    for name in ("/dev/stdin", "/dev/fd/0"):
        there.ok("note", "add", code, "--text-file", name, phrase=False, stdin=name.encode())
    os.mkfifo(there.folder / "pipe")
    writing = threading.Thread(target=(there.folder / "pipe").write_text, args=("a pipe's words",))
    writing.start()
    there.ok("note", "add", code, "--text-file=pipe", phrase=False)
    writing.join(10)
    shown = there.ok("case", "show", code, phrase=False)
    assert all(each in shown for each in ("/dev/stdin", "/dev/fd/0", "a pipe's words"))
    missing = there.run("note", "add", code, "--text-file", "missing", phrase=False)
    assert (missing.status, missing.out) == (2, "")


def test_words_that_are_no_utf_8_are_refused_in_words(there: Terminal) -> None:
    ran = there.run("client", "add", "--goes-by", os.fsdecode(b"a\xff"))
    assert ran.status == 2, ran
    assert "What may we call you?" in ran.err


def test_question_is_asked_at_the_terminal(there: Terminal) -> None:
    code = there.ok("client", "add", phrase=False).strip()
    first, second = (
        there.ok("note", "add", code, "--text", text, phrase=False).strip()
        for text in ("one to keep", "one to erase")
    )
    kept = there.typed("note", "erase", first, answers=[("[y/N]", "n")])
    assert kept.status == 130
    gone = there.typed("note", "erase", second, answers=[("[y/N]", "y")])
    assert gone.status == 0, gone.out
    assert gone.out.count("[y/N]") == 1
    left = there.ok("case", "show", code, phrase=False)
    assert "one to keep" in left
    assert "one to erase" not in left


def test_backup_goes_where_the_terminal_stands(there: Terminal) -> None:
    (there.folder / "stick").mkdir()
    made = json.loads(there.ok("backup", "create", "stick", "--json", phrase=False))
    assert Path(made["path"]).parent == there.folder / "stick"


@pytest.mark.parametrize(
    "words",
    [["vault", "check"], ["vault", "paper-key", "-"], ["backup", "verify", "nowhere"]],
    ids=" ".join,
)
def test_what_opens_vaults_is_never_done_there(there: Terminal, words: list[str]) -> None:
    assert there.run(*words, phrase=False).status == 2  # no terminal to ask for the phrase


def test_request_to_open_a_vault_there_is_declined(serving: tuple[Running, Browser]) -> None:
    """Even when somebody speaks to the socket without our terminal."""
    running = serving[0]
    for argv in (["vault", "create"], ["vault", "check"], ["start"], ["demo"], ["vault", "list"]):
        assert spoken(running, argv) == [{"kind": "alone"}], argv
    listed = spoken(running, ["client", "list", "--json"])
    assert listed[-1] == {"kind": "end", "exit": 0}


def spoken(running: Running, said: list[str], **changed: object) -> list[dict[str, object]]:
    """The replies to one request."""
    vault = next(each for each in running.terminal.home.iterdir())
    request: dict[str, object] = {
        "v": frames.VERSION,
        "version": __version__,
        "vault": str(vault),
        "argv": said,
        "folder": str(running.terminal.folder),
        "language": "en",
        "terminal": False,
        "stdin": None,
        "lines": [],
        "files": {},
        **changed,
    }
    replies = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(20)
        connection.connect(str(running.socket()))
        frames.send(connection, request)
        while reply := frames.receive(connection, frames.REPLY_LIMIT):
            replies.append(reply)
    return replies


def test_other_versions_and_other_vaults_are_declined(serving: tuple[Running, Browser]) -> None:
    running = serving[0]
    for changed in (
        {"v": frames.VERSION + 1},
        {"version": "99"},
        {"vault": str(running.terminal.folder)},
        {"vault": "/nothing/here"},
        {"argv": ["client", 5]},
        {"stdin": "text"},
        {"folder": None},
        {"lines": [1]},
        {"files": {"a": "text"}},
        {"files": []},
    ):
        assert spoken(running, ["client", "list"], **changed) == [{"kind": "alone"}], changed


def test_nonsense_ends_only_its_own_connection(serving: tuple[Running, Browser]) -> None:
    running = serving[0]
    for data in (
        b"",
        b"\x00",
        b"\xff" * 40,
        struct.pack(">I", 9) + b"not cbor!",
        b"GET / HTTP/1.1",
    ):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(str(running.socket()))
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(20)
            try:
                assert connection.recv(100) == b""
            except ConnectionResetError:
                pass  # it left without reading all of it
    assert spoken(running, ["client", "list"], argv="text") in ([], [{"kind": "alone"}])
    assert spoken(running, ["client", "list"])[-1] == {"kind": "end", "exit": 0}


def test_copy_of_the_vault_elsewhere_is_not_mistaken_for_it(there: Terminal) -> None:
    shutil.copytree(there.home, there.folder / "copy")
    ran = there.run("--home", "copy", "client", "list", phrase=False)
    assert ran.status == 2  # asked for its phrase


def test_commands_and_pages_run_side_by_side(serving: tuple[Running, Browser]) -> None:
    running, browser = serving
    over = threading.Event()
    pages = []

    def look() -> None:
        while not over.is_set():
            pages.append(browser.ask("/safety"))

    looking = threading.Thread(target=look)
    looking.start()
    with ThreadPoolExecutor(8) as crowd:
        asked = [crowd.submit(spoken, running, ["client", "add", "--json"]) for _ in range(24)]
        codes = {json.loads(bytes(each.result()[0]["data"]))["code"] for each in asked}  # type: ignore[arg-type]
    over.set()
    looking.join()
    assert len(codes) == 24
    assert pages
    listed = running.terminal.ok("client", "list", "--json", "--limit", "500", phrase=False)
    assert codes <= {each["code"] for each in json.loads(listed)}


def test_setting_switches_it_off_at_once(serving: tuple[Running, Browser]) -> None:
    there = serving[0].terminal
    there.ok("settings", "--no-local-commands", phrase=False)
    try:
        assert there.run("client", "list", phrase=False).status == 2
        assert spoken(serving[0], ["client", "list"]) == [{"kind": "alone"}]
    finally:
        there.ok("settings", "--local-commands")
    there.ok("client", "list", phrase=False)


def test_lock_leaves_a_name_that_is_cleaned_away(running: Running) -> None:
    terminal = running.terminal
    running.unlock()
    path = running.socket()
    terminal.ok("client", "list", phrase=False)
    running.process.send_signal(signal.SIGUSR1)
    deadline = time.monotonic() + 10
    while spoken_or_none(running) is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    path.unlink(missing_ok=True)
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    dead.bind(str(path))
    dead.close()
    assert terminal.run("client", "list", phrase=False).status == 2
    assert not path.exists()
    terminal.ok("client", "list")


def spoken_or_none(running: Running) -> object:
    try:
        return spoken(running, ["client", "list"])
    except (OSError, ValueError):
        return None


@pytest.fixture
def impostor(terminal: Terminal) -> Iterator[Callable[[bytes], None]]:
    """Something that listens under the vault's name and says what it is told."""
    (vault,) = terminal.home.iterdir()
    folder = terminal.state / "run"
    folder.mkdir(mode=0o700, parents=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(folder / f"{vault.name}.sock"))
        listening.listen()
        answer = [b""]

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    frames.receive(connection, frames.REQUEST_LIMIT)
                    connection.sendall(answer[0])

        threading.Thread(target=serve, daemon=True).start()
        yield lambda data: answer.__setitem__(0, data)
        listening.shutdown(socket.SHUT_RDWR)


def test_lock_before_the_answer_is_told(
    terminal: Terminal, impostor: Callable[[bytes], None]
) -> None:
    ran = terminal.run("client", "add")
    assert ran.status == 3
    assert "Look whether this was done" in ran.err
    impostor(b"\xff\xff\xff\xff")
    assert terminal.run("client", "add").status == 3


def test_only_files_that_the_command_names_are_read_for_anybody(
    terminal: Terminal, impostor: Callable[[bytes], None]
) -> None:
    asking = canonical.encode({"kind": "needs", "what": "file", "name": str(terminal.phrase_file)})
    impostor(len(asking).to_bytes(4, "big") + asking)
    ran = terminal.run("client", "add", "--goes-by", "somebody")
    assert ran.status == 3
    assert "Look whether this was done" in ran.err
