"""Phones that may show this computer's pages while its vault is open: what is kept of them.

A phone is known by a long random token, of which only a digest is kept, and by a PIN that the
person chose for it. Neither opens the vault: they only lead to pages of one that stands open.
The records belong to this device; another computer of the same person has phones of its own.
"""

from __future__ import annotations

import base64
import json
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from panoh.core.records import own
from panoh.crypto import derive
from panoh.crypto.labels import Label
from panoh.errors import Forbidden, Invalid, NotFound, TooManyTries, WrongCode, WrongPin, WrongUsage
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.app import Row
    from panoh.core.node import Node
    from panoh.crypto.page_certificate import PageCertificate

SETTING = "phone.{device}"
TOKEN_BYTES = 32
CODE_SECONDS = 600.0
CODE_TRIES = 5
PIN_TRIES = 5
PIN_LEAST = 6
PIN_MOST = 40
NAME_MOST = 60
RENEW_DAYS = 365
UNUSED_DAYS = 30
"""A phone that was not used for so long has to be paired anew; its cookie ends then too."""
_SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is taken for another
_CODE_SIGNS = 8
_PLACE_SIGNS = 6

NOT_OPEN = N_("Only a Panoh that stands open in the browser shows pages to a phone.")
OFF = N_("Pages are not shown to a phone just now: switch it on first.")
NO_NETWORK = N_("This computer is on no network where a phone could find it.")
NOT_OURS = N_("This is not an address of this computer.")
TOO_OPEN = N_("The whole internet can reach this address. Use one of your own network.")
PIN_SHORT = N_("Take six signs or more.")
PIN_LONG = N_("Take forty signs or fewer.")
PIN_PLAIN = N_("This PIN is too easy to guess: not one sign again and again, and no counting.")
NOT_SAME = N_("The two are not the same.")
NAME_NEEDED = N_("Give the phone a name that you know it by.")


class Door(Protocol):
    """What serves the pages to phones, while there is such a thing (`panoh.web.phone`)."""

    @property
    def address(self) -> str:
        """https://…, or nothing while it is off."""

    @property
    def fingerprint(self) -> str: ...

    def on(self, address: str = "", port: int = 0, *, anew: bool = False) -> None: ...

    def off(self) -> None: ...

    def offer(self) -> Code: ...

    def forget(self, record: str) -> None: ...


# ── pairing ─────────────────────────────────────────────────────────────────────────────────


class Code:
    """A one-time code and the place where it is typed: in memory only, over after ten minutes,
    after five wrong tries or with the first right one. After each wrong try comes a wait."""

    def __init__(self, clocks: Callable[[], tuple[float, ...]] | None = None) -> None:
        self.text = _signs(_CODE_SIGNS)
        self.place = _signs(_PLACE_SIGNS)
        self._clocks = clocks or both_clocks
        self._begun = self._clocks()
        self._wrong = 0
        self._wrong_at = self._begun
        self._over = False

    def is_open(self) -> bool:
        return not self._over and since(self._begun, self._clocks()) < CODE_SECONDS

    def check(self, typed: str) -> None:
        """Uses the code up. Raises WrongCode or TooManyTries."""
        wait = 2.0**self._wrong - since(self._wrong_at, self._clocks()) if self._wrong else 0.0
        if wait > 0 and self.is_open():
            raise TooManyTries(seconds=math.ceil(wait))
        sought = re.sub(r"[\s-]", "", typed).upper().encode()
        right = derive.same(sought, self.text.encode())
        if not self.is_open():
            raise WrongCode
        if not right:
            self._wrong += 1
            self._wrong_at = self._clocks()
            self._over = self._wrong >= CODE_TRIES
            raise WrongCode
        self._over = True

    def end(self) -> None:
        self._over = True

    @property
    def shown(self) -> str:
        """In two halves, as it is read aloud."""
        return f"{self.text[: _CODE_SIGNS // 2]}-{self.text[_CODE_SIGNS // 2 :]}"


