"""The accounts of one data folder, side by side.

    <data dir>/accounts/<12 digits>/     one account
    <data dir>/current-account           the one in use, where a person chose one

A new account is laid out in a hidden folder and renamed into its place: it is there whole or not at all.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from iamctl.errors import EntityAlreadyExists, IamctlError, InvalidInput, Mistakes, NoSuchEntity
from iamctl.store.folder import Folder
from iamctl.store.ledger import LEDGER_FILE
from iamctl.store.lock import LOCK_FILE, storage_failure, write_lock
from iamctl.store.toml_store import TomlStore

if TYPE_CHECKING:
    from iamctl.model.account_settings import AccountSettings

OpenStore = Callable[[Path, str], TomlStore]


class Accounts:
    """A data folder. `open_store` makes the store of one account's folder."""

    def __init__(self, data_dir: Path, open_store: OpenStore) -> None:
        self.data_dir = data_dir
        self._open_store = open_store

    def folder(self, account_id: str) -> Path:
        return self.data_dir / "accounts" / account_id

    def ids(self) -> list[str]:
        """The ids of the accounts that there are, sorted."""
        try:
            names = os.listdir(self.data_dir / "accounts")
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise storage_failure(error, self.data_dir / "accounts") from error
        return sorted(name for name in names if is_account_id(name))

    def all(self) -> Iterator[AccountSettings]:
        """Every account's settings, sorted by id.

        Raises:
            BrokenFile, Mistakes: an account.toml cannot be read; raised after the others were given.
        """
        broken: list[IamctlError] = []
        for account_id in self.ids():
            try:
                settings = self._settings(account_id)
            except IamctlError as error:
                broken += _below(self.folder(account_id), error)
            else:
                if settings is not None:
                    yield settings
        if broken:
            raise broken[0] if len(broken) == 1 else Mistakes(broken)

    def resolve(self, account: str | None) -> str:
        """The id of the account that is meant: by id or alias, else the one in use, else the only one.

        Raises:
            NoSuchEntity: there is none.
            InvalidInput: there are several and none was chosen.
        """
        if account is None:
            return self._chosen()
        if is_account_id(account) and self._exists(account):
            return account
        if (found := self._with_alias(account)) is not None:
            return found
        raise NoSuchEntity(
            "account", account, hint=["list them with `iamctl account list`", "or make it: `iamctl init`"]
        )

    def store(self, account_id: str) -> TomlStore:
        """The account's store. It has to exist."""
        return self._open_store(self.folder(account_id), account_id)

    @contextmanager
    def new(self, settings: AccountSettings) -> Iterator[TomlStore]:
        """A new account: what is done with its store in this block comes into being with it, or nothing does.

        Raises:
            EntityAlreadyExists: there is an account with this id or alias.
            StorageFailure: the machine is in the way.
        """
        self.check_free(settings)
        place = self.folder(settings.account_id)
        hidden = place.parent / f".new-{settings.account_id}"
        with _told(place):
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.parent.mkdir(mode=0o700, exist_ok=True)
        with write_lock(place.parent, None):
            self.check_free(settings)
            try:
                with _told(place):
                    shutil.rmtree(hidden, ignore_errors=True)
                    hidden.mkdir(mode=0o700)
                store = self._open_store(hidden, settings.account_id)
                store.create(settings, caller=settings.arn)
                yield store
                with _told(place):
                    with suppress(FileNotFoundError):
                        os.unlink(hidden / LOCK_FILE)
                    os.replace(hidden, place)
                    Folder(place.parent).sync("")
            finally:
                shutil.rmtree(hidden, ignore_errors=True)

    def check_free(self, settings: AccountSettings) -> None:
        """That an account of this id and alias could be made.

        Raises:
            EntityAlreadyExists: there is one with this id or alias.
        """
        if self.folder(settings.account_id).exists():
            hint = f"see it with `iamctl account show --account {settings.account_id}`"
            raise EntityAlreadyExists("account", settings.account_id, hint=hint)
        self.check_alias_free(settings.alias, account_id=settings.account_id)

    def check_alias_free(self, alias: str | None, *, account_id: str) -> None:
        """That no account but this one has the alias; AWS says so of all accounts, a data folder of those in it.

        Raises:
            EntityAlreadyExists: another has it.
        """
        if alias and (other := self._with_alias(alias, besides=account_id)):
            raise EntityAlreadyExists("account alias", alias, hint=f"account {other} has it")

    def current(self) -> str | None:
        """The id of the account in use, where one was chosen and is there."""
        try:
            account_id = (self.data_dir / "current-account").read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return account_id if is_account_id(account_id) and self._exists(account_id) else None

    def use(self, account: str) -> str:
        """Choose the account that is meant where none is named; its id."""
        account_id = self.resolve(account)
        place = self.data_dir / "current-account"
        staged = place.with_name(".current-account.tmp")
        with _told(place):
            staged.write_text(f"{account_id}\n", "utf-8")
            staged.chmod(0o600)
            os.replace(staged, place)
        return account_id

    def delete(self, account: str) -> str:
        """Delete an account with all that is in it, history too; its id."""
        account_id = self.resolve(account)
        place = self.folder(account_id)
        gone = place.parent / f".deleted-{account_id}"
        with _told(place):
            with write_lock(place.parent, None), write_lock(place, None):
                shutil.rmtree(gone, ignore_errors=True)
                os.replace(place, gone)
            if (gone / "vault").exists():
                self._open_store(gone, account_id).forget_vault_key()
            shutil.rmtree(gone)
        return account_id

    def _chosen(self) -> str:
        if (current := self.current()) is not None:
            return current
        ids = self.ids()
        if len(ids) == 1:
            return ids[0]
        if not ids:
            hint = ["make one with `iamctl init`", "or from a file: `iamctl bootstrap FILE`"]
            raise NoSuchEntity("account in", str(self.data_dir), hint=hint)
        hint = ["choose one for good: `iamctl account use ID`", "or for one command: --account ID"]
        raise InvalidInput(f"There are {len(ids)} accounts and none is in use: {', '.join(ids[:5])}.", hint=hint)

    def _with_alias(self, alias: str, *, besides: str | None = None) -> str | None:
        for account_id in self.ids():
            if account_id == besides:
                continue
            try:
                settings = self._settings(account_id)
            except IamctlError:
                continue  # a broken account.toml stops only its own account
            if settings and settings.alias == alias:
                return account_id
        return None

    def _settings(self, account_id: str) -> AccountSettings | None:
        if not self._exists(account_id):
            return None
        with self.store(account_id).reading() as view:
            settings: AccountSettings | None = view.settings.find(account_id)
            return settings

    def _exists(self, account_id: str) -> bool:
        folder = Folder(self.folder(account_id))
        return folder.stamp("account.toml") is not None or folder.stamp(LEDGER_FILE) is not None


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """What the machine refuses in this block, as an error of the store's."""
    try:
        yield
    except OSError as error:
        raise storage_failure(error, place) from error


def _below(folder: Path, error: IamctlError) -> Iterable[IamctlError]:
    """What is wrong in an account's folder, as somebody sees it who does not look at that account alone."""
    errors = error.errors if isinstance(error, Mistakes) else (error,)
    for each in errors:
        if each.place:
            each.place = each.place._replace(source=str(folder / each.place.source))
    return errors


def is_account_id(text: str) -> bool:
    return len(text) == 12 and text.isascii() and text.isdecimal()
