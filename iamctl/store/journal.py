"""How a change reaches the disk: whole or not at all, whatever happens in between.

    staged     each new text lies beside its place, durable; a full disk shows here, with nothing changed
    committed  the revision and the index are in the ledger: from here on the change has happened
    removed    files that go are gone
    placed     staged files have taken their places (one rename each)
    applied    the ledger knows that the files are in place

A process that dies before `committed` leaves stray staged files. One that dies later leaves a revision after
`applied`: whoever opens the account next finishes it from the texts in the ledger, under the lock.

Sources: https://man7.org/linux/man-pages/man2/rename.2.html · https://www.sqlite.org/atomiccommit.html
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from iamctl.errors import StorageFailure
from iamctl.store.codec.kinds import Kind, kind_of_path
from iamctl.store.folder import Folder, staged_name
from iamctl.store.index import Index, Stamp
from iamctl.store.ledger import LEDGER_FILE, Ledger, text_hash
from iamctl.store.lock import storage_failure

if TYPE_CHECKING:
    from iamctl.store.protocol import FileChange, Noun, OperationCall, Revision

Step = Callable[[str], None]


class Journal:
    """Writes changes; its holder has the account's lock.

    Attributes:
        at: told the name of each step as it is reached; tests die there.
    """

    def __init__(self, folder: Folder, ledger: Ledger, at: Step) -> None:
        self._folder = folder
        self._ledger = ledger
        self._at = at

    def write(
        self,
        changes: list[FileChange],
        nouns: dict[str, tuple[Kind, Noun]],
        *,
        time: str,
        caller: str,
        operations: Iterable[OperationCall],
    ) -> Revision:
        """Make the changes happen.

        Args:
            nouns: what each path will hold after the change.

        Raises:
            StorageFailure: the disk refused; nothing has changed.
        """
        staged: dict[str, str] = {}
        stamps: dict[str, Stamp] = {}
        try:
            for number, change in enumerate(changes):
                if change.after is not None:
                    staged[change.path] = staged_name(number)
                    stamps[change.path] = self._folder.stage(change.path, change.after, staged_name(number))
                    self._at("staged")
            revision = self._commit(changes, nouns, stamps, time, caller, operations)
        except (StorageFailure, sqlite3.Error) as error:
            self._withdraw(staged)
            raise ledger_failure(self._folder, error) from error
        self._at("committed")
        self._place(changes, staged)
        self._applied(revision.number, {folder_of(change.path) for change in changes})
        return revision

    def recover(self) -> None:
        """Finish the revisions that a killed process left half-way."""
        applied, head = self._ledger.applied(), self._ledger.head()
        for number in range(applied + 1, head + 1):
            revision = self._ledger.revision(number)
            if revision is not None:
                self._redo(revision)
                self._at("redone")

    def _commit(
        self,
        changes: list[FileChange],
        nouns: dict[str, tuple[Kind, Noun]],
        stamps: dict[str, Stamp],
        time: str,
        caller: str,
        operations: Iterable[OperationCall],
    ) -> Revision:
        index = Index(self._ledger.connection)
        connection = self._ledger.connection
        end_transaction(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            revision = self._ledger.append(time, caller, operations, changes)
            for change in changes:
                if change.after is None:
                    index.drop(change.path)
                else:
                    kind, noun = nouns[change.path]
                    index.put(kind, noun, change.path, stamps[change.path])
            self._at("committing")
            connection.execute("COMMIT")
        except BaseException:
            end_transaction(connection)
            raise
        return revision

    def _place(self, changes: list[FileChange], staged: dict[str, str]) -> None:
        root = self._folder.root
        try:
            for change in changes:
                if change.after is None:
                    with suppress(FileNotFoundError):
                        os.unlink(f"{root}/{change.path}")
                    self._at("removed")
            for path, name in staged.items():
                os.replace(f"{root}/{folder_of(path)}/{name}", f"{root}/{path}")
                self._at("placed")
            for folder in {folder_of(change.path) for change in changes}:
                self._folder.sync(folder)
        except OSError as error:
            failure = storage_failure(error, root)
            raise StorageFailure(
                failure.message, hint=["the change is in the ledger: the next command puts its files in place"]
            ) from error

    def _redo(self, revision: Revision) -> None:
        """Bring the files to where the revision leaves them. A file that a person edited since is left to them."""
        index = Index(self._ledger.connection)
        pending = []
        staged: dict[str, str] = {}
        for number, change in enumerate(revision.files):
            kind = kind_of_path(change.path)
            present = self._folder.text_if_readable(change.path, kind) if kind else None
            if text_hash(present) == text_hash(change.after) or text_hash(present) != text_hash(change.before):
                continue
            pending.append(change)
            if change.after is not None:
                staged[change.path] = staged_name(number)
                self._folder.stage(change.path, change.after, staged_name(number))
        self._place(pending, staged)
        connection = self._ledger.connection
        connection.execute("BEGIN IMMEDIATE")
        for change in revision.files:
            stamp = self._folder.stamp(change.path)
            entry = index.at(change.path)
            if stamp and entry and self._folder_text_is(change):
                index.restamp(change.path, stamp)
        connection.execute("COMMIT")
        self._applied(revision.number, {folder_of(change.path) for change in revision.files})

    def _folder_text_is(self, change: FileChange) -> bool:
        kind = kind_of_path(change.path)
        return kind is not None and self._folder.text_if_readable(change.path, kind) == change.after

    def _applied(self, number: int, folders: set[str]) -> None:
        # Losing this mark costs a second look at files that are in place: it need not wait for the disk.
        connection = self._ledger.connection
        connection.execute("PRAGMA synchronous = NORMAL")
        try:
            connection.execute("BEGIN IMMEDIATE")
            self._ledger.set_state("applied", number)
            note_folders(connection, self._folder, folders)
            connection.execute("COMMIT")
        except sqlite3.Error:
            end_transaction(connection)  # the change is committed; the next command notes it
        finally:
            connection.execute("PRAGMA synchronous = FULL")
        self._at("applied")

    def _withdraw(self, staged: dict[str, str]) -> None:
        for path, name in staged.items():
            with suppress(OSError):
                os.unlink(f"{self._folder.root}/{folder_of(path)}/{name}")


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def note_folders(connection: sqlite3.Connection, folder: Folder, paths: Iterable[str]) -> None:
    """Note when files last came or went, so that the next look at the folder can be a short one."""
    connection.executemany(
        "INSERT INTO folder VALUES (?, ?, 0) ON CONFLICT(path) DO UPDATE SET mtime = excluded.mtime",
        [(path, folder.mtime(path)) for path in paths if path],
    )


def end_transaction(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def ledger_failure(folder: Folder, error: Exception) -> StorageFailure:
    """What kept the ledger from being written, as an error that says what to do."""
    if isinstance(error, StorageFailure):
        return error
    path = folder.root / LEDGER_FILE
    if "full" in str(error):
        return StorageFailure(f"{path}: No space left on device.", hint="free some space: nothing has changed")
    if "readonly" in str(error) or "unable to open" in str(error):
        return StorageFailure(f"{path}: {error}.", hint="see whether you may write there: `ls -ld`")
    return StorageFailure(f"{path}: {error}.", hint="look with `iamctl doctor`; nothing has changed")
