"""Who has the data key: the machine's keyring, a person's passphrase, or a file that only its owner reads.

    keyring      the keyring of the operating system has it, under the service `iamctl vault`
    passphrase   it stands in the vault's header, sealed under a key that argon2id makes of the passphrase
    file         <config dir>/vault-keys/<account>-<key id>.key, 0600

Sources: https://keyring.readthedocs.io/ · RFC 9106 (Argon2)
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import BrokenSecret, StorageFailure, WrongPassphrase
from iamctl.store.lock import storage_failure
from iamctl.store.vault.header import FILE, KEYRING, PASSPHRASE, Header, Stretching
from iamctl.store.vault.sealing import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SERVICE = "iamctl vault"
LEAST_PASSPHRASE = 8


class KeyPlaces(NamedTuple):
    """Where data keys come from.

    Attributes:
        folder: of key files.
        passphrase: asks for the passphrase; told whether it is a new one.
    """

    folder: Path
    passphrase: Callable[[bool], str]

    def key_file(self, account: str, key: str) -> Path:
        return self.folder / f"{account}-{key}.key"


def hold(header: Header, data_key: bytes, places: KeyPlaces) -> Header:
    """Give a new data key to whoever the header says has it; the header with what finds it again.

    Raises:
        StorageFailure: the keyring or the disk refuses.
        WrongPassphrase: the new passphrase is too short.
    """
    if header.holder == KEYRING:
        _give_to_keyring(header, data_key)
    elif header.holder == FILE:
        _write_key_file(places.key_file(header.account, header.key), data_key)
    else:
        header = _wrapped(header, data_key, places.passphrase(True))
    return header._replace(check=_sealed(data_key, b"", header.check_line))


def held(header: Header, places: KeyPlaces) -> bytes:
    """The data key.

    Raises:
        WrongPassphrase: the passphrase does not open it.
        StorageFailure: it is not where the header says.
        BrokenSecret: what is there is not this vault's key.
    """
    if header.holder == KEYRING:
        data_key = _from_keyring(header)
    elif header.holder == FILE:
        data_key = _from_key_file(places.key_file(header.account, header.key))
    else:
        data_key = _unwrapped(header, places.passphrase(False))
    if _unsealed(data_key, header.check, header.check_line) is None:
        raise BrokenSecret(
            f"The data key that the {header.holder} has is not this vault's, or its header was altered.",
            hint="put vault/vault.json and the key back from a backup",
        )
    return data_key


def forget(account: str, key: str, holder: str, places: KeyPlaces) -> None:
    """Take a data key away that seals nothing any more; nothing where there is none."""
    if holder == FILE:
        with suppress(OSError):
            places.key_file(account, key).unlink()
    elif holder == KEYRING:
        import keyring
        from keyring.errors import KeyringError

        with suppress(KeyringError):
            keyring.delete_password(_SERVICE, f"{account}-{key}")


def is_keyring_there() -> bool:
    """Whether the machine has a keyring of its own: a backend that its authors recommend."""
    import keyring  # 120 ms

    return keyring.get_keyring().priority >= 1


def place_of_key(header: Header, places: KeyPlaces) -> str:
    """Where the data key is, in a person's words."""
    if header.holder == FILE:
        return str(places.key_file(header.account, header.key))
    return {KEYRING: "the keyring of the operating system", PASSPHRASE: "in the vault, under a passphrase"}[
        header.holder
    ]


def _give_to_keyring(header: Header, data_key: bytes) -> None:
    import keyring
    from keyring.errors import KeyringError

    name = f"{header.account}-{header.key}"
    try:
        if not is_keyring_there():
            raise KeyringError("it has none")
        keyring.set_password(_SERVICE, name, b64encode(data_key).decode())
        if keyring.get_password(_SERVICE, name) != b64encode(data_key).decode():
            raise KeyringError("it does not give back what it is given")
    except KeyringError as error:
        raise StorageFailure(
            f"The keyring of the operating system cannot hold the vault's data key: {error or type(error).__name__}.",
            hint="choose a passphrase or a file: `--vault-key passphrase`, `vault rekey --to file`",
        ) from error


def _from_keyring(header: Header) -> bytes:
    import keyring
    from keyring.errors import KeyringError

    try:
        text = keyring.get_password(_SERVICE, f"{header.account}-{header.key}")
    except KeyringError as error:
        why = str(error) or type(error).__name__
        raise StorageFailure(f"The keyring does not give the vault's data key: {why}.", hint="unlock it") from error
    if text is None:
        raise StorageFailure(
            f"The keyring has no data key {header.key} for account {header.account}.",
            hint="it stays on the machine and with the user that made the vault",
        )
    return _decoded(text, "the keyring")


def _write_key_file(path: Path, data_key: bytes) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, b64encode(data_key) + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise storage_failure(error, path) from error


def _from_key_file(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError as error:
        raise StorageFailure(
            f"{path}: the file with the vault's data key is not there.",
            hint="put it back from a backup; without it no secret opens",
        ) from error
    except OSError as error:
        raise storage_failure(error, path) from error
    try:
        if os.name != "nt" and os.fstat(descriptor).st_mode & 0o077:
            raise StorageFailure(f"{path}: others may open the vault's data key.", hint=f"close it: `chmod 600 {path}`")
        return _decoded(os.read(descriptor, 1000).decode("ascii", "replace"), str(path))
    finally:
        os.close(descriptor)


def _decoded(text: str, place: str) -> bytes:
    try:
        data_key = b64decode(text.strip(), validate=True)
    except ValueError:
        data_key = b""
    if len(data_key) != KEY_BYTES:
        raise BrokenSecret(f"What {place} has is no data key.", hint="put it back from a backup")
    return data_key


def _wrapped(header: Header, data_key: bytes, passphrase: str) -> Header:
    if len(passphrase) < LEAST_PASSPHRASE:
        raise WrongPassphrase(f"A passphrase has at least {LEAST_PASSPHRASE} characters.", hint="several words do well")
    stretching = Stretching(os.urandom(16))
    wrapped = _sealed(_stretched(passphrase, stretching), data_key, header.wrapping_line)
    return header._replace(stretching=stretching, wrapped=wrapped)


def _unwrapped(header: Header, passphrase: str) -> bytes:
    assert header.stretching is not None, "the header of a passphrase has its costs"
    data_key = _unsealed(_stretched(passphrase, header.stretching), header.wrapped, header.wrapping_line)
    if data_key is None or len(data_key) != KEY_BYTES:
        raise WrongPassphrase(
            "The passphrase does not open the vault.", hint="is it this account's? nothing has changed"
        )
    return data_key


def _stretched(passphrase: str, costs: Stretching) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    secret = passphrase.encode("utf-8", "surrogatepass")
    return hash_secret_raw(secret, costs.salt, costs.time, costs.memory, costs.lanes, KEY_BYTES, Type.ID)


def _sealed(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def _unsealed(key: bytes, sealed: bytes, bound_to: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], bound_to)
    except (InvalidTag, ValueError):
        return None
