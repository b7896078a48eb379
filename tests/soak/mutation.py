"""Small changes of a module, each as a whole new source text.

Left out, since no test can or should notice them: annotations and decorators; the wording of
errors; and one more or less in a plain limit, a constant of a module of at least 20 (bytes,
seconds, characters), whose exact number nobody promises.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_SIGN = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
Change = Callable[[ast.AST], ast.AST]
_COMPOUND = (ast.If, ast.While, ast.For, ast.With, ast.Try, ast.FunctionDef, ast.AsyncFunctionDef)
PLAIN = 20
"""A limit of at least this: one more or less promises nothing else."""


@dataclass(frozen=True)
class Mutant:
    """`place` is the number of the node in the module's tree, `kind` what happens to it; `lines`
    are those that a test has to touch to notice it, None where only loading the module does;
    `function` is where the function around it begins; `anew` when it takes effect at loading."""

    file: str
    line: int
    place: int
    kind: str
    what: str
    lines: tuple[int, ...] | None = None
    function: int | None = None
    anew: bool = False

    @property
    def id(self) -> str:
        return f"{self.file}:{self.place}:{self.kind}"

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.what}"


def mutants(file: str, source: str) -> list[Mutant]:
    """Every change there is to try in a module."""
    tree = ast.parse(source)
    left_out = _left_out(tree)
    touched = _touched(tree)
    within = {
        node: min([each.lineno for each in function.decorator_list] + [function.lineno])
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for part in function.body
        for node in ast.walk(part)
    }
    found = []
    for place, node in enumerate(ast.walk(tree)):
        if node in left_out:
            continue
        for kind, what, _change in _changes(node):
            line = getattr(node, "lineno", 0)
            lines, function = touched.get(node), within.get(node)
            anew = node not in within
            found.append(Mutant(file, line, place, kind, what, lines, function, anew))
    return found


def _touched(tree: ast.Module) -> dict[ast.AST, tuple[int, ...]]:
    """For what stands in a function the lines of its own and where its statement begins; for a
    constant of the module the lines that name it."""
    found: dict[ast.AST, tuple[int, ...]] = {}

    def walk(node: ast.AST, begin: int) -> None:
        for child in ast.iter_child_nodes(node):
            first = child.lineno if isinstance(child, ast.stmt) else begin
            if hasattr(child, "lineno"):
                end = child.lineno if isinstance(child, _COMPOUND) else child.end_lineno
                found[child] = (first, *range(child.lineno, (end or child.lineno) + 1))
            walk(child, first)

    for each in ast.walk(tree):
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            walk(each, each.lineno)
    for each in tree.body:
        if isinstance(each, (ast.Assign, ast.AnnAssign)):
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            used = [
                node.lineno
                for node in ast.walk(tree)
                if isinstance(node, ast.Name) and node.id in names and node.lineno != each.lineno
            ]
            if used:
                found |= dict.fromkeys(ast.walk(each), tuple(used))
    return found


def mutated(source: str, mutant: Mutant) -> str:
    """The module with that one change."""
    tree = ast.parse(source)
    wanted = next(node for place, node in enumerate(ast.walk(tree)) if place == mutant.place)
    change = next(each for kind, _what, each in _changes(wanted) if kind == mutant.kind)
    changed = _Replace(wanted, change).visit(tree)
    return ast.unparse(ast.fix_missing_locations(changed)) + "\n"


class _Replace(ast.NodeTransformer):
    def __init__(self, wanted: ast.AST, change: Change) -> None:
        self._wanted = wanted
        self._change = change

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._wanted:
            return self._change(copy.deepcopy(node))
        return self.generic_visit(node)


def _left_out(tree: ast.Module) -> set[ast.AST]:
    """Annotations, texts of errors, and what only type checkers read, change nothing."""
    found: set[ast.AST] = set()
    for each in tree.body:
        if isinstance(each, (ast.Assign, ast.AnnAssign)) and _number(each.value) >= PLAIN:
            found.update(ast.walk(each))
    for node in ast.walk(tree):
        aside: list[ast.AST | None] = []
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            arguments = node.args
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            aside = [node.returns, *(each.annotation for each in every), *node.decorator_list]
        elif isinstance(node, ast.AnnAssign):
            aside = [node.annotation]
        elif isinstance(node, ast.ClassDef):
            aside = list(node.decorator_list)
        elif isinstance(node, ast.Raise):
            aside = [part for part in ast.walk(node) if isinstance(part, ast.JoinedStr)]
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            aside = [node]
        for each in aside:
            if each is not None:
                found.update(ast.walk(each))
    return found


def _number(value: ast.expr | None) -> float:
    """What a literal number or product comes to; 0 for anything else."""
    if isinstance(value, ast.Constant) and type(value.value) in (int, float):
        return float(value.value)  # type: ignore[arg-type]
    if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Mult, ast.Pow)):
        left, right = _number(value.left), _number(value.right)
        return left * right if isinstance(value.op, ast.Mult) else left**right
    return 0.0


def _changes(node: ast.AST) -> Iterator[tuple[str, str, Change]]:
    if isinstance(node, ast.Compare):
        first = type(node.ops[0])
        other = _OPPOSITE[first]
        yield "flip", f"{_SIGN[first]} became {_SIGN[other]}", _flip
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield "more", f"{node.value} became {node.value + 1}", _by(1)
        yield "less", f"{node.value} became {node.value - 1}", _by(-1)
    elif isinstance(node, ast.Raise):
        yield "raise", "does not raise", _pass
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield "negate", "the condition is turned round", _negate
    elif isinstance(node, ast.BoolOp):
        word = "and became or" if isinstance(node.op, ast.And) else "or became and"
        yield "swap", word, _swap
    elif isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.Await)):
        yield "drop", f"does not call {ast.unparse(node.value)[:50]}", _pass
    elif isinstance(node, ast.Return) and not _is_none(node.value):
        yield "none", "returns None", _none


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _flip(node: ast.AST) -> ast.AST:
    if isinstance(node, ast.Compare):
        node.ops[0] = _OPPOSITE[type(node.ops[0])]()
    return node


def _by(step: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Constant) and isinstance(node.value, int):
            return ast.copy_location(ast.Constant(node.value + step), node)
        return node

    return change


def _pass(node: ast.AST) -> ast.AST:
    return ast.copy_location(ast.Pass(), node)


def _negate(node: ast.AST) -> ast.AST:
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    return node


def _swap(node: ast.AST) -> ast.AST:
    if isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return node


def _none(node: ast.AST) -> ast.AST:
    if isinstance(node, ast.Return):
        node.value = ast.Constant(None)
    return node
