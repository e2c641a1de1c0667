"""The index: what the files say, ready to be looked up. Derived from the files alone; it may go at any time.

Each entity's row carries size, mtime and inode of the file it was read from: a file that differs was edited
since. A file that cannot be read has a row too, with what is wrong instead of facts.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import BrokenFile, IamctlError, Mistakes, Place
from iamctl.store.codec.kinds import Kind, to_row
from iamctl.store.references import references

if TYPE_CHECKING:
    import os
    import sqlite3
    from collections.abc import Iterator

    from iamctl.store.protocol import Noun


class Stamp(NamedTuple):
    """By what an edit is noticed: bytes, nanoseconds, and the file's number in its file system."""

    size: int
    mtime: int
    inode: int


class Entry(NamedTuple):
    """One row: facts or a problem."""

    name: str
    path: str
    stamp: Stamp
    facts: str | None
    problem: str | None


_COLUMNS = "name, path, size, mtime, inode, facts, problem"


def stamp_of(status: os.stat_result) -> Stamp:
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino)


class Index:
    """The rows, on a ledger's connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, shelf: str, name: str) -> Entry | None:
        return self._one("shelf = ? AND key = ?", shelf, name.lower())

    def find_id(self, shelf: str, unique_id: str) -> Entry | None:
        return self._one("unique_id = ? AND shelf = ?", unique_id, shelf)

    def at(self, path: str) -> Entry | None:
        return self._one("path = ?", path)

    def all(self, shelf: str) -> Iterator[Entry]:
        """Every row of the shelf, by name without regard to case."""
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM entity WHERE shelf = ? ORDER BY key", (shelf,))
        return map(_entry, rows.fetchall())

    def names(self, shelf: str) -> list[str]:
        rows = self._connection.execute("SELECT name FROM entity WHERE shelf = ? ORDER BY key", (shelf,))
        return [name for (name,) in rows]

    def count(self, shelf: str) -> int:
        row = self._connection.execute("SELECT count(*) FROM entity WHERE shelf = ?", (shelf,)).fetchone()
        return int(row[0])

    def broken(self, shelf: str) -> list[Entry]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM entity WHERE shelf = ? AND problem IS NOT NULL ORDER BY path", (shelf,)
        )
        return list(map(_entry, rows.fetchall()))

    def referring(self, shelf: str, relation: str, target: str) -> list[Entry]:
        columns = ", ".join(f"entity.{column}" for column in _COLUMNS.split(", "))
        rows = self._connection.execute(
            f"SELECT {columns} FROM reference JOIN entity USING (shelf, key)"
            " WHERE relation = ? AND target = ? AND shelf = ? ORDER BY key",
            (relation, target, shelf),
        )
        return list(map(_entry, rows.fetchall()))

    def count_referring(self, shelf: str, relation: str, target: str) -> int:
        row = self._connection.execute(
            "SELECT count(*) FROM reference WHERE relation = ? AND target = ? AND shelf = ?", (relation, target, shelf)
        ).fetchone()
        return int(row[0])

    def stamps(self, folder: str) -> dict[str, Stamp]:
        """The stamps of every row in the folder, by path."""
        # '0' comes right after '/': the paths of one folder are one stretch of the index.
        rows = self._connection.execute(
            "SELECT path, size, mtime, inode FROM entity WHERE path >= ? AND path < ?", (f"{folder}/", f"{folder}0")
        )
        return {path: Stamp(*stamp) for path, *stamp in rows}

    def put(self, kind: Kind, noun: Noun, path: str, stamp: Stamp) -> None:
        """Take the entity in, in the place of whatever stood at its path."""
        self.drop(path)
        key = noun.name.lower()
        unique_id = noun.unique_id if noun.unique_id != noun.arn else None
        self._connection.execute(
            "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (kind.shelf, key, noun.name, path, unique_id, *stamp, to_row(kind, noun)),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO reference VALUES (?, ?, ?, ?)",
            ((relation, target, kind.shelf, key) for relation, target in references(noun)),
        )

    def put_problem(self, kind: Kind, name: str, path: str, stamp: Stamp, problem: str) -> None:
        """Note that the file cannot be read; the name is the one that the file's name says."""
        self.drop(path)
        self._connection.execute(
            "INSERT INTO entity VALUES (?, ?, ?, ?, NULL, ?, ?, ?, NULL, ?)",
            (kind.shelf, name.lower(), name, path, *stamp, problem),
        )

    def restamp(self, path: str, stamp: Stamp) -> None:
        """The file is another one, with the same text."""
        self._connection.execute("UPDATE entity SET size = ?, mtime = ?, inode = ? WHERE path = ?", (*stamp, path))

    def drop(self, path: str) -> None:
        """Forget what stood at the path."""
        row = self._connection.execute("SELECT shelf, key FROM entity WHERE path = ?", (path,)).fetchone()
        if row:
            self._connection.execute("DELETE FROM entity WHERE path = ?", (path,))
            self._connection.execute("DELETE FROM reference WHERE shelf = ? AND key = ?", row)

    def _one(self, where: str, *values: str) -> Entry | None:
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM entity WHERE {where} LIMIT 1", values).fetchone()
        return _entry(row) if row else None


def raise_problem(problem: str) -> None:
    """Raise again what was found when the file was read."""
    errors = [problem_error(*each) for each in json.loads(problem)]
    raise errors[0] if len(errors) == 1 else Mistakes(errors)


def problem_error(name: str, message: str, place: list[object] | None, hints: list[str]) -> IamctlError:
    del name  # all that is wrong with a file is one class of error
    return BrokenFile(message, hint=hints, place=Place(*place) if place else None)  # type: ignore[arg-type]


def _entry(row: tuple[str, str, int, int, int, str | None, str | None]) -> Entry:
    name, path, size, mtime, inode, facts, problem = row
    return Entry(name, path, Stamp(size, mtime, inode), facts, problem)
