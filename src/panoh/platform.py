"""What differs between Windows, macOS and Linux, and only here.

Folders, flushing a folder to disk, core dumps, swap, and where a running node listens for commands.
Everything has a fallback: a machine that cannot do a thing gets the next best, and the function's
name or return value says so.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from panoh.errors import StorageFailed

SOCKET_PATH_LIMIT = 100
"""Bytes; the kernels allow 104 to 108 with the closing zero."""


def data_folder() -> Path:
    """Where vaults live: PANOH_HOME, or the platform's folder for a person's own data."""
    given = os.environ.get("PANOH_HOME")
    return Path(given).absolute() if given else _default("share", "Vaults")


def state_folder() -> Path:
    """What must outlive a vault put back from a copy: anchors and counted tries."""
    given = os.environ.get("PANOH_STATE")
    return Path(given).absolute() if given else _default("state", "State")


def _default(xdg: str, elsewhere: str) -> Path:
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "Panoh" / elsewhere
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Panoh" / elsewhere
    given = os.environ.get({"share": "XDG_DATA_HOME", "state": "XDG_STATE_HOME"}[xdg], "")
    # A relative path there is to be ignored (XDG base directory specification).
    base = Path(given) if given.startswith("/") else home / ".local" / xdg
    return base / "panoh"


def private_folder(path: Path) -> Path:
    """Makes the folder, and keeps other accounts of the machine out where the platform can.

    On Windows the person's own folders already keep others out; a FAT stick keeps nobody out.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFailed(reason=error.strerror or "no folder") from error
    if os.name == "posix" and path.stat().st_mode & 0o077:
        with contextlib.suppress(OSError):  # not ours to change, or a file system without modes
            path.chmod(0o700)
    return path


