"""The import contracts hold, and every package that needs one has one."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support import tree

# Contracts that must exist once their package does (docs/decisions/, "import contracts").
LATER = {"hub": "hub", "wire": "wire", "sync": "sync", "apps/reports": "reports"}


def contracts() -> list[dict[str, Any]]:
    """The contracts in pyproject.toml."""
    text = (tree.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    return found


def test_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    ran = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:]


@pytest.mark.parametrize(("package", "contract"), LATER.items())
def test_package_that_comes_brings_its_contract(package: str, contract: str) -> None:
    exists = (tree.SOURCE / package / "__init__.py").exists()
    assert exists == (contract in {each["id"] for each in contracts()})


def test_errors_import_nothing() -> None:
    nodes = ast.walk(ast.parse((tree.SOURCE / "errors.py").read_text(encoding="utf-8")))
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert imported <= {"__future__", "typing"}


def test_crypto_opens_with_words_only() -> None:
    """Importing one module of crypto must not load another: the hub may sign, never open."""
    body = ast.parse((tree.SOURCE / "crypto/__init__.py").read_text(encoding="utf-8")).body
    assert all(isinstance(node, ast.Expr) for node in body)


def test_platform_is_the_only_place_that_asks_for_the_platform() -> None:
    asking = []
    for path in tree.SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name != "platform.py" and ("sys.platform" in text or "os.name" in text):
            asking.append(tree.name(path))
    assert not asking
