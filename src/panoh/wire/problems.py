"""Why a hub refuses. The code goes over the wire, with up to 64 bytes that help to try again."""

from __future__ import annotations

import enum

from panoh.errors import Refused
from panoh.wire.limits import MOST_DETAIL


@enum.unique
class Problem(enum.Enum):
    """`code` on the wire and HTTP status. What stands in the detail is said beside it."""

    MALFORMED = ("malformed", 400)
    SIGNATURE = ("signature", 403)  # detail: hello, so that a changed hub id is seen
    STALE = ("stale", 403)  # detail: hello, whose time the next request takes
    TOKEN = ("token", 403)  # this hub lets only holders of its token make mailboxes
    UNKNOWN = ("unknown", 404)  # no such mailbox, or no such path
    CLOSED = ("closed", 409)  # append where a later key took over
    LENGTH = ("length", 411)  # a body without a declared length
    TOO_LARGE = ("too-large", 413)
    SLOW_DOWN = ("slow-down", 429)  # detail: seconds to wait, 4 bytes
    BUSY = ("busy", 503)  # detail: seconds to wait, 4 bytes; nothing was kept
    FULL = ("full", 507)  # the quota of the mailbox or of the hub

    def __init__(self, code: str, status: int) -> None:
        self.code = code
        self.status = status


_BY_CODE = {each.code.encode("ascii"): each for each in Problem}


def encode_problem(problem: Problem, detail: bytes = b"") -> bytes:
    return problem.code.encode("ascii") + b"\x00" + detail[:MOST_DETAIL]


def decode_problem(data: bytes) -> tuple[Problem, bytes]:
    """Problem and detail; Refused for anything else, such as a page of the proxy before the hub."""
    code, zero, detail = data[: MOST_DETAIL * 2].partition(b"\x00")
    found = _BY_CODE.get(code)
    if found is None or not zero or len(detail) > MOST_DETAIL or len(data) > MOST_DETAIL * 2:
        raise Refused(finding="an answer that no hub gives")
    return found, detail
