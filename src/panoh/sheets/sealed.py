"""Files that leave the vault: several in one, sealed with a phrase, in memory.

`age` stretches the phrase (scrypt) and is the better one; the zip opens with more programs, but its
format stretches hardly at all (PBKDF2, a thousand rounds), so only a strong phrase protects it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from panoh.sheets import age

FORMATS = ("age", "zip")
_WHEN = (1980, 1, 1, 0, 0, 0)
"""The date of every file inside: a zip must have one, and it shall say nothing."""


def seal(files: Mapping[str, bytes], phrase: str, form: str) -> bytes:
    """`age`: a plain zip inside an age file. `zip`: an AES-256 zip; the names in it stay readable,
    so they are fixed words."""
    if form == "age":
        return age.seal(_plain_zip(files), phrase)
    import pyzipper

    held = io.BytesIO()
    with pyzipper.AESZipFile(
        held,
        "w",
        compression=zipfile.ZIP_DEFLATED,
        encryption=pyzipper.WZ_AES,
        # Version 2 of the format: version 1 writes a checksum of the plain text into the open.
        encryption_kwargs={"force_wz_aes_version": 2},
    ) as archive:
        archive.setpassword(phrase.encode("utf-8"))
        for name, data in files.items():
            archive.writestr(archive.zipinfo_cls(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _plain_zip(files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()
