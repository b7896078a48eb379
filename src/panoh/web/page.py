"""What an app hands to the shell and gets from it: `Page`, `Visit`, `Form`, and four replies.

Imports nothing heavy, so that a command can load an app without loading the web.

A GET answers `Show` (or `Save`, a file) and never changes anything. A POST answers `Go` or `Again`;
both become a 303 to an address of fixed words and random ids, because a form that is re-rendered in
answer to a POST stays in the browser's session files (core.md §7).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from panoh.core.node import Node


ANSWER = ".answer"
"""The control beside a field that carries one of the answers of `core.records.model.Answer`."""
ANSWERS = frozenset({"?not_asked", "?declined", "?not_safe"})


class Form:
    """What was typed: every name with its values in order. Never changed, never written down."""

    __slots__ = ("_files", "_values")

    def __init__(
        self,
        values: Mapping[str, Iterable[str]] | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        self._values = {name: tuple(each) for name, each in (values or {}).items()}
        self._files = dict(files or {})

    def file(self, name: str) -> bytes:
        """What was uploaded under `name`; empty when nothing was. Its name was not kept."""
        return self._files.get(name, b"")

    def without_files(self) -> Form:
        """What may wait for a page to come back: texts only."""
        return Form(self._values)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Form:
        """A form that already holds a record: None is empty, a list is several values."""
        return cls({name: _texts(value) for name, value in values.items()})

    def get(self, name: str, default: str = "") -> str:
        """The last value under `name`: a browser sends a checkbox after its hidden twin.

        An answer chosen beside the field ("?declined", sent as `name.answer`) goes before text.
        """
        found = self._answer(name) or self._values.get(name)
        return found[-1] if found else default

    def all(self, name: str) -> list[str]:
        return list(self._answer(name) or self._values.get(name, ()))

    def typed(self, name: str) -> list[str]:
        """What stands in the field itself, whatever answer was chosen beside it."""
        return list(self._values.get(name, ()))

    def _answer(self, name: str) -> tuple[str, ...]:
        beside = tuple(each for each in self._values.get(name + ANSWER, ()) if each)
        among = tuple(each for each in self._values.get(name, ()) if each in ANSWERS)
        return (beside or among)[-1:]

    def names(self) -> list[str]:
        return [name for name in self._values if not name.endswith(ANSWER)]

    def raw(self, names: Iterable[str]) -> dict[str, str | list[str]]:
        """Raw values for `core.records.rules.clean_all`: one text, or a list when several came."""
        found: dict[str, str | list[str]] = {}
        for name in names:
            several = self.all(name)
            if several:
                # The empty twin of a box or button only says that the question stood there.
                filled = [each for each in several if each] or [""]
                found[name] = filled if len(filled) > 1 else filled[0]
        return found

    def letters(self) -> int:
        """How much was typed, names and answers too."""
        return sum(len(name) + sum(map(len, each)) for name, each in self._values.items())

    def __contains__(self, name: object) -> bool:
        return bool(self._values.get(str(name))) or bool(self._answer(str(name)))

    def __bool__(self) -> bool:
        return bool(self._values)


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("1" if value else "0",)
    if isinstance(value, (list, tuple)):
        return tuple(str(each) for each in value)
    return (str(value),)


@dataclass(slots=True)
class Visit:
    """One request as a page sees it.

    `state` is what an earlier POST left for this GET: `form` and `problems` after `Again` (once),
    or whatever `Go(keep=…)` kept (for the session, under `?s=`). `query` holds fixed words and ids
    only, such as `page=2`; anything else was refused before.
    """

    _node: Node | None
    path_params: dict[str, str] = field(default_factory=dict)
    form: Form = field(default_factory=Form)
    state: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    phone: str = ""
    """The token of the paired phone that asks; empty for the computer itself."""

    @property
    def node(self) -> Node:
        """The unlocked vault. The shell never calls a page that needs it while it is locked."""
        if self._node is None:
            from panoh.errors import Locked

            raise Locked()
        return self._node

    @property
    def unlocked(self) -> bool:
        return self._node is not None


class Show:
    """Render `template` with `data`. `title` is neutral: it stands in the window and on the tab.

    `form` and `problems` left by an `Again` reach the template by themselves; pass `form=` for the
    values to begin with (`Form.of(row)`), it is used only when nobody typed anything yet.
    """

    __slots__ = ("data", "status", "template", "title")

    def __init__(self, template: str, title: str = "", *, status: int = 200, **data: Any) -> None:
        self.template = template
        self.title = title
        self.status = status
        self.data = data


@dataclass(frozen=True, slots=True)
class Go:
    """303 to `path`. `told` is shown once on the next page.

    `once` reaches the next page as its `state` and is gone then (`?f=`); `keep` stays for the
    session (`?s=`): a search somebody may come back to. `phone`: the token that a phone is given.
    """

    path: str
    told: str = ""
    keep: Mapping[str, Any] | None = None
    once: Mapping[str, Any] | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """303 back to the form at `path` with what was typed and what is wrong, kept in memory once.

    `problems` maps a field name to translated words; the name "" is for the form as a whole.
    """

    path: str
    form: Form
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Save:
    """In answer to a GET: a file for the browser to save, under a name of fixed words."""

    data: bytes
    name: str
    kind: str


Reply: TypeAlias = Show | Go | Again | Save
Handler: TypeAlias = Callable[[Visit], Reply]


@dataclass(frozen=True, slots=True)
class Page:
    """One method on one path. `locked=True` means that it works without an unlocked vault."""

    method: str  # "GET" or "POST"
    path: str  # "/client/{id}"
    handle: Handler
    name: str
    locked: bool = False
    upload: int = 0  # bytes that a form of this page may send; 0 is the usual limit, no files

    def __post_init__(self) -> None:
        if self.method not in {"GET", "POST"}:
            raise ValueError("a page is GET or POST: " + self.method)
        if not self.path.startswith("/"):
            raise ValueError("a path begins with a slash: " + self.path)
