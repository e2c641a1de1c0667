"""A report as a page of its own: one file that loads nothing, runs nothing, and prints.

Every text of the account is escaped, and characters that reorder or hide text are written out.

Source: https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from iamctl.cli.output.visible import visible
from iamctl.cli.report_view import ALL, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamctl.cli.report_view import Figure, Section, Table

_STYLE = Path(__file__).parent / "report_files" / "report.css"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MANY = 8
"""Columns of a heat map, past which their headings are written upwards."""
_DEEP = 0.55
"""From this heat on white letters are read better."""


def render_page(title: str, time: str, figures: Iterable[Figure], sections: Sequence[Section]) -> str:
    """The whole page."""
    cards = "".join(
        f"<li{' class=bad' if each.is_bad else ''}><b>{each.number:,}</b>{_text(each.words)}</li>" for each in figures
    )
    links = "".join(f'<a href="#{_text(each.id)}">{_text(each.title)}</a>' for each in sections)
    body = "".join(part for each in sections for part in _section(each))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_text(title)}</title><style>{_STYLE.read_text('utf-8')}</style></head>\n<body>"
        f'<h1>{_text(title)}</h1><p class="dim">{_text(time)}</p><ul class="cards">{cards}</ul><nav>{links}</nav>\n'
        f"{body}</body></html>\n"
    )


def _section(section: Section) -> Iterator[str]:
    yield f'<section id="{_text(section.id)}"><h2>{_text(section.title)}</h2>\n'
    if section.said:
        yield f"<p>{_text(section.said)}</p>\n"
    for table in section.tables:
        yield from _table(table)
    yield "</section>\n"


def _table(table: Table) -> Iterator[str]:
    caption = f"<caption>{_text(table.caption)}</caption>" if table.caption else ""
    if not table.rows:
        yield f'<p class="dim">{_text(table.caption)}</p>' if table.caption else ""
        yield f'<p class="none">{_text(table.empty)}</p>\n'
        return
    heads = "".join(f'<th scope="col">{_text(each)}</th>' for each in table.columns)
    kind = f' class="heat{" narrow" if len(table.columns) > _MANY else ""}"' if table.is_heat else ""
    yield f"<table{kind}>{caption}<thead><tr>{heads}</tr></thead><tbody>\n"
    for row in table.rows:
        yield f"<tr>{''.join(_cell(cell, is_first=at == 0) for at, cell in enumerate(row))}</tr>\n"
    yield "</tbody></table>\n"
    if table.left:
        yield f'<p class="dim">and {table.left:,} more; {_text(ALL.replace("`", ""))}</p>\n'


def _cell(cell: str | Cell, *, is_first: bool) -> str:
    if isinstance(cell, Cell):
        deep = " class=deep" if cell.heat > _DEEP else ""
        style = f' style="background: rgba(var(--heat), {cell.heat:.2f})"' if cell.heat else ""
        return f'<td{deep}{style} title="{_text(cell.title)}">{_text(cell.text)}</td>'
    return f'<th scope="row">{_text(cell)}</th>' if is_first else f"<td>{_text(cell)}</td>"


def _text(text: str) -> str:
    return escape(visible(text), quote=True)
