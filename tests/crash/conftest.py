"""What the vault's scenarios need: their own state folder, and a phrase that costs nothing."""

from __future__ import annotations

import pytest

from panoh.core.vault import slots
from panoh.crypto.derive import StretchCost, derive
from panoh.crypto.labels import Label


def quick_stretch(label: Label, secret: bytes, salt: bytes, cost: StretchCost) -> bytes:
    """Stands for Argon2id where thousands of survivors are unlocked; the same in every respect
    but the cost."""
    return derive(label, salt + bytes(16), secret)


@pytest.fixture
def quick_phrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "stretch", quick_stretch)
