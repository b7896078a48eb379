"""Panoh: casework kept on one laptop, sealed, without a network.

A keypress becomes a record change; the change is sealed and signed into a space's log inside an
encrypted vault; views are projected from records for every page and report. Start reading at
docs/tour.md, which follows one record through the program.
"""

from __future__ import annotations

__version__ = "0.1.0"
