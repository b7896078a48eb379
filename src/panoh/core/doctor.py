"""How well a vault is protected right now: one list for Safety and for `panoh doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from panoh import platform
from panoh.core import backup, recovery, schedule, travel
from panoh.core.check import check
from panoh.core.vault import slots, store
from panoh.core.vault.model import SlotKind
from panoh.crypto.derive import StretchCost
from panoh.errors import PanohError
from panoh.words import _, ngettext_

if TYPE_CHECKING:
    from panoh.core.node import Node

OLD_DAYS = 7


class Level(IntEnum):
    FINE = 0
    KNOW = 1  # to be known, nothing to do
    DO = 2  # something to do
    BROKEN = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """`key` is for scripts; `words` are translated; `link` leads to where it is put right."""

    key: str
    level: Level
    words: str
    link: str = ""


def examine(node: Node, *, deep: bool = False) -> list[Finding]:
    """What is protected and what is not; `deep` also reads every page and entry."""
    found = [
        *_copies(node), *_ways_in(node), *_trustees(node), *_requests(node), *_machine(),
        *_devices(node),
    ]  # fmt: skip
    if travel.is_away(node):
        found.append(Finding("travel", Level.KNOW, _("Something was left at home."), "/travel"))
    if deep:
        found += _sound(node)
    return found


def _copies(node: Node) -> list[Finding]:
    made = backup.last_made(node)
    if made is None:
        words = _("There is no copy yet. If this computer is lost or breaks, all is lost with it.")
        return [Finding("backup", Level.DO, words, "/backup")]
    days = max(0, (node.today() - datetime.fromisoformat(made).date()).days)
    level = Level.DO if days > OLD_DAYS else Level.FINE
    words = ngettext_("Last copy: {n} day ago", "Last copy: {n} days ago", days).format(n=days)
    found = [Finding("backup", level, words, "/backup")]
    if not any(each.verified for each in backup.listed(node)):
        words = _("No copy was ever opened to see whether it is whole.")
        found.append(Finding("verified", Level.DO, words, "/backup"))
    plan = schedule.of(node)
    if plan is not None and plan.failed:
        words = _("The copy that should be made by itself was not made.")
        found.append(Finding("schedule", Level.DO, words, "/backup"))
    return found


def _ways_in(node: Node) -> list[Finding]:
    found = []
    if store.has_paper(node.place):
        found.append(Finding("paper", Level.FINE, _("There is a paper key."), "/vault/paper"))
    elif not recovery.has_trustees(node):
        words = _("If the phrase is forgotten, all is lost: make a paper key or choose trustees.")
        found.append(Finding("paper", Level.DO, words, "/vault/paper"))
    cost = slots.read(node.place, SlotKind.PASSPHRASE).cost
    if cost.memory < StretchCost().memory:
        words = _("Guessing the phrase costs less than it should. Change the phrase once.")
        found.append(Finding("cost", Level.KNOW, words, "/phrase"))
    return found


def _trustees(node: Node) -> list[Finding]:
    try:
        standing = recovery.standing(node)
    except PanohError:
        words = _("The plan of your trustees does not read.")
        return [Finding("trustees", Level.BROKEN, words, "/recovery")]
    if standing is None:
        words = _("No trustees were chosen for this vault.")
        return [Finding("trustees", Level.KNOW, words, "/recovery")]
    if standing.unfinished:
        words = _("Shares for your trustees are to be given out again.")
        return [Finding("trustees", Level.DO, words, "/recovery")]
    if standing.due:
        words = _("The yearly drill with your trustees is due.")
        return [Finding("drill", Level.DO, words, "/recovery")]
    words = _("{need} of {of} shares open the vault; a request waits {hours} hours.").format(
        need=standing.need, of=standing.of, hours=standing.hours
    )
    return [Finding("trustees", Level.FINE, words, "/recovery")]


def _requests(node: Node) -> list[Finding]:
    if any(not each.over for each in recovery.requests(node)):
        words = _("Somebody asks to recover a vault.")
        return [Finding("request", Level.DO, words, "/recovery")]
    return []


def _machine() -> list[Finding]:
    found = []
    if not platform.no_core_dumps():
        words = _("This computer may write memory to a file when a program crashes.")
        found.append(Finding("dumps", Level.DO, words))
    if platform.swap_in_use():
        words = _("This computer moves memory to its disk now and then (swap).")
        found.append(Finding("swap", Level.KNOW, words))
    return found


def _devices(node: Node) -> list[Finding]:
    count = len(node.spaces.state(node.spaces.row(node.space("personal"))).devices)
    words = ngettext_("{n} device of yours", "{n} devices of yours", count).format(n=count)
    return [Finding("devices", Level.FINE, words)]


def _sound(node: Node) -> list[Finding]:
    wrong = check(node)
    if not wrong:
        return [Finding("check", Level.FINE, _("Nothing is off."))]
    return [Finding("check", Level.BROKEN, _(each)) for each in wrong]
