"""What changes often and does not describe the account: when a key was last used, how often a password was wrong.

Marks lie in the ledger's database, outside the revisions: signing in rewrites no TOML file and makes no history.
They are state, not cache: who loses the database loses them.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from iamctl.store.ledger import LEDGER_FILE, damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from iamctl.store.protocol import Mark

_TABLE = """
CREATE TABLE IF NOT EXISTS mark(
    kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID
"""


class LedgerMarks:
    """The marks in the ledger of the account in this folder, on a connection of their own."""

    def __init__(self, root: Path) -> None:
        self._path = root / LEDGER_FILE

    def find(self, kind: str, key: str) -> Mark | None:
        try:
            with closing(self._connected()) as connection:
                if not _has_table(connection):
                    return None
                return _value(connection, kind, key)
        except sqlite3.Error as error:
            raise damaged(self._path, error) from error

    def change(self, kind: str, key: str, change: Callable[[Mark | None], Mark | None]) -> Mark | None:
        try:
            with closing(self._connected()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(_TABLE)
                before = _value(connection, kind, key)
                said = json.dumps(before)
                value = change(before)
                if json.dumps(value) == said:
                    pass  # what differs in nothing writes nothing: who watches the file sees no change
                elif value is None:
                    connection.execute("DELETE FROM mark WHERE kind = ? AND key = ?", (kind, key))
                else:
                    connection.execute("INSERT OR REPLACE INTO mark VALUES (?, ?, ?)", (kind, key, json.dumps(value)))
                connection.execute("COMMIT")
                return value
        except sqlite3.Error as error:
            raise damaged(self._path, error) from error

    def put_all(self, marks: Mapping[tuple[str, str], Mark | None]) -> None:
        try:
            with closing(self._connected()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(_TABLE)
                for (kind, key), value in marks.items():
                    if value is None:
                        connection.execute("DELETE FROM mark WHERE kind = ? AND key = ?", (kind, key))
                    else:
                        row = (kind, key, json.dumps(value))
                        connection.execute("INSERT OR REPLACE INTO mark VALUES (?, ?, ?)", row)
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise damaged(self._path, error) from error

    def all(self, kind: str) -> dict[str, Mark]:
        try:
            with closing(self._connected()) as connection:
                if not _has_table(connection):
                    return {}
                rows = connection.execute("SELECT key, value FROM mark WHERE kind = ? ORDER BY key", (kind,))
                return {key: json.loads(value) for key, value in rows}
        except sqlite3.Error as error:
            raise damaged(self._path, error) from error

    def _connected(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=60, isolation_level=None)


def _has_table(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'mark'").fetchone() is not None


def _value(connection: sqlite3.Connection, kind: str, key: str) -> Mark | None:
    row = connection.execute("SELECT value FROM mark WHERE kind = ? AND key = ?", (kind, key)).fetchone()
    found: Mark | None = json.loads(row[0]) if row else None
    return found
