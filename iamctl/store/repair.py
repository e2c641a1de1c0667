"""Mending what can be mended without a decision of a person's. Nothing is thrown away that held anything."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from iamctl.errors import MachineError
from iamctl.store.folder import staged_name
from iamctl.store.ledger import LEDGER_FILE, Ledger
from iamctl.store.lock import write_lock

if TYPE_CHECKING:
    from pathlib import Path

    from iamctl.store.protocol import Finding
    from iamctl.store.toml_store import TomlStore


def repair(store: TomlStore) -> list[Finding]:
    """Set a damaged ledger aside, close what is open to others, remove stray staged files.

    Returns what was mended.
    """
    from iamctl.store.examine import examine

    mended = [finding for finding in examine(store) if finding.repairable]
    root = store.folder.root
    with write_lock(root, None):
        for finding in sorted(mended, key=lambda finding: finding.code != "OpenToOthers"):
            with suppress(FileNotFoundError):
                _mend(store, finding)
    with suppress(MachineError, sqlite3.Error), store.editing():
        pass  # a new ledger takes in the files as they are
    return mended


def _mend(store: TomlStore, finding: Finding) -> None:
    path = store.folder.root / finding.place
    if finding.code == "DamagedLedger":
        _set_aside(store.folder.root)
    elif finding.code == "OpenToOthers":
        path.chmod(0o700 if path.is_dir() else 0o600)
    elif finding.code == "NoAccountFile":
        _write_anew(store)
    elif finding.code == "StrayFile":
        path.unlink()
    elif finding.code == "StraySecret":
        from iamctl.store.vault.sealed_vault import remove_file

        remove_file(path)
    elif finding.code == "StrayVaultKey":
        from iamctl.store.vault.rekey import sweep

        sweep(store.vault())


def _write_anew(store: TomlStore) -> None:
    """account.toml as the ledger has it."""
    ledger = Ledger.open(store.folder.root, store.account_id)
    try:
        text = ledger.text(ledger.last_hash("account.toml"))
    finally:
        ledger.close()
    if text is not None:
        store.folder.stage("account.toml", text, staged_name(0))
        store.folder.make_durable([staged_name(0)])
        os.replace(store.folder.root / staged_name(0), store.folder.root / "account.toml")


def _set_aside(root: Path) -> None:
    number = 1
    while (root / f"{LEDGER_FILE}.damaged-{number}").exists():
        number += 1
    for suffix in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            os.replace(root / f"{LEDGER_FILE}{suffix}", root / f"{LEDGER_FILE}{suffix}.damaged-{number}")
