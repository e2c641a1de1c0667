"""The account's folder as it lies there: which files, how old, and their texts, read with suspicion.

A file is only read when it is a plain file of a sensible size in a folder that is no symbolic link.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import BrokenFile, MachineError
from iamctl.store.codec.kinds import KINDS, Kind
from iamctl.store.file_names import SUFFIX
from iamctl.store.index import Stamp, stamp_of
from iamctl.store.lock import storage_failure
from iamctl.syntax.toml_read import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDERS = tuple(kind.folder for kind in KINDS.values() if kind.folder)


class Seen(NamedTuple):
    """One file as it lies there.

    Attributes:
        changed: when anything of it last changed, in nanoseconds; nobody can set it back.
    """

    path: str
    stamp: Stamp
    changed: int
    mode: int


class Folder:
    """The account's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def files(self, folder: str) -> Iterator[Seen]:
        """The entity files of one of the account's folders, in no order.

        Raises:
            BrokenFile: the folder is a symbolic link or no folder.
        """
        place = self.root / folder
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            return
        if not stat.S_ISDIR(mode):
            raise BrokenFile(f"{folder}: this is not a folder of its own.", hint="iamctl follows no symbolic links")
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.name.endswith(SUFFIX) and not entry.name.startswith("."):
                        status = entry.stat(follow_symlinks=False)
                        path = f"{folder}/{entry.name}"
                        yield Seen(path, stamp_of(status), status.st_ctime_ns, status.st_mode)
        except OSError as error:
            raise storage_failure(error, place) from error

    def strays(self) -> Iterator[str]:
        """Staged files that a killed process left; they never held anything that the ledger does not have."""
        for folder in ("", *FOLDERS):
            place = self.root / folder
            if place.is_dir() and not place.is_symlink():
                for entry in os.scandir(place):
                    if is_staged(entry.name):
                        yield f"{folder}/{entry.name}".lstrip("/")

    def mtime(self, folder: str) -> int:
        """When files last came or went, in nanoseconds; 0 where there is no such folder."""
        try:
            return (self.root / folder).lstat().st_mtime_ns
        except FileNotFoundError:
            return 0

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
            BrokenFile: it is no plain file, too large, or no UTF-8.
            StorageFailure: the machine does not let us read it.
        """
        place = self.root / path
        try:
            descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0) | os.O_NONBLOCK)
        except OSError as error:
            if place.is_symlink():
                raise BrokenFile(f"{path}: this is a symbolic link.", hint="put the file itself there") from error
            raise storage_failure(error, place) from error
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise BrokenFile(f"{path}: this is not a plain file.", hint="put a TOML file there, or nothing")
            if status.st_size > kind.largest:
                most = f"a {kind.what}'s file has at most {kind.largest:,}"
                raise BrokenFile(f"{path}: {status.st_size:,} bytes are too many; {most}.", hint="see what it holds")
            return read_text(file.read(), path, error=BrokenFile), stamp_of(status)

    def text_if_readable(self, path: str, kind: Kind) -> str | None:
        """The file's text; None where there is none or it cannot be read."""
        try:
            return self.text(path, kind)[0] if self.stamp(path) else None
        except MachineError:
            return None

    def stage(self, path: str, text: str, name: str) -> Stamp:
        """Write a text beside the place where it will go, durably.

        Raises:
            StorageFailure: the disk is full or read-only.
        """
        place = self.root / path
        staged = place.parent / name
        try:
            if not place.parent.is_dir():
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            try:
                data = text.encode()
                while data:
                    data = data[os.write(descriptor, data) :]
                os.fsync(descriptor)
                return stamp_of(os.fstat(descriptor))
            finally:
                os.close(descriptor)
        except OSError as error:
            raise storage_failure(error, place) from error

    def sync(self, folder: str) -> None:
        """Make renames and removals in the folder durable."""
        if os.name == "nt":
            return  # folders cannot be opened there; NTFS journals its names itself
        descriptor = os.open(self.root / folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


STAGED_PREFIX = ".staged-"


def staged_name(number: int) -> str:
    return f"{STAGED_PREFIX}{number}.tmp"


def is_staged(name: str) -> bool:
    return name.startswith(STAGED_PREFIX) and name.endswith(".tmp")
