"""Make sure a Chromium is there for the browser tests; print its path.

Looks on PATH, then among Playwright's own, then installs: Debian's package as root, else
Playwright's. Says plainly what to do when none of it works.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGES = ("chromium", "fonts-noto-core")


def on_path() -> str | None:
    """The first Chromium on PATH."""
    return next((found for found in map(shutil.which, NAMES) if found), None)


def of_playwright() -> str | None:
    """Playwright's own Chromium, when it was installed before."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def find() -> str | None:
    """A Chromium that can be started, or None."""
    return on_path() or of_playwright()


def has_noto() -> bool:
    """Whether the fonts that cover our scripts are there (without them screenshots show boxes)."""
    return any(Path(folder).exists() for folder in ("/usr/share/fonts/truetype/noto",))


def apt(packages: tuple[str, ...]) -> None:
    """Debian's packages; only as root, and never a failure by itself."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(install, check=False, env=quiet, stdout=sys.stderr)


def main() -> int:
    """Exit 0 and print the browser's path, or exit 1 and say what to do."""
    if on_path() is None or not has_noto():
        apt(PACKAGES)
    found = find()
    if found is None:
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, check=False)
        found = find()
    if found is None:
        print(
            "No Chromium was found and none could be installed. Install Chromium or Google "
            "Chrome so that `chromium` or `google-chrome` is on PATH, then run make test again.",
            file=sys.stderr,
        )
        return 1
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
