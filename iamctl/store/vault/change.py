"""How secrets come and go with a revision: all of a change's, or none, whatever happens in between.

    noted      `vault/.change` says which secrets come, which go, and by what the revision is known
    sealed     each new secret lies in its place, durable
               then the journal commits the revision; the ledger takes the change's mark in the same transaction
    unsealed   each secret that goes is gone: the old ones after a commit, the new ones where there was none
    settled    the note is gone

A process that dies leaves the note: whoever changes the account next asks the ledger for the mark and settles it.
A secret that no identity names opens for nobody, so a reader never sees half of it.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import BrokenFile
from iamctl.store.protocol import SecretRef
from iamctl.store.vault.sealed_vault import CHANGE_FILE, FOLDER, SealedVault, remove_file, write_durably

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.store.ledger import Ledger

MARK = "vault_change"
"""The ledger's state that holds the mark of the last change of secrets."""


class Note(NamedTuple):
    """What a change does to the secrets."""

    mark: str
    added: tuple[SecretRef, ...]
    removed: tuple[SecretRef, ...]


class VaultChange:
    """The secrets of a change in the making. Its holder has the account's lock.

    Args:
        at: told the name of each step as it is reached; tests die there.
    """

    def __init__(self, vault: SealedVault, at: Callable[[str], None]) -> None:
        self._vault = vault
        self._at = at
        self._laid: dict[SecretRef, bytes] = {}

    def put(self, ref: SecretRef, secret: bytes) -> None:
        self._laid[ref] = secret

    def get(self, ref: SecretRef) -> bytes:
        return self._laid[ref] if ref in self._laid else self._vault.get(ref)

    def list(self, owner: str) -> list[SecretRef]:
        return sorted({*self._vault.list(owner), *(ref for ref in self._laid if ref.owner == owner)})

    def prepare(self, named: dict[str, set[SecretRef]]) -> str | None:
        """Seal what comes; the mark to commit with, or None where no secret comes or goes.

        Args:
            named: for each owner that the change touches, the secrets that its text names afterwards.
        """
        added = tuple(ref for ref in self._laid if ref in named.get(ref.owner, ()))
        removed = tuple(ref for owner in named for ref in self._vault.list(owner) if ref not in named[owner])
        if not added and not removed:
            return None
        mark = os.urandom(8).hex()
        if added:
            if self._vault.header() is None:
                self._vault.make(None)
            header, data_key = self._vault.open()
        write_durably(self._vault.folder / CHANGE_FILE, _render(Note(mark, added, removed)))
        self._at("noted")
        for ref in added:
            self._vault.seal_into(header, data_key, ref, self._laid[ref])
            self._at("sealed")
        return mark

    def settle(self, ledger: Ledger) -> None:
        """Bring the secrets to where the ledger says that the noted change ended."""
        settle(self._vault, ledger, self._at)
        self._laid.clear()


def settle(vault: SealedVault, ledger: Ledger, at: Callable[[str], None]) -> None:
    """Finish what the note says, if there is one: as committed if the ledger has its mark, else back."""
    place = vault.folder / CHANGE_FILE
    if not os.path.lexists(place):
        return
    header = vault.header()
    note = _parse(vault.read(place))
    if note is not None and header is not None:
        is_kept = ledger.state(MARK) == note.mark
        for ref in note.removed if is_kept else note.added:
            remove_file(vault.path(ref, header.key))
            at("unsealed")
    os.unlink(place)
    at("settled")


def _render(note: Note) -> bytes:
    return json.dumps(note._asdict()).encode()


def _parse(data: bytes) -> Note | None:
    """The note; None where its writer died while writing it: then nothing was sealed yet.

    Raises:
        BrokenFile: it is whole, and no note.
    """
    try:
        said = json.loads(data)
    except ValueError:
        return None
    try:
        return Note(said["mark"], *(tuple(SecretRef(*ref) for ref in said[name]) for name in ("added", "removed")))
    except (KeyError, TypeError) as error:
        raise BrokenFile(f"{FOLDER}/{CHANGE_FILE}: this is no note of a change.", hint="remove it") from error