def both_clocks() -> tuple[float, ...]:
    """One of them stands still in sleep, the other can be put back."""
    return time.monotonic(), time.time()


def since(begun: tuple[float, ...], now: tuple[float, ...]) -> float:
    return max(after - before for before, after in zip(begun, now, strict=True))


def _signs(count: int) -> str:
    """Evenly chosen: bytes that would favour the first signs are left out."""
    found = ""
    while len(found) < count:
        each = derive.random(1)[0]
        if each < 256 - 256 % len(_SIGNS):
            found += _SIGNS[each % len(_SIGNS)]
    return found


# ── phones ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Phone:
    id: str
    called: str
    paired: datetime
    last: str | None
    out: bool
    token: str
    """Digest of it, in hex."""


def listed(node: Node) -> list[Phone]:
    """Phones of this computer, those that were shut out last."""
    found = [_phone(row) for row in _rows(node)]
    return sorted(found, key=lambda each: (each.out, each.called.casefold(), each.id))


def welcome(node: Node) -> list[Phone]:
    """Those that may ask for pages: not shut out, and used within the last month."""
    first = (node.today() - timedelta(days=UNUSED_DAYS)).isoformat()
    return [each for each in listed(node) if not each.out and (each.last or "") >= first]


def find(node: Node, named: str) -> Phone:
    """By its name or the beginning of its id; one that is not shut out before one that is."""
    wanted = named.strip()
    phones = listed(node)
    for among in ([each for each in phones if not each.out], phones):
        found = [
            each
            for each in among
            if each.called == wanted or (len(wanted) >= 6 and each.id.startswith(wanted.lower()))
        ]
        if len(found) == 1:
            return found[0]
    raise NotFound(what=wanted)


def problems_of(called: str, pin: str, again: str) -> dict[str, str]:
    """Message keys by field; empty when a phone can be paired with these."""
    problems = {}
    if not 0 < len(called.strip()) <= NAME_MOST:
        problems["called"] = NAME_NEEDED
    weak = _pin_problem(pin)
    if weak:
        problems["pin"] = weak
    elif again != pin:
        problems["again"] = NOT_SAME
    return problems


def pair(node: Node, called: str, pin: str) -> tuple[str, str]:
    """A new phone: the id of its record, and its token, which is kept by the phone alone.

    Raises Invalid naming what is wrong with the name or the PIN.
    """
    called = called.strip()
    problems = problems_of(called, pin, pin)
    if problems:
        raise Invalid(problems)
    token = base64.urlsafe_b64encode(derive.random(TOKEN_BYTES)).decode().rstrip("=")
    values = {
        "device": node.person.device.hex(), "called": called,
        "paired": node.now().replace(microsecond=0).isoformat(), "last": node.today().isoformat(),
        "token": digest_of(token), "pin": _pin_digest(token, pin), "wrong": 0,
    }  # fmt: skip
    with node.writing() as work:
        record = work.put(own.PHONE, node.space("personal"), None, values)
    return record, token


def check_pin(node: Node, record: str, token: str, pin: str) -> None:
    """Notes the day. Raises WrongPin; after the fifth wrong one in a row the phone is shut out."""
    row = next((each for each in _rows(node) if each["id"] == record and not each["out"]), None)
    if row is None:
        raise NotFound(what=record)
    today = node.today().isoformat()
    if derive.same(_pin_digest(token, pin).encode(), str(row["pin"]).encode()):
        if row["last"] != today or row["wrong"]:
            _note(node, record, {"last": today, "wrong": 0})
        return
    wrong = int(row["wrong"] or 0) + 1
    _note(node, record, {"wrong": wrong})
    if wrong >= PIN_TRIES:
        shut_out(node, record)
    raise WrongPin(left=PIN_TRIES - wrong)


