"""Sealing every secret anew under a new data key, in one step.

    keyed      the new data key is with its holder
    resealed   each secret lies in the new key's folder, durable
    rekeyed    the header names the new key: from here on it counts
    cleared    the old folder and the old data key are gone

A process that dies before `rekeyed` leaves a folder that does not count, one that dies later the old one; both go
with the next `sweep`.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from iamctl.errors import BrokenSecret, IamctlError, NoSuchEntity
from iamctl.store.protocol import VaultStatus
from iamctl.store.vault.data_key import forget, place_of_key
from iamctl.store.vault.header import FILE, KEYRING, PASSPHRASE
from iamctl.store.vault.sealing import Label, unseal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iamctl.store.protocol import SecretRef
    from iamctl.store.vault.sealed_vault import SealedVault


_KEY_ID_LENGTH = 16


def rekey(vault: SealedVault, holder: str | None, at: Callable[[str], None]) -> None:
    """Seal all anew. The account's lock is held, and no change is half-way.

    Raises:
        NoSuchEntity: there is no vault.
        BrokenSecret: a secret does not open; nothing has changed.
    """
    if vault.header() is None:
        raise NoSuchEntity("vault of account", vault.account_id, hint="it comes with the first secret")
    old, _ = vault.open()
    sweep(vault)
    secrets = [(ref, vault.get(ref)) for ref in _refs(vault, old.key)]
    at("begun")
    new, data_key = vault.new_key(holder or old.holder)
    try:
        at("keyed")
        for ref, secret in secrets:
            vault.seal_into(new, data_key, ref, secret)
            at("resealed")
        vault.replace_header(new)
    except IamctlError:
        shutil.rmtree(vault.folder / new.key, ignore_errors=True)
        if vault.places is not None:
            forget(new.account, new.key, new.holder, vault.places)
        raise
    at("rekeyed")
    _clear(vault, old.key, (old.holder,))
    at("cleared")


def sweep(vault: SealedVault) -> list[str]:
    """Remove the folders and data keys that do not count; the folders' names."""
    strays = stray_folders(vault)
    for key in strays:
        _clear(vault, key, (FILE, KEYRING))
    return strays


def stray_folders(vault: SealedVault) -> list[str]:
    """Folders of data keys that do not count: a re-sealing ended half-way."""
    if not vault.folder.is_dir():
        return []
    header = vault.header()
    names = (path.name for path in vault.folder.iterdir() if path.is_dir() and not path.is_symlink())
    counting = header.key if header else None
    return sorted(name for name in names if name != counting and len(name) == _KEY_ID_LENGTH)


def status(vault: SealedVault) -> VaultStatus | None:
    """How the vault stands; every secret is opened, unless a passphrase would have to be asked for."""
    header = vault.header()
    if header is None or vault.places is None:
        return None
    is_checked = header.holder != PASSPHRASE
    problems = []
    files = list(vault.all(header.key))
    data_key = b""
    if is_checked:
        try:
            _, data_key = vault.open()
        except IamctlError as error:
            problems.append(error.message)
            is_checked = False
    for ref, path in files:
        place = vault.place(path)
        try:
            if ref is None:
                raise BrokenSecret(f"{place}: no secret has a file of this name.")
            if is_checked:
                unseal(data_key, Label(header.account, header.key, ref), vault.read(path), place)
        except IamctlError as error:
            problems.append(error.message)
    place = place_of_key(header, vault.places)
    return VaultStatus(header.holder, header.key, place, header.create_date, len(files), tuple(problems), is_checked)


def forget_key(vault: SealedVault) -> None:
    """Take the vault's data key away from its holder."""
    header = vault.header()
    if header is not None and vault.places is not None:
        with suppress(Exception):
            forget(header.account, header.key, header.holder, vault.places)


def _refs(vault: SealedVault, key: str) -> Iterator[SecretRef]:
    for ref, path in vault.all(key):
        if ref is None:
            what = f"{vault.place(path)}: no secret has a file of this name."
            raise BrokenSecret(what, hint="move it elsewhere: nothing has changed")
        yield ref


def _clear(vault: SealedVault, key: str, holders: tuple[str, ...]) -> None:
    shutil.rmtree(vault.folder / key, ignore_errors=True)
    assert vault.places is not None, "a vault that was opened has places"
    for holder in holders:
        with suppress(Exception):  # whatever a keyring's backend raises: nothing needs this key any more
            forget(vault.account_id, key, holder, vault.places)
