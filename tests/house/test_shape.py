"""Every part has the same files, small files, short functions, and a test beside each decision."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support import tree

LINES, FUNCTION = 400, 60
WRITTEN = (".py", ".sql", ".html", ".css", ".js", ".sh")
APP_FILES = ("records", "rules", "access", "commands", "views", "pages", "cli")
TESTED = ("rules", "codec", "access", "commands", "views")


def test_no_file_above_400_lines() -> None:
    allowed = tree.exceptions("size")
    long = {
        tree.name(path): lines
        for path in tree.with_suffix(*WRITTEN)
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LINES
        and lines > allowed.get(tree.name(path), {}).get("lines", LINES)
    }
    assert not long


def test_no_function_above_60_lines() -> None:
    allowed = tree.exceptions("size")
    long = {
        f"{tree.name(path)}::{name}": lines
        for path in tree.with_suffix(".py")
        for name, lines in tree.functions(path)
        if lines > FUNCTION and lines > allowed.get(tree.name(path), {}).get(name, FUNCTION)
    }
    assert not long


def test_exceptions_name_files_that_exist() -> None:
    for kind in ("size", "paths"):
        for file in tree.exceptions(kind):
            assert (tree.ROOT / file).exists(), file


@pytest.mark.parametrize("app", tree.apps(), ids=lambda path: path.name)
def test_every_app_has_the_same_files(app: Path) -> None:
    has = {path.stem for path in app.glob("*.py")}
    has |= {path.parent.name for path in app.glob("*/__init__.py")}
    missing = [name for name in APP_FILES if name not in has]
    missing += [] if any(app.glob("views.sql")) or any(app.glob("views/*.sql")) else ["views.sql"]
    missing += [] if (app / "templates").is_dir() else ["templates/"]
    opening = ast.get_docstring(ast.parse((app / "__init__.py").read_text(encoding="utf-8"))) or ""
    # An app that lacks a file says so in its opening words.
    assert [name for name in missing if name not in opening] == []


@pytest.mark.parametrize("app", tree.apps(), ids=lambda path: path.name)
def test_every_app_registers_itself_once(app: Path) -> None:
    nodes = ast.parse((app / "__init__.py").read_text(encoding="utf-8")).body
    targets = [
        target.id
        for node in nodes
        for target in (
            node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", 0)]
        )
        if isinstance(target, ast.Name)
    ]
    assert targets.count("APP") == 1


def grown_from(path: Path) -> bool:
    """Whether the file lies inside such a folder, whose tests cover it."""
    return any(parent.name in TESTED and "apps" in parent.parts for parent in path.parents)


def decisions() -> list[Path]:
    """The files and folders that decide something, so that each must have its test.

    `core/views` is an idea of the core, not a file that grew into a folder.
    """
    found = [path for path in tree.SOURCE.rglob("*.py") if path.stem in TESTED]
    grown = (path.parent for path in (tree.SOURCE / "apps").rglob("__init__.py"))
    found += [path for path in grown if path.name in TESTED]
    return sorted(path for path in found if not grown_from(path))


@pytest.mark.parametrize("path", decisions(), ids=lambda path: tree.name(path))
def test_every_decision_has_its_test_file(path: Path) -> None:
    beside = tree.TESTS / path.relative_to(tree.SOURCE).parent
    stem = path.stem if path.is_file() else path.name
    found = [*beside.glob(f"test_{stem}*.py"), *beside.glob(f"{stem}/test_*.py")]
    assert found, f"no {tree.name(beside)}/test_{stem}.py"


def packages() -> list[Path]:
    """Every package of Panoh."""
    return sorted(path.parent for path in tree.SOURCE.rglob("__init__.py"))


@pytest.mark.parametrize("package", packages(), ids=lambda path: tree.name(path))
def test_every_package_says_what_it_is(package: Path) -> None:
    source = (package / "__init__.py").read_text(encoding="utf-8")
    opening = ast.get_docstring(ast.parse(source)) or ""
    assert 1 <= len(opening.splitlines()) <= 20


def test_sql_of_an_app_names_no_other_apps_table() -> None:
    names = [app.name for app in tree.apps()]
    named = re.compile(r"(?i)\b(?:from|join|into|update|table|view|exists|on)\s+([a-z]+)_[a-z_]+")
    wrong = [
        f"{tree.name(path)} names {match.group(0)}"
        for app in tree.apps()
        for path in app.rglob("*")
        if path.suffix in (".py", ".sql")
        for match in named.finditer(path.read_text(encoding="utf-8"))
        if match.group(1) in names and match.group(1) != app.name
    ]
    assert not wrong


def test_views_of_an_app_only_create_views_and_indexes() -> None:
    for app in tree.apps():
        for path in app.rglob("*.sql"):
            text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
            for statement in filter(None, (part.strip() for part in text.split(";"))):
                assert re.match(r"(?i)create\s+(unique\s+)?(view|index)\b", statement), statement[
                    :80
                ]
