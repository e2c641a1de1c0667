"""What a command that reads hands over to be shown: the API's members, and how they become a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

Path: TypeAlias = str | Callable[[Any], Any]


class Column(NamedTuple):
    """One column of a list.

    Attributes:
        path: a member's name, names joined by dots (`PermissionsBoundary.PermissionsBoundaryArn`), empty for
            the row itself, or a function of the row. What the row lacks is None.
    """

    title: str
    path: Path


class Answer(NamedTuple):
    """The answer to one reading.

    Attributes:
        members: named, nested and ordered as the API's JSON; times are strings in UTC (`2024-01-01T00:00:00Z`),
            numbers of a policy document may be Decimals.
        columns: of a list; without any, every member of the rows is one.
        rows: the member that holds the list (`Users`); None when the answer is one entity.
        name: the member of a row or of the entity that `--output name` prints; empty when the rows are names.
        empty: what an empty list says, without a full stop: `no users under path /eng/ in account 111122223333`.
    """

    members: dict[str, Any]
    columns: Sequence[Column] = ()
    rows: str | None = None
    name: str = ""
    empty: str = ""


def value_at(row: Any, path: Path) -> Any:
    """What stands at a column's path in a row, or None."""
    if not isinstance(path, str):
        return path(row)
    for member in path.split(".") if path else ():
        if not isinstance(row, dict):
            return None
        row = row.get(member)
    return row
