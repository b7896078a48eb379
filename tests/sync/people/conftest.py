"""Colleagues with real vaults of casework; see tests.cast."""

from __future__ import annotations

from tests.apps.casework.conftest import amina as amina  # noqa: PLC0414 - fixtures
from tests.apps.casework.conftest import clock as clock  # noqa: PLC0414
from tests.apps.casework.conftest import template as template  # noqa: PLC0414
