"""The repository as the house tests see it."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/panoh"
TESTS = ROOT / "tests"
DOCS = ROOT / "docs"


@cache
def files() -> tuple[Path, ...]:
    """Every tracked file, and every new one that is not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    found = (ROOT / name for name in listed.decode().split("\0") if name)
    return tuple(sorted(path for path in found if path.is_file()))


def with_suffix(*suffixes: str) -> Iterator[Path]:
    """The files of these kinds."""
    return (path for path in files() if path.suffix in suffixes)


def name(path: Path) -> str:
    """The path as it is written in messages and exception lists."""
    return path.relative_to(ROOT).as_posix()


def apps() -> list[Path]:
    """The folder of each app."""
    folder = SOURCE / "apps"
    return sorted(path for path in folder.glob("*") if (path / "__init__.py").is_file())


def modules() -> list[str]:
    """Every module of the package, without the one that starts it."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = ("panoh", *path.relative_to(SOURCE).with_suffix("").parts)
        found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return [module for module in found if not module.endswith("__main__")]


@cache
def exceptions(kind: str) -> dict[str, dict[str, Any]]:
    """The listed exceptions of one rule, by file; each must give a reason and a date."""
    path = TESTS / "house/exceptions.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8")).get(kind, [])
    for each in table:
        if not each.get("reason") or not each.get("date"):
            message = f"{kind}: {each.get('file')} has no reason or no date"
            raise ValueError(message)
    return {each["file"]: each for each in table}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's name and length in lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_names() -> set[str]:
    """Every test as documents name it: `tests/core/log/test_rules.py::test_x`."""
    found = set()
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                found.add(f"{name(path)}::{node.name}")
    return found
