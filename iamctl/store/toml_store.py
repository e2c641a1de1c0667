"""An account as a folder of TOML files.

    account.toml  users/ groups/ roles/ policies/ aws-policies/ instance-profiles/ providers/saml/ providers/oidc/
    imports/
    ledger.sqlite3    every change (the journal) and the index of the files

Where the ledger cannot be opened, reading goes on from the files alone; changing does not.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from iamctl.errors import IamctlError, LockTimeout, MachineError, NoSuchEntity, StorageFailure
from iamctl.store.accepted import AcceptedDocuments
from iamctl.store.codec.kinds import KINDS
from iamctl.store.folder import Folder
from iamctl.store.journal import Journal, Step, ledger_failure
from iamctl.store.ledger import LEDGER_FILE, Ledger, damaged
from iamctl.store.lock import write_lock
from iamctl.store.protocol import Finding, OperationCall
from iamctl.store.toml_edit import TomlEdit
from iamctl.store.toml_view import TomlView
from iamctl.store.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from iamctl.model.account_settings import AccountSettings
    from iamctl.store.codec.parts import DocumentCheck


def _no_step(step: str) -> None:
    del step


class TomlStore:
    """One account's folder.

    Args:
        root: the account's folder.
        time: now, UTC, ISO 8601 in whole seconds.
        check: the grammar of policy documents; what a person writes is held against it.
        lock_timeout: seconds to wait for another process's change; None waits for as long as it takes.
        at: told each step of the journal as it is reached.

    Attributes:
        notices: what a person should be told, such as that the history is gone.
    """

    def __init__(
        self,
        root: Path,
        account_id: str,
        *,
        time: Callable[[], str],
        check: DocumentCheck,
        lock_timeout: float | None = None,
        at: Step = _no_step,
    ) -> None:
        self.account_id = account_id
        self.folder = Folder(root)
        self.notices: list[str] = []
        self._time = time
        self._check = AcceptedDocuments(self.folder, check)
        self._lock_timeout = lock_timeout
        self._at = at

    def create(self, settings: AccountSettings, *, caller: str) -> None:
        """Lay the account's own file into an empty folder, as the first revision."""
        members = {"AccountId": settings.account_id, "Alias": settings.alias, "RootEmail": settings.root_email}
        given = {name: value for name, value in members.items() if value is not None}
        with write_lock(self.folder.root, self._lock_timeout):
            ledger = Ledger.open(self.folder.root)
            try:
                edit = self._edit(ledger)
                edit.begin()
                edit.settings.put(settings)
                edit.commit(time=self._time(), caller=caller, operations=(OperationCall("CreateAccount", given),))
            finally:
                ledger.close()

    @contextmanager
    def reading(self) -> Iterator[TomlView]:
        ledger = self._ledger_to_read()
        watch = Watch(self.folder, ledger, self.account_id, self._check)
        view = TomlView(self.account_id, self.folder, ledger, watch)
        try:
            view.begin()
            yield view
        except sqlite3.Error as error:
            raise damaged(self.folder.root / LEDGER_FILE, error) from error
        finally:
            view.end()
            if view.edits and not ledger.is_in_memory:
                self._record(watch, list(view.edits))
            ledger.close()

    @contextmanager
    def editing(self) -> Iterator[TomlEdit]:
        with write_lock(self.folder.root, self._lock_timeout):
            ledger = self._open_ledger()
            try:
                self._make_ready(ledger)
                edit = self._edit(ledger)
                edit.begin()
                yield edit
            except sqlite3.Error as error:
                raise ledger_failure(self.folder, error) from error
            finally:
                ledger.close()

    def history(self) -> Ledger:
        """The ledger, with every edit by hand in it."""
        with self.reading() as view:
            for shelf in KINDS:
                view.look(shelf)
        return self._open_ledger()

    def examine(self) -> list[Finding]:
        from iamctl.store.examine import examine

        return examine(self)

    def verify(self) -> list[Finding]:
        from iamctl.store.examine import verify

        return verify(self)

    def repair(self) -> list[Finding]:
        from iamctl.store.repair import repair

        return repair(self)

    def _ledger_to_read(self) -> Ledger:
        """The ledger, with whatever a killed process left unfinished finished; else one made from the files alone."""
        try:
            ledger = self._open_ledger()
            try:
                if ledger.applied() < ledger.head() or not ledger.head() or self._is_old(ledger):
                    self._make_ready_if_free(ledger)
            except BaseException:
                ledger.close()
                raise
            return ledger
        except (StorageFailure, sqlite3.Error) as error:
            self._refuse_newer()
            self.notices.append(f"{error}" if isinstance(error, IamctlError) else f"{LEDGER_FILE}: {error}.")
            return self._ledger_of_files()

    def _open_ledger(self) -> Ledger:
        if not (self.folder.root / "account.toml").exists():
            raise NoSuchEntity("account", self.account_id, hint="make it with `iamctl init`")
        return Ledger.open(self.folder.root)

    def _ledger_of_files(self) -> Ledger:
        ledger = Ledger.in_memory()
        watch = Watch(self.folder, ledger, self.account_id, self._check)
        watch.adopt([path for shelf in KINDS for path in watch.edited(shelf)], self._time())
        return ledger

    def _edit(self, ledger: Ledger) -> TomlEdit:
        return TomlEdit(
            self.account_id,
            self.folder,
            ledger,
            Watch(self.folder, ledger, self.account_id, self._check),
            journal=Journal(self.folder, ledger, self._at),
            time=self._time,
            check=self._check,
        )

    def _make_ready(self, ledger: Ledger) -> None:
        """Finish what a killed process left; note a new ledger's files; bring an older format up to date."""
        from iamctl.store.migrations import format_of, migrated

        if ledger.applied() < ledger.head():
            Journal(self.folder, ledger, self._at).recover()
        watch = Watch(self.folder, ledger, self.account_id, self._check)
        if self._is_old(ledger):
            text = self.folder.text("account.toml", KINDS["settings"])[0]
            version = format_of(text)
            reading = watch.read("account.toml")  # raises what a later version's files are refused with
            if reading is not None and version in range(1):
                self._migrate(ledger, migrated({"account.toml": text}, version))
        if not ledger.head():
            paths = [path for shelf in KINDS for path in watch.edited(shelf)]
            if watch.adopt(paths, self._time()) > 1:
                self.notices.append("the ledger was not there: the history before now is gone; the account is whole")

    def _migrate(self, ledger: Ledger, texts: dict[str, str]) -> None:
        edit = self._edit(ledger)
        edit.begin()
        for path, text in texts.items():
            edit.replace_text(path, text)
        edit.commit(time=self._time(), caller="", operations=(OperationCall("MigrateFormat", {}),))
        edit.end()

    def _make_ready_if_free(self, ledger: Ledger) -> None:
        """As `_make_ready`, unless somebody is at it: then what they committed is in the index already."""
        try:
            with write_lock(self.folder.root, 0 if ledger.head() else self._lock_timeout):
                self._make_ready(ledger)
        except LockTimeout:
            if not ledger.head():
                raise

    def _is_old(self, ledger: Ledger) -> bool:
        """Whether account.toml has to be looked at before anything else is."""
        return Watch(self.folder, ledger, self.account_id, self._check).is_stale("account.toml")

    def _refuse_newer(self) -> None:
        Watch(self.folder, Ledger.in_memory(), self.account_id, self._check).read("account.toml")

    def _record(self, watch: Watch, paths: list[str]) -> None:
        """Take the edits that a reader met into the ledger, if nobody else is at it and the folder can be written."""
        try:
            with write_lock(self.folder.root, 0):
                watch.adopt([path for path in paths if watch.is_stale(path)], self._time())
        except (MachineError, sqlite3.Error):
            return  # the next command meets them again
