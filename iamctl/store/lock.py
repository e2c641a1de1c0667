"""The write lock of an account: one process at a time; the kernel releases it when its holder dies.

A lock of its own and not the ledger's: it must span the commit of a revision and the renaming of the files,
and SQLite's ends with the commit.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from iamctl.errors import LockTimeout, StorageFailure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_FILE = ".lock"
_PAUSE = 0.01  # seconds between two tries where the wait is limited


@contextmanager
def write_lock(folder: Path, timeout: float | None) -> Iterator[None]:
    """Hold the account's lock.

    Args:
        timeout: seconds to wait for whoever holds it; None waits for as long as it takes.

    Raises:
        LockTimeout: it was held for longer.
        StorageFailure: the folder cannot be written.
    """
    descriptor = _locked(folder, timeout)
    try:
        yield
    finally:
        os.close(descriptor)


def _locked(folder: Path, timeout: float | None) -> int:
    """The open lock file, held. Whoever removes the file while it is held must not make two holders of one lock."""
    path = folder / LOCK_FILE
    try:
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _acquire(descriptor, folder, timeout)
                if os.name == "nt" or os.path.samestat(os.fstat(descriptor), path.stat()):
                    return descriptor
            except FileNotFoundError:
                if not folder.is_dir():
                    raise
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
    except OSError as error:
        raise storage_failure(error, path) from error


def storage_failure(error: OSError, path: Path) -> StorageFailure:
    """What the machine said, with what a person can do about it."""
    import errno

    what = error.strerror or str(error)
    hints = {
        errno.ENOSPC: "free some space and try again: nothing has changed",
        errno.EDQUOT: "your disk quota is used up: nothing has changed",
        errno.EACCES: "see who owns it and whether you may write there: `ls -ld`",
        errno.EPERM: "see who owns it and whether you may write there: `ls -ld`",
        errno.EROFS: "the file system is read-only: choose another folder with --data-dir",
    }
    return StorageFailure(f"{path}: {what}.", hint=hints.get(error.errno or 0))


def _acquire(descriptor: int, folder: Path, timeout: float | None) -> None:
    if timeout is None and sys.platform != "win32":
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return
    deadline = None if timeout is None else time.monotonic() + timeout
    while not _try(descriptor):
        if deadline is not None and time.monotonic() >= deadline:
            raise LockTimeout(
                f"Another process has been changing the account in {folder} for over {timeout:g} s.",
                hint="try again, or wait longer with --lock-timeout",
            )
        time.sleep(_PAUSE)


def _try(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # Windows says of a held lock that it is not permitted
        return False
    return True
