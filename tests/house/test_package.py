"""The package is whole, light, and runs without its asserts."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support import tree

MEGABYTES = 120  # what Panoh may weigh once installed


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    source = tree.SOURCE.parent
    wanted = {
        path.relative_to(source).as_posix() for path in tree.files() if source in path.parents
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    assert wanted <= packed
    assert {name for name in packed if name.startswith("panoh/")} <= wanted | {
        name for name in packed if name.endswith(".pyc")
    }


def test_wheel_offers_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith("entry_points.txt"))
        text = archive.read(name).decode()
    assert "panoh=panoh.__main__:main" in text.replace(" ", "")


def test_installed_weight_stays_within_its_limit(wheel: Path) -> None:
    total = wheel.stat().st_size
    from tests.house.test_searched_laptop import packages, unpacked

    total += sum(path.stat().st_size for name in packages() for _, path in unpacked(name))
    assert total < MEGABYTES * 1_000_000


def test_version_is_written_once_everywhere() -> None:
    import panoh

    assert importlib.metadata.version("panoh") == panoh.__version__


def test_every_module_imports_without_asserts() -> None:
    names = tree.modules()
    code = f"import importlib\nfor name in {names!r}: importlib.import_module(name)"
    subprocess.run([sys.executable, "-O", "-c", code], check=True)


def test_source_checks_nothing_with_assert() -> None:
    import ast

    found = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert)
    ]
    assert not found


@pytest.mark.parametrize("folder", ["crypto", "core"])
def test_tests_pass_without_asserts(folder: str, tmp_path: Path) -> None:
    """`python -O` drops every assert of the program; what protects a client must not be one."""
    command = [
        sys.executable,
        "-O",
        "-m",
        "pytest",
        f"tests/{folder}",
        "-q",
        "-x",
        "-m",
        "not long",
    ]
    command += ["-p", "no:cacheprovider", f"--basetemp={tmp_path / 'inner'}"]
    environment = dict(os.environ, HYPOTHESIS_PROFILE="quick", PANOH_OPTIMISED="1")
    for name in ("PANOH_HOME", "PANOH_STATE", "PANOH_AUDIT_LIST", "PANOH_AUDIT_ROOTS"):
        environment.pop(name, None)
    ran = subprocess.run(
        command, cwd=tree.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
