"""The Starlette app: every page behind the gate, every reply made into an answer.

`build` is the factory. It knows the shell's own pages and whatever pages it is handed.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from panoh.core.vault import store, wipe
from panoh.errors import Forbidden, NotFound, PanohError
from panoh.web.answer import Answer, Send, see_other
from panoh.web.gate import BACK, LOCK, Gate, Passed, Receive, Scope, error_place
from panoh.web.page import Again, Form, Go, Page, Reply, Save, Show, Visit
from panoh.web.pages import helping, shell_pages
from panoh.web.pages.values import beside
from panoh.web.phone.doorway import IN
from panoh.web.phone.gate import MANIFEST, PhoneGate
from panoh.web.phone.pages import desk_pages, phone_pages, stays
from panoh.web.phone.served import is_served, reaches
from panoh.web.render import Renderer, Static
from panoh.web.said import said
from panoh.web.session import Session, form_token, set_cookie, set_phone_cookie
from panoh.web.shell import Held, Shell, around
from panoh.words import LANGUAGES, N_, _, choose_language, use_language

WENT_WRONG = N_("Something went wrong. What you saved before is safe; this was not saved.")
WIPE = "/safety/wipe"
NOT_SURE = N_("Nothing was wiped. Say first that you know it is for good.")
AT_COMPUTER = N_("This is done at the computer.")
WAS_LOCKED = N_("Panoh was locked meanwhile. What you saved before is safe; this was not saved.")


def build(shell: Shell, session: Session | None = None) -> Starlette:
    """The app; what it holds is `app.state.held`. `serve` runs it, tests may without a socket."""
    held = Held(shell, session or Session.unreachable())
    static = Static()
    site = Site(held, Renderer(shell.templates, static))
    own = shell_pages(held)
    pages = (*own, *desk_pages(held), *shell.pages)
    common = [
        Route("/static/{name}", _StaticDoor(static), methods=["GET"]),
        Route(LOCK, _LockDoor(held), methods=["POST"]),
    ]
    app = _app(site, [*common, Route(WIPE, _WipeDoor(site), methods=["POST"])], pages)
    uploads = {page.path: page.upload for page in pages if page.upload}
    app.add_middleware(Gate, held=held, uploads=uploads)
    app.state.held = held
    kept = [*(_for_phone(e, own=True) for e in own), *(_for_phone(e) for e in shell.pages)]
    manifest = Route(MANIFEST, _ManifestDoor(static), methods=["GET"])
    for_phones = _app(site, [*common, manifest], (*phone_pages(held), *kept))
    for_phones.add_middleware(PhoneGate, held=held)
    app.state.for_phones = for_phones
    return app


def _app(site: Site, doors: list[Route], pages: Sequence[Page]) -> Starlette:
    routes = [
        *doors,
        *(
            Route(page.path, PageDoor(site, page), methods=[page.method], name=page.name)
            for page in sorted(pages, key=_fixed_words_first)
        ),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={HTTPException: site.no_such_page, Exception: _last_resort},
    )
    app.router.redirect_slashes = False
    return app


def _for_phone(page: Page, *, own: bool = False) -> Page:
    """The page, or in its place the words that it stays at the computer."""
    if is_served(page, own):
        return page
    return replace(page, handle=stays if page.method == "GET" else _stays_too, upload=0)


def _stays_too(_visit: Visit) -> Reply:
    raise Forbidden(why=AT_COMPUTER)


def _fixed_words_first(page: Page) -> tuple[str, ...]:
    """`/client/new` before `/client/{id}`: "~" sorts after every letter."""
    return tuple("~" if "{" in part else part for part in page.path.split("/"))


class Site:
    """Turns a request into a Visit and a Reply into an Answer, in the pages' thread."""

    def __init__(self, held: Held, renderer: Renderer) -> None:
        self.held = held
        self._renderer = renderer
        # Of the apps only: what was typed into the shell's own forms may be a phrase.
        self._asked = {each.path for each in held.shell.pages if each.method == "GET"}

    def answer(self, page: Page, passed: Passed, params: dict[str, str], wishes: str) -> Answer:
        with use_language(self.language(wishes)):
            before = self.held.node
            if before is None and not page.locked:
                return self._was_locked(page.method)
            state = self._state(passed.query)
            visit = Visit(before, params, passed.form, state, passed.query, passed.phone)
            try:
                with self._shown_apart(visit):
                    return self._made(page, visit, passed, before)
            except NotFound as error:
                # The id in the address tells nobody anything; the page has plainer words.
                return self._failed(page, visit, passed, error.http_status, "")
            except PanohError as error:
                return self._failed(page, visit, passed, error.http_status, said(error))
            except Exception as error:  # noqa: BLE001 - a fault must not show data to anyone
                _report(page.name, error)
                return self._failed(page, visit, passed, 500, _(WENT_WRONG))

    @contextmanager
    def _shown_apart(self, visit: Visit) -> Iterator[None]:
        """What is shown of restricted lines at the computer is not shown on a phone thereby."""
        guest = self.held.phones.guest(visit.phone) if self.held.phones is not None else None
        if guest is None or not visit.unlocked:
            yield
            return
        node = visit.node
        before, node.session = node.session, guest.session
        try:
            yield
        finally:
            node.session = before

    def _made(self, page: Page, visit: Visit, passed: Passed, before: object) -> Answer:
        reply = page.handle(visit)
        if isinstance(reply, Save) and reply.name and visit.phone:
            reply = stays(visit)  # a file would stay on the phone
        if isinstance(reply, (Show, Save)):
            if page.method == "POST":
                raise TypeError("a POST page must answer Go or Again")
            if isinstance(reply, Save):
                return Answer(200, reply.data, reply.kind, saved_as=reply.name)
            return self.show(reply, visit, passed)
        answer = see_other(self.place(reply))
        if self.held.node is not before and self.held.node is not None:
            answer.cookie = set_cookie(self.held.session.renew())
        if isinstance(reply, Go) and reply.phone:
            answer.cookie = set_phone_cookie(reply.phone)
        return answer

    def language(self, wishes: str) -> str:
        if self.held.node is not None:
            return self.held.node.language
        home = self.held.shell.home
        return self.held.language or _language_of_all(home) or choose_language(wishes)

    def _state(self, query: Mapping[str, str]) -> dict[str, Any]:
        waiting = self.held.waiting
        state = dict(waiting.kept(query.get("s", "")) or {})
        state.update(waiting.take(query.get("f", "")) or {})
        return state

    def place(self, reply: Go | Again) -> str:
        path = reply.path
        if not path.startswith("/") or path.startswith("//"):
            raise ValueError("a reply must lead to a path of this site")
        if isinstance(reply, Again):
            once: dict[str, Any] = {"form": reply.form, "problems": dict(reply.problems)}
            return _with(path, "f", self.held.waiting.put(once))
        once = dict(reply.once or {})
        if reply.told:
            once.update(told=reply.told, told_at=path.partition("#")[2])
        if reply.keep is not None:
            path = _with(path, "s", self.held.waiting.keep(reply.keep))
        return _with(path, "f", self.held.waiting.put(once)) if once else path

    def show(self, reply: Show, visit: Visit, passed: Passed) -> Answer:
        state = visit.state
        shell, phone = self.held.shell, bool(visit.phone)
        # `outside`: the vault is open, but not to whoever looks at this page.
        unlocked = self.held.node is not None and not reply.data.get("outside")
        navigation = around(shell.navigation, passed.path, self.held.node)
        context = {
            "form": Form(),
            **reply.data,
            **({"form": state["form"]} if "form" in state else {}),
            "problems": state.get("problems", reply.data.get("problems", {})),
            "told": state.get("told", ""),
            "told_at": state.get("told_at", ""),
            "state": state,
            "query": visit.query,
            "title": reply.title,
            # Called by templates, for the few records that have two values.
            "two_values": partial(beside, visit.node) if visit.unlocked else None,
            "here": passed.path,
            "unlocked": unlocked,
            "on_phone": phone,
            "navigation": [each for each in navigation if not phone or reaches(each.path)],
            "banner": shell.banner,
            "tour": helping.band(self.held, passed.path) if reply.status == 200 else None,
            "idle_seconds": self.held.idle_seconds,
        }
        body = self._renderer.page(reply.template, form_token(passed.cookie), context)
        return Answer(reply.status, body)

    def _failed(self, page: Page, visit: Visit, passed: Passed, status: int, words: str) -> Answer:
        if page.method == "POST":
            if page.path in self._asked:  # back to the form, with what was typed
                typed = passed.form.without_files()
                return see_other(self.place(Again(passed.path, typed, {"": words})))
            return see_other(error_place(self.held, status, words))
        return self.show(error_page(status, words), visit, passed)

    def _was_locked(self, method: str) -> Answer:
        if method == "GET":
            return see_other("/")
        return see_other(_with("/", "f", self.held.waiting.put({"told": _(WAS_LOCKED)})))

    async def no_such_page(self, request: Request, error: Exception) -> Response:
        """404 and 405 of the router; a POST is led away here too."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        passed: Passed = request.scope["panoh"]
        wishes = request.headers.get("accept-language", "")

        def make() -> Answer:
            with use_language(self.language(wishes)):
                if request.method == "POST":
                    return see_other(error_place(self.held, status))
                return self.show(error_page(status, ""), Visit(self.held.node), passed)

        return Sent(await self.held.run(make))


def _language_of_all(home: Path) -> str:
    """What is spoken while all is locked: the language of the vaults here, when they have one."""
    try:
        spoken = {store.read_header(each).language for each in store.list_vaults(home)}
    except PanohError:
        return ""  # said in full when that vault is opened
    return spoken.pop() if len(spoken) == 1 and spoken <= LANGUAGES.keys() else ""


def error_page(status: int, words: str) -> Show:
    return Show("error.html", _("Not done"), status=status, code=status, words=words)


class PageDoor:
    """One page as an ASGI app."""

    def __init__(self, site: Site, page: Page) -> None:
        self._site = site
        self._page = page

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        wishes = Request(scope).headers.get("accept-language", "")
        params = {name: str(value) for name, value in scope["path_params"].items()}
        site, page, passed = self._site, self._page, scope["panoh"]
        # Asking for the phrase or the PIN again and again keeps no vault open.
        counts = page.path not in (BACK, IN)
        answer = await site.held.run(
            lambda: site.answer(page, passed, params, wishes), counts=counts
        )
        await answer.send(send)


class _StaticDoor:
    def __init__(self, static: Static) -> None:
        self._static = static

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        found = self._static.answer(scope["path_params"]["name"])
        await (found or Answer(404)).send(send)


class _ManifestDoor:
    """A shortcut for the phone: fixed words, our own picture, and nothing that works by itself.
    It opens in the browser, whose bar shows the address and what the connection is worth."""

    def __init__(self, static: Static) -> None:
        icons = [
            {"src": static.place(name), "sizes": sizes, "type": kind}
            for name, sizes, kind in (
                ("mark.svg", "any", "image/svg+xml"),
                ("mark-192.png", "192x192", "image/png"),
                ("mark-512.png", "512x512", "image/png"),
            )
        ]
        words = {"name": "Panoh", "short_name": "Panoh", "start_url": "/", "scope": "/"}
        whole = json.dumps({**words, "display": "browser", "icons": icons})
        self._answer = Answer(200, whole.encode(), "application/manifest+json")

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await self._answer.send(send)


class _LockDoor:
    """Answers at once, in the loop, whatever page may still be busy; then the process ends."""

    def __init__(self, held: Held) -> None:
        self._held = held

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        answer = see_other("/")
        answer.close = True
        await answer.send(send)
        self._held.lock()


class _WipeDoor:
    """The slots go first, whatever page may still be busy; then the process that knows the key.
    What is left of the vault is removed by the process that follows."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        held, passed = self._site.held, scope["panoh"]
        if held.node is None:
            await see_other("/").send(send)
            return
        with use_language(held.node.language):
            if passed.form.get("sure") != "yes":
                asked = Again(WIPE, Form(), {"sure": _(NOT_SURE)})
                await see_other(self._site.place(asked)).send(send)
                return
            try:
                wipe.keys(held.node.place)
            except PanohError as error:
                await see_other(error_place(held, error.http_status, said(error))).send(send)
                return
        answer = see_other("/")
        answer.close = True
        await answer.send(send)
        held.lock()


class Sent(Response):
    """An Answer where Starlette wants a Response."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self._answer = answer

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await self._answer.send(send)


async def _last_resort(request: Request, error: Exception) -> Response:
    _report("site", error)
    return Sent(see_other("/") if request.method == "POST" else Answer(500, close=True))


def _with(path: str, name: str, value: str) -> str:
    path, mark, fragment = path.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{name}={value}{mark}{fragment}"


def _report(where: str, error: BaseException) -> None:
    """Where it broke, never what was in it: class and lines only, on the terminal."""
    lines = [
        f"{frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-6:]
    ]
    sys.stderr.write(f"panoh: {type(error).__name__} in {where}\n  " + "\n  ".join(lines) + "\n")
