"""Measurements of Panoh. Run with `make bench`; figures stand in docs/benchmarks.md.

Whole rows, each in one run on one machine, so that ratios can be compared. Never a timed test.
"""
