"""Loaded by every Python that a test starts (the folder is on PYTHONPATH): see panoh_opened."""

import panoh_opened

panoh_opened.watch_child()
