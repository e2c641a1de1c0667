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
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import ConcurrentModification, StorageFailure
from iamctl.store.codec.kinds import Kind, kind_of_path
from iamctl.store.folder import Folder, folder_of, staged_name
from iamctl.store.index import Index, Stamp
from iamctl.store.ledger import LEDGER_FILE, Ledger
from iamctl.store.lock import storage_failure

if TYPE_CHECKING:
    from iamctl.store.protocol import FileChange, Noun, OperationCall, Revision

Step = Callable[[str], None]


class Plan(NamedTuple):
    """What a change does to the files.

    Attributes:
        changes: sorted by path.
        nouns: what each path will hold.
        stamps: those of the files as the change found them; None where there was none.
    """

    changes: list[FileChange]
    nouns: dict[str, tuple[Kind, Noun]]
    stamps: dict[str, Stamp | None]


class Journal:
    """Writes changes; its holder has the account's lock.

    Attributes:
        at: told the name of each step as it is reached; tests die there.
    """

    def __init__(self, folder: Folder, ledger: Ledger, at: Step) -> None:
        self._folder = folder
        self._ledger = ledger
        self._at = at

    def write(self, plan: Plan, *, time: str, caller: str, operations: Iterable[OperationCall]) -> Revision:
        """Make the change happen.

        Raises:
            StorageFailure: the disk refused; nothing has changed.
            ConcurrentModification: a person edited one of the files; nothing has changed.
        """
        staged: dict[str, str] = {}
        is_kept = False
        try:
            stamps = self._stage(plan.changes, staged)
            revision = self._commit(plan, stamps, time, caller, operations)
            is_kept = True
        except (OSError, sqlite3.Error) as error:
            raise ledger_failure(self._folder, error) from error
        finally:
            if not is_kept:
                self._withdraw(staged)
        self._at("committed")
        self._place(plan.changes, staged, plan.stamps)
        self._applied(revision.number)
        self._folder.end_staging()
        return revision

    def recover(self) -> None:
        """Finish the revisions that a killed process left half-way."""
        applied, head = self._ledger.applied(), self._ledger.head()
        for number in range(applied + 1, head + 1):
            revision = self._ledger.revision(number)
            if revision is not None:
                self._redo(revision)
                self._at("redone")
                self._applied(number)
        self._folder.sweep()

    def _stage(self, changes: list[FileChange], staged: dict[str, str]) -> dict[str, Stamp]:
        """Write the new texts beside their places; their stamps. `staged` is told of each before it is there."""
        stamps = {}
        self._folder.begin_staging()
        for number, change in enumerate(changes):
            if change.after is not None:
                staged[change.path] = staged_name(number)
                stamps[change.path] = self._folder.stage(change.path, change.after, staged_name(number))
                self._at("staged")
        self._folder.make_durable([beside(path, name) for path, name in staged.items()])
        return stamps

    def _commit(
        self,
        plan: Plan,
        stamps: dict[str, Stamp],
        time: str,
        caller: str,
        operations: Iterable[OperationCall],
    ) -> Revision:
        index = Index(self._ledger.connection)
        connection = self._ledger.connection
        end_transaction(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            revision = self._ledger.append(time, caller, operations, plan.changes)
            for change in plan.changes:
                if change.after is None:
                    index.drop(change.path)
            for path, stamp in stamps.items():
                kind, noun = plan.nouns[path]
                index.put(kind, noun, path, stamp)
            for path in plan.stamps:
                if not self.is_as_found(plan.stamps, path):
                    raise edited_meanwhile(path)
            self._at("committing")
            connection.execute("COMMIT")
        except BaseException:
            end_transaction(connection)
            raise
        return revision

    def is_as_found(self, stamps: dict[str, Stamp | None], path: str) -> bool:
        """Whether the file is the one that the change found there."""
        found = self._folder.stamp(path)
        # Where the file system ignores case, a name that changes only its case shows the old file under the new one.
        return found == stamps[path] or (stamps[path] is None and found in stamps.values())

    def _place(self, changes: list[FileChange], staged: dict[str, str], stamps: dict[str, Stamp | None]) -> None:
        """Bring the files to where the revision leaves them. One that a person saved just now is left as it is."""
        root = self._folder.root
        try:
            for change in changes:
                if change.after is None:
                    if self._folder.stamp(change.path) == stamps[change.path]:
                        with suppress(FileNotFoundError):
                            os.unlink(f"{root}/{change.path}")
                    self._at("removed")
            for path, name in staged.items():
                source = f"{root}/{beside(path, name)}"
                if self._folder.stamp(path) == stamps[path]:
                    os.replace(source, f"{root}/{path}")
                else:
                    os.unlink(source)  # the ledger has its text; the next look finds the person's on top of it
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
        pending = []
        stamps: dict[str, Stamp | None] = {}
        for change in revision.files:
            stamps[change.path] = self._folder.stamp(change.path)
            if self._is_before(change):
                pending.append(change)
        staged: dict[str, str] = {}
        self._stage(pending, staged)
        self._place(pending, staged, stamps)
        self._restamp(revision)

    def _is_before(self, change: FileChange) -> bool:
        """Whether the file is as the revision found it, and not as it leaves it."""
        if self._folder.stamp(change.path) is None:
            return change.before is None and change.after is not None
        present = self._text(change.path)
        return present is not None and present != change.after and present == change.before

    def _restamp(self, revision: Revision) -> None:
        """Tell the index which files hold the revision's texts now."""
        index = Index(self._ledger.connection)
        connection = self._ledger.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            for change in revision.files:
                stamp = self._folder.stamp(change.path)
                if stamp and self._text(change.path) == change.after:
                    index.restamp(change.path, stamp)
            connection.execute("COMMIT")
        except BaseException:
            end_transaction(connection)
            raise

    def _text(self, path: str) -> str | None:
        kind = kind_of_path(path)
        return self._folder.text_if_readable(path, kind) if kind else None

    def _applied(self, number: int) -> None:
        # Losing this mark costs a second look at files that are in place: it need not wait for the disk.
        connection = self._ledger.connection
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            self._ledger.set_state("applied", number)
            connection.execute("PRAGMA synchronous = FULL")
        except sqlite3.Error:
            end_transaction(connection)  # the change is committed; the next command notes it
        self._at("applied")

    def _withdraw(self, staged: dict[str, str]) -> None:
        for path, name in staged.items():
            with suppress(OSError):
                os.unlink(f"{self._folder.root}/{beside(path, name)}")
        self._folder.end_staging()


def beside(path: str, name: str) -> str:
    """The path of `name` in the folder of `path`."""
    return f"{folder_of(path)}/{name}".lstrip("/")


def edited_meanwhile(path: str) -> ConcurrentModification:
    return ConcurrentModification(
        f"{path} was edited while this change was being made.", hint="nothing has changed; try again"
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
    if isinstance(error, OSError):
        return storage_failure(error, path)
    if "full" in str(error):
        return StorageFailure(f"{path}: No space left on device.", hint="free some space: nothing has changed")
    if "readonly" in str(error) or "unable to open" in str(error):
        return StorageFailure(f"{path}: {error}.", hint="see whether you may write there: `ls -ld`")
    return StorageFailure(f"{path}: {error}.", hint="look with `iamctl doctor`; nothing has changed")
