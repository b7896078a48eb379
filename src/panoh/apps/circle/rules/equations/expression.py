"""One equation read into a tree. Two spellings: Vensim's names hold spaces, XMILE's do not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from panoh.errors import BadFile
from panoh.words import N_

UNREAD = N_("An equation in it cannot be read.")
SUBSCRIPTS = N_("It has subscripts, which are not read here.")
DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Tree:
    """`kind`: number, name, call, or an operation. `name` in its one spelling."""

    kind: str
    value: float = 0.0
    name: str = ""
    parts: tuple[Tree, ...] = ()


def plain(name: str) -> str:
    """A name in its one spelling: small letters, single underscores, no quotes."""
    inner = name.strip().strip('"').replace("\\n", " ").replace("\\", "")
    return re.sub(r"[\s_\u00a0]+", "_", inner).strip("_").lower()


_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_QUOTED = r'"(?:\\.|[^"\\])*"'
_SIGNS = r"<>|<=|>=|[-+*/^(),=<>{}\[\]:!]"
_VENSIM = re.compile(
    rf"\s*(?:({_NUMBER})|({_QUOTED})|(:[A-Za-z]+:)"
    rf"|([^\W\d](?:[\w$'.]|[ \t\n]+(?=[\w$]))*)|({_SIGNS}))"
)
_XMILE = re.compile(rf"\s*(?:({_NUMBER})|({_QUOTED})|(\0)|([^\W\d][\w$.]*)|({_SIGNS}))")
_WORDS = {"and": ":and:", "or": ":or:", "not": ":not:", "mod": "mod"}
_LEVELS: tuple[tuple[str, ...], ...] = (
    (":or:",), (":and:",), ("=", "<>", "<", ">", "<=", ">="), ("+", "-"), ("*", "/", "mod"),
)  # fmt: skip


def tokens(text: str, vensim: bool) -> list[tuple[str, str]]:
    """(kind, text): number, name, sign."""
    text = re.sub(r"\{[^{}]*\}", " ", text)
    found: list[tuple[str, str]] = []
    at = 0
    pattern = _VENSIM if vensim else _XMILE
    text = text.strip()
    while at < len(text):
        match = pattern.match(text, at)
        if match is None or match.end() == at:
            raise BadFile(why=UNREAD)
        number, quoted, colon, name, sign = match.groups()
        if number:
            found.append(("number", number))
        elif quoted:
            found.append(("name", plain(quoted)))
        elif colon:
            found.append(("sign", colon.lower()))
        elif name:
            low = plain(name)
            word = None if vensim else _WORDS.get(low)
            found.append(("sign", word) if word else ("name", low))
        else:
            found.append(("sign", sign))
        at = match.end()
        while at < len(text) and text[at].isspace():
            at += 1
    return found


class _Reader:
    def __init__(self, found: list[tuple[str, str]]) -> None:
        self.found = found
        self.at = 0
        self.depth = 0

    def peek(self, *signs: str) -> bool:
        return self.at < len(self.found) and self.found[self.at] in {("sign", s) for s in signs}

    def word(self, name: str) -> bool:
        return self.at < len(self.found) and self.found[self.at] == ("name", name)

    def take(self) -> tuple[str, str]:
        if self.at >= len(self.found):
            raise BadFile(why=UNREAD)
        self.at += 1
        return self.found[self.at - 1]

    def need(self, sign: str) -> None:
        if self.take() != ("sign", sign):
            raise BadFile(why=UNREAD)

    def level(self, number: int = 0) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadFile(why=UNREAD)
        try:
            if number == len(_LEVELS):
                return self.unary()
            left = self.level(number + 1)
            while self.peek(*_LEVELS[number]):
                sign = self.take()[1]
                left = Tree(sign, parts=(left, self.level(number + 1)))
            return left
        finally:
            self.depth -= 1

    def unary(self) -> Tree:
        if self.peek("-"):
            self.take()
            return Tree("negative", parts=(self.unary(),))
        if self.peek("+"):
            self.take()
            return self.unary()
        if self.peek(":not:"):
            self.take()
            return Tree(":not:", parts=(self.unary(),))
        left = self.one()
        if self.peek("^"):
            self.take()
            return Tree("^", parts=(left, self.unary()))
        return left

    def one(self) -> Tree:
        kind, said = self.take()
        if kind == "number":
            return Tree("number", float(said))
        if (kind, said) == ("sign", "("):
            inner = self.level()
            self.need(")")
            return inner
        if (kind, said) == ("sign", ":na:"):
            return Tree("number", -(2.0**109))
        if kind != "name":
            raise BadFile(why=UNREAD)
        if said == "if" and not self.peek("("):
            return self.choice()
        if said == "if" and self.peek("("):  # either a call or words in brackets
            return self.choice()
        if self.peek("["):
            raise BadFile(why=SUBSCRIPTS)
        if self.peek("("):
            return self.call(said)
        return Tree("name", name=said)

    def choice(self) -> Tree:
        when = self.level()
        if not self.word("then"):
            raise BadFile(why=UNREAD)
        self.take()
        yes = self.level()
        if not self.word("else"):
            raise BadFile(why=UNREAD)
        self.take()
        return Tree("call", name="if_then_else", parts=(when, yes, self.level()))

    def call(self, name: str) -> Tree:
        self.need("(")
        parts: list[Tree] = []
        while not self.peek(")"):
            parts.append(self.level())
            if self.peek(","):
                self.take()
            elif not self.peek(")"):
                raise BadFile(why=UNREAD)
        self.need(")")
        return Tree("call", name=name, parts=tuple(parts))


def read(text: str, vensim: bool) -> Tree:
    reader = _Reader(tokens(text, vensim))
    found = reader.level()
    if reader.at != len(reader.found):
        raise BadFile(why=SUBSCRIPTS if reader.peek("[") else UNREAD)
    return found


def names_in(tree: Tree) -> set[str]:
    """Every variable that an equation reads, a table of points included."""
    found = {tree.name} if tree.kind == "name" else set()
    if tree.kind == "call":
        found |= {tree.name}
    for part in tree.parts:
        found |= names_in(part)
    return found
