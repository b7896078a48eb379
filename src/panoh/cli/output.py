"""How commands write: JSON with sorted keys, or plain lines."""

from __future__ import annotations

import json
from typing import Any

import click


def show(data: Any, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True))
    elif isinstance(data, list):
        for each in data:
            show(each, False)
    else:
        click.echo(str(data))
