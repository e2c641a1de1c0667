"""The account's folder as it lies there: which files, how old, and their texts, read with suspicion.

A file is only read or written when it is a plain file of a sensible size in a folder that is no symbolic link.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from iamctl.errors import BrokenFile, MachineError
from iamctl.store.codec.kinds import KINDS, Kind
from iamctl.store.file_names import SUFFIX
from iamctl.store.index import Stamp, stamp_of
from iamctl.store.lock import storage_failure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDERS = tuple(kind.folder for kind in KINDS.values() if kind.folder)

# What Windows lacks is nothing there; what only Windows has keeps it from writing line ends of its own.
_BINARY = getattr(os, "O_BINARY", 0)
_NO_WAIT = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

_WAITING = 8  # files that wait for the disk at a time

STAGED_PREFIX = ".staged-"
STAGING_FILE = ".staging"  # is there while staged files may be: who finds it later sweeps them


class Folder:
    """The account's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._checked: set[str] = set()

    def files(self, folder: str) -> Iterator[tuple[str, os.stat_result]]:
        """The entity files of one of the account's folders and their status, in no order.

        Raises:
            BrokenFile: the folder is a symbolic link or no folder.
        """
        if not self._is_there(folder):
            return
        try:
            with _entries(f"{self.root}/{folder}") as entries:
                for entry in entries:
                    name = entry.name
                    if name.endswith(SUFFIX) and not name.startswith(".") and is_text(name):
                        try:
                            status = entry.stat(follow_symlinks=False)
                        except FileNotFoundError:
                            continue  # it went while we looked
                        yield f"{folder}/{name}", status
        except OSError as error:
            raise storage_failure(error, self.root / folder) from error

    def stamp(self, path: str) -> Stamp | None:
        """The file's stamp; None where there is none."""
        try:
            return stamp_of(os.lstat(f"{self.root}/{path}"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise storage_failure(error, self.root / path) from error

    def text(self, path: str, kind: Kind) -> tuple[str, Stamp]:
        """The file's text and the stamp it was read under.

        Raises:
            BrokenFile: it is no plain file, too large, no UTF-8, or behind a symbolic link.
            StorageFailure: the machine does not let us read it.
        """
        from iamctl.syntax.toml_read import read_text

        self._is_there(kind.folder)
        place = self.root / path
        try:
            descriptor = os.open(place, os.O_RDONLY | _BINARY | _NO_WAIT)
        except OSError as error:
            if place.is_symlink():
                raise BrokenFile(f"{path}: this is a symbolic link.", hint="put the file itself there") from error
            raise storage_failure(error, place) from error
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise BrokenFile(f"{path}: this is not a plain file.", hint="put a TOML file there, or nothing")
            if status.st_size > kind.largest:
                most = f"a file of this kind ({kind.what}) has at most {kind.largest:,}"
                raise BrokenFile(f"{path}: {status.st_size:,} bytes are too many; {most}.", hint="see what it holds")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                data = file.read(kind.largest + 1)
        except OSError as error:
            raise storage_failure(error, place) from error
        finally:
            os.close(descriptor)
        return read_text(data, path, error=BrokenFile), stamp_of(status)

    def text_if_readable(self, path: str, kind: Kind) -> str | None:
        """The file's text; None where there is none or it cannot be read."""
        try:
            return self.text(path, kind)[0] if self.stamp(path) else None
        except MachineError:
            return None

    def stage(self, path: str, text: str, name: str) -> Stamp:
        """Write a text beside the place where it will go; its stamp. `make_durable` has to follow.

        Raises:
            BrokenFile: the folder is a symbolic link or no folder.
            StorageFailure: the disk is full or read-only.
        """
        folder = folder_of(path)
        staged = f"{self.root}/{folder}/{name}"
        try:
            self._make(folder)
            with suppress(FileNotFoundError):
                os.unlink(staged)
            descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
            try:
                data = text.encode()
                while data:
                    data = data[os.write(descriptor, data) :]
                # An edit within the clock's same tick would have the same mtime; a nanosecond less tells them apart.
                written = os.fstat(descriptor).st_mtime_ns - 1
                os.utime(staged, ns=(written, written))
                return stamp_of(os.fstat(descriptor))
            finally:
                os.close(descriptor)
        except OSError as error:
            raise storage_failure(error, self.root / path) from error

    def make_durable(self, paths: list[str]) -> None:
        """Wait until the files are on the disk as they are now.

        Raises:
            StorageFailure: the disk is full or broken.
        """
        try:
            if len(paths) <= _WAITING:
                for path in paths:
                    _sync(f"{self.root}/{path}", os.O_RDWR)
                return
            from concurrent.futures import ThreadPoolExecutor

            # One after the other, each file waits for a commit of the file system's journal: 8 s for 2,000 files
            # where threads that share the commits take 0.6.
            with ThreadPoolExecutor(_WAITING) as threads:
                list(threads.map(lambda path: _sync(f"{self.root}/{path}", os.O_RDWR), paths))
        except OSError as error:
            raise storage_failure(error, self.root) from error

    def sync(self, folder: str) -> None:
        """Make renames and removals in the folder durable."""
        if os.name == "nt":
            return  # folders cannot be opened there; NTFS journals its names itself
        with suppress(FileNotFoundError):
            _sync(f"{self.root}/{folder}", os.O_RDONLY)

    def is_staging(self) -> bool:
        """Whether somebody stages files, or died while at it."""
        return os.path.lexists(f"{self.root}/{STAGING_FILE}")

    def begin_staging(self) -> None:
        try:
            os.close(os.open(self.root / STAGING_FILE, os.O_WRONLY | os.O_CREAT, 0o600))
        except OSError as error:
            raise storage_failure(error, self.root / STAGING_FILE) from error

    def end_staging(self) -> None:
        with suppress(OSError):
            os.unlink(self.root / STAGING_FILE)

    def sweep(self) -> None:
        """Remove what a killed process staged; its holder has the account's lock."""
        for path in list(self.strays()):
            with suppress(OSError):
                os.unlink(self.root / path)
        self.end_staging()

    def strays(self) -> Iterator[str]:
        """Staged files, which never hold anything that the ledger or the next try does not have."""
        for folder in ("", *FOLDERS):
            place = self.root / folder
            if place.is_dir() and not place.is_symlink():
                with os.scandir(place) as entries:
                    yield from (f"{folder}/{entry.name}".lstrip("/") for entry in entries if is_staged(entry.name))

    def _is_there(self, folder: str) -> bool:
        """Whether there is such a folder; looked at once.

        Raises:
            BrokenFile: it is a symbolic link or no folder.
        """
        if folder in self._checked or not folder:
            return True
        try:
            if not self._is_there(folder_of(folder)):
                return False
            mode = os.lstat(self.root / folder).st_mode
        except FileNotFoundError:
            return False
        except OSError as error:
            raise storage_failure(error, self.root / folder) from error
        if not stat.S_ISDIR(mode):
            raise BrokenFile(f"{folder}: this is not a folder of its own.", hint="iamctl follows no symbolic links")
        self._checked.add(folder)
        return True

    def _make(self, folder: str) -> None:
        """Make the folder, and those above it, for its owner alone; durably."""
        if not self._is_there(folder):
            above = folder_of(folder)
            self._make(above)
            (self.root / folder).mkdir(0o700)
            self.sync(above)


def _sync(place: str, flags: int) -> None:
    descriptor = os.open(place, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _entries(place: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """What is in the folder. Through a descriptor, where there are any: each status then takes a fifth less time."""
    if os.scandir not in os.supports_fd:
        with os.scandir(place) as entries:
            yield entries
        return
    descriptor = os.open(place, os.O_RDONLY)
    try:
        with os.scandir(descriptor) as entries:
            yield entries
    finally:
        os.close(descriptor)


def is_text(name: str) -> bool:
    """Whether the file's name is UTF-8; any other cannot be an entity's."""
    return name.isascii() or not any("\ud800" <= character <= "\udfff" for character in name)


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def staged_name(number: int) -> str:
    return f"{STAGED_PREFIX}{number}.tmp"


def is_staged(name: str) -> bool:
    return name.startswith(STAGED_PREFIX) and name.endswith(".tmp")
