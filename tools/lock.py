"""Compile requirements/*.in into *.txt with hashes, for every platform at once.

Uses uv because its answer holds for Windows, macOS and Linux alike (markers and all their wheels'
hashes), where pip-tools answers only for the machine it runs on. No index address and no machine
path may land in the files: tests/house looks.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"


def main() -> int:
    """Write run.txt, then dev.txt, which is held to run.txt's versions."""
    for name in ("run", "dev"):
        command = [str(UV), "pip", "compile", "--quiet", "--universal", "--python-version=3.11"]
        command += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
        command += ["--no-header", f"--output-file=requirements/{name}.txt"]
        command += sys.argv[1:]
        subprocess.run([*command, f"requirements/{name}.in"], check=True, cwd=ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
