"""Long runs: `make soak SECONDS=1800 SEED=1`. The lanes are in tests/soak.

python tools/soak.py --seconds 1800 --seed 1            all lanes, two at a time
python tools/soak.py --lane fuzz --seconds 60 --seed 2  one lane
python tools/soak.py --lane simulator -o seeds=20000    until so many, whatever the seconds
python tools/soak.py --lane fuzz -o inputs=1000000
python tools/soak.py --lane hub -o requests=1000000
python tools/soak.py --write                            and put the figures into docs/soak.md
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """The lanes import `tests`, so they run from the top of the checkout."""
    command = [sys.executable, "-m", "tests.soak", *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
