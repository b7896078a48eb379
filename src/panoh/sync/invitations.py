"""Invitations: a one-time code, an answer to it, and who is let in by it.

The code is 128 random bits. Both sides make a channel from it, by which the answer goes one way
and the letter with the keys the other; so the two need not be there at the same time. Whoever has
the code first is let in: it is said in person or by a way that others do not read, it ends after
days, and twelve words tell afterwards who it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panoh.core import abroad, canonical, meeting, sharing
from panoh.core.identity import codec as identity_codec
from panoh.core.identity import store as identity_store
from panoh.core.identity.model import Certificate, PersonId
from panoh.core.identity.store import NO_ROOT
from panoh.core.space.model import History, Role, SpaceId
from panoh.core.work import Work
from panoh.crypto.derive import digest, random
from panoh.crypto.labels import Label
from panoh.errors import Forbidden, Refused, WrongUsage
from panoh.lexicon import phrases
from panoh.sync import codec, letters, rules
from panoh.sync.model import Box, Report
from panoh.sync.store import Invitation, SyncStore
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

_SECRET = 16
_CHECK = 2
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O, U, so that a code read aloud or by hand is not mistaken."""
_GROUP = 5
_DAY = 24 * 3600 * 1000
WORDS = 12
MISTYPED = N_("This code is not as it was given. Compare it once more.")
NOT_EMPTY = N_(
    "This vault holds something already. A further device begins with a new, empty vault."
)
EXPIRED = N_("Somebody answered an invitation that had ended. Nobody was let in.")
TWICE = N_(
    "A second person answered an invitation. Only the first was let in: compare the twelve words"
    " with them, and take them out if they do not agree."
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation opens."""

    spaces: tuple[SpaceId, ...]
    role: Role
    history: History
    notes: bool = False


# ── codes ───────────────────────────────────────────────────────────────────────────────────


def write_code(secret: bytes) -> str:
    """The code in groups of five signs, with two bytes that tell a mistake."""
    number = int.from_bytes(secret + _check(secret), "big")
    length = -(-8 * (_SECRET + _CHECK) // 5)
    signs = "".join(_ALPHABET[number >> 5 * at & 31] for at in reversed(range(length)))
    return "-".join(signs[at : at + _GROUP] for at in range(0, length, _GROUP))


def read_code(code: str) -> bytes:
    """The secret behind a code as somebody typed it; raises WrongUsage when it is mistyped."""
    signs = code.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    signs = "".join(each for each in signs if each.isalnum())
    number = 0
    for each in signs:
        if each not in _ALPHABET:
            raise WrongUsage(what=MISTYPED)
        number = number << 5 | _ALPHABET.index(each)
    size = _SECRET + _CHECK
    if len(signs) != -(-8 * size // 5) or number >> 8 * size:
        raise WrongUsage(what=MISTYPED)
    data = number.to_bytes(size, "big")
    if _check(data[:_SECRET]) != data[_SECRET:]:
        raise WrongUsage(what=MISTYPED)
    return data[:_SECRET]


def _check(secret: bytes) -> bytes:
    return digest(Label.INVITATION, b"check", secret)[:_CHECK]


def _channel_key(secret: bytes) -> bytes:
    return digest(Label.INVITATION, b"channel", secret)


def twelve_words(first: PersonId, second: PersonId) -> tuple[str, ...]:
    """What two people compare aloud, the same for both. English, as the list is."""
    words = phrases.word_list("en")
    number = int.from_bytes(digest(Label.WORDS, *sorted((first, second)), size=64), "big")
    found = []
    for _ in range(WORDS):
        number, at = divmod(number, len(words))
        found.append(words[at])
    return tuple(found)


# ── both sides ──────────────────────────────────────────────────────────────────────────────


def invite(node: Node, offer: Offer, *, days: int = rules.INVITATION_DAYS) -> str:
    """A new one-time code. What it opens is decided now; who comes is let in when they answer,
    unless it was shut meanwhile."""
    for space in offer.spaces:
        row = node.spaces.row(space)
        meeting.refuse_if_shut(node, row.no if row.parent is None else row.parent)
        if node.spaces.state(row).members.get(node.person.id) is not Role.MANAGER:
            raise Forbidden(why=N_("Only somebody who manages this can change who is in it."))
        if row.home == "personal":
            raise Forbidden(why=N_("Your own space is never shared."))
    secret = random(_SECRET)
    content = {
        "kind": letters.SPACE,
        "spaces": list(offer.spaces),
        "role": offer.role.value,
        "history": offer.history.value,
        "notes": offer.notes,
    }
    with node.database.write():
        channel = node.spaces.channel_of(_channel_key(secret))
        _store(node).invite(channel, content, node.milliseconds() + days * _DAY)
    return write_code(secret)


def invite_device(node: Node, *, days: int = 1) -> str:
    """A one-time code for another device of this person."""
    if node.person.root_seed is None:
        raise Forbidden(why=NO_ROOT)
    secret = random(_SECRET)
    with node.database.write():
        channel = node.spaces.channel_of(_channel_key(secret))
        ends = node.milliseconds() + days * _DAY
        _store(node).invite(channel, {"kind": letters.DEVICE}, ends)
    return write_code(secret)


def join(node: Node, code: str) -> None:
    """Answer an invitation with one's working name and the certificates of one's devices."""
    devices = node.spaces.state(node.spaces.row(node.space("personal"))).devices
    certificates = [each.encoded for _, each in sorted(devices.items())]
    content = {
        "kind": letters.SPACE,
        "certs": certificates,
        "by": node.person.certificate.encoded,
        "name": node.author(node.person.device_no),
        "country": abroad.country_of(node, node.person.id) or None,
    }
    _answer(node, code, content)


def join_as_device(node: Node, code: str) -> None:
    """Ask to be another device of whoever gave the code. Only a vault that holds nothing can."""
    if node.spaces.of_home("case") or node.spaces.carried_apart():
        raise Forbidden(why=NOT_EMPTY)
    own = node.person.certificate
    content = {"kind": letters.DEVICE, "sign": own.sign_public, "box": own.box_public}
    _answer(node, code, content)


def _answer(node: Node, code: str, content: dict[str, Any]) -> None:
    secret = read_code(code)
    with node.database.write():
        channel = node.spaces.channel_of(_channel_key(secret))
        store = _store(node)
        if any(each.channel == channel for each in store.invitations()):
            raise WrongUsage(what=N_("This invitation was used here before."))
        ends = node.milliseconds() + rules.INVITATION_DAYS * _DAY * 4
        offer = {"kind": content["kind"]}
        store.invite(channel, offer, ends, answer=canonical.encode(content))


def take_answer(
    node: Node, store: SyncStore, box: Box, body: bytes | None, report: Report
) -> PersonId | None:
    """Let in who answers an invitation given out here; None when nobody is.

    Being let in and the using up of the code are one write.
    """
    found = [each for each in store.invitations(mine=True) if each.channel == box.channel]
    if not found:
        return None  # one's own answer, come back
    content = codec.read_answer(box, body, _key_of)
    invitation = found[0]
    if content.get("kind") != invitation.offer["kind"]:
        raise Refused(finding="an answer to another invitation")
    answers = _certificates(content) if content["kind"] == letters.SPACE else []
    person = answers[0].person if answers else node.person.id
    mark = person if answers else content["box"]
    if invitation.state == "refused":
        _close(node, store, invitation, mark, content)
        return None
    if invitation.state != "open":
        if invitation.person != mark:
            report.find(TWICE)
        return None
    try:
        if invitation.expires <= node.milliseconds():
            raise Refused(finding=EXPIRED)
        with node.writing() as work:
            if answers:
                # Known first: whether it may be read where they work depends on it.
                letters.note_name(
                    node, work, person, content.get("name"), content.get("country"), own_word=True
                )
                work.flush()
                _let_in(node, work, invitation, answers)
            else:
                _add_device(node, work, invitation, content)
            store.settle_invitation(invitation.no, "answered", mark)
    except (Forbidden, Refused) as error:
        why = error.details.get("finding") or error.details.get("why") or error
        report.find(str(why))
        _close(node, store, invitation, mark, content)
        return None
    return person


def _close(
    node: Node, store: SyncStore, invitation: Invitation, mark: bytes, content: dict[str, Any]
) -> None:
    """Nobody is let in by it; a colleague who answered is told so with the next letters."""
    told = content["by"] if content["kind"] == letters.SPACE else None
    with node.database.write():
        store.settle_invitation(invitation.no, "refused", mark, told)


def _let_in(
    node: Node, work: Work, invitation: Invitation, certificates: Sequence[Certificate]
) -> None:
    offer = invitation.offer
    for space in offer["spaces"]:
        sharing.let_in(
            node,
            work,
            space,
            certificates,
            Role(offer["role"]),
            History(offer["history"]),
            notes=offer["notes"],
            route=invitation.channel.to_bytes(8, "big"),
        )


def _add_device(node: Node, work: Work, invitation: Invitation, content: dict[str, Any]) -> None:
    certificate = identity_store.certify_other(
        node.database, node.person, content["sign"], content["box"], issued=node.milliseconds()
    )
    sharing.add_device(node, work, certificate, invitation.channel.to_bytes(8, "big"))


def _key_of(content: dict[str, Any]) -> bytes:
    """Read before anything of it is verified: whoever holds the code may have put in anything."""
    if content.get("kind") == letters.DEVICE:
        keys = [content.get("sign"), content.get("box")]
        if not all(isinstance(each, bytes) and len(each) == 32 for each in keys):
            raise Refused(finding="an answer to an invitation that is malformed")
        return bytes(content["sign"])
    return identity_codec.decode(content.get("by", b"")).sign_public


def _certificates(content: dict[str, Any]) -> list[Certificate]:
    given = content.get("certs")
    if not isinstance(given, list) or not 1 <= len(given) <= 32:
        raise Refused(finding="an answer to an invitation that is malformed")
    certificates = [identity_codec.decode(each) for each in given]
    by = identity_codec.decode(content["by"])
    if by.device not in {each.device for each in certificates} or any(
        each.person != by.person for each in certificates
    ):
        raise Refused(finding="an answer to an invitation that is malformed")
    return certificates


def given_out(node: Node) -> list[Invitation]:
    return _store(node).invitations(mine=True)


def take_back(node: Node, number: int) -> None:
    """An invitation that nobody answered yet is worth nothing from now on; whoever answers it
    is told so."""
    with node.database.write():
        _store(node).settle_invitation(number, "refused")


def take_back_all(node: Node, space: SpaceId) -> None:
    """The same for every open invitation into a space."""
    for each in _store(node).invitations(mine=True, state="open"):
        if space in each.offer.get("spaces", []):
            take_back(node, each.no)


def _store(node: Node) -> SyncStore:
    return SyncStore(node.database, node.log)


__all__ = ["Offer", "invite", "join", "take_answer", "twelve_words"]
