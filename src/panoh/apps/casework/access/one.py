"""One record at a time, by id; a client also by code."""

from __future__ import annotations

from dataclasses import dataclass

from panoh.core.node import Node, Row
from panoh.core.records.model import RecordType


@dataclass(frozen=True, slots=True)
class Programme:
    """Agreed with the client and not lapsed; in no list, print, title or default export."""

    key: str
    until: str


def find(node: Node, rtype: RecordType, ref: str) -> Row:
    """The record of this type by its id or an unmistakable beginning of it (6 digits and more)."""
    raise NotImplementedError


def client(node: Node, ref: str) -> Row:
    """The client by code (as typed: case, spaces and dashes do not matter) or record id."""
    raise NotImplementedError


def programme(node: Node, ref: str) -> Programme | None:
    raise NotImplementedError


def contact(node: Node, ref: str) -> Row:
    """A contact on the desk."""
    raise NotImplementedError


def case_contact(node: Node, ref: str) -> Row:
    """A contact that was attached to a client."""
    raise NotImplementedError


def need(node: Node, ref: str) -> Row:
    """A need or strength."""
    raise NotImplementedError


def goal(node: Node, ref: str) -> Row:
    raise NotImplementedError


def step(node: Node, ref: str) -> Row:
    raise NotImplementedError


def support(node: Node, ref: str) -> Row:
    raise NotImplementedError


def follow_up(node: Node, ref: str) -> Row:
    raise NotImplementedError


def note(node: Node, ref: str) -> Row:
    raise NotImplementedError


def review(node: Node, ref: str) -> Row:
    raise NotImplementedError


def closure(node: Node, ref: str) -> Row:
    raise NotImplementedError


def reopening(node: Node, ref: str) -> Row:
    raise NotImplementedError


def opened(node: Node, ref: str) -> Row:
    raise NotImplementedError


def caseload(node: Node, ref: str) -> Row:
    raise NotImplementedError
