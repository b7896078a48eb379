"""What is acknowledged survives: power cuts at every call to the disk, refusals, real kills.

`disk.py` models a disk that keeps only what was fsynced; `recorder.py` puts it under SQLite and
under the small files; `faults.py` makes the points and checks the survivors. Replay one failing
point with the environment variable it prints, PANOH_CRASH_POINT.
"""
