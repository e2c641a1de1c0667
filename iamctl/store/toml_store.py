"""An account as a folder of TOML files.

    account.toml  users/ groups/ roles/ policies/ aws-policies/ instance-profiles/ providers/saml/ providers/oidc/
    guards.toml   resources/ imports/
    ledger.sqlite3    every change (the journal) and the index of the files

Where the ledger cannot be opened, reading goes on from the files alone; changing does not.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from iamctl.errors import BrokenFile, IamctlError, LockTimeout, MachineError, NoSuchEntity, StorageFailure
from iamctl.store.codec.format import FORMAT
from iamctl.store.codec.kinds import KINDS, check_format
from iamctl.store.folder import Folder
from iamctl.store.index import Index
from iamctl.store.journal import Journal, Step, ledger_failure
from iamctl.store.ledger import LEDGER_FILE, Ledger, damaged
from iamctl.store.lock import write_lock
from iamctl.store.protocol import Finding, OperationCall
from iamctl.store.toml_edit import TomlEdit
from iamctl.store.toml_view import TomlView
from iamctl.store.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import Any

    from iamctl.model.account_settings import AccountSettings
    from iamctl.store.accepted import AcceptedDocuments
    from iamctl.store.codec.parts import DocumentCheck, DocumentProblem
    from iamctl.store.protocol import VaultStatus
    from iamctl.store.vault.data_key import KeyPlaces
    from iamctl.store.vault.sealed_vault import SealedVault


def _no_step(step: str) -> None:
    del step


class TomlStore:
    """One account's folder.

    Args:
        root: the account's folder.
        time: now, UTC, ISO 8601 in whole seconds.
        check: the grammar of policy documents; what a person writes is held against it.
        lock_timeout: seconds to wait for another process's change; None waits for as long as it takes.
        at: told each step of the journal and of the vault as it is reached.
        key_places: where the vault's data key comes from; without, no secret is kept or opened.

    Attributes:
        notices: what a person should be told, such as that the history is gone; a sentence each.
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
        key_places: Callable[[], KeyPlaces] | None = None,
    ) -> None:
        self.account_id = account_id
        self._key_places = key_places
        self.folder = Folder(root)
        self.notices: list[str] = []
        self._time = time
        self._grammar = check
        self._accepted: AcceptedDocuments | None = None
        self._lock_timeout = lock_timeout
        self._at = at

    def create(self, settings: AccountSettings, *, caller: str) -> None:
        """Lay the account's own file into an empty folder, as the first revision."""
        members = {"AccountId": settings.account_id, "Alias": settings.alias, "RootEmail": settings.root_email}
        given = {name: value for name, value in members.items() if value is not None}
        with write_lock(self.folder.root, self._lock_timeout):
            ledger = Ledger.open(self.folder.root, self.account_id)
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
        watch = self._watch(ledger)
        view = TomlView(self.account_id, self.folder, ledger, watch, self.vault)
        try:
            view.begin()
            yield view
        except sqlite3.Error as error:
            raise damaged(self.folder.root / LEDGER_FILE, error) from error
        finally:
            view.end()
            if view.edits and not ledger.is_in_memory:
                self._record(ledger, watch, list(view.edits))
            ledger.close()

    @contextmanager
    def editing(self) -> Iterator[TomlEdit]:
        self._check_there()
        with write_lock(self.folder.root, self._lock_timeout):
            ledger = Ledger.open(self.folder.root, self.account_id)
            try:
                self._settle_vault(ledger)
                self._make_ready(ledger)
                edit = self._edit(ledger)
                edit.begin()
                yield edit
            except sqlite3.Error as error:
                raise ledger_failure(self.folder, error) from error
            finally:
                ledger.close()

    @contextmanager
    def held_open(self) -> Iterator[None]:
        # SQLite writes its log back and syncs four times whenever the last connection goes; with this one it never is.
        ledger = self._ledger_to_read()
        try:
            yield
        finally:
            ledger.close()

    def vault(self) -> SealedVault:
        from iamctl.store.vault.sealed_vault import SealedVault

        places = self._key_places() if self._key_places else None
        return SealedVault(self.folder.root, self.account_id, places=places, time=self._time, tell=self.notices.append)

    def make_vault(self, holder: str) -> None:
        """Make the account's vault before its first secret does."""
        with self.editing():
            vault = self.vault()
            if not vault.is_there():
                vault.make(holder)

    def vault_status(self) -> VaultStatus | None:
        from iamctl.store.vault.rekey import status

        self._check_there()
        return status(self.vault())

    def rekey(self, holder: str | None = None) -> VaultStatus:
        from iamctl.store.vault.rekey import rekey, status

        with self.editing():
            vault = self.vault()
            rekey(vault, holder, self._at)
            found = status(vault)
        assert found is not None, "a vault that was just sealed is there"
        return found

    def forget_vault_key(self) -> None:
        """Take the data key away; the vault is going, or was never finished."""
        from iamctl.store.vault.rekey import forget_key

        forget_key(self.vault())

    def _settle_vault(self, ledger: Ledger) -> None:
        """Finish what a killed process left half-way in the vault."""
        if (self.folder.root / "vault" / ".change").exists():
            from iamctl.store.vault.change import settle

            settle(self.vault(), ledger, self._at)

    def history(self) -> Ledger:
        """The ledger, with every edit by hand in it."""
        with self.reading() as view:
            for shelf in KINDS:
                view.look(shelf)
        return Ledger.open(self.folder.root, self.account_id)

    def examine(self) -> list[Finding]:
        from iamctl.store.examine import examine

        return examine(self)

    def verify(self) -> list[Finding]:
        from iamctl.store.examine import verify

        return verify(self)

    def repair(self) -> list[Finding]:
        from iamctl.store.repair import repair

        return repair(self)

    def _check(self, tree: Any, kind: str) -> Iterable[DocumentProblem]:
        """The grammar, less what an import accepted; most commands read no file and need neither."""
        from iamctl.store.accepted import AcceptedDocuments

        if self._accepted is None:
            self._accepted = AcceptedDocuments(self.folder, self._grammar)
        return self._accepted(tree, kind)

    def _check_there(self) -> None:
        if self.folder.stamp("account.toml"):
            return
        if Ledger.is_empty(self.folder.root):
            raise NoSuchEntity("account", self.account_id, hint="make it with `iamctl init`")
        raise BrokenFile(
            f"{self.folder.root / 'account.toml'}: the account's own file is gone.",
            hint="put it back from a backup; `iamctl doctor --repair` writes it anew as the ledger knows it",
        )

    def _ledger_to_read(self) -> Ledger:
        """The ledger, with whatever a killed process left unfinished finished; else one made from the files alone."""
        self._check_there()
        try:
            if Ledger.is_empty(self.folder.root):
                with write_lock(self.folder.root, self._lock_timeout):
                    Ledger.open(self.folder.root, self.account_id).close()
            ledger = Ledger.open(self.folder.root, self.account_id)
            try:
                self._make_ready_if_free(ledger)
            except BaseException:
                ledger.close()
                raise
            return ledger
        except (StorageFailure, sqlite3.Error) as error:
            self._watch(Ledger.in_memory()).read("account.toml")  # refuses a later version's
            self.notices.append(f"{error}" if isinstance(error, IamctlError) else f"{LEDGER_FILE}: {error}.")
            return self._ledger_of_files()

    def _ledger_of_files(self) -> Ledger:
        ledger = Ledger.in_memory()
        watch = self._watch(ledger)
        watch.adopt([path for shelf in KINDS for path in watch.edited(shelf)], self._time())
        return ledger

    def _watch(self, ledger: Ledger) -> Watch:
        return Watch(self.folder, ledger, self.account_id, self._check)

    def _edit(self, ledger: Ledger) -> TomlEdit:
        return TomlEdit(
            self.account_id,
            self.folder,
            ledger,
            self._watch(ledger),
            journal=Journal(self.folder, ledger, self._at),
            time=self._time,
            check=self._check,
            open_vault=self.vault,
            at=self._at,
        )

    def _make_ready_if_free(self, ledger: Ledger) -> None:
        """As `_make_ready`, where there is need and nobody else is at it: what they committed is in the index already.

        Where the folder cannot be written, what is in the ledger is what there is to read.
        """
        if self._is_ready(ledger):
            return
        self._watch(ledger).read("account.toml")  # refuses a later version's
        is_new = not ledger.head()
        try:
            with write_lock(self.folder.root, self._lock_timeout if is_new else 0):
                self._make_ready(ledger)
        except (LockTimeout, StorageFailure):
            if is_new:
                raise

    def _is_ready(self, ledger: Ledger) -> bool:
        state = ledger.states()
        check_format(state.get("format"))
        return (
            state.get("format") == FORMAT
            and state.get("applied") == ledger.head()
            and not self.folder.is_staging()
            and not self._watch(ledger).is_stale("account.toml")
        )

    def _make_ready(self, ledger: Ledger) -> None:
        """Finish what a killed process left; note a new ledger's files; bring an older format up to date."""
        if self._is_ready(ledger):
            return
        if ledger.applied() < ledger.head():
            Journal(self.folder, ledger, self._at).recover()
        elif self.folder.is_staging():
            self.folder.sweep()
        watch = self._watch(ledger)
        watch.read("account.toml")  # refuses a later version's
        if not ledger.head():
            paths = [path for shelf in KINDS for path in watch.edited(shelf)]
            if watch.adopt(paths, self._time()):
                self.notices.append("The ledger was not there: the history before now is gone; the account is whole.")
        elif watch.is_stale("account.toml"):
            watch.adopt(["account.toml"], self._time())
        self._bring_up_to_date(ledger)

    def _bring_up_to_date(self, ledger: Ledger) -> None:
        """Migrate an account of an older format, as one revision."""
        from iamctl.store.migrations import format_of, migrated

        entry = Index(ledger.connection).at("account.toml")
        text = self.folder.text_if_readable("account.toml", KINDS["settings"])
        if text is None or entry is None or entry.problem:
            return  # whoever needs account.toml says what is wrong with it
        version = format_of(text)
        if version in range(FORMAT):
            edit = self._edit(ledger)
            edit.begin()
            for path, new in migrated({"account.toml": text}, version).items():
                edit.replace_text(path, new)
            edit.commit(time=self._time(), caller="", operations=(OperationCall("MigrateFormat", {}),))
            edit.end()
        ledger.set_state("format", FORMAT)

    def _record(self, ledger: Ledger, watch: Watch, paths: list[str]) -> None:
        """Take the edits that a reader met into the ledger, if nobody else is at it and the folder can be written."""
        try:
            with write_lock(self.folder.root, 0):
                if ledger.applied() == ledger.head():  # else somebody died just now: the next command sees to it
                    watch.adopt([path for path in paths if watch.is_stale(path)], self._time())
        except (MachineError, sqlite3.Error):
            return  # the next command meets them again
