"""Shapes as plain text: aligned by spaces, nothing cut, no colours, no module but our own."""

from __future__ import annotations

from itertools import zip_longest

from iamctl.cli.output import cells
from iamctl.cli.output.shapes import Entity, Grid, Lines, Shape
from iamctl.cli.output.visible import visible

GAP = "  "


def render_plain(shape: Shape, *, header: bool) -> str:
    """The text with a newline at its end; empty when there is nothing to show."""
    if isinstance(shape, Lines):
        return "".join(f"{cells.line(value)}\n" for value in shape.values)
    if isinstance(shape, Entity):
        return _entity(shape)
    return _grid(shape, header=header) if shape.rows else ""


def width_of(text: str) -> int:
    """Terminal columns that the text takes: East Asian wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    import unicodedata  # only other scripts ask

    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else 0 if unicodedata.combining(character) else 1
        for character in text
    )


def _grid(grid: Grid, *, header: bool) -> str:
    rows = [[cells.cell(value) for value in row] for row in grid.rows]
    if header and grid.titles:
        rows.insert(0, [visible(title) for title in grid.titles])
    return _aligned(rows)


def _entity(entity: Entity) -> str:
    rows = [
        [visible(key) if index == 0 else "", text]
        for key, value in entity.members.items()
        for index, text in enumerate(cells.lines(key, value))
    ]
    return _aligned(rows)


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(map(width_of, column)) for column in zip_longest(*rows, fillvalue="")]
    return "".join(
        GAP.join(text + " " * (width - width_of(text)) for text, width in zip(row, widths, strict=False)).rstrip()
        + "\n"
        for row in rows
    )
