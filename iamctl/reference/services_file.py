"""The file with the tables of all services: what lies where in it, and reading it.

A service's tables are one text, JSON and deflated; nothing but the service that is asked for is read. It is
`[keys, types, actions]`:
  * a key: `[name, position in KEY_TYPES]`;
  * a resource type: `[name, ARN pattern, ends before, keys]`, keys as positions among the service's;
  * an action: `[name, position in ACCESS_LEVELS, acted on, keys, dependent actions]`. What is acted on is
    `[type × 2 + required, …keys]`, type as a position among the service's.

`tools/build_service_reference.py` writes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import StorageFailure

if TYPE_CHECKING:
    import sqlite3

DATA = Path(__file__).parent / "data" / "services.sqlite3"
SCHEMA = """
CREATE TABLE source (
    part TEXT PRIMARY KEY, package TEXT NOT NULL, version TEXT NOT NULL, licence TEXT NOT NULL, date TEXT
) WITHOUT ROWID;
CREATE TABLE dictionary (content BLOB NOT NULL);
CREATE TABLE global_key (name TEXT COLLATE NOCASE PRIMARY KEY, type INTEGER NOT NULL, category TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE service (
    prefix TEXT PRIMARY KEY, name TEXT NOT NULL, actions INTEGER NOT NULL, resource_types INTEGER NOT NULL,
    condition_keys INTEGER NOT NULL, rcps INTEGER NOT NULL, tables INTEGER NOT NULL REFERENCES tables
) WITHOUT ROWID;
CREATE TABLE key_prefix (prefix TEXT NOT NULL, service TEXT NOT NULL, PRIMARY KEY (prefix, service)) WITHOUT ROWID;
CREATE TABLE tables (id INTEGER PRIMARY KEY, deflated BLOB NOT NULL);
"""


class Tables(NamedTuple):
    """One service as the file has it."""

    prefix: str
    name: str
    supports_rcps: bool
    keys: list[Any]
    types: list[Any]
    actions: list[Any]


class ServicesFile:
    """The file, read-only; opened when it is first asked for something, from then on by every thread.

    Every method raises StorageFailure when the file is missing or damaged.
    """

    def __init__(self, path: Path = DATA) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._dictionary: bytes | None = None

    def rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        import sqlite3  # only a question about services pays its 1 ms

        try:
            if self._connection is None:
                address = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
                # Every answer is kept, so threads meet here a few times in a process; SQLite serialises them.
                self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as cause:
            raise self._failure(str(cause)) from cause

    def tables(self, prefix: str) -> Tables | None:
        """The tables of the service with this prefix, in lower case, or None."""
        import json

        query = "SELECT prefix, name, rcps, deflated FROM service JOIN tables ON id = tables WHERE prefix = ?"
        for found, name, rcps, deflated in self.rows(query, prefix):
            return Tables(found, name, bool(rcps), *json.loads(self._inflated(deflated)))
        return None

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        self.close()

    def _inflated(self, deflated: bytes) -> bytes:
        import zlib

        if self._dictionary is None:
            ((self._dictionary,),) = self.rows("SELECT content FROM dictionary")
        stream = zlib.decompressobj(-15, self._dictionary)
        try:
            text = stream.decompress(deflated)
        except zlib.error as cause:
            raise self._failure(str(cause)) from cause
        if not stream.eof:  # else zlib takes half a text for a whole one
            raise self._failure("a table is cut short")
        return text

    def _failure(self, reason: str) -> StorageFailure:
        return StorageFailure(
            f"The reference of AWS services in {self._path} cannot be read: {reason}.", hint="install iamctl again"
        )
