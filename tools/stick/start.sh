#!/bin/sh
# Starts Panoh with the Python that is installed; see READ-ME.txt.
exec python3 "$(dirname "$0")/start.py" "$@"
