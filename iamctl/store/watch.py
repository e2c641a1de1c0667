"""Noticing what a person did to the files, and taking it into the ledger and the index.

An edit is a file whose stamp is not the one in the index. Looking at all files of a folder is kept short: where
no file came or went (the folder's mtime) and none changed since the last look (the largest ctime seen), one
pass of `stat` is all.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import BrokenFile, IamctlError, Mistakes, NewerFormat
from iamctl.store.codec.kinds import KINDS, Kind, kind_of_path, parse, problem_of
from iamctl.store.file_names import SUFFIX, entity_name
from iamctl.store.index import Index, Stamp
from iamctl.store.ledger import Ledger, text_hash
from iamctl.store.protocol import FileChange, Noun

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck
    from iamctl.store.folder import Folder, Seen


class Reading(NamedTuple):
    """What came of reading one file: an entity, or what is wrong with the file."""

    path: str
    kind: Kind
    stamp: Stamp
    text: str | None
    noun: Noun | None
    problem: str | None


class Watch:
    """Compares the folder with the index."""

    def __init__(self, folder: Folder, ledger: Ledger, account_id: str, check: DocumentCheck) -> None:
        self._folder = folder
        self._ledger = ledger
        self._index = Index(ledger.connection)
        self._account_id = account_id
        self._check = check

    def edited(self, shelf: str) -> list[str]:
        """The paths of the shelf's files that came, went or changed since they were last read."""
        kind = KINDS[shelf]
        if not kind.folder:
            entry, stamp = self._index.at("account.toml"), self._folder.stamp("account.toml")
            return [] if entry and entry.stamp == stamp else ["account.toml"]
        row = self._ledger.connection.execute(
            "SELECT mtime, seen FROM folder WHERE path = ?", (kind.folder,)
        ).fetchone()
        mtime, last_change = row or (-1, -1)
        same_names = self._folder.mtime(kind.folder) == mtime
        files = list(self._folder.files(kind.folder))
        if same_names:
            # A change in the very tick of the last look has the same ctime: those are looked at one by one.
            suspects = [seen for seen in files if seen.changed >= last_change]
            if len(suspects) < len(files) // 4:
                return [seen.path for seen in suspects if not self._is_known(seen)]
        known = self._index.stamps(kind.folder)
        present = {seen.path: seen.stamp for seen in files}
        return sorted(path for path in known.keys() | present.keys() if known.get(path) != present.get(path))

    def note_look(self, shelf: str) -> None:
        """Remember that every file of the shelf is in the index as it lies there now; inside a transaction."""
        folder = KINDS[shelf].folder
        if folder:
            mtime = self._folder.mtime(folder)
            seen = max((seen.changed for seen in self._folder.files(folder)), default=0)
            self._ledger.connection.execute("INSERT OR REPLACE INTO folder VALUES (?, ?, ?)", (folder, mtime, seen))

    def is_stale(self, path: str) -> bool:
        """Whether the file is not the one in the index, or is there and not in the index."""
        entry = self._index.at(path)
        return (entry.stamp if entry else None) != self._folder.stamp(path)

    def read(self, path: str) -> Reading | None:
        """What the file says now; None where there is none.

        Raises:
            NewerFormat: the account was written by a later version.
        """
        kind = kind_of_path(path)
        stamp = self._folder.stamp(path)
        if kind is None or stamp is None:
            return None
        text: str | None = None
        try:
            text, stamp = self._folder.text(path, kind)
            own = self._ledger.last_hash(path) == text_hash(text)
            noun = parse(kind, text, path, self._account_id, _unchecked if own else self._check)
        except NewerFormat:
            raise
        except IamctlError as error:
            return Reading(path, kind, stamp, text, None, problem_of(error))
        return Reading(path, kind, stamp, text, noun, None)

    def adopt(self, paths: list[str], time: str) -> int:
        """Take edited files into the index, and those that can be read into a revision of their own.

        Returns the number of files that are not as the ledger knew them. The lock is held by the caller.
        """
        from iamctl.store.protocol import OperationCall

        readings = {path: self.read(path) for path in paths}
        changes = []
        for path, reading in readings.items():
            if reading is not None and reading.noun is None:
                continue  # what cannot be read stays out of the history until it can
            before = self._ledger.text(self._ledger.last_hash(path))
            after = reading.text if reading else None
            if before != after:
                changes.append(FileChange(path, before, after))
        connection = self._ledger.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            for path, reading in readings.items():
                self._take_in(path, reading)
            if changes:
                operation = OperationCall("EditByHand", {"Files": [change.path for change in changes]})
                revision = self._ledger.append(time, "", [operation], changes)
                self._ledger.set_state("applied", revision.number)
            for shelf in {kind.shelf for path in paths if (kind := kind_of_path(path))}:
                self._note_if_whole(shelf, set(paths))
            connection.execute("COMMIT")
        except sqlite3.Error:
            connection.execute("ROLLBACK")
            raise
        return len(changes)

    def _note_if_whole(self, shelf: str, adopted: set[str]) -> None:
        if not set(self.edited(shelf)) - adopted:
            self.note_look(shelf)

    def _take_in(self, path: str, reading: Reading | None) -> None:
        if reading is None:
            self._index.drop(path)
            return
        if reading.noun is None:
            self._index.put_problem(reading.kind, _name_in(path), path, reading.stamp, reading.problem or "[]")
            return
        other = self._index.find(reading.kind.shelf, reading.noun.name)
        if other and other.path != path and self._folder.stamp(other.path):
            error = BrokenFile(
                f"{path}: {other.path} has the same name; names are compared without regard to case.",
                hint="rename or remove one of the two files",
            )
            self._index.put_problem(reading.kind, reading.noun.name, path, reading.stamp, problem_of(error))
            return
        self._index.put(reading.kind, reading.noun, path, reading.stamp)

    def _is_known(self, seen: Seen) -> bool:
        entry = self._index.at(seen.path)
        return entry is not None and entry.stamp == seen.stamp


def problems_in(error: IamctlError) -> tuple[IamctlError, ...]:
    return error.errors if isinstance(error, Mistakes) else (error,)


def _unchecked(tree: object, kind: str) -> tuple[()]:
    """What the ledger holds was checked when it was written."""
    del tree, kind
    return ()


def _name_in(path: str) -> str:
    file = path.rpartition("/")[2]
    return entity_name(file) or file.removesuffix(SUFFIX)
