"""Looking at everything on disk: what is broken, what is odd, what is open to others."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from typing import TYPE_CHECKING

from iamctl.errors import IamctlError, MachineError, Place
from iamctl.store.codec.kinds import KINDS, Kind, kind_of_path
from iamctl.store.file_names import SUFFIX, entity_name
from iamctl.store.folder import FOLDERS, STAGING_FILE, Folder, is_staged, is_text
from iamctl.store.ledger import LEDGER_FILE, Ledger, text_hash
from iamctl.store.lock import write_lock
from iamctl.store.protocol import Finding
from iamctl.store.references import secrets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.model.account_settings import AccountSettings
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.user import User
    from iamctl.store.index import Index
    from iamctl.store.toml_store import TomlStore

_OWN_FILES = (
    *(kind.file for kind in KINDS.values() if kind.file),
    LEDGER_FILE,
    f"{LEDGER_FILE}-wal",
    f"{LEDGER_FILE}-shm",
    ".lock",
    STAGING_FILE,
)


def examine(store: TomlStore) -> list[Finding]:
    """Every finding on disk, in the order of the folders."""
    findings = list(_ledger_findings(store.folder, store.account_id))
    if store.folder.stamp("account.toml") is None and store.folder.stamp(LEDGER_FILE):
        mend = "`iamctl doctor --repair` writes it anew as the ledger knows it"
        findings.append(Finding("NoAccountFile", "account.toml", "The file is gone.", mend, repairable=True))
        return findings
    try:
        with store.reading() as view:
            for shelf, kind in KINDS.items():
                findings += _shelf_findings(kind, shelf, view.index, view)
    except MachineError as error:
        findings.append(_finding_of(error, "account.toml"))
    findings += _unknown_files(store.folder)
    findings += _open_to_others(store.folder)
    findings += _vault_findings(store)
    return findings + _strays(store.folder)


def _strays(folder: Folder) -> list[Finding]:
    """Staged files that nobody is about to put in their places."""
    try:
        with write_lock(folder.root, 0):
            return [
                Finding("StrayFile", path, "A killed process left this staged file.", "remove it", repairable=True)
                for path in folder.strays()
            ]
    except MachineError:
        return []


def _vault_findings(store: TomlStore) -> list[Finding]:
    """What is wrong with the vault; nothing of it is loaded where no credential and no vault is."""
    owners: list[User | AccountSettings | SAMLProvider] = []
    is_whole = True
    try:
        with store.reading() as view:
            for shelf in (view.users, view.settings):
                try:
                    owners.extend(owner for owner in shelf.all() if secrets_of(owner))
                except IamctlError:
                    is_whole = False  # the broken file is a finding already
            try:
                owners.extend(provider for provider in view.saml_providers.all() if provider.private_keys)
            except IamctlError:
                is_whole = False
    except IamctlError:
        return []
    if not owners and not (store.folder.root / "vault").exists():
        return []
    from iamctl.store.vault.examine import vault_findings

    return vault_findings(store.vault(), owners, is_whole=is_whole)


def verify(store: TomlStore) -> list[Finding]:
    """Breaks in the chain of revisions, and files that are not what the ledger says."""
    try:
        ledger = store.history()
    except (MachineError, sqlite3.Error) as error:
        return [Finding("DamagedLedger", LEDGER_FILE, f"{error}", "see `iamctl doctor`", repairable=True)]
    try:
        findings = list(ledger.breaks())
        for path in ledger.paths_at(ledger.head()):
            findings += _differs(store.folder, ledger, path)
        return findings
    except (MachineError, sqlite3.Error) as error:
        return [Finding("DamagedLedger", LEDGER_FILE, f"{error}", "see `iamctl doctor`", repairable=True)]
    finally:
        ledger.close()


def _differs(folder: Folder, ledger: Ledger, path: str) -> Iterator[Finding]:
    kind = kind_of_path(path)
    text = folder.text_if_readable(path, kind) if kind else None
    if text_hash(text) != ledger.last_hash(path):
        what = "is not there" if folder.stamp(path) is None else "is not what the ledger says"
        yield Finding("DifferentFile", path, f"The file {what}.", "see `iamctl doctor`")


def _ledger_findings(folder: Folder, account_id: str) -> Iterator[Finding]:
    path = folder.root / LEDGER_FILE
    if not path.exists():
        yield Finding(
            "NoLedger", LEDGER_FILE, "There is no ledger: the history is gone.", "any command begins a new one"
        )
        return
    try:
        ledger = Ledger.open(folder.root, account_id)
        try:
            said = ledger.connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            ledger.close()
    except (MachineError, sqlite3.Error) as error:
        said = str(error)
    if said != "ok":
        mend = "`iamctl doctor --repair` sets it aside and begins a new one; the files are whole"
        yield Finding("DamagedLedger", LEDGER_FILE, f"The ledger is damaged: {said}", mend, repairable=True)


def _shelf_findings(kind: Kind, shelf: str, index: Index, view: object) -> Iterator[Finding]:
    try:
        view.look(shelf)  # type: ignore[attr-defined]
    except MachineError as error:
        yield _finding_of(error, kind.folder)
        return
    problems = {entry.path: entry.problem for entry in index.broken(shelf)}
    for path, reading in view.edits.items():  # type: ignore[attr-defined]
        if reading is None or reading.kind.shelf == shelf:
            problems[path] = reading.problem if reading else None
    for path, problem in sorted(problems.items()):
        for _, message, place, hints in json.loads(problem or "[]"):
            where = str(Place(*place)) if place else path
            yield Finding("BrokenFile", where, message, "; ".join(hints) or "mend the line, or undo the edit")


def _finding_of(error: IamctlError, path: str) -> Finding:
    return Finding(error.code, str(error.place or path), error.message, "; ".join(error.hints))


def _unknown_files(folder: Folder) -> Iterator[Finding]:
    for name in ("", *FOLDERS):
        place = folder.root / name
        if not place.is_dir() or place.is_symlink():
            continue
        for entry in sorted(os.scandir(place), key=lambda entry: entry.name):
            path = f"{name}/{entry.name}".lstrip("/")
            if not is_text(path):
                path = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
                yield Finding(
                    "UnknownFile", path, "The name of this file is not UTF-8.", "rename it or move it elsewhere"
                )
            elif name and entry.name.endswith(SUFFIX) and entity_name(entry.name) is None and "%~" not in entry.name:
                yield Finding("UnknownFile", path, "No entity has a file of this name.", "rename it as its name says")
            elif not _is_ours(path, entry.name, name):
                yield Finding("UnknownFile", path, "This file is none of iamctl's.", "move it elsewhere")


def _is_ours(path: str, name: str, folder: str) -> bool:
    if is_staged(name) or path in FOLDERS or path == "providers" or name.startswith(f"{LEDGER_FILE}."):
        return True
    return name.endswith(SUFFIX) if folder else name in (*_OWN_FILES, "imported.toml", "vault", "log", "resources")


def _open_to_others(folder: Folder) -> Iterator[Finding]:
    if os.name == "nt":
        return
    mend = "`chmod go= {}`, or `iamctl doctor --repair`"
    for name in ("", "providers", *FOLDERS):
        place = folder.root / name
        if place.is_symlink() or not place.is_dir():
            continue
        if place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Finding("OpenToOthers", name or ".", "Others may look into this folder.", mend.format(place), True)
        for entry in os.scandir(place):
            try:
                mode = entry.stat(follow_symlinks=False).st_mode
            except FileNotFoundError:
                continue
            if stat.S_ISREG(mode) and mode & (stat.S_IRWXG | stat.S_IRWXO):
                path = f"{name}/{entry.name}".lstrip("/")
                yield Finding("OpenToOthers", path, "Others may open this file.", mend.format(place / entry.name), True)
