"""From the bytes of a file to a package: JSON, one CSV, or a zip of either; within limits."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Any

from panoh.apps.directory.hsds.model import Package
from panoh.apps.directory.hsds.nested import take_in
from panoh.apps.directory.hsds.table import PACKAGE_FILE, read_csv
from panoh.errors import Unsound
from panoh.words import N_

MOST_BYTES = 32 * 1024 * 1024
"""Of a file, and of all that a zip unpacks to."""
MOST_FILES = 200
_ZIP = b"PK\x03\x04"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""zipfile unpacks any other in one go, however little of it is asked for."""
TOO_LARGE = N_("this is larger than a directory can be")


def read(name: str, data: bytes, package: Package | None = None) -> Package:
    """A package from a file; `name` decides how it is read, a zip is known by its bytes."""
    package = Package() if package is None else package
    if len(data) > MOST_BYTES:
        raise Unsound(path=name, why=TOO_LARGE)
    if data[:4] == _ZIP:
        for inner, held in _unpacked(name, data).items():
            _one(package, inner, held)
    else:
        _one(package, name, data)
    return package


def _one(package: Package, name: str, data: bytes) -> None:
    plain = PurePosixPath(name).name
    if plain == PACKAGE_FILE:
        return  # it only describes the tables beside it
    if plain.endswith(".csv"):
        read_csv(package, plain, data)
    else:
        take_in(package, _json(plain, data), plain.removesuffix(".json"))


def _json(name: str, data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except RecursionError:
        raise Unsound(path=name, why=N_("records inside records without end")) from None
    except ValueError:
        raise Unsound(path=name, why=N_("this cannot be read")) from None


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _unpacked(name: str, data: bytes) -> dict[str, bytes]:
    """Every file of a zip, never more than the limit: what it claims of sizes is not believed."""
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = [each for each in archive.infolist() if not each.is_dir()]
            if len(listed) > MOST_FILES:
                raise Unsound(path=name, why=N_("too many files"))
            for each in listed:
                if not each.filename.endswith((".csv", ".json")):
                    continue
                if each.compress_type not in _METHODS:
                    raise Unsound(path=f"{name}/{each.filename}", why=N_("this cannot be read"))
                if each.file_size > left:
                    raise Unsound(path=f"{name}/{each.filename}", why=TOO_LARGE)
                with archive.open(each) as opened:
                    held = opened.read(left + 1)
                left -= len(held)
                if left < 0:
                    raise Unsound(path=f"{name}/{each.filename}", why=TOO_LARGE)
                found[each.filename] = held
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError):
        raise Unsound(path=name, why=N_("this cannot be read")) from None
    return found
