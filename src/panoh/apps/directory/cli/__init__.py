"""`panoh directory …`, `panoh service …`, `panoh referral …`.

`directory.py` in and out, verification · `service.py` one service, the provider's form ·
`referral.py` referrals · `shown.py` how they are written.
"""

from __future__ import annotations

import click

from panoh.apps.directory.cli.directory import directory
from panoh.apps.directory.cli.referral import referral
from panoh.apps.directory.cli.service import service


def command_line(root: click.Group) -> None:
    """Adds the commands of the directory to the terminal."""
    for each in (directory, service, referral):
        root.add_command(each)
