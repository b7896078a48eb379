"""Every page of the real program behind the real gate, without a socket."""

from __future__ import annotations

import asyncio
import dataclasses
import gzip
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from panoh import bootstrap
from panoh.core import phones
from panoh.core.vault import store
from panoh.crypto.derive import FLOOR
from panoh.errors import VaultBusy
from panoh.web.page import Go, Page, Show
from panoh.web.pages import shell_pages
from panoh.web.render import Renderer, Static
from panoh.web.session import Session, fingerprint, form_token, new_secret
from panoh.web.shell import Held, Shell
from panoh.web.site import build
from tests.web.running import Got
from tests.web.shells import PHRASE
from tests.web.shells import shell as sample_shell

SITE = "0123456789.localhost:1234"
RECORD = "0" * 32


class Inside:
    """Speaks ASGI to an app as the owner's browser does."""

    def __init__(self, shell: Shell) -> None:
        self.cookie = new_secret()
        session = Session(SITE, None, fingerprint(self.cookie), lambda _state: None)
        self.app: Starlette = build(shell, session)
        self.held: Held = self.app.state.held

    def send(self, method: str, path: str, form: dict[str, str] | None = None) -> Got:
        target, _, query = path.partition("?")
        body = urlencode({"csrf": form_token(self.cookie), **(form or {})}).encode()
        headers = [
            (b"host", SITE.encode()),
            (b"cookie", f"__Host-panoh={self.cookie}".encode()),
            (b"origin", f"http://{SITE}".encode()),
            (b"sec-fetch-site", b"same-origin"),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ]
        scope: dict[str, Any] = {
            "type": "http", "method": method, "path": target, "raw_path": target.encode(),
            "query_string": query.encode(), "headers": headers, "http_version": "1.1",
        }  # fmt: skip
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def collect(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, collect))
        headers_back = [(k.decode(), v.decode()) for k, v in sent[0]["headers"]]
        for name, value in headers_back:
            if name == "set-cookie":
                self.cookie = value.split("=", 1)[1].split(";")[0]
        return Got(sent[0]["status"], headers_back, b"".join(m["body"] for m in sent[1:]))

    def open_vault(self) -> None:
        place, key = bootstrap.create_vault(self.held.shell.home, PHRASE, "Amina", cost=FLOOR)
        node = self.held._worker.submit(bootstrap.open_node, place, key).result()
        self.held._worker.submit(self.held.open, node).result()


@pytest.fixture
def inside(home: Path) -> Iterator[Inside]:
    found = Inside(sample_shell(home))
    yield found
    if found.held.node is not None:
        found.held._worker.submit(found.held.node.close).result()


@pytest.fixture
def whole(home: Path) -> Iterator[Inside]:
    """The shell as `bootstrap` makes it, all apps in it."""
    found = Inside(bootstrap.shell(home))
    yield found
    if found.held.node is not None:
        found.held._worker.submit(found.held.shell.on_lock or (lambda _n: None), found.held.node)


def _path(page: Page) -> str:
    return "/".join(RECORD if "{" in part else part for part in page.path.split("/"))


def _all_pages(inside: Inside) -> list[Page]:
    return [*shell_pages(inside.held), *inside.held.shell.pages]


def test_every_post_answers_303_locked_and_unlocked(whole: Inside) -> None:
    posts = [each for each in _all_pages(whole) if each.method == "POST"]
    assert len(posts) > 20
    for page in posts:
        got = whole.send("POST", _path(page))
        assert (got.status, got.body) == (303, b""), page.name
    whole.open_vault()
    for page in posts:
        got = whole.send("POST", _path(page))
        assert (got.status, got.body) == (303, b""), page.name
        assert not got.header("content-type")
        whole.send("GET", got.header("location"))


def test_no_page_says_anything_while_locked(whole: Inside) -> None:
    for page in _all_pages(whole):
        if page.method == "GET" and not page.locked:
            got = whole.send("GET", _path(page))
            assert (got.status, got.header("location")) == (303, "/"), page.name


def test_every_get_is_a_page_or_leads_to_one(whole: Inside) -> None:
    whole.open_vault()
    for page in _all_pages(whole):
        if page.method == "GET":
            got = whole.send("GET", _path(page))
            assert got.status in {200, 303, 404}, page.name
            assert "Something went wrong" not in got.text, page.name


def test_what_stands_outside_speaks_the_language_of_the_vault(home: Path) -> None:
    bootstrap.create_vault(home, PHRASE, "Amina", "ru", cost=FLOOR)
    inside = Inside(dataclasses.replace(bootstrap.shell(home), banner="Phrase"))
    got = inside.send("GET", "/nothing/here")
    assert (got.status, 'lang="ru"' in got.text, "Фраза" in got.text) == (404, True, True)


def test_a_slip_in_the_phrase_typed_back_is_named_by_its_word(inside: Inside) -> None:
    got = inside.send("POST", "/vault/new", {"way": "made", "name": "Manzura"})
    phrase = got.header("location")
    words = inside.held.waiting.kept(phrase.split("s=")[1])["phrase"].split()  # type: ignore[index]
    back = phrase.replace("/vault/phrase", "/vault/back")
    told = inside.send("POST", back, {"phrase": " ".join([*words[:2], "x", *words[3:]])})
    assert "Word 3 differs" in inside.send("GET", told.header("location")).text
    told = inside.send("POST", back, {"phrase": " ".join(words[:-1])})
    assert "This is not the phrase" in inside.send("GET", told.header("location")).text
    assert 'value="Manzura"' in inside.send("GET", phrase.replace("/phrase", "/new")).text


