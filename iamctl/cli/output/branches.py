"""A tree of lines: drawn with branches on a terminal, indented text elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.cli.output.streams import write
from iamctl.cli.output.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.tree import Tree

    from iamctl.cli.output.settings import OutputSettings

INDENT = "  "


class Branch(NamedTuple):
    """One line and what stands below it.

    Attributes:
        style: of Rich, for terminals; meaning never hangs on it.
    """

    text: str
    below: Sequence[Branch] = ()
    style: str = ""


def show_branches(roots: Sequence[Branch], settings: OutputSettings) -> None:
    """Write the trees, one after another."""
    if settings.is_drawn:
        write("".join(_drawn(root, settings) for root in roots))
    else:
        write("".join(f"{line}\n" for root in roots for line in plain_lines(root)))


def plain_lines(branch: Branch, depth: int = 0) -> Iterator[str]:
    yield INDENT * depth + visible(branch.text)
    for each in branch.below:
        yield from plain_lines(each, depth + 1)


def _drawn(root: Branch, settings: OutputSettings) -> str:
    from iamctl.cli.output.drawn import printed

    return printed(_tree(root), settings)


def _tree(branch: Branch) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    tree = Tree(Text(visible(branch.text), branch.style), guide_style="dim")
    for each in branch.below:
        tree.children.append(_tree(each))
    return tree
