"""The index: what the files say, ready to be looked up. Derived from the files alone; it may go at any time.

Each entity's row carries size, mtime and inode of the file it was read from: a file that differs was edited
since. A file that cannot be read has a row too, with what is wrong instead of facts. Each folder has a digest, the
sum of the marks of its rows: where the files themselves give the same sum, nobody edited any of them.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import BrokenFile, IamctlError, Mistakes, Place
from iamctl.store.codec.kinds import Kind, to_row
from iamctl.store.references import references

if TYPE_CHECKING:
    import os
    import sqlite3
    from collections.abc import Iterator

    from iamctl.store.protocol import Noun

_PAGE = 1000  # rows read at once
_MOST = (1 << 61) - 1  # SQLite's integers have 63 bits and no overflow


class Stamp(NamedTuple):
    """By what an edit is noticed: bytes, nanoseconds, and the file's number in its file system."""

    size: int
    mtime: int
    inode: int

    def unsettled(self) -> Stamp:
        """The stamp that no file has: of one that may change once more without its stamp changing."""
        return Stamp(self.size, -1, self.inode)


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


def mark(path: str, size: int, mtime: int, inode: int) -> int:
    """One file's part in its folder's digest."""
    mixed = (zlib.crc32(path.encode("utf-8", "surrogateescape")) + 1) * 0x9E3779B97F4A7C15 ^ mtime
    mixed = ((mixed & _MOST) * 0xBF58476D1CE4E5B9 ^ inode << 20 ^ size) & _MOST
    return ((mixed ^ mixed >> 29) * 0x94D049BB133111EB) & _MOST


def digest(marks: Iterator[int]) -> int:
    return sum(marks) & _MOST


class Index:
    """The rows, on a ledger's connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, shelf: str, name: str) -> Entry | None:
        """The row of this name, in whatever case; of several files with one name, one that tells of it."""
        try:
            return self._one("shelf = ? AND key = ? ORDER BY problem IS NULL", shelf, name.lower())
        except UnicodeEncodeError:  # half of a surrogate pair, which no file says
            return None

    def find_id(self, shelf: str, unique_id: str) -> Entry | None:
        try:
            return self._one("unique_id = ? AND shelf = ?", unique_id, shelf)
        except UnicodeEncodeError:
            return None

    def at(self, path: str) -> Entry | None:
        return self._one("path = ?", path)

    def sharing(self, shelf: str, name: str) -> list[Entry]:
        """Every row of this name: more than one where files differ in nothing but the case of their names."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM entity WHERE shelf = ? AND key = ?", (shelf, name.lower())
        )
        return list(map(_entry, rows))

    def all(self, shelf: str) -> Iterator[Entry]:
        """Every row of the shelf, by name without regard to case."""
        last = ("", "")
        while True:
            rows = self._connection.execute(
                f"SELECT key, {_COLUMNS} FROM entity WHERE shelf = ? AND (key, name) > (?, ?)"
                " ORDER BY key, name LIMIT ?",
                (shelf, *last, _PAGE),
            ).fetchall()
            for _, *row in rows:
                yield _entry(row)
            if len(rows) < _PAGE:
                return
            last = rows[-1][:2]

    def names(self, shelf: str) -> list[str]:
        rows = self._connection.execute("SELECT name FROM entity WHERE shelf = ? ORDER BY key", (shelf,))
        return [name for (name,) in rows]

    def count(self, shelf: str) -> int:
        row = self._connection.execute("SELECT count(DISTINCT key) FROM entity WHERE shelf = ?", (shelf,)).fetchone()
        return int(row[0])

    def broken(self, shelf: str) -> list[Entry]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM entity WHERE shelf = ? AND problem IS NOT NULL ORDER BY path", (shelf,)
        )
        return list(map(_entry, rows.fetchall()))

    def referring(self, shelf: str, relation: str, target: str) -> list[Entry]:
        columns = ", ".join(f"entity.{column}" for column in _COLUMNS.split(", "))
        rows = self._connection.execute(
            # CROSS, so that SQLite begins with the few that refer, not with every row of the shelf in its order.
            f"SELECT {columns} FROM reference CROSS JOIN entity USING (shelf, key)"
            " WHERE relation = ? AND target = ? AND shelf = ? AND problem IS NULL ORDER BY key",
            (relation, target, shelf),
        )
        return list(map(_entry, rows.fetchall()))

    def keys_referring(self, shelf: str, relation: str, target: str) -> list[str]:
        """The names in lower case of those that refer to the target."""
        rows = self._connection.execute(
            "SELECT key FROM reference WHERE relation = ? AND target = ? AND shelf = ?", (relation, target, shelf)
        )
        return [key for (key,) in rows]

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

    def digest(self, folder: str) -> int:
        row = self._connection.execute("SELECT digest FROM folder WHERE path = ?", (folder,)).fetchone()
        return int(row[0]) if row else 0

    def put(self, kind: Kind, noun: Noun, path: str, stamp: Stamp) -> None:
        """Take the entity in, in the place of whatever stood at its path."""
        self.drop(path)
        key = noun.name.lower()
        self._connection.execute(
            "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (kind.shelf, key, noun.name, path, noun.unique_id, *stamp, to_row(kind, noun)),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO reference VALUES (?, ?, ?, ?)",
            ((relation, target, kind.shelf, key) for relation, target in references(noun)),
        )
        self._add_to_digest(kind.folder, mark(path, *stamp))

    def put_problem(self, kind: Kind, name: str, path: str, stamp: Stamp, problem: str) -> None:
        """Note that the file cannot be read; the name is the one that the file's name says."""
        self.drop(path)
        self._connection.execute(
            "INSERT INTO entity VALUES (?, ?, ?, ?, NULL, ?, ?, ?, NULL, ?)",
            (kind.shelf, name.lower(), name, path, *stamp, problem),
        )
        self._add_to_digest(kind.folder, mark(path, *stamp))

    def restamp(self, path: str, stamp: Stamp) -> None:
        """The file is another one, with the same text."""
        entry = self.at(path)
        if entry and entry.stamp != stamp:
            self._connection.execute("UPDATE entity SET size = ?, mtime = ?, inode = ? WHERE path = ?", (*stamp, path))
            folder = path.rpartition("/")[0]
            self._add_to_digest(folder, mark(path, *stamp) - mark(path, *entry.stamp))

    def drop(self, path: str) -> None:
        """Forget what stood at the path. Files that were broken only for sharing its name have to be read again."""
        row = self._connection.execute(
            "SELECT shelf, key, size, mtime, inode, problem FROM entity WHERE path = ?", (path,)
        ).fetchone()
        if row is None:
            return
        shelf, key, size, mtime, inode, problem = row
        self._connection.execute("DELETE FROM entity WHERE path = ?", (path,))
        if problem is None:
            self._connection.execute("DELETE FROM reference WHERE shelf = ? AND key = ?", (shelf, key))
        self._add_to_digest(path.rpartition("/")[0], -mark(path, size, mtime, inode))
        for entry in self.sharing(shelf, key):
            if entry.problem:
                self.restamp(entry.path, entry.stamp.unsettled())

    def _add_to_digest(self, folder: str, value: int) -> None:
        self._connection.execute(
            "INSERT INTO folder VALUES (?, ?) ON CONFLICT(path)"
            f" DO UPDATE SET digest = (digest + excluded.digest) & {_MOST}",
            (folder, value & _MOST),
        )

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


def _entry(row: list[object] | tuple[object, ...]) -> Entry:
    name, path, size, mtime, inode, facts, problem = row
    return Entry(name, path, Stamp(size, mtime, inode), facts, problem)  # type: ignore[arg-type]
