"""What the directory records: one declaration per type.

`entry.py` services, places, verification, corrections, gaps · `referral.py` referrals and copies.
"""

from __future__ import annotations

from panoh.apps.directory.records.entry import (
    AT,
    CHECK,
    DECISION,
    DETAIL,
    FEEDBACK,
    GAP,
    LOCATION,
    ORGANIZATION,
    PROPOSAL,
    SERVICE,
    TRANSLATION,
)
from panoh.apps.directory.records.referral import COPY, REFERRAL, STEP, TAKEN_OUT, TOLD
from panoh.core.records.model import RecordType

MAIN: dict[str, RecordType] = {
    "organization": ORGANIZATION,
    "service": SERVICE,
    "location": LOCATION,
    "service_at_location": AT,
}
"""Tables of the standard that are records of their own; all others are details."""
STANDARD: dict[str, tuple[str, ...]] = {
    "organization": ("name", "description", "email", "website"),
    "service": (
        "name", "status", "description", "email", "url", "fees_description",
        "eligibility_description", "application_process", "wait_time", "alert",
    ),
    "location": ("name",),
    "service_at_location": (),
}  # fmt: skip
"""Fields that the standard has too; whatever else stands in a record of ours never leaves."""

ALL: tuple[RecordType, ...] = (
    *MAIN.values(), DETAIL, TRANSLATION, CHECK, PROPOSAL, DECISION, FEEDBACK, GAP,
    REFERRAL, COPY, STEP, TAKEN_OUT, TOLD,
)  # fmt: skip

__all__ = [
    "ALL", "AT", "CHECK", "COPY", "DECISION", "DETAIL", "FEEDBACK", "GAP", "LOCATION", "MAIN",
    "ORGANIZATION", "PROPOSAL", "REFERRAL", "SERVICE", "STANDARD", "STEP", "TAKEN_OUT",
    "TOLD", "TRANSLATION",
]  # fmt: skip
