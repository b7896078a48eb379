"""Starts commands quickly: everything is loaded once, then this process splits for each command.

Each command is a process of its own, with its own environment, folder and streams; only loading
Python again is saved. Tests of what happens at the very start use a fresh interpreter.
"""

from __future__ import annotations

import io
import json
import os
import socket
import sys

LONGEST = 1 << 17


def main() -> None:
    from panoh import bootstrap
    from panoh.__main__ import main as panoh
    from panoh.cli import backup, local, settings, start, vault

    loaded = (backup, local, settings, start, vault, bootstrap.apps())
    control = socket.socket(fileno=int(sys.argv[1]))
    while loaded:
        data, streams, _flags, _sender = socket.recv_fds(control, LONGEST, 3)
        if not data:
            return
        child = os.fork()
        if child == 0:
            begin(json.loads(data), streams)
            status = panoh()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
        for each in streams:
            os.close(each)
        _pid, status = os.waitpid(child, 0)
        control.send(str(os.waitstatus_to_exitcode(status)).encode())


def begin(request: dict[str, object], streams: list[int]) -> None:
    """Become the process that was asked for."""
    os.setsid()
    for number, each in enumerate(streams):
        os.dup2(each, number)
    os.environ.clear()
    os.environ.update(request["environment"])  # type: ignore[arg-type]  # made by the test
    os.chdir(str(request["folder"]))
    sys.argv = ["panoh", *request["words"]]  # type: ignore[misc]  # made by the test
    sys.stdin = io.TextIOWrapper(io.FileIO(0), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w"), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w"), encoding="utf-8", line_buffering=True)


if __name__ == "__main__":
    main()
