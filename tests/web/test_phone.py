"""A phone over TLS against a real `panoh start`: what it is shown, and all that is refused."""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from panoh import bootstrap, platform
from panoh.crypto.page_certificate import make
from panoh.web import serve
from panoh.web.pages import shell_pages
from panoh.web.phone import doorway
from panoh.web.phone.served import SHELL, is_served
from panoh.web.session import Session
from panoh.web.shell import Held
from tests.web.phone import PIN, Offer, Phone, at, offer, open_port, switch_on, tls, vault
from tests.web.running import Client, words

CANARY = "turquoise-canary-4711"
ELSEWHERE = next(iter(platform.own_addresses()), "")


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    home = tmp_path_factory.mktemp("phone") / "home"
    home.mkdir()
    found = vault(home)
    found.get("/sample")
    found.post("/sample", {"code": CANARY})
    yield found
    found.running.stop()


@pytest.fixture(scope="module")
def address(owner: Client) -> str:
    return switch_on(owner)


@pytest.fixture
def fresh(owner: Client, address: str) -> Offer:
    return offer(owner)


@pytest.fixture(scope="module")
def paired(owner: Client, address: str) -> Phone:
    made = offer(owner)
    phone = Phone(address, made.fingerprint)
    assert phone.follow(phone.pair(made)).status == 200
    return phone


@pytest.fixture
def nokia(paired: Phone) -> Phone:
    """Paired, and in."""
    if paired.get("/sample").status == 303:
        paired.get("/in")
        paired.post("/in", {"pin": PIN})
    return paired


# ── plain HTTP stays on this computer ───────────────────────────────────────────────────────


def test_plain_http_is_answered_by_nobody_off_loopback(owner: Client, address: str) -> None:
    host, port = at(address)
    for raw in (f"GET / HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"):
        got = socket_talk(host, port, raw.encode())
        assert b"HTTP" not in got
        assert b"html" not in got
    if not ELSEWHERE:
        pytest.skip("this machine has no address but loopback")
    assert not open_port(ELSEWHERE, owner.running.port)


def socket_talk(host: str, port: int, raw: bytes) -> bytes:
    with socket.create_connection((host, port), timeout=5) as link:
        link.sendall(raw)
        got = b""
        try:
            while part := link.recv(4096):
                got += part
        except ConnectionResetError:
            pass
        return got


def test_the_pages_process_refuses_a_plain_socket_of_another_address() -> None:
    with socket.socket() as wide, socket.socket() as here:
        wide.bind(("0.0.0.0", 0))
        here.bind(("127.0.0.1", 0))
        serve._only_here([here])
        with pytest.raises(RuntimeError):
            serve._only_here([here, wide])


def test_nothing_older_than_tls_1_2_is_spoken(address: str) -> None:
    held = doorway._sealed(make(bytes(32), datetime.now(UTC), ["127.0.0.1"]))
    assert held.minimum_version == ssl.TLSVersion.TLSv1_2


# ── pairing ─────────────────────────────────────────────────────────────────────────────────


def test_the_certificate_is_the_one_that_is_shown(address: str, fresh: Offer) -> None:
    raw = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    tls(*at(address), raw, fresh.fingerprint)
    with pytest.raises(AssertionError):
        tls(*at(address), raw, "00" * 32)


def test_a_wrong_code_pairs_nobody_and_has_to_wait(address: str, fresh: Offer) -> None:
    phone = Phone(address)
    back = phone.follow(phone.pair(fresh, code="AAAA-AAAA"))
    assert "That is not the code, or it is over" in words(back)
    assert "AAAA" not in back.text
    assert PIN not in back.text
    assert "Too many tries" in words(phone.follow(phone.pair(fresh)))
    assert phone.token == ""
    assert phone.get("/sample").status == 403


def test_a_code_works_once(address: str, fresh: Offer) -> None:
    first, second = Phone(address), Phone(address)
    assert first.follow(first.pair(fresh, "Alcatel")).status == 200
    assert second.pair(fresh).status == 403
    assert second.token == ""


def test_a_weak_pin_is_refused_and_the_code_still_good(address: str, fresh: Offer) -> None:
    phone = Phone(address)
    assert "too easy to guess" in words(phone.follow(phone.pair(fresh, pin="123456")))
    assert phone.follow(phone.pair(fresh, "Motorola")).status == 200


