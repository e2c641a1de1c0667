"""What is not as it should be in the vault, without opening a secret.

MissingSecret   an identity names a credential whose secret is not there: it opens nothing
StraySecret     a secret that no identity names
StrayVaultKey   secrets under a data key that does not count: a re-sealing ended half-way
OpenToOthers    others may look into the vault
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from iamctl.errors import IamctlError
from iamctl.store.protocol import Finding
from iamctl.store.references import secrets_of
from iamctl.store.vault.rekey import stray_folders
from iamctl.store.vault.sealed_vault import FOLDER, SealedVault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.model.account_settings import AccountSettings
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.user import User

_AGAIN = "delete the credential and make another, or put the vault back from a backup"


def vault_findings(
    vault: SealedVault, owners: Iterable[User | AccountSettings | SAMLProvider], *, is_whole: bool
) -> list[Finding]:
    """Every finding.

    Args:
        owners: the identities and providers that could be read.
        is_whole: whether these are all; only then a secret that none of them names is a stray.
    """
    try:
        header = vault.header()
        named = {ref for owner in owners for ref in secrets_of(owner)}
        there = dict(vault.all(header.key)) if header else {}
    except IamctlError as error:
        return [Finding(error.code, FOLDER, error.message, "; ".join(error.hints))]
    found = [
        Finding("MissingSecret", FOLDER, f"The secret of the {ref} is not there.", _AGAIN)
        for ref in sorted(named - there.keys())
    ]
    for ref, path in there.items():
        if ref is None or (is_whole and ref not in named):
            what = f"No identity names the {ref}." if ref else "No secret has a file of this name."
            found.append(Finding("StraySecret", vault.place(path), what, "remove it", repairable=ref is not None))
    for key in stray_folders(vault):
        found.append(Finding("StrayVaultKey", f"{FOLDER}/{key}", "A re-sealing ended half-way.", "remove it", True))
    return found + list(_open_to_others(vault))


def _open_to_others(vault: SealedVault) -> Iterator[Finding]:
    if os.name == "nt" or not vault.folder.is_dir():
        return
    for folder, _, files in os.walk(vault.folder):
        for path in (Path(folder), *(Path(folder) / name for name in files)):
            if not path.is_symlink() and path.stat().st_mode & 0o077:
                place = f"{FOLDER}/{path.relative_to(vault.folder).as_posix()}".removesuffix("/.")
                mend = f"`chmod go= {path}`, or `iamctl doctor --repair`"
                yield Finding("OpenToOthers", place, "Others may look into the vault.", mend, True)
