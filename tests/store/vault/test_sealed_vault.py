"""The vault on disk: secrets come and go with revisions, and open only where they belong."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from iamctl.errors import BrokenFile, BrokenSecret, StorageFailure, WrongPassphrase
from iamctl.store.toml_store import TomlStore
from iamctl.store.vault.data_key import KeyPlaces
from iamctl.store.vault.header import FILE, PASSPHRASE
from store.given import ACCOUNT_ID, TIME, any_document, change, commit, findings, new_store, store_at

from .given import ALICE_KEY, BOB_KEY, NEW_KEY, keyed, opened, put_keyed, ref_of, secret_files, secret_of, two_keyed

BOTH = {ALICE_KEY: secret_of(ALICE_KEY), BOB_KEY: secret_of(BOB_KEY)}


@pytest.fixture
def keyed_store(store: TomlStore) -> TomlStore:
    store.make_vault(FILE)
    two_keyed(store)
    return store


def with_passphrase(root: Path, passphrase: str) -> TomlStore:
    places = KeyPlaces(root.parent / "nowhere", lambda is_new: passphrase)
    return TomlStore(root, ACCOUNT_ID, time=lambda: TIME, check=any_document, key_places=lambda: places)


def test_secrets_open_after_the_change_that_brought_them(keyed_store: TomlStore, root: Path) -> None:
    assert opened(root) == BOTH
    assert findings(keyed_store) == []


def test_everything_in_the_vault_is_its_owners_alone(keyed_store: TomlStore, root: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [root / "vault", *root.glob("vault/**/*")]}

    assert modes == {0o700, 0o600}


def test_a_secret_that_is_laid_and_not_kept_leaves_nothing(keyed_store: TomlStore, root: Path) -> None:
    before = secret_files(root)

    with keyed_store.editing() as edit:
        put_keyed(edit, "alice", ALICE_KEY, NEW_KEY)
        edit.changes()

    assert secret_files(root) == before


def test_a_secret_that_nobody_names_is_not_kept(keyed_store: TomlStore, root: Path) -> None:
    def work(edit: Any) -> None:
        put_keyed(edit, "carol")
        edit.vault.put(ref_of(keyed("carol"), NEW_KEY), b"of nobody")

    change(keyed_store, work)

    assert set(secret_files(root)) == {f"access-key.{ALICE_KEY}", f"access-key.{BOB_KEY}"}


def test_a_secret_goes_when_its_owner_no_longer_names_it(keyed_store: TomlStore, root: Path) -> None:
    change(keyed_store, lambda edit: put_keyed(edit, "alice"))

    assert set(secret_files(root)) == {f"access-key.{BOB_KEY}"}


def test_the_secrets_of_a_user_that_goes_go_too(keyed_store: TomlStore, root: Path) -> None:
    change(keyed_store, lambda edit: edit.users.remove("bob"))

    assert opened(root) == {ALICE_KEY: secret_of(ALICE_KEY)}
    assert set(secret_files(root)) == {f"access-key.{ALICE_KEY}"}


def test_a_renamed_user_keeps_its_secrets(keyed_store: TomlStore, root: Path) -> None:
    def rename(edit: Any) -> None:
        from dataclasses import replace

        edit.users.rename("alice", replace(edit.users.find("alice"), user_name="alicia"))

    change(keyed_store, rename)

    assert opened(root) == BOTH


def test_a_refused_change_leaves_no_secret(keyed_store: TomlStore, root: Path) -> None:
    """Somebody edits the file while the change is made: the journal refuses, and so nothing was sealed either."""
    before = secret_files(root)

    with pytest.raises(Exception, match="edited while"), keyed_store.editing() as edit:
        put_keyed(edit, "alice", ALICE_KEY, NEW_KEY)
        file = root / "users/alice.toml"
        file.write_text(file.read_text() + "# by hand\n")
        commit(edit)

    assert secret_files(root) == before
    assert not (root / "vault/.change").exists()


def test_a_secret_copied_from_bobs_to_alices_is_refused_by_name(keyed_store: TomlStore, root: Path) -> None:
    files = secret_files(root)
    shutil.copy(files[f"access-key.{BOB_KEY}"], files[f"access-key.{ALICE_KEY}"])

    with pytest.raises(BrokenSecret, match=f"{BOB_KEY} of AIDA.*BOB, not the access-key {ALICE_KEY}"):
        opened(root)
    status = keyed_store.vault_status()
    assert status is not None
    assert len(status.problems) == 1


def test_a_missing_secret_is_named(keyed_store: TomlStore, root: Path) -> None:
    secret_files(root)[f"access-key.{BOB_KEY}"].unlink()

    with pytest.raises(BrokenSecret, match=f"access-key.{BOB_KEY}: the sealed secret is not there"):
        opened(root)
    assert [finding.code for finding in findings(keyed_store)] == ["MissingSecret"]


def test_a_stray_secret_is_found_and_mended(keyed_store: TomlStore, root: Path) -> None:
    file = secret_files(root)[f"access-key.{BOB_KEY}"]
    shutil.copy(file, file.with_name(f"access-key.{NEW_KEY}"))

    assert [finding.code for finding in findings(keyed_store)] == ["StraySecret"]
    keyed_store.repair()
    assert findings(keyed_store) == []
    assert opened(root) == BOTH


def test_the_vault_of_another_account_is_refused(keyed_store: TomlStore, root: Path, tmp_path: Path) -> None:
    other = TomlStore(
        root, "444455556666", time=lambda: TIME, check=any_document, key_places=lambda: KeyPlaces(tmp_path, str)
    )

    with pytest.raises(BrokenFile, match="the vault of account 111122223333, not of 444455556666"):
        other.vault().header()


def test_a_vault_that_is_a_symbolic_link_is_refused(keyed_store: TomlStore, root: Path, tmp_path: Path) -> None:
    (root / "vault").rename(tmp_path / "elsewhere")
    (root / "vault").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(BrokenFile, match="not a folder of its own"):
        opened(root)


def test_without_its_key_file_the_vault_stays_shut(keyed_store: TomlStore, root: Path) -> None:
    (key_file,) = (root.parent / "account-keys").iterdir()
    key_file.unlink()

    with pytest.raises(StorageFailure, match="is not there"):
        opened(root)


def test_a_key_file_that_others_may_open_is_refused(keyed_store: TomlStore, root: Path) -> None:
    (key_file,) = (root.parent / "account-keys").iterdir()
    key_file.chmod(0o640)

    with pytest.raises(StorageFailure, match="others may open"):
        opened(root)


def test_another_vaults_key_is_told_apart(keyed_store: TomlStore, root: Path, tmp_path: Path) -> None:
    other = new_store(tmp_path / "other")
    other.make_vault(FILE)
    (key_file,) = (root.parent / "account-keys").iterdir()
    (other_file,) = (tmp_path / "other-keys").iterdir()
    shutil.copy(other_file, key_file)

    with pytest.raises(BrokenSecret, match="is not this vault's"):
        opened(root)


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(root: Path) -> None:
    new_store(root)
    right, wrong = with_passphrase(root, "correct horse"), with_passphrase(root, "battery staple")
    right.make_vault(PASSPHRASE)
    change(right, lambda edit: put_keyed(edit, "alice", ALICE_KEY))
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and "ledger" not in path.name}

    with pytest.raises(WrongPassphrase), wrong.reading() as view:
        view.vault.get(ref_of(keyed("alice"), ALICE_KEY))
    with pytest.raises(WrongPassphrase):
        change(wrong, lambda edit: put_keyed(edit, "alice", ALICE_KEY, NEW_KEY))

    assert {path: path.read_bytes() for path in before} == before
    with right.reading() as view:
        assert view.vault.get(ref_of(keyed("alice"), ALICE_KEY)) == secret_of(ALICE_KEY)


def test_deleting_needs_no_data_key(root: Path) -> None:
    new_store(root)
    change_with = with_passphrase(root, "correct horse")
    change_with.make_vault(PASSPHRASE)
    change(change_with, lambda edit: put_keyed(edit, "alice", ALICE_KEY))

    change(with_passphrase(root, "forgotten"), lambda edit: edit.users.remove("alice"))

    assert secret_files(root) == {}


@pytest.mark.parametrize("holder", [FILE, PASSPHRASE])
def test_a_vault_sealed_anew_holds_the_same_secrets(keyed_store: TomlStore, root: Path, holder: str) -> None:
    before = {name: path.read_bytes() for name, path in secret_files(root).items()}

    status = keyed_store.rekey(holder)

    assert (status.holder, status.secrets) == (holder, 2)
    assert opened(root) == BOTH
    assert not before.items() & {name: path.read_bytes() for name, path in secret_files(root).items()}.items()
    assert len(list((root.parent / "account-keys").iterdir())) == (holder == FILE)
    assert findings(store_at(root)) == []


def test_a_vault_with_a_broken_secret_is_not_sealed_anew(keyed_store: TomlStore, root: Path) -> None:
    file = secret_files(root)[f"access-key.{BOB_KEY}"]
    file.write_bytes(file.read_bytes()[:-1])
    before = {path: path.read_bytes() for path in root.glob("vault/**/*") if path.is_file()}

    with pytest.raises(BrokenSecret, match="altered"):
        keyed_store.rekey()

    assert {path: path.read_bytes() for path in root.glob("vault/**/*") if path.is_file()} == before
    assert len(list((root.parent / "account-keys").iterdir())) == 1


def test_the_ledger_and_the_files_hold_no_secret(keyed_store: TomlStore, root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_file():
            assert b"the secret of" not in path.read_bytes(), path