def test_a_new_code_ends_the_one_before(owner: Client, address: str, fresh: Offer) -> None:
    offer(owner)
    phone = Phone(address)
    assert phone.pair(fresh).status == 403
    assert phone.get(urlsplit(fresh.place).path).status == 403


def test_a_place_that_is_typed_in_small_letters_is_found(address: str, fresh: Offer) -> None:
    assert Phone(address).get(urlsplit(fresh.place).path.lower()).status == 200
    assert Phone(address).get("/P/AAAAAA").status == 403


# ── who may pass ────────────────────────────────────────────────────────────────────────────


def test_a_paired_phone_reads_and_writes(nokia: Phone) -> None:
    assert CANARY in nokia.get("/sample/seen").text
    nokia.get("/sample")
    assert "Please check" in words(nokia.follow(nokia.post("/sample", {"code": ""})))
    assert nokia.get("/awake").status == 204


def test_others_get_no_word_of_it(nokia: Phone, address: str) -> None:
    stranger = Phone(address)
    for path in ("/", "/sample/seen", "/in", "/phone", "/lock", "/nowhere"):
        got = stranger.get(path)
        assert got.status == 403, path
        assert CANARY not in got.text
        assert "Panoh" not in got.text
    for path in ("/static/a/b", "/static/", "/manifest/x", "/manifests", "/P/", "/P/AAAAAA/x"):
        assert "<nav" not in stranger.get(path).text, path
        assert stranger.get(path).status == 403, path
    for path in ("/static/x", "/manifest", "/P/AAAAAA", "/in", "/lock"):
        assert stranger.post(path).status in {303, 403}, path
    for token in ("made-up", nokia.token[:-1], nokia.token + "A", nokia.token.swapcase()):
        assert Phone(address, token=token).get("/sample/seen").status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "panoh.example"}, {"Host": "127.0.0.1"}, {"Host": "localhost:1"}, {"Host": None},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Dest": "iframe"},
        {"Origin": "https://panoh.example"}, {"Sec-Purpose": "prefetch"},
    ],
    ids=str,
)  # fmt: skip
def test_what_does_not_come_from_here_is_refused(
    nokia: Phone, headers: dict[str, str | None]
) -> None:
    got = nokia.send("GET", "/sample/seen", headers)
    assert got.status in {400, 403, 421}
    assert got.body == b""


def test_a_form_from_elsewhere_changes_nothing(nokia: Phone) -> None:
    nokia.get("/sample")
    for changed in ({"origin": "http://127.0.0.1"}, {"origin": None}, {"sec_fetch_site": "none"}):
        assert nokia.post("/sample", {"code": "stolen"}, **changed).status == 403
    nokia.form_token = "0" * 64
    assert nokia.post("/sample", {"code": "stolen"}).status == 303
    assert "stolen" not in nokia.get("/sample/seen").text


def test_cookies_of_computer_and_phone_are_worth_nothing_to_each_other(
    owner: Client, nokia: Phone, address: str
) -> None:
    assert Phone(address, token=owner.cookie).get("/sample/seen").status == 403
    as_desk = {"Cookie": f"__Host-panoh={owner.cookie}"}
    assert nokia.send("GET", "/sample/seen", as_desk).status == 403
    other = Client(owner.running, cookie=nokia.token)
    assert other.get("/sample/seen").status == 403


def test_the_same_headers_stand_on_every_answer(nokia: Phone) -> None:
    nokia.get("/manifest")
    nokia.get("/nowhere")
    for got in nokia.seen:
        assert got.header("cache-control") == "no-store"
        assert "default-src 'none'" in got.header("content-security-policy")
    cookies = [each for got in nokia.seen for each in got.all("set-cookie")]
    assert cookies
    for each in cookies:
        assert re.search(r"Path=/; Max-Age=\d+; Secure; HttpOnly; SameSite=Strict\Z", each)


# ── shutting out, switching off, leaving alone ──────────────────────────────────────────────


