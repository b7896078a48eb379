"""`panoh sync`: exchange what is new by a hub, a neighbour's computer or a file on a stick."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from panoh.cli.context import MustRunAlone, asked, pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import progress, say, show, tell, words_of
from panoh.cli.streams import here
from panoh.core import membership
from panoh.errors import NotReached, PanohError
from panoh.words import N_, _, ngettext_

if TYPE_CHECKING:
    from panoh.core.node import Node
    from panoh.sync.model import Report

WATCH_SECONDS = 60
hub_option = click.option(
    "--hub",
    metavar="ADDRESS",
    cls=Option,
    help=N_("Address of the hub, https://…; remembered from then on."),
)


@click.command()
@hub_option
@click.option(
    "--file",
    "file",
    metavar="FILE",
    cls=Option,
    help=N_("A file on a stick, both read and written; made when it is not there."),
)
@click.option(
    "--peer",
    metavar="ADDRESS",
    cls=Option,
    help=N_("Address of a colleague on the same network who runs panoh sync --serve."),
)
@click.option(
    "--serve",
    is_flag=True,
    cls=Option,
    help=N_("Let a colleague on the same network exchange with you, until Ctrl-C."),
)
@click.option(
    "--watch",
    is_flag=True,
    cls=Option,
    help=N_("Go on, once a minute, until Ctrl-C."),
)
@json_option
@pass_node
def sync(
    node: Node,
    hub: str | None,
    file: str | None,
    peer: str | None,
    serve: bool,
    watch: bool,
    as_json: bool,
) -> None:
    """Exchange what is new with those you share with.

    Nothing has to be online: what cannot be sent now is sent later, and stopping in the middle
    loses nothing. Who has received what is not known, and never claimed.
    """
    if (watch or serve) and asked().node is not None:
        raise MustRunAlone  # it would keep the pages waiting
    if serve:
        _serve(node, as_json)
        return
    if not watch:
        _say(node, _once(node, hub, file, peer), as_json)
        return
    while True:
        try:
            _say(node, _once(node, hub, file, peer), as_json)
        except NotReached as error:
            tell(words_of(error))
        time.sleep(WATCH_SECONDS)


def _serve(node: Node, as_json: bool) -> None:
    from panoh.sync import running

    def told(address: str) -> None:
        say(address)
        tell(_("Compare what stands after # with your colleague, then: panoh sync --peer ADDRESS"))
        sys.stdout.flush()

    running.serve(node, told, lambda report: _say(node, report, as_json))


def _once(node: Node, hub: str | None, file: str | None, peer: str | None) -> Report:
    from panoh.sync import running

    path = here(Path(file)).absolute() if file else None
    way = running.carrier(node, hub=hub, peer=peer, file=path)
    with progress() as tell_how_far:
        return running.run(node, way, tell_how_far)


def _say(node: Node, report: Report, as_json: bool) -> None:
    findings = [_(each) for each in report.findings]
    cases = [_named(node, each) for each in report.joined]
    people = [membership.name_of(node, bytes.fromhex(each)) for each in report.let_in]
    data = {
        "received": report.received,
        "sent": report.sent,
        "erased": report.erased,
        "waiting": report.waiting,
        "opened": cases,
        "let_in": people,
        "findings": findings,
    }
    lines = [
        _("Everything you wrote is saved here."),
        ngettext_("{n} entry sent.", "{n} entries sent.", report.sent).format(n=report.sent),
        ngettext_("{n} entry came.", "{n} entries came.", report.received).format(
            n=report.received
        ),
        *(_("Open to you now: {code}").format(code=each) for each in cases),
        *(_("Let in: {name}. Compare the twelve words.").format(name=each) for each in people),
    ]
    show(data, as_json, lines=lines)
    for each in findings:
        tell(each)


def _named(node: Node, space: str) -> str:
    try:
        return node.name_of(node.spaces.row(bytes.fromhex(space)))
    except PanohError:
        return space[:8]
