"""What is said before a case is shared."""

from __future__ import annotations

from panoh.cli.output import tell
from panoh.core.node import Node
from panoh.core.space.model import SpaceId


def to_share(node: Node, code: str) -> SpaceId:
    """The space that a person names in order to let somebody in; tells what must be said first."""
    main = node.find_space(code)
    for each in node.before_sharing(node.spaces.row(main)):
        tell(each)
    return main
