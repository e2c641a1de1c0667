"""The vault's folder: sealed secrets, each a file, below the folder that is named for their data key.

    vault/vault.json                             which data key counts, and who has it
    vault/<key>/<owner>/<kind>.<id>              one sealed secret
    vault/.change                                a change of secrets is under way: see `change.py`

The folders are 0700, the files 0600. A secret's file is written once and never again; nothing follows a symbolic
link. The data key is fetched when the first secret is opened or sealed.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from iamctl.errors import BrokenFile, BrokenSecret, StorageFailure
from iamctl.store.file_names import entity_name, file_name
from iamctl.store.lock import storage_failure
from iamctl.store.protocol import SecretRef
from iamctl.store.vault.header import HEADER_FILE, Header, parse_header, render_header
from iamctl.store.vault.sealing import LARGEST, RESTORE, Label, label_of, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from iamctl.store.vault.data_key import KeyPlaces

FOLDER = "vault"
CHANGE_FILE = ".change"
_HEADER_BYTES = 20_000
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class SealedVault:
    """The vault of one account.

    Args:
        root: the account's folder.
        places: where data keys come from; None opens nothing and makes nothing.
        time: now, UTC, ISO 8601.
        tell: told what a person should know, such as where the data key lies.
    """

    def __init__(
        self,
        root: Path,
        account_id: str,
        *,
        places: KeyPlaces | None,
        time: Callable[[], str],
        tell: Callable[[str], None],
    ) -> None:
        self.account_id = account_id
        self.folder = root / FOLDER
        self.places = places
        self.time = time
        self.tell = tell
        self._header: Header | None = None
        self._data_key: bytes | None = None

    def is_there(self) -> bool:
        return os.path.lexists(self.folder / HEADER_FILE)

    def header(self) -> Header | None:
        """What the vault says of itself; None where there is none.

        Raises:
            BrokenFile: the header is none, or is another account's.
        """
        if self._header is None and self.is_there():
            self._check_folder()
            place = f"{FOLDER}/{HEADER_FILE}"
            text = _read(self.folder / HEADER_FILE, place, _HEADER_BYTES).decode("utf-8", "replace")
            header = parse_header(text, place)
            if header.account != self.account_id:
                raise BrokenFile(
                    f"{place}: this is the vault of account {header.account}, not of {self.account_id}.",
                    hint="put the account's own vault back; nothing has changed",
                )
            self._header = header
        return self._header

    def open(self) -> tuple[Header, bytes]:
        """The header and the data key.

        Raises:
            BrokenSecret, WrongPassphrase, StorageFailure: the data key is not to be had.
        """
        from iamctl.store.vault.data_key import held

        header = self.header()
        if header is None:
            raise BrokenSecret("The account has no vault.", hint="put it back from a backup")
        if self._data_key is None:
            self._data_key = held(header, self._places())
        return header, self._data_key

    def make(self, holder: str | None) -> Header:
        """A new, empty vault. The account's lock is held.

        Args:
            holder: who has the data key; None is the keyring if the machine has one, else a file.
        """
        from iamctl.store.vault.rekey import sweep

        self._make_folder(self.folder)
        sweep(self)
        header, data_key = self.new_key(holder)
        self.replace_header(header)
        self._data_key = data_key
        return header

    def new_key(self, holder: str | None) -> tuple[Header, bytes]:
        """A new data key, given to its holder already. Its folder comes first: by it a left-over key is found."""
        from iamctl.store.vault.data_key import hold, is_keyring_there, place_of_key
        from iamctl.store.vault.header import FILE, KEYRING
        from iamctl.store.vault.sealing import KEY_BYTES

        places, data_key = self._places(), os.urandom(KEY_BYTES)
        chosen = holder or (KEYRING if is_keyring_there() else FILE)
        bare = Header(self.account_id, os.urandom(8).hex(), chosen, self.time())
        self._make_folder(self.folder / bare.key)
        try:
            header = hold(bare, data_key, places)
        except StorageFailure:
            if holder is not None or chosen == FILE:
                raise
            header = hold(bare._replace(holder=FILE), data_key, places)  # there is a keyring, and it is shut
        if header.holder == FILE:
            self.tell(
                f"The vault's data key lies in {place_of_key(header, places)}: "
                "whoever can read it and the account's folder can read its secrets."
            )
        return header, data_key

    def replace_header(self, header: Header) -> None:
        """Say which data key counts from now on; there afterwards whole, or as before."""
        _write(self.folder / f".{HEADER_FILE}.new", render_header(header).encode(), exclusive=False)
        try:
            os.replace(self.folder / f".{HEADER_FILE}.new", self.folder / HEADER_FILE)
            sync_folder(self.folder)
        except OSError as error:
            raise storage_failure(error, self.folder / HEADER_FILE) from error
        self._header, self._data_key = header, None

    def put(self, ref: SecretRef, secret: bytes) -> None:
        del ref, secret
        raise LookupError("a view of the account takes no secrets")

    def get(self, ref: SecretRef) -> bytes:
        """The secret.

        Raises:
            BrokenSecret: it is not there, was altered, cut, or is another's.
            WrongPassphrase, StorageFailure: the vault does not open.
        """
        header, data_key = self.open()
        path = self.path(ref, header.key)
        try:
            sealed = _read(path, self.place(path), LARGEST)
        except BrokenSecret:
            self._header = None
            if (now := self.header()) is None or now.key == header.key:
                raise
            self._data_key = None  # the vault was sealed anew between the two readings
            return self.get(ref)
        return unseal(data_key, Label(self.account_id, header.key, ref), sealed, self.place(path))

    def seal_into(self, header: Header, data_key: bytes, ref: SecretRef, secret: bytes) -> None:
        """Write the secret's file, durably. It must not be there."""
        path = self.path(ref, header.key)
        self._make_folder(path.parent.parent)
        self._make_folder(path.parent)
        _write(path, seal(data_key, Label(self.account_id, header.key, ref), secret), exclusive=True)
        sync_folder(path.parent)

    def list(self, owner: str) -> list[SecretRef]:
        """The secrets that the owner has, sorted. No data key is needed."""
        header = self.header()
        if header is None:
            return []
        return sorted(
            ref for path in _files(self._owner_folder(owner, header.key)) if (ref := _ref_of(owner, path)) is not None
        )

    def all(self, key: str) -> Iterator[tuple[SecretRef | None, Path]]:
        """Every file under the data key, and whose its place says that it is; None where no secret is so called."""
        for owner_folder in _folders(self.folder / key):
            owner = entity_name(f"{owner_folder.name}.toml")
            for path in _files(owner_folder):
                yield (_ref_of(owner, path) if owner else self._ref_inside(path)), path

    def path(self, ref: SecretRef, key: str) -> Path:
        return self._owner_folder(ref.owner, key) / f"{ref.kind}.{file_name(ref.id).removesuffix('.toml')}"

    def place(self, path: Path) -> str:
        """The path as errors have it: relative to the account's folder."""
        return f"{FOLDER}/{path.relative_to(self.folder).as_posix()}"

    def read(self, path: Path) -> bytes:
        return _read(path, self.place(path), LARGEST)

    def _ref_inside(self, path: Path) -> SecretRef | None:
        """Whose the file itself says that it is: an owner's folder has a name that was cut."""
        try:
            ref = label_of(self.read(path), self.place(path)).ref
        except BrokenSecret:
            return None
        return ref if self.path(ref, path.parent.parent.name) == path else None

    def _owner_folder(self, owner: str, key: str) -> Path:
        return self.folder / key / file_name(owner).removesuffix(".toml")

    def _places(self) -> KeyPlaces:
        if self.places is None:
            raise StorageFailure("This program was given no place for the vault's data key.")
        return self.places

    def _check_folder(self) -> None:
        if self.folder.is_symlink() or not self.folder.is_dir():
            raise BrokenFile(f"{FOLDER}: this is not a folder of its own.", hint="iamctl follows no symbolic links")

    def _make_folder(self, folder: Path) -> None:
        try:
            if not folder.is_dir() or folder.is_symlink():
                folder.mkdir(0o700)
                sync_folder(folder.parent)
        except OSError as error:
            raise storage_failure(error, folder) from error


