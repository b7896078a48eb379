"""What a command is handed: the unlocked node."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click


def pass_node(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives the command the unlocked node first; `ctx.obj` is it or a function that opens it."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        held = click.get_current_context().obj
        node = held() if callable(held) else held
        return command(node, *args, **options)

    return run
