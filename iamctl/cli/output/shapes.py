"""The three shapes that a person reads: a grid of rows, one entity with its members, plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from iamctl.cli.output.answer import Answer, Column, value_at
from iamctl.cli.output.cells import is_document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Grid(NamedTuple):
    """Rows of as many values as there are titles; without titles, rows of any length."""

    titles: tuple[str, ...]
    rows: list[list[Any]]


class Entity(NamedTuple):
    """One entity: each member beside its name."""

    members: dict[str, Any]


class Lines(NamedTuple):
    """Values, one a line."""

    values: Sequence[Any]


Shape: TypeAlias = Grid | Entity | Lines


def shape_of_answer(answer: Answer) -> Shape:
    """A list is a grid with the answer's columns, anything else an entity."""
    if answer.rows is None:
        return Entity(entity_of(answer))
    rows = rows_of(answer)
    return _grid(rows, answer.columns or _columns_of(rows, answer.rows))


def shape_of_value(value: Any) -> Shape:
    """What a query found: lists of objects or of lists are grids, other lists and scalars are lines."""
    if isinstance(value, dict):
        return Entity(value)
    if not isinstance(value, list):
        return Lines([] if value is None else [value])
    if value and all(isinstance(row, dict) for row in value):
        return _grid(value, _columns_of(value, ""))
    if value and all(isinstance(row, list) for row in value):
        return Grid((), value)
    return Lines(value)


def rows_of(answer: Answer) -> list[Any]:
    """The answer's list."""
    rows: list[Any] = answer.members[answer.rows] if answer.rows else []
    return rows


def entity_of(answer: Answer) -> dict[str, Any]:
    """The members of the one entity: `{"User": {...}}` is about what stands inside."""
    if len(answer.members) == 1:
        [(key, inner)] = answer.members.items()
        if isinstance(inner, dict) and inner and not is_document(key, inner):
            return inner
    return answer.members


def _grid(rows: Sequence[Any], columns: Sequence[Column]) -> Grid:
    cells = [[value_at(row, column.path) for column in columns] for row in rows]
    return Grid(tuple(column.title for column in columns), cells)


def _columns_of(rows: Sequence[Any], title: str) -> list[Column]:
    """A column for every member that occurs, in the order of first occurrence; one for rows that have none."""
    members = dict.fromkeys(member for row in rows if isinstance(row, dict) for member in row)
    return [Column(name, _member(name)) for name in members] or [Column(title, "")]


def _member(name: str) -> Callable[[Any], Any]:
    """How to read a member whose name may hold a dot."""
    return lambda row: row.get(name) if isinstance(row, dict) else None
