"""A report as Markdown: GitHub's tables; what a name holds is never markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.cli.output.visible import visible
from iamctl.cli.report_view import ALL, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamctl.cli.report_view import Figure, Section, Table

_MARKS = "\\`*_[]<>|~#&"


def render_markdown(title: str, time: str, figures: Iterable[Figure], sections: Sequence[Section]) -> str:
    """The whole text."""
    counts = ", ".join(f"{each.number:,} {each.words}" for each in figures)
    lines = [f"# {_text(title)}", "", f"{_text(time)}: {_text(counts)}.", ""]
    for section in sections:
        lines += [f"## {_text(section.title)}", ""]
        lines += [_text(section.said), ""] if section.said else []
        for table in section.tables:
            lines += [*_table(table), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield f"{_text(table.caption)}:"
        yield ""
    if not table.rows:
        yield _text(table.empty)
        return
    yield f"| {' | '.join(map(_text, table.columns))} |"
    yield f"| {' | '.join('---' for _ in table.columns)} |"
    for row in table.rows:
        yield f"| {' | '.join(_text(cell.text if isinstance(cell, Cell) else cell) for cell in row)} |"
    if table.left:
        yield ""
        yield f"and {table.left:,} more; {ALL}"


def _text(text: str) -> str:
    return " ".join("".join(f"\\{each}" if each in _MARKS else each for each in visible(text)).split())
