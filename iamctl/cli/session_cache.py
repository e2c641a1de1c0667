"""Sessions that were issued and are kept for the next command: `<cache folder>/sessions`, a file each.

Rules kept here:
  * the folder is its owner's alone, 0700, and so is each file, 0600; what others could read or have written is refused;
  * a file appears whole or not at all; of two processes that want the same session one has it issued, the other waits;
  * a session is kept for exactly what was asked for, by whom, of which account; five minutes before its end it is
    issued anew;
  * whether a session is still alive the account says (`assuming.py`); a witness of its files spares the asking.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.cli.cache_folder import cache_dir
from iamctl.errors import InvalidInput, StorageFailure
from iamctl.model.secret import Secret
from iamctl.model.session import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

RENEWED_BEFORE = timedelta(minutes=5)
_FORMAT = 1
_LARGEST = 256 * 1024


class Purpose(NamedTuple):
    """What a session is for: all that was asked for. Texts as they were typed; two spellings have two sessions.

    Attributes:
        place: data dir and account.
        caller: who asked; of credentials their key id and a digest.
        operation: `AssumeRole` or `GetSessionToken`.
        duration: seconds or `max`; empty is the default.
    """

    place: tuple[str, ...]
    caller: str
    operation: str
    role: str = ""
    session_name: str | None = None
    duration: str = ""
    policy: str | None = None
    policy_arns: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    transitive_tag_keys: tuple[str, ...] = ()
    source_identity: str | None = None
    external_id: str | None = None
    serial_number: str | None = None

    @property
    def text(self) -> str:
        """The same as one text, equal for equals only."""
        return json.dumps(self, ensure_ascii=True, separators=(",", ":"))


class Witness(NamedTuple):
    """How the account's files were when it said that the session lives: as long as they are so, it does.

    Attributes:
        files: path and status of each.
        until: when the caller's own credentials end; None is never.
    """

    files: tuple[tuple[str, tuple[int, ...]], ...]
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return (self.until is None or now < self.until) and all(status_of(path) == seen for path, seen in self.files)


class KeptSession(NamedTuple):
    """A session with all that is said of it.

    Attributes:
        caller: the ARN of whom it was issued to.
        arn: its principal's.
        members: what AWS's answer says besides the credentials.
    """

    purpose: Purpose
    account_id: str
    caller: str
    arn: str
    credentials: Credentials
    members: dict[str, Any]
    witness: Witness | None = None

    def is_fresh(self, now: datetime) -> bool:
        """Whether it lasts for long enough not to be renewed."""
        return now + RENEWED_BEFORE < self.credentials.expiration


class NotKept(StorageFailure):
    """The folder takes no session: its disk is full or may not be written. A new one may be issued all the same."""


class SessionCache:
    """The sessions that are kept in one folder."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.folder = cache_dir(environ) / "sessions"

    def find(self, purpose: Purpose) -> KeptSession | None:
        """The session that is kept for the purpose; whether it is still good is for others to say.

        Raises:
            StorageFailure: others than its owner could have written it, or it cannot be read.
        """
        kept = self._read(self._file(purpose))
        return kept if kept is not None and kept.purpose == purpose else None

    def keep(self, kept: KeptSession) -> None:
        """Keep the session in the place of the one that was.

        Raises:
            NotKept: it cannot be written.
            StorageFailure: others than its owner could read it.
        """
        from iamctl.cli.hand_over import write_whole

        self._make_folder()
        file = self._file(kept.purpose)
        try:
            write_whole(file, json.dumps(_as_json(kept), indent=2) + "\n", replace=True)
        except OSError as error:
            raise NotKept(f"{file}: {error.strerror or error}.") from None

    def all(self) -> list[KeptSession]:
        """Every session that is kept, in the order of their end."""
        found = (self._read(file) for file in self.folder.glob("*.json"))
        return sorted((kept for kept in found if kept is not None), key=lambda kept: kept.credentials.expiration)

    def forget(self, kept: KeptSession) -> None:
        """Remove the session's file, if it is there.

        Raises:
            StorageFailure: it cannot be removed.
        """
        file = self._file(kept.purpose)
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise StorageFailure(f"{file}: {error.strerror or error}.") from error

    def clear(self) -> int:
        """Remove every file, those that are not understood too; how many sessions that were.

        Raises:
            StorageFailure: one cannot be removed.
        """
        files = [*self.folder.glob("*.json")]
        try:
            for file in files:
                file.unlink(missing_ok=True)
        except OSError as error:
            raise StorageFailure(f"{error.filename}: {error.strerror or error}.") from error
        for file in self.folder.glob("*.lock"):
            _remove_lock(file)
        return len(files)

    def forget_expired(self, now: datetime) -> None:
        """Remove what is over. A file that cannot be read stays."""
        for file in self.folder.glob("*.json"):
            with suppress(StorageFailure, InvalidInput):
                kept = self._read(file)
                if kept is not None and kept.credentials.expiration <= now:
                    self.forget(kept)
                    _remove_lock(file.with_suffix(".lock"))

    @contextmanager
    def locked(self, purpose: Purpose) -> Iterator[None]:
        """Be the only process that has a session issued for the purpose.

        Raises:
            NotKept: the folder cannot be written.
            StorageFailure: it is not its owner's alone.
        """
        self._make_folder()
        descriptor = _locked(self._file(purpose).with_suffix(".lock"))
        try:
            yield
        finally:
            os.close(descriptor)

    def _file(self, purpose: Purpose) -> Path:
        import zlib

        # hashlib takes 5 ms to import. Two purposes of one name are told apart by what the file says, and cost a
        # session each time; nothing more.
        text = purpose.text.encode()
        return self.folder / f"{zlib.crc32(text):08x}{zlib.adler32(text):08x}.json"

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _check_private(self.folder, os.lstat(self.folder))
        except OSError as error:
            raise NotKept(f"{self.folder}: {error.strerror or error}.") from error

    def _read(self, file: Path) -> KeptSession | None:
        """What the file keeps; None where there is none, or what it says is not understood."""
        try:
            descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StorageFailure(f"{file}: {error.strerror or error}.") from error
        with os.fdopen(descriptor, "rb") as opened:
            _check_private(self.folder, os.lstat(self.folder))
            _check_private(file, os.fstat(opened.fileno()))
            content = opened.read(_LARGEST)
        try:
            return _from_json(json.loads(content))
        except (ValueError, KeyError, TypeError, IndexError):
            return None  # of another version, or cut short by a full disk: as good as none


