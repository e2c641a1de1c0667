"""Noticing what a person did to the files, and taking it into the ledger and the index.

An edit is a file whose stamp is not the one in the index. Looking at all files of a folder is one pass of `stat`
while nobody edited any: then the sum of their marks is the folder's digest in the index.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import BrokenFile, IamctlError, NewerFormat
from iamctl.store.codec.kinds import KINDS, Kind, kind_of_path, parse, problem_of
from iamctl.store.file_names import SUFFIX, entity_name
from iamctl.store.index import Index, Stamp, digest, mark, stamp_of
from iamctl.store.ledger import Ledger, text_hash
from iamctl.store.protocol import FileChange, OperationCall

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.store.codec.parts import DocumentCheck
    from iamctl.store.folder import Folder
    from iamctl.store.protocol import Noun

# File systems keep time in ticks of up to 2 s. A file that changed less than that ago may change again unseen.
_TICK = 2_000_000_000  # nanoseconds


class Reading(NamedTuple):
    """What came of reading one file: an entity, or what is wrong with the file."""

    path: str
    kind: Kind
    name: str
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
        self._unsettled: dict[str, Stamp] = {}  # what was taken in just after it had changed

    def edited(self, shelf: str) -> list[str]:
        """The paths of the shelf's files that came, went or changed since they were last read, sorted."""
        folder, file = KINDS[shelf].folder, KINDS[shelf].file
        if file:
            return [file] if self.is_stale(file) else []
        # Nothing is kept of the first look: 5,000 stamps and a dictionary of them would take half as long again.
        files = self._folder.files(folder)
        marks = (mark(path, status.st_size, status.st_mtime_ns, status.st_ino) for path, status in files)
        if digest(marks) == self._index.digest(folder):
            return []
        present = {path: stamp_of(status) for path, status in self._folder.files(folder)}
        known = self._index.stamps(folder)
        return sorted(path for path in known.keys() | present.keys() if known.get(path) != present.get(path))

    def is_stale(self, path: str) -> bool:
        """Whether the file is not the one in the index, or is there and not in the index."""
        entry, stamp = self._index.at(path), self._folder.stamp(path)
        if (entry.stamp if entry else None) == stamp:
            return False
        return stamp is None or self._unsettled.get(path) != stamp

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
            if self._folder.stamp(path) is None:
                return None  # it went while we looked
            return Reading(path, kind, self._name_in(path), stamp, text, None, problem_of(error))
        return Reading(path, kind, noun.name, stamp, text, noun, None)

    def readings(self, paths: Iterable[str]) -> dict[str, Reading | None]:
        """What the files say now, and with them those that share a name with one of them.

        Of several files whose names differ in nothing but case, the first to be known is right; the others are broken.
        """
        found = {path: self.read(path) for path in paths}
        sharing: dict[tuple[str, str], list[str]] = {}
        for path, reading in found.items():
            if kind := kind_of_path(path):
                name = reading.name if reading else self._name_in(path)
                sharing.setdefault((kind.shelf, name.lower()), []).append(path)
        for (shelf, key), own in sharing.items():
            self._tell_apart(shelf, key, own, found)
        return found

    def _tell_apart(self, shelf: str, key: str, own: list[str], found: dict[str, Reading | None]) -> None:
        holder = None
        for entry in self._index.sharing(shelf, key):
            if entry.path in found:
                continue
            if entry.problem or self._folder.stamp(entry.path) is None:
                found[entry.path] = self.read(entry.path)
                own.append(entry.path)
            else:
                holder = entry.path
        if holder and any(found[path] is None for path in own):
            found[holder] = self.read(holder)  # one that shared its name is gone: it is what has the name now
        for path in sorted(own):
            reading = found[path]
            if reading is None or reading.noun is None:
                continue
            if holder is None:
                holder = path
                continue
            error = BrokenFile(
                f"{path}: {holder} has the same name; names are compared without regard to case.",
                hint="rename or remove one of the two files",
            )
            found[path] = reading._replace(noun=None, problem=problem_of(error))

    def adopt(self, paths: Iterable[str], moment: str) -> int:
        """Take edited files into the index, and those that can be read into a revision of their own.

        Returns the number of files that are not as the ledger knew them. The lock is held by the caller.
        """
        readings = self.readings(paths)
        if not readings:
            return 0
        changes = self._changes(readings)
        connection = self._ledger.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            for path, reading in sorted(readings.items(), key=lambda each: each[1] is not None):  # what is gone first
                self._take_in(path, reading)
            if changes:
                operation = OperationCall("EditByHand", {"Files": sorted(change.path for change in changes)})
                revision = self._ledger.append(moment, "", [operation], changes)
                self._ledger.set_state("applied", revision.number)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return len(changes)

    def _changes(self, readings: dict[str, Reading | None]) -> list[FileChange]:
        changes = []
        for path, reading in readings.items():
            if reading is not None and reading.noun is None:
                continue  # what cannot be read stays out of the history until it can
            known = self._ledger.last_hash(path)
            after = reading.text if reading else None
            if known != text_hash(after):
                changes.append(FileChange(path, self._ledger.text(known), after))
        return changes

    def _name_in(self, path: str) -> str:
        """The name that a file's name stands for; the file's name itself where no entity has such a file."""
        folder, _, file = path.rpartition("/")
        return entity_name(file) or file.removesuffix(SUFFIX) if folder else self._account_id

    def _take_in(self, path: str, reading: Reading | None) -> None:
        if reading is None:
            self._index.drop(path)
            return
        stamp = reading.stamp
        if abs(_file_system_time() - stamp.mtime) < _TICK:
            self._unsettled[path] = stamp
            stamp = stamp.unsettled()
        if reading.noun is None:
            self._index.put_problem(reading.kind, reading.name, path, stamp, reading.problem or "[]")
        else:
            self._index.put(reading.kind, reading.noun, path, stamp)


def _file_system_time() -> int:
    """Nanoseconds, of the clock that files are dated by; the account's own clock may be any."""
    return time.time_ns()


def _unchecked(tree: object, kind: str) -> tuple[()]:
    """What the ledger holds was checked when it was written."""
    del tree, kind
    return ()
