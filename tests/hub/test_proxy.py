"""The hub behind a real nginx with TLS, set up as docs/hub.md says, word for word."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from panoh.wire import limits
from tests.hub.cluster import free_port
from tests.hub.running import Member, Running, blob, blobs, hub
from tests.support import tree

AROUND = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
events {{ worker_connections 200; }}
http {{
    client_body_temp_path {folder}/temp-body;
    proxy_temp_path {folder}/temp-proxy;
    fastcgi_temp_path {folder}/temp-a;
    uwsgi_temp_path {folder}/temp-b;
    scgi_temp_path {folder}/temp-c;
{server}
}}
"""


@dataclass
class Proxy:
    """nginx in front of a hub."""

    folder: Path
    url: str
    trusting: ssl.SSLContext
    behind: Running

    def member(self) -> Member:
        return Member(self.url, trusting=self.trusting)


def documented(folder: Path, port: int, behind: int) -> str:
    """The block from the page, with this test's names and ports in place of the example's."""
    text = (tree.DOCS / "hub.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"(?ms)^```nginx\n(.*?)^```", text)
    for example, here in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("hub.example.org", "localhost"),
        ("/etc/ssl/hub.pem", str(folder / "hub.pem")),
        ("/etc/ssl/hub.key", str(folder / "hub.key")),
        ("127.0.0.1:8440", f"127.0.0.1:{behind}"),
    ):
        assert block.count(example) == 1, example
        block = block.replace(example, here)
    return AROUND.format(folder=folder, server=block)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    # `.ci/run` installs it; a machine without it does not test TLS, and says so by failing.
    assert Path(nginx).exists(), "no nginx: install Debian's nginx-light"
    folder = tmp_path_factory.mktemp("proxy")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", folder / "hub.key", "-out", folder / "hub.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    port = free_port()
    with hub(f"sqlite:///{folder / 'hub.db'}") as behind:
        (folder / "nginx.conf").write_text(documented(folder, port, behind.port))
        process = subprocess.Popen(
            [nginx, "-p", folder, "-c", folder / "nginx.conf", "-g", "daemon off;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait(port, process)
            trusting = ssl.create_default_context(cafile=str(folder / "hub.pem"))
            yield Proxy(folder, f"https://localhost:{port}", trusting, behind)
        finally:
            process.terminate()
            process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.05)
    raise RuntimeError("nginx did not start")


def test_everything_goes_through_tls(proxy: Proxy) -> None:
    amina = proxy.member()
    amina.create()
    mine = [*blobs(600), blob(limits.MOST_BODY)]
    for at in range(0, len(mine), 300):
        amina.append(mine[at : at + 300])
    assert amina.drop([mine[0].name]) == 1
    assert amina.again().everything()[1:] == mine[1:]
    assert amina.fetch(len(mine), wait=1).blobs == ()


def test_without_the_certificate_nothing_is_said(proxy: Proxy) -> None:
    stranger = Member(proxy.url, trusting=ssl.create_default_context())
    with pytest.raises(ssl.SSLCertVerificationError):
        stranger.meet()


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_tls_is_refused(proxy: Proxy) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.load_verify_locations(str(proxy.folder / "hub.pem"))
    old.set_ciphers("ALL:@SECLEVEL=0")
    with contextlib.suppress(ValueError):
        old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError):
        Member(proxy.url, trusting=old).meet()


def test_the_proxy_keeps_no_address_and_no_entry(proxy: Proxy) -> None:
    amina = proxy.member()
    amina.create()
    large = blob(4_000_000)
    amina.append([large])
    assert amina.everything() == [large]
    piece = (large.body or b"")[1000:1400]
    written = [path for path in proxy.folder.rglob("*") if path.is_file()]
    for path in written:
        if not path.name.startswith("hub."):
            data = path.read_bytes()
            assert piece not in data, path
            assert b"127.0.0.1" not in data or path.name == "nginx.conf", path
    assert not [path for path in written if "temp-" in str(path) or path.name == "access.log"]