def test_a_phone_that_is_shut_out_is_shown_nothing_and_others_go_on(
    owner: Client, nokia: Phone, address: str, fresh: Offer
) -> None:
    lost = Phone(address)
    lost.follow(lost.pair(fresh, "Lost one"))
    assert lost.get("/sample/seen").status == 200
    link = next(
        part.group(1)
        for part in re.finditer(
            r'(/phone/[0-9a-f]+/out)">[^<]*<span class="unseen">: Lost one',
            owner.get("/phone").text,
        )
    )
    assert "Lost one" in words(owner.get(link))
    assert "Shut out: Lost one." in words(owner.follow(owner.post(link)))
    assert lost.get("/sample/seen").status == 403
    assert nokia.get("/sample/seen").status == 200
    owner.get("/phone")
    owner.post("/phone/off")
    assert switch_on(owner) == address
    assert lost.get("/sample/seen").status == 403  # nor after it was switched on again
    nokia.get("/")
    assert nokia.get("/sample/seen").header("location") == "/in"
    nokia.get("/in")
    assert nokia.follow(nokia.post("/in", {"pin": PIN})).status == 200


def test_five_wrong_pins_shut_a_phone_out(owner: Client, address: str, fresh: Offer) -> None:
    owner.get("/phone")
    phone = Phone(address)
    phone.pair(fresh, "Guessed at")
    owner.get("/phone")
    owner.post("/phone/off")
    switch_on(owner)
    phone.get("/in")
    assert "One more" not in words(phone.follow(phone.post("/in", {"pin": "000000"})))
    assert "Too many tries" in words(phone.follow(phone.post("/in", {"pin": PIN})))
    assert phone.get("/sample/seen").header("location") == "/in"
    assert phone.post("/sample", {"code": "guessed"}).header("location") == "/in"
    assert CANARY not in "".join(each.text for each in phone.seen if each.status == 200)


# ── which pages ─────────────────────────────────────────────────────────────────────────────


def test_what_stays_at_the_computer_is_not_shown(nokia: Phone) -> None:
    for path in ("/safety", "/phrase", "/backup", "/vault/paper", "/travel", "/recovery", "/share",
                 "/devices", "/exchange", "/safety/wipe", "/phone", "/phone/code"):  # fmt: skip
        got = nokia.get(path)
        assert (got.status, "stays at the computer" in words(got)) == (403, True), path
    nokia.get("/sample")
    for path in ("/phone/off", "/phone/pair", "/phrase", "/safety/idle", "/travel/leave"):
        told = nokia.follow(nokia.post(path))
        assert "done at the computer" in words(told), path
    assert nokia.get("/sample").status == 200


def test_no_file_is_handed_to_a_phone_by_any_page(owner: Client, nokia: Phone) -> None:
    assert owner.get("/sample/out").body == b"a file"
    got = nokia.get("/sample/out")
    assert (got.status, b"a file" in got.body, got.header("content-disposition")) == (
        403,
        False,
        "",
    )


def test_of_all_pages_no_key_file_or_erasing_goes_out() -> None:
    made = bootstrap.shell(Path())
    pages = [*shell_pages(Held(made, Session.unreachable())), *made.pages]
    out = {page.path for page in pages if is_served(page, page not in made.pages)}
    assert {"/today", "/clients", "/client/{id}", "/search", "/now", "/services"} <= out
    for each in ("export", "import", "paper", "file", "erase", "share", "evidence", "vault",
                 "phrase", "backup", "recovery", "travel", "devices", "wipe"):  # fmt: skip
        assert not [path for path in out if each in path.split("/")], each
    assert not [page.path for page in pages if page.upload and page.path in out]
    own = {page.path for page in pages if page not in made.pages}
    assert out & own == SHELL  # a new page of the shell stays at home until it is named


def test_the_shortcut_has_fixed_words_our_own_picture_and_no_worker(nokia: Phone) -> None:
    page = nokia.get("/sample").text
    assert '<link rel="manifest" href="/manifest" crossorigin="use-credentials">' in page
    assert "/safety" not in page
    got = nokia.get("/manifest", sec_fetch_dest="manifest")
    said = json.loads(got.body)
    assert (said["name"], said["start_url"], said["display"]) == ("Panoh", "/", "browser")
    assert set(said) == {"name", "short_name", "start_url", "scope", "display", "icons"}
    for icon in said["icons"]:
        picture = nokia.get(icon["src"], sec_fetch_dest="image")
        assert (picture.status, picture.header("content-type")) == (200, icon["type"])
    static = Path("src/panoh/web/static")
    assert not [each for each in static.iterdir() if b"serviceWorker" in each.read_bytes()]