def sync_folder(folder: Path) -> None:
    """Make what came and went in the folder durable."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_file(path: Path) -> None:
    """Take the file away, and its folder when nothing else is in it; nothing where it is gone already."""
    try:
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not os.listdir(path.parent):
            path.parent.rmdir()
    except OSError as error:
        raise storage_failure(error, path) from error


def write_durably(path: Path, data: bytes) -> None:
    """Write the file whole, for its owner alone, in the place of whatever is there."""
    _write(path, data, exclusive=False)
    sync_folder(path.parent)


def _write(path: Path, data: bytes, *, exclusive: bool) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | (os.O_EXCL if exclusive else os.O_TRUNC) | _FLAGS, 0o600)
        try:
            while data:
                data = data[os.write(descriptor, data) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise storage_failure(error, path) from error


def _read(path: Path, place: str, largest: int) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | _FLAGS)
    except FileNotFoundError as error:
        raise BrokenSecret(f"{place}: the sealed secret is not there.", hint=RESTORE) from error
    except OSError as error:
        if path.is_symlink():
            raise BrokenSecret(f"{place}: this is a symbolic link.", hint=RESTORE) from error
        raise storage_failure(error, path) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > largest:
            raise BrokenSecret(f"{place}: this is no file that iamctl wrote.", hint=RESTORE)
        return os.read(descriptor, largest)
    finally:
        os.close(descriptor)


def _ref_of(owner: str, path: Path) -> SecretRef | None:
    kind, dot, rest = path.name.partition(".")
    name = entity_name(f"{rest}.toml") if dot else None
    return SecretRef(owner, kind, name) if kind and name else None


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in _entries(folder) if not path.is_dir() or path.is_symlink())


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in _entries(folder) if path.is_dir() and not path.is_symlink())


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise storage_failure(error, folder) from error
