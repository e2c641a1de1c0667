"""Shapes for eyes: tables and listings drawn by Rich, as wide as the terminal.

Nothing is cut: what does not fit is wrapped, and rows whose columns would become too narrow to read are
listed one below the other.
"""

from __future__ import annotations

import io
import shutil
import sys
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from iamctl.cli.output import cells
from iamctl.cli.output.plain import GAP, render_plain, width_of
from iamctl.cli.output.shapes import Entity, Grid, Lines, Shape
from iamctl.cli.output.visible import visible

if TYPE_CHECKING:
    from rich.table import Table
    from rich.tree import Tree

    from iamctl.cli.output.settings import OutputSettings

_NARROWEST = 12
"""A column narrower than this, and than its content, is not read any more."""

_BETWEEN = 3
"""Characters between two columns."""


def render_drawn(shape: Shape, settings: OutputSettings) -> str:
    """The text for a terminal, with a newline at its end; empty when there is nothing to show."""
    if isinstance(shape, Lines) or (isinstance(shape, Grid) and not shape.rows):
        return render_plain(shape, header=settings.header)
    width = settings.width or shutil.get_terminal_size().columns
    if isinstance(shape, Entity):
        return _printed(_listing(list(shape.members.items())), width, colored=settings.is_colored)
    table = [[cells.cell(value) for value in row] for row in shape.rows]
    titles = [visible(title) for title in shape.titles]
    if not _fits([titles, *table], width):
        if not titles:
            return render_plain(shape, header=False)
        records = [list(zip(titles, row, strict=True)) for row in shape.rows]
        return "\n".join(_printed(_listing(record), width, colored=settings.is_colored) for record in records)
    return _printed(_table(titles if settings.header else [], table), width, colored=settings.is_colored)


def printed(drawn: Tree, settings: OutputSettings) -> str:
    """What Rich drew, as text for this terminal."""
    return _printed(drawn, settings.width or shutil.get_terminal_size().columns, colored=settings.is_colored)


def _fits(rows: list[list[str]], width: int) -> bool:
    least = [min(_NARROWEST, max(map(width_of, column))) for column in zip_longest(*rows, fillvalue="")]
    return sum(least) + _BETWEEN * (len(least) - 1) <= width


def _table(titles: list[str], rows: list[list[str]]) -> Table:
    from rich import box  # 27 ms, only for a terminal
    from rich.table import Table
    from rich.text import Text

    lines = box.SIMPLE_HEAD if _is_unicode() else box.MARKDOWN
    drawn = Table(box=lines, show_edge=False, show_header=bool(titles), pad_edge=False, header_style="bold")
    for index in range(max(map(len, rows))):
        drawn.add_column(Text(titles[index]) if titles else "", overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    return drawn


def _listing(members: list[tuple[str, Any]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    drawn = Table.grid(padding=(0, len(GAP)), pad_edge=False)
    drawn.add_column(overflow="fold")
    drawn.add_column(overflow="fold")
    for key, value in members:
        drawn.add_row(Text(visible(key), "bold"), _value(key, value))
    return drawn


def _value(key: str, value: Any) -> Any:
    from rich.highlighter import JSONHighlighter
    from rich.text import Text

    text = Text("\n".join(cells.lines(key, value)))
    if cells.is_document(key, value):
        JSONHighlighter().highlight(text)
    return text


def _printed(drawn: Table | Tree, width: int, *, colored: bool) -> str:
    from rich.console import Console

    text = io.StringIO()
    # The environment is looked at in `settings` alone, hence the empty one here.
    console = Console(
        file=text,
        width=width,
        color_system="standard" if colored else None,
        force_terminal=colored,
        no_color=not colored,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    console.print(drawn, crop=False)
    return "".join(line.rstrip() + "\n" for line in text.getvalue().splitlines())


def _is_unicode() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