def status_of(path: str) -> tuple[int, ...]:
    """What changes of a file when it is written: modification time, size, inode; one that is not there or is empty
    is all zeros, since SQLite makes and removes such a one when it only reads."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a Path for each would take longer than the look
    except OSError:
        return (0, 0, 0)
    if stat.S_ISREG(status.st_mode) and status.st_size == 0:
        return (0, 0, 0)
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def _locked(file: Path) -> int:
    """The open lock file, held; whoever removed it while it was waited for makes this one worthless."""
    try:
        while True:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
            try:
                _acquire(descriptor)
                if os.name == "nt" or _is_same(descriptor, file):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
    except OSError as error:
        raise NotKept(f"{file}: {error.strerror or error}.") from error


def _remove_lock(file: Path) -> None:
    """Remove a lock file that nobody holds."""
    if os.name == "nt":
        return  # an open file is not removed there
    import fcntl

    with suppress(OSError):
        descriptor = os.open(file, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.unlink()
        finally:
            os.close(descriptor)


def _is_same(descriptor: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(file))
    except FileNotFoundError:
        return False


def _acquire(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        return
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_EX)


def _check_private(path: Path, status: os.stat_result) -> None:
    """That a folder or file is its owner's alone.

    Raises:
        StorageFailure: it is not.
    """
    if os.name != "posix":
        return
    if stat.S_ISLNK(status.st_mode) or status.st_uid != os.geteuid():
        raise StorageFailure(f"{path} belongs to somebody else.", hint="say `IAMCTL_CACHE_DIR` of your own")
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        mode = "700" if stat.S_ISDIR(status.st_mode) else "600"
        raise StorageFailure(
            f"{path} is for sessions, and others than you have access to it.",
            hint=f"`chmod {mode} {path}` if nobody had, else `rm -r {path}`",
        )


def _as_json(kept: KeptSession) -> dict[str, Any]:
    from iamctl.service.issued_members import credentials_members

    return {
        "Version": _FORMAT,
        "Purpose": list(kept.purpose),
        "AccountId": kept.account_id,
        "Caller": kept.caller,
        "Arn": kept.arn,
        "Credentials": credentials_members(kept.credentials),
        "Members": kept.members,
        "Witness": _witness_as_json(kept.witness),
    }


def _witness_as_json(witness: Witness | None) -> dict[str, Any] | None:
    if witness is None:
        return None
    return {"Files": witness.files, "Until": witness.until.isoformat() if witness.until is not None else None}


def _from_json(said: dict[str, Any]) -> KeptSession:
    if said["Version"] != _FORMAT:
        raise ValueError("another version")
    credentials = said["Credentials"]
    return KeptSession(
        purpose=Purpose(*(_as_tuple(value) for value in said["Purpose"])),
        account_id=said["AccountId"],
        caller=said["Caller"],
        arn=said["Arn"],
        credentials=Credentials(
            access_key_id=credentials["AccessKeyId"],
            secret_access_key=Secret(credentials["SecretAccessKey"]),
            session_token=Secret(credentials["SessionToken"]),
            expiration=datetime.fromisoformat(credentials["Expiration"]).astimezone(UTC),
        ),
        members=said["Members"],
        witness=_witness_from_json(said["Witness"]),
    )


def _witness_from_json(said: dict[str, Any] | None) -> Witness | None:
    if said is None:
        return None
    until = datetime.fromisoformat(said["Until"]) if said["Until"] is not None else None
    return Witness(tuple((path, tuple(status)) for path, status in said["Files"]), until)


def _as_tuple(value: Any) -> Any:
    return tuple(_as_tuple(each) for each in value) if isinstance(value, list) else value
