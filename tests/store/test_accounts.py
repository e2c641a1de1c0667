"""Accounts side by side in one data folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from iamctl.errors import EntityAlreadyExists, InvalidInput, NoSuchEntity, StorageFailure
from iamctl.store.accounts import Accounts
from iamctl.store.toml_store import TomlStore

from .given import ACCOUNT_ID, SETTINGS, TIME, any_document, findings, put, user

OTHER = replace(SETTINGS, account_id="444455556666", alias="other")


def open_store(folder: Path, account_id: str) -> TomlStore:
    return TomlStore(folder, account_id, time=lambda: TIME, check=any_document)


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path / "data", open_store)


def test_a_new_account_is_there_with_all_that_it_began_with(accounts: Accounts) -> None:
    with accounts.new(SETTINGS) as store:
        put(store, user("alice"))
        assert accounts.ids() == []
    assert accounts.ids() == [ACCOUNT_ID]
    with accounts.store(ACCOUNT_ID).reading() as view:
        assert view.users.names() == ["alice"]
    assert findings(accounts.store(ACCOUNT_ID)) == []
    assert accounts.folder(ACCOUNT_ID).stat().st_mode & 0o777 == 0o700


def test_an_account_whose_beginning_failed_is_not_there(accounts: Accounts) -> None:
    with pytest.raises(ZeroDivisionError), accounts.new(SETTINGS) as store:
        put(store, user("alice"))
        _ = 1 / 0
    assert accounts.ids() == []
    assert [path.name for path in (accounts.data_dir / "accounts").iterdir()] == [".lock"]
    with accounts.new(SETTINGS):
        pass


def test_what_a_killed_beginning_left_is_no_hindrance(accounts: Accounts) -> None:
    left = accounts.data_dir / "accounts" / f".new-{ACCOUNT_ID}"
    left.mkdir(parents=True)
    (left / "ledger.sqlite3").write_bytes(b"?")
    assert accounts.ids() == []
    with accounts.new(SETTINGS):
        pass
    assert findings(accounts.store(ACCOUNT_ID)) == []


def test_an_error_of_the_beginning_itself_is_told_as_it_is(accounts: Accounts) -> None:
    with pytest.raises(ConnectionError), accounts.new(SETTINGS):
        raise ConnectionError


def test_ids_and_aliases_are_given_once(accounts: Accounts) -> None:
    with accounts.new(OTHER):
        pass
    for settings in (OTHER, replace(SETTINGS, alias="other")):
        with pytest.raises(EntityAlreadyExists), accounts.new(settings):
            pass


def test_an_alias_is_free_unless_another_account_has_it(accounts: Accounts) -> None:
    for settings in (SETTINGS, OTHER):
        with accounts.new(settings):
            pass

    accounts.check_alias_free("other", account_id=OTHER.account_id)
    with pytest.raises(EntityAlreadyExists, match="The account alias other already exists"):
        accounts.check_alias_free("other", account_id=ACCOUNT_ID)
    (accounts.folder(OTHER.account_id) / "account.toml").write_text("?")
    accounts.check_alias_free("other", account_id=ACCOUNT_ID)


def test_the_account_that_is_meant_is_found(accounts: Accounts) -> None:
    with pytest.raises(NoSuchEntity):
        accounts.resolve(None)
    with accounts.new(OTHER):
        pass
    assert accounts.resolve(None) == OTHER.account_id, "the only one"
    with accounts.new(SETTINGS):
        pass
    assert accounts.resolve("other") == OTHER.account_id
    assert accounts.resolve(ACCOUNT_ID) == ACCOUNT_ID
    with pytest.raises(InvalidInput):
        accounts.resolve(None)
    accounts.use("other")
    assert accounts.resolve(None) == OTHER.account_id
    with pytest.raises(NoSuchEntity):
        accounts.resolve("../x")
    assert [settings.account_id for settings in accounts.all()] == [ACCOUNT_ID, OTHER.account_id]


def test_a_deleted_account_is_gone_with_its_history(accounts: Accounts) -> None:
    with accounts.new(SETTINGS):
        pass
    accounts.use(ACCOUNT_ID)
    assert accounts.delete(ACCOUNT_ID) == ACCOUNT_ID
    assert accounts.ids() == []
    assert accounts.current() is None
    assert [path.name for path in (accounts.data_dir / "accounts").iterdir()] == [".lock"]


def test_a_broken_account_stops_no_other(accounts: Accounts) -> None:
    for settings in (SETTINGS, OTHER):
        with accounts.new(settings):
            pass
    (accounts.folder(ACCOUNT_ID) / "account.toml").write_text("?")
    assert accounts.resolve("other") == OTHER.account_id
    with pytest.raises(NoSuchEntity):
        accounts.resolve("acme")


def test_a_data_folder_that_is_a_file_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StorageFailure), Accounts(tmp_path / "data", open_store).new(SETTINGS):
        pass