def test_titles_hold_no_name_and_addresses_no_words_of_a_person(whole: Inside) -> None:
    whole.open_vault()
    for page in _all_pages(whole):
        if page.method == "GET":
            title = whole.send("GET", _path(page)).text.partition("<title>")[2]
            assert "Amina" not in title.partition("</title>")[0]


def test_fixed_words_go_before_ids(home: Path) -> None:
    pages = (
        Page("GET", "/thing/{id}", lambda _visit: Go("/id"), "one", locked=True),
        Page("GET", "/thing/new", lambda _visit: Go("/new"), "new", locked=True),
        Page("GET", "/{id}/new", lambda _visit: Go("/other"), "other", locked=True),
    )
    inside = Inside(Shell(home, sample_shell(home).doors, pages))
    assert inside.send("GET", "/thing/new").header("location") == "/new"
    assert inside.send("GET", "/thing/7").header("location") == "/id"


def test_a_post_that_shows_is_a_fault_and_still_303(home: Path) -> None:
    pages = (Page("POST", "/bad", lambda _visit: Show("seen.html", "Bad"), "bad", locked=True),)
    inside = Inside(Shell(home, sample_shell(home).doors, pages))
    got = inside.send("POST", "/bad")
    assert got.status == 303
    assert inside.send("GET", got.header("location")).status == 500


def test_replies_never_lead_away(home: Path) -> None:
    pages = tuple(
        Page("GET", f"/away/{n}", lambda _visit, to=to: Go(to), f"a{n}", locked=True)  # type: ignore[misc]
        for n, to in enumerate(("//evil.example", "http://evil.example", "evil"))
    )
    inside = Inside(Shell(home, sample_shell(home).doors, pages))
    for page in pages:
        assert inside.send("GET", page.path).status == 500


def test_an_error_of_ours_is_told_in_its_own_words(home: Path) -> None:
    def busy(_visit: object) -> Go:
        raise VaultBusy

    pages = (Page("POST", "/busy", busy, "busy", locked=True),)
    inside = Inside(Shell(home, sample_shell(home).doors, pages))
    shown = inside.send("GET", inside.send("POST", "/busy").header("location"))
    assert shown.status == 503
    assert "Try again in a moment" in shown.text


def test_idle_counts_on_both_clocks(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    held = inside.held
    assert not held.idle_over()  # nothing to lock
    inside.open_vault()
    assert held.idle_seconds == 300
    inside.send("POST", "/safety/idle", {"minutes": "1"})
    assert held.idle_seconds == 60
    inside.send("POST", "/safety/idle", {"minutes": "600"})
    assert held.idle_seconds == 60
    assert not held.idle_over()
    clock = phones.time
    now, wall = clock.monotonic(), clock.time()
    monkeypatch.setattr(clock, "monotonic", lambda: now + 61)
    assert held.idle_over()
    monkeypatch.setattr(clock, "monotonic", lambda: now)
    monkeypatch.setattr(clock, "time", lambda: wall + 61)  # the lid was closed
    assert held.idle_over()
    inside.send("GET", "/awake")
    assert not held.idle_over()


def test_language_of_the_vault_is_chosen_on_safety(inside: Inside) -> None:
    inside.open_vault()
    inside.send("POST", "/safety/language", {"language": "tg"})
    assert 'lang="tg"' in inside.send("GET", "/safety").text.split(">", 2)[1]
    inside.send("POST", "/safety/language", {"language": "xx"})
    node = inside.held.node
    assert node is not None
    assert node.language == "tg"
    assert store.read_header(node.place).language == "tg"


def test_a_name_that_cannot_be_kept_is_refused_before_the_phrase(inside: Inside) -> None:
    told = inside.send("POST", "/vault/new", {"way": "made", "name": "Ami\x07na"})
    assert told.header("location").startswith("/vault/new?")
    assert "cannot be shown" in inside.send("GET", told.header("location")).text


def test_lock_drops_everything_and_leaves(inside: Inside) -> None:
    left: list[bool] = []
    inside.held.leave = lambda: left.append(inside.held.node is None)
    inside.open_vault()
    inside.send("POST", "/sample", {"story": "typed"})
    got = inside.send("POST", "/lock")
    assert (got.status, got.header("location"), left) == (303, "/", [True])
    assert len(inside.held.waiting) == 0


def test_a_page_from_before_the_last_unlock_locks_too(inside: Inside) -> None:
    left: list[bool] = []
    inside.held.leave = lambda: left.append(True)
    inside.open_vault()
    inside.send("POST", "/lock", {"csrf": form_token("the cookie of before")})
    assert left == [True]
    other = Inside(inside.held.shell)
    other.held.leave = lambda: left.append(False)
    other.cookie = new_secret()
    other.send("POST", "/lock")
    assert left == [True]  # a stranger cannot


def test_what_is_busy_is_counted_by_all_threads(inside: Inside) -> None:
    def work() -> None:
        for _time in range(200):
            inside.held.call(lambda: None)

    threads = [threading.Thread(target=work) for _each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert inside.held._busy == 0


def test_the_first_page_is_small() -> None:
    static = Static()
    page = Renderer({}, static).page(
        "welcome.html", "0" * 64,
        {"languages": {"en": "English"}, "form": {}, "problems": {}, "title": "", "told": "",
         "here": "/", "unlocked": False, "banner": ""},
    )  # fmt: skip
    files = [static.answer(static.place(n).rpartition("/")[2]) for n in ("panoh.css", "panoh.js")]
    weight = sum(len(gzip.compress(each.body)) for each in files if each is not None)
    assert weight + len(gzip.compress(page)) < 15_000
    assert all(each is not None and len(each.body) < 20_000 for each in files)


def test_the_script_is_short() -> None:
    assert Path("src/panoh/web/static/panoh.js").stat().st_size < 9216