def fsync_folder(path: Path) -> None:
    """Makes a name change in the folder last. Windows has no such call: NTFS journals names."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def no_core_dumps() -> bool:
    """Keeps keys out of crash files. False where the platform did not let us."""
    if sys.platform == "win32":
        no_critical, no_fault_box = 0x0001, 0x0002
        ctypes.windll.kernel32.SetErrorMode(no_critical | no_fault_box)
        return True
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return False
    if sys.platform.startswith("linux"):
        # A limit of 0 does not stop a dump into a pipe (a crash reporter); this does, and it keeps
        # other processes of the same account from attaching.
        dumpable = 4
        with contextlib.suppress(OSError, AttributeError):  # a C library without prctl
            return bool(ctypes.CDLL(None).prctl(dumpable, 0, 0, 0, 0) == 0)
    return True


def swap_in_use() -> bool | None:
    """Whether memory may be written to a disk; None where that cannot be told.

    Compressed memory (zram) is not a disk. An encrypted swap looks like any other.
    """
    if not sys.platform.startswith("linux"):
        return None
    try:
        lines = Path("/proc/swaps").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return any(not line.startswith("/dev/zram") for line in lines[1:] if line.strip())


def local_socket_path(vault_id: str) -> Path | None:
    """Where the running node of a vault listens for commands of the same person.

    None where the platform has no such sockets (Windows): commands then unlock by themselves.
    """
    if sys.platform == "win32":
        return None
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folders = [state_folder() / "run"]
    if runtime.startswith("/") and "PANOH_STATE" not in os.environ:
        folders.insert(0, Path(runtime) / "panoh")
    name = vault_id + ".sock"
    for folder in folders:
        if len(os.fsencode(folder / name)) <= SOCKET_PATH_LIMIT:
            return private_folder(folder) / name
    # A long home path: a folder of our own in the temporary one, where only the socket stands.
    folder = Path(tempfile.gettempdir()) / f"panoh-{os.getuid()}"
    if folder.is_symlink():
        return None  # somebody wants another folder of ours to be changed
    found = private_folder(folder).lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or not stat.S_ISDIR(found.st_mode):
        return None  # somebody else made it first
    return folder / name


def same_person(connection: socket.socket) -> bool:
    """Whether the other end of a local socket belongs to the account that runs this program.

    The kernel says so. Where it cannot be asked, nobody is trusted.
    """
    if sys.platform == "win32":
        return False
    try:
        if sys.platform.startswith("linux"):
            told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            peer = struct.unpack("=iII", told)[1]  # struct ucred: process, account, group
        elif sys.platform == "darwin":
            level, peer_credentials, size = 0, 1, 76  # SOL_LOCAL, LOCAL_PEERCRED, struct xucred
            told = connection.getsockopt(level, peer_credentials, size)
            peer = struct.unpack_from("=II", told)[1]
        else:
            return False
    except (OSError, struct.error):
        return False
    return bool(peer == os.getuid())


def process_behind(connection: socket.socket) -> int | None:
    """The process that listens at the other end of a local socket; None where nobody tells."""
    if sys.platform == "win32":
        return None
    found = None
    with contextlib.suppress(OSError, struct.error):
        if sys.platform.startswith("linux"):
            told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            found = int(struct.unpack("=iII", told)[0])
        elif sys.platform == "darwin":
            level, peer_process = 0, 2  # SOL_LOCAL, LOCAL_PEERPID
            found = connection.getsockopt(level, peer_process)
    return found


def ask_to_lock(process: int) -> bool:
    """Tells a running node to end at once, whatever it is doing; False where that cannot be."""
    if not hasattr(signal, "SIGUSR1"):
        return False
    try:
        os.kill(process, signal.SIGUSR1)
    except OSError:
        return False
    return True


def open_to_others(path: Path) -> bool:
    """Whether other accounts may read a file. Windows keeps its own lists: told as False there."""
    if os.name != "posix":
        return False
    mode = path.stat().st_mode
    return stat.S_ISREG(mode) and bool(mode & 0o077)


@contextlib.contextmanager
def interrupted_once() -> Iterator[None]:
    """Ctrl-C, being told to end and losing the terminal all raise KeyboardInterrupt, once.

    What comes after the first is ignored up to the end of the process: cleaning up is not cut
    short by somebody who presses again. Only in the main thread; no signal arrives elsewhere.
    """
    names = ("SIGINT", "SIGTERM", "SIGHUP") if _is_main_thread() else ()
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]

    def stop(_number: int, _frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, stop) for each in numbers}
    try:
        yield
    finally:
        for each, handler in before.items():
            if signal.getsignal(each) is not signal.SIG_IGN:
                signal.signal(each, handler)


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


# ── the listening socket and the process that serves it ─────────────────────────────────────


def own_addresses() -> list[str]:
    """IPv4 addresses under which others on the same networks find this computer, the likeliest
    first. Nothing is sent: the system is asked which way it would go."""
    found: list[str] = []
    for towards in ("192.0.2.1", "192.168.0.1", "10.0.0.1", "172.16.0.1"):
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe,
        ):
            probe.connect((towards, 9))
            found.append(str(probe.getsockname()[0]))
    with contextlib.suppress(OSError):
        found += [str(each[4][0]) for each in socket.getaddrinfo(
            socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)]  # fmt: skip
    return [each for each in dict.fromkeys(found) if not each.startswith(("127.", "0."))]


@contextlib.contextmanager
def as_file(data: bytes) -> Iterator[str]:
    """A name under which a library that reads nothing but files finds `data`, for a moment.

    In memory where the system can (Linux). Elsewhere it is a file for the owner alone in the state
    folder, gone at the end: hand over nothing that would open something by itself.
    """
    make: Any = getattr(os, "memfd_create", None)
    if make is not None:
        handle = make("panoh")
        try:
            os.write(handle, data)
            yield f"/proc/self/fd/{handle}"
        finally:
            os.close(handle)
        return
    path = private_folder(state_folder() / "run") / f"page-{os.urandom(8).hex()}.pem"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, data)
        os.close(handle)
        yield str(path)
    finally:
        path.unlink()


def keep_port(listening: socket.socket) -> None:
    """Before binding: the port can be taken again right after a stop, and shared with nobody."""
    if sys.platform == "win32":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


def apart(sockets: Sequence[socket.socket]) -> dict[str, Any]:
    """How to start a process that gets these sockets and does not hear Ctrl-C itself."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"pass_fds": [each.fileno() for each in sockets], "start_new_session": True}


def hand_over(sockets: Sequence[socket.socket], process: int) -> list[str]:
    """What to tell a process started with `apart` so that it can `take_over`."""
    if sys.platform == "win32":
        return [base64.b64encode(each.share(process)).decode() for each in sockets]
    return [str(each.fileno()) for each in sockets]


def take_over(handed: Sequence[str]) -> list[socket.socket]:
    if sys.platform == "win32":
        return [socket.fromshare(base64.b64decode(each)) for each in handed]
    return [socket.socket(fileno=int(each)) for each in handed]


def font_folders() -> list[Path]:
    """Where this computer keeps its fonts, the person's own last."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        found = [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
        return [*found, *([Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else [])]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    usual = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    return [*usual, home / ".local" / "share" / "fonts", home / ".fonts"]


def stick_folders() -> list[Path]:
    """Where sticks show up on this computer, those that are in now."""
    if sys.platform == "win32":
        return [Path(f"{letter}:/") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ"]
    tops = [Path("/Volumes")]
    if sys.platform != "darwin":
        tops = [Path("/media"), Path("/run/media"), Path("/mnt")]
    found: list[Path] = []
    for top in tops:
        with contextlib.suppress(OSError):
            for each in top.iterdir():
                found.append(each)
                with contextlib.suppress(OSError):
                    found.extend(each.iterdir())
    return found


def has_windows() -> bool:
    """Whether a browser can show itself here; a text browser would take over the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
