"""The ledger: every change of the account, whole, with the texts before and after. Journal first, history second.

A revision is committed here before its files are replaced. `applied` is the last one whose files are known to
be in place; whoever finds a later one finishes it. Texts are kept once, by their SHA-256. Each revision carries
the hash of the one before it, so that nothing can be taken out or put in unnoticed.

Sources: https://www.sqlite.org/wal.html · https://www.sqlite.org/atomiccommit.html
"""

from __future__ import annotations

import json
import os
import sqlite3
from typing import TYPE_CHECKING, Any

from iamctl.errors import StorageFailure
from iamctl.store.lock import storage_failure
from iamctl.store.protocol import FileChange, Finding, OperationCall, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LEDGER_FILE = "ledger.sqlite3"
_APPLICATION_ID = 0x49414D43  # "IAMC"
SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE state(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE revision(
    number INTEGER PRIMARY KEY, time TEXT NOT NULL, caller TEXT NOT NULL, operations TEXT NOT NULL,
    previous_hash TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE text(hash TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE file(
    revision INTEGER NOT NULL, path TEXT NOT NULL, before TEXT, after TEXT,
    PRIMARY KEY (revision, path)) WITHOUT ROWID;
CREATE INDEX file_by_path ON file(path, revision, after);
CREATE TABLE entity(
    shelf TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, unique_id TEXT,
    size INTEGER NOT NULL, mtime INTEGER NOT NULL, inode INTEGER NOT NULL, facts TEXT, problem TEXT);
CREATE UNIQUE INDEX entity_by_key ON entity(shelf, key, name);
CREATE UNIQUE INDEX entity_by_path ON entity(path, size, mtime, inode);
CREATE INDEX entity_by_id ON entity(unique_id) WHERE unique_id IS NOT NULL;
CREATE INDEX entity_broken ON entity(shelf) WHERE problem IS NOT NULL;
CREATE TABLE reference(
    relation TEXT NOT NULL, target TEXT NOT NULL, shelf TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (relation, target, shelf, key)) WITHOUT ROWID;
CREATE INDEX reference_by_source ON reference(shelf, key);
CREATE TABLE folder(path TEXT PRIMARY KEY, digest INTEGER NOT NULL) WITHOUT ROWID;
"""


def text_hash(text: str | None) -> str | None:
    if text is None:
        return None
    import hashlib  # 3 ms that readers do not pay

    return hashlib.sha256(text.encode()).hexdigest()


def revision_hash(
    number: int, time: str, caller: str, operations: str, files: list[list[str | None]], previous: str
) -> str:
    """SHA-256 over all that a revision says, in hex."""
    import hashlib

    said = json.dumps([number, time, caller, operations, files, previous], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


class Ledger:
    """One open connection to the account's ledger."""

    def __init__(self, connection: sqlite3.Connection, *, is_in_memory: bool = False) -> None:
        self.connection = connection
        self.is_in_memory = is_in_memory

    @classmethod
    def open(cls, folder: Path, account_id: str) -> Ledger:
        """Open the account's ledger. One that is empty is laid out: the account's lock is held where it may be.

        Raises:
            StorageFailure: it is damaged, is none, is another account's, or cannot be opened.
        """
        path = folder / LEDGER_FILE
        connection: sqlite3.Connection | None = None
        try:
            if not path.exists():
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(path, timeout=60, isolation_level=None, cached_statements=64)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                _create(connection, account_id)
            ledger = cls(connection)
            _check_version(path, version)
            if (owner := ledger.state("account")) != account_id:
                raise StorageFailure(f"{path}: this is the ledger of {owner}, not of {account_id}.", hint=_SET_ASIDE)
            return ledger
        except BaseException as error:
            if connection:
                connection.close()
            if isinstance(error, OSError):
                raise storage_failure(error, path) from error
            if isinstance(error, sqlite3.Error):
                raise damaged(path, error) from error
            raise

    @staticmethod
    def is_empty(folder: Path) -> bool:
        """Whether there is no ledger yet, or nothing in it."""
        try:
            return (folder / LEDGER_FILE).stat().st_size == 0
        except FileNotFoundError:
            return True
        except OSError as error:
            raise storage_failure(error, folder / LEDGER_FILE) from error

    @classmethod
    def in_memory(cls) -> Ledger:
        """A ledger for an account that can only be read; it ends with the process."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.executescript(_SCHEMA)
        return cls(connection, is_in_memory=True)

    def head_now(self, folder: Path) -> int:
        """The newest revision's number as others see it, whatever moment this connection is held at."""
        if self.is_in_memory:
            return self.head()
        connection = sqlite3.connect(folder / LEDGER_FILE, timeout=60, isolation_level=None)
        try:
            return Ledger(connection).head()
        finally:
            connection.close()

    def close(self) -> None:
        self.connection.close()

    def state(self, key: str, default: Any = None) -> Any:
        row = self.connection.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return row[0] if row else default

    def states(self) -> dict[str, Any]:
        """Every state, by its key."""
        return dict(self.connection.execute("SELECT key, value FROM state"))

    def set_state(self, key: str, value: Any) -> None:
        self.connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, value))

    def head(self) -> int:
        """The newest revision's number; 0 when there is none."""
        return int(self.connection.execute("SELECT coalesce(max(number), 0) FROM revision").fetchone()[0])

    def applied(self) -> int:
        """The newest revision whose files are in place."""
        return int(self.state("applied", 0))

    def append(
        self, time: str, caller: str, operations: Iterable[OperationCall], files: Iterable[FileChange]
    ) -> Revision:
        """Add a revision inside the transaction that is open."""
        changes = sorted(files)
        number = self.head() + 1
        row = self.connection.execute("SELECT hash FROM revision WHERE number = ?", (number - 1,)).fetchone()
        previous = row[0] if row else ""
        calls = tuple(operations)
        said = json.dumps([list(call) for call in calls], ensure_ascii=False, separators=(",", ":"))
        hashes = [[change.path, text_hash(change.before), text_hash(change.after)] for change in changes]
        own = revision_hash(number, time, caller, said, hashes, previous)
        self.connection.executemany(
            "INSERT OR IGNORE INTO text VALUES (?, ?)",
            ((text_hash(text), text) for change in changes for text in change[1:] if text is not None),
        )
        self.connection.execute(
            "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?)", (number, time, caller, said, previous, own)
        )
        self.connection.executemany("INSERT INTO file VALUES (?, ?, ?, ?)", ((number, *each) for each in hashes))
        return Revision(number, time, caller, calls, tuple(changes), previous, own)

    def revision(self, number: int) -> Revision | None:
        row = self.connection.execute("SELECT * FROM revision WHERE number = ?", (number,)).fetchone()
        return self._revision(row) if row else None

    def revisions(self, *, newest_first: bool = False) -> Iterator[Revision]:
        order = "DESC" if newest_first else "ASC"
        for row in self.connection.execute(f"SELECT * FROM revision ORDER BY number {order}"):
            yield self._revision(row)

    def text_at(self, path: str, number: int) -> str | None:
        """The file's text right after the revision."""
        row = self.connection.execute(
            "SELECT after FROM file WHERE path = ? AND revision <= ? ORDER BY revision DESC LIMIT 1", (path, number)
        ).fetchone()
        return self.text(row[0]) if row else None

    def paths_at(self, number: int) -> list[str]:
        """The files that there were right after the revision, sorted."""
        rows = self.connection.execute(
            "SELECT path, after, max(revision) FROM file WHERE revision <= ? GROUP BY path", (number,)
        )
        return sorted(path for path, after, _ in rows if after is not None)

    def touching(self, path: str, *, after: int) -> list[int]:
        rows = self.connection.execute(
            "SELECT revision FROM file WHERE path = ? AND revision > ? ORDER BY revision", (path, after)
        )
        return [number for (number,) in rows]

    def last_hash(self, path: str) -> str | None:
        """The hash of the file's text as the newest revision that touched it left it; None where it left none."""
        row = self.connection.execute(
            "SELECT after FROM file WHERE path = ? ORDER BY revision DESC LIMIT 1", (path,)
        ).fetchone()
        return row[0] if row else None

    def text(self, hash_: str | None) -> str | None:
        if hash_ is None:
            return None
        row = self.connection.execute("SELECT body FROM text WHERE hash = ?", (hash_,)).fetchone()
        if row is None:
            raise StorageFailure(f"The ledger has lost a text ({hash_[:12]}).", hint="see `iamctl history verify`")
        return str(row[0])

    def breaks(self) -> Iterator[Finding]:
        """Where the chain of revisions does not hold."""
        previous, expected = "", 1
        for row in self.connection.execute("SELECT * FROM revision ORDER BY number"):
            number, time, caller, operations, said_previous, own = row
            files = [
                list(each)
                for each in self.connection.execute(
                    "SELECT path, before, after FROM file WHERE revision = ? ORDER BY path", (number,)
                )
            ]
            if number != expected or said_previous != previous:
                yield _break(number, "does not follow the one before it")
            elif revision_hash(number, time, caller, operations, files, said_previous) != own:
                yield _break(number, "was altered after it was written")
            previous, expected = own, number + 1
        if self.applied() >= expected:
            yield _break(self.applied(), "is missing, and so may be others before it")
        lost = "SELECT path, revision FROM file, revision WHERE number = revision AND"
        for column in ("before", "after"):
            for path, number in self.connection.execute(
                f"{lost} {column} IS NOT NULL AND {column} NOT IN (SELECT hash FROM text)"
            ):
                yield _break(number, f"has lost the text of {path} {column} it")
        for (number,) in self.connection.execute(
            "SELECT DISTINCT revision FROM file WHERE revision NOT IN (SELECT number FROM revision)"
        ):
            yield _break(number, "is missing, and its files are there")
        for hash_, body in self.connection.execute("SELECT hash, body FROM text"):
            if text_hash(body) != hash_:
                yield Finding("AlteredText", LEDGER_FILE, f"The text {hash_[:12]} was altered.", "restore a backup")

    def _revision(self, row: tuple[Any, ...]) -> Revision:
        number, time, caller, operations, previous, own = row
        files = self.connection.execute(
            "SELECT path, before, after FROM file WHERE revision = ? ORDER BY path", (number,)
        ).fetchall()
        return Revision(
            number,
            time,
            caller,
            tuple(OperationCall(*call) for call in json.loads(operations)),
            tuple(FileChange(path, self.text(before), self.text(after)) for path, before, after in files),
            previous,
            own,
        )


_SET_ASIDE = "look with `iamctl doctor`; `iamctl doctor --repair` sets a damaged ledger aside and begins a new one"


def damaged(path: Path, error: sqlite3.Error) -> StorageFailure:
    """What SQLite said about the ledger."""
    return StorageFailure(f"{path}: {error}.", hint=_SET_ASIDE)


def _break(number: int, what: str) -> Finding:
    return Finding("BrokenChain", LEDGER_FILE, f"Revision {number} {what}.", "restore the ledger from a backup")


def _check_version(path: Path, version: int) -> None:
    if version > SCHEMA_VERSION:
        raise StorageFailure(f"{path}: the ledger was written by a later iamctl.", hint="install a newer iamctl")


def _create(connection: sqlite3.Connection, account_id: str) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise sqlite3.DatabaseError("file is a database, but no ledger")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:  # another process may have been quicker
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute("INSERT INTO state VALUES ('account', ?)", (account_id,))
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")
