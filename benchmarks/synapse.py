"""Matrix Synapse on the same opaque messages: started from a virtual environment of its own."""

from __future__ import annotations

import http.client
import json
import re
import secrets
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.figures import resident
from tests.hub.cluster import free_port

START_SECONDS = 60.0
TEXT = 1024
PAGE = 100
UNLIMITED = {"per_second": 100_000, "burst_count": 100_000}


@dataclass
class Measured:
    one: float
    eight: float
    fetch: float
    memory: float
    disk: float


def measure(place: Path, folder: Path, count: int, lines: int) -> Measured:
    """Sends `count` messages over one connection, as many over `lines`, and fetches all."""
    python, port = place / "bin" / "python", free_port()
    config = _configure(python, folder, port)
    process = subprocess.Popen(
        [python, "-m", "synapse.app.homeserver", "-c", config],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        secret = re.findall(r'registration_shared_secret: "([^"]+)"', config.read_text())[0]
        token = _register(python, port, secret, "amina")
        reader = _register(python, port, secret, "bahrom")
        room = _ask(port, token, "POST", "/createRoom", {"preset": "public_chat"})["room_id"]
        _ask(port, reader, "POST", f"/join/{quote(room)}", {})
        before = _disk(folder)
        one = _send(port, token, room, count, 1)
        eight = _send(port, token, room, count, lines)
        memory = resident(process.pid)
        fetched, seconds = _fetch(port, reader, room)
    finally:
        process.terminate()
        process.wait(30)
    disk = (_disk(folder) - before) / (2 * count)
    return Measured(one, eight, fetched / seconds, memory, disk)


def _configure(python: Path, folder: Path, port: int) -> Path:
    config = folder / "homeserver.yaml"
    subprocess.run(
        [python, "-m", "synapse.app.homeserver", "--server-name", "bench", "--config-path", config,
         "--generate-config", "--report-stats=no"],
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    limits = dict.fromkeys(
        ("rc_message", "rc_joins_per_room", "rc_room_creation", "rc_registration"), UNLIMITED
    )
    login = {"rc_login": {"address": UNLIMITED, "account": UNLIMITED, "failed_attempts": UNLIMITED}}
    text = re.sub(r"port: 8008", f"port: {port}", config.read_text())
    config.write_text(text + "\n" + _yaml({**limits, **login}))
    return config


def _yaml(value: dict[str, Any]) -> str:
    """JSON is YAML."""
    return "\n".join(f"{name}: {json.dumps(inner)}" for name, inner in value.items()) + "\n"


def _wait(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            _ask(port, "", "GET", "/versions", None, base="/_matrix/client")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def _register(python: Path, port: int, secret: str, name: str) -> str:
    password = secrets.token_hex(8)
    subprocess.run(
        [python.with_name("register_new_matrix_user"), "-u", name, "-p", password, "--no-admin",
         "-k", secret, f"http://127.0.0.1:{port}"],
        check=True, capture_output=True,
    )  # fmt: skip
    user = {"type": "m.id.user", "user": name}
    login = {"type": "m.login.password", "identifier": user, "password": password}
    return str(_ask(port, "", "POST", "/login", login)["access_token"])


def _ask(
    port: int, token: str, method: str, path: str, body: Any, base: str = "/_matrix/client/v3"
) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        return _on(connection, token, method, base + path, body)
    finally:
        connection.close()


def _on(
    connection: http.client.HTTPConnection, token: str, method: str, path: str, body: Any
) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    read = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} {read[:200]!r}")
    return json.loads(read)


def _send(port: int, token: str, room: str, count: int, lines: int) -> float:
    """Messages a second."""
    content = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x" * TEXT}
    where = f"/_matrix/client/v3/rooms/{quote(room)}/send/m.room.encrypted/"

    def work(mine: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(mine):
            _on(connection, token, "PUT", where + secrets.token_hex(8), content)
        connection.close()

    threads = [threading.Thread(target=work, args=(count // lines,)) for _ in range(lines)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count // lines * lines / (time.perf_counter() - began)


def _fetch(port: int, token: str, room: str) -> tuple[int, float]:
    """A second client, page after page of `PAGE` messages; how many, and seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    got, at = 0, ""
    began = time.perf_counter()
    while True:
        path = f"/_matrix/client/v3/rooms/{quote(room)}/messages?dir=b&limit={PAGE}{at}"
        page = _on(connection, token, "GET", path, None)
        got += sum(each["type"] == "m.room.encrypted" for each in page["chunk"])
        if not page["chunk"] or "end" not in page:
            return got, time.perf_counter() - began
        at = f"&from={quote(page['end'])}"


def _disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("homeserver.db*"))