def shut_out(node: Node, record: str) -> None:
    """From now on this phone is shown nothing, and its token is worth nothing."""
    row = next((each for each in _rows(node) if each["id"] == record), None)
    if row is None:
        raise NotFound(what=record)
    if not row["out"]:
        _note(node, record, {"out": node.now().replace(microsecond=0).isoformat()})
    if node.phones is not None:
        node.phones.forget(record)


def door(node: Node) -> Door:
    """What serves phones here. Raises Forbidden where this program serves no pages at all."""
    if node.phones is None:
        raise Forbidden(why=NOT_OPEN)
    return node.phones


def digest_of(token: str) -> str:
    return derive.digest(Label.PHONE, b"token", token.encode()).hex()


def _pin_digest(token: str, pin: str) -> str:
    """Bound to the token, which the vault does not hold: so few digits could be tried out."""
    return derive.digest(Label.PHONE, b"pin", token.encode(), pin.encode()).hex()


def _pin_problem(pin: str) -> str:
    if len(pin) < PIN_LEAST:
        return PIN_SHORT
    if len(pin) > PIN_MOST:
        return PIN_LONG
    steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
    return PIN_PLAIN if len(set(pin)) < 3 or steps in ({1}, {-1}) else ""


def _rows(node: Node) -> list[Row]:
    mine = node.person.device.hex()
    return [row for row in node.all(own.PHONE) if row["device"] == mine]


def _phone(row: Row) -> Phone:
    paired = datetime.fromisoformat(str(row["paired"]))
    return Phone(
        str(row["id"]), str(row["called"]), paired, row["last"], bool(row["out"]), row["token"]
    )


def _note(node: Node, record: str, values: dict[str, object]) -> None:
    with node.writing() as work:
        work.put(own.PHONE, node.space("personal"), record, values)


# ── the address and its certificate ─────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Standing:
    """What stays from day to day: the port, and which certificate."""

    certificate: PageCertificate
    port: int


def check_address(address: str, known: list[str]) -> str:
    """One that this computer has, not reachable from all the world; the first of `known` when
    none is named. Loopback is allowed to who names it. Raises Forbidden or WrongUsage."""
    if not address:
        if not known:
            raise Forbidden(why=NO_NETWORK)
        address = known[0]
    try:
        number = IPv4Address(address)
    except ValueError:
        raise WrongUsage(what=NOT_OURS) from None
    if not number.is_loopback and address not in known:
        raise WrongUsage(what=NOT_OURS)
    if number.is_global:
        raise WrongUsage(what=TOO_OPEN)
    return address


def standing(node: Node, address: str, *, anew: bool = False) -> Standing:
    """The vault's certificate, the same as before unless a year has gone or `anew`.

    Its key follows from the key of this device and is kept nowhere. An address that came later
    does not stand in it: the browser asks once for each address in any case, and what people
    compare must not change with every network.
    """
    from panoh.crypto import page_certificate

    name = SETTING.format(device=node.person.device.hex()[:16])
    held = json.loads(node.setting(name) or "{}")
    now = node.now()
    begins = datetime.fromtimestamp(held["begins"], UTC) if held else now
    if anew or not held or not timedelta() <= now - begins < timedelta(days=RENEW_DAYS):
        held = {"begins": int(now.timestamp()), "in": [address], "port": held.get("port", 0),
                "turn": held.get("turn", 0) + 1}  # fmt: skip
        with node.writing() as work:
            work.set(name, json.dumps(held))
    turn = held["turn"].to_bytes(4, "big")
    seed = derive.derive(Label.PHONE, node.person.sign_seed, b"certificate", turn)
    begins = datetime.fromtimestamp(held["begins"], UTC)
    return Standing(page_certificate.make(seed, begins, held["in"]), held["port"])


def keep_port(node: Node, port: int) -> None:
    """So that the shortcut on the phone still fits tomorrow."""
    name = SETTING.format(device=node.person.device.hex()[:16])
    held = json.loads(node.setting(name) or "{}")
    if held and held["port"] != port:
        with node.writing() as work:
            work.set(name, json.dumps({**held, "port": port}))
